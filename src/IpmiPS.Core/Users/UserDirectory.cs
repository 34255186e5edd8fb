using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>All users of a BMC, as read before a change, and which of them is the user of the session.</summary>
internal sealed class UserDirectory
{
    private readonly IReadOnlyList<UserState> _users;
    private readonly byte? _ownId;
    private readonly string _ownName;

    private UserDirectory(IReadOnlyList<UserState> users, byte? ownId, string ownName) => (_users, _ownId, _ownName) = (users, ownId, ownName);

    /// <summary>All users, by ID.</summary>
    public IReadOnlyList<UserState> All => _users;

    /// <summary>Reads the users with their rights on the channel of the connection, and on one more channel.</summary>
    /// <param name="connection">An administrator's session.</param>
    /// <param name="channels">More channels.</param>
    /// <param name="ownName">Who has logged in, for BMCs that do not report the user of a session.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<UserDirectory> ReadAsync(IIpmiConnection connection, IEnumerable<byte> channels, string ownName, CancellationToken cancellationToken)
    {
        var session = connection.TrySendAsync(GetSessionInfo.Present, cancellationToken);
        var users = await UserReader.ReadAsync(connection, [GetChannelInfo.PresentChannel, .. channels], cancellationToken).ConfigureAwait(false);
        var own = await session.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new(users, own is { Succeeded: true, Value.UserId: > 0 } ? own.Value.UserId : null, ownName);
    }

    /// <summary>Whether it is the user of the session.</summary>
    public bool IsOwn(UserState user) => _ownId is { } id ? user.Id == id : user.Text == _ownName && user.First.Access.CanLogIn;

    /// <summary>Finds a user by ID, by name, or by both, which then have to agree.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such user. InvalidParameter: several have the name, or ID and name are of different users.</exception>
    public UserState Find(byte? id, string? name)
    {
        if (string.IsNullOrEmpty(name))
            return _users.FirstOrDefault(user => user.Id == id) ?? throw new IpmiException(IpmiErrorKind.NotPresent, $"The BMC has no user ID {id}; it has the IDs 1 to {_users.Max(static user => user.Id)}.", "Check the ID; Get-IpmiUser -All returns all of them.");
        UserState[] found = [.. _users.Where(user => user.Text == name)];
        if (found.Length == 0)
            throw NearestNames.NotPresent("user", [name!], _users.Select(static user => user.Text), "Check the name; user names are case-sensitive.");
        if (id is { } wanted)
        {
            return found.FirstOrDefault(user => user.Id == wanted) ?? throw new IpmiException(
                IpmiErrorKind.InvalidParameter, $"The user '{name}' has the ID {found[0].Id}, not {wanted}. Nothing was sent.", "Give the name alone, or the ID alone. The row may come from another BMC, or from before a change.");
        }

        return found.Length == 1 ? found[0] : throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The user IDs {string.Join(", ", found.Select(static user => user.Id))} all have the name '{name}'.", "Give -Id.");
    }

    /// <summary>Finds a free entry for a new user.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the name exists. CommandFailed: no entry is free.</exception>
    public UserState FindFree(string name)
    {
        CheckName(name, null);
        UserState[] free = [.. _users.Where(static user => user.IsFree)];

        // One that the BMC reports as disabled is surely free.
        return free.FirstOrDefault(static user => user.First.Access.Status == UserEnableStatus.Disabled) ?? free.FirstOrDefault()
            ?? throw new IpmiException(IpmiErrorKind.CommandFailed, $"All {_users.Count} user IDs of the BMC are in use. Nothing was sent.", "Remove a user with Remove-IpmiUser.");
    }

    /// <summary>Checks a name that a user is to get.</summary>
    /// <exception cref="IpmiException">The name is empty, too long, or that of another user (kind InvalidParameter).</exception>
    public void CheckName(string name, UserState? user)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        if (length is 0 or > UserName.MaximumLength)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, length == 0 ? "The name is empty." : $"The name '{name}' has {length} bytes, and IPMI carries at most {UserName.MaximumLength}. Nothing was sent.", "Give a name of 1 to 16 bytes; letters beyond ASCII take two bytes or more.");
        if (name.IndexOf('\0') >= 0)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "The name contains a zero character.", "Give another name.");
        if (_users.FirstOrDefault(other => other.Text == name && other.Id != user?.Id) is { } taken)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"User {taken.Id} has the name '{name}' already. Nothing was sent.", "Change that user with Set-IpmiUser, or give another name.");
        if (user is { IsFixedName: true } && user.Text != name)
            throw FixedName(user);
    }

    /// <summary>Refuses a change after which no administrator could log in.</summary>
    /// <exception cref="IpmiException">The user is the last one (kind InvalidParameter).</exception>
    public void CheckLastAdministrator(UserState before, UserState wanted)
    {
        if (before.IsAdministrator && !wanted.IsAdministrator && !_users.Any(other => other.Id != before.Id && other.IsAdministrator))
        {
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter, $"The user '{before.SafeName}' is the last administrator who can log in over this channel. Nothing was sent.", "Create another administrator first, with New-IpmiUser.");
        }
    }

    /// <summary>The error for a name that cannot be changed.</summary>
    public static IpmiException FixedName(UserState user) => new(
        IpmiErrorKind.InvalidParameter, $"The BMC does not allow the name of user {user.Id} to be changed: the names of the first {user.First.Access.FixedNameCount} users are fixed. Nothing was sent.", "Disable the user with Disable-IpmiUser, or use another one.");
}
