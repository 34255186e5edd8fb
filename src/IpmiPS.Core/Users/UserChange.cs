using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>
/// A prepared change of one user: a new user, other settings, or the removal. It is shown before it is made. IPMI 2.0 sections 22.26 to 22.30 and 24.6.
/// </summary>
public sealed class UserChange
{
    private readonly IIpmiConnection _connection;
    private readonly UserState _before;
    private readonly UserTransaction _transaction;
    private readonly PasswordStep? _password;
    private readonly List<string> _notes = [];

    private UserChange(IIpmiConnection connection, UserState before, UserState wanted, UserSettings settings, bool isNew, Clock? clock)
    {
        (_connection, _before) = (connection, before);
        if (settings.Password is { } password)
            _password = new PasswordStep(connection, before.Id, password, settings.AllowUnprotectedPassword, clock ?? Clock.System);
        _transaction = new UserTransaction(connection, before, wanted) { Password = _password, SessionLimit = settings.SessionLimit, IsNew = isNew };
        if (settings.SessionLimit is not null)
            _notes.Add("SessionLimit: IPMI has no command to read it.");
        if (settings.Enabled is not null && before.First.Access.Status == UserEnableStatus.Unspecified)
            _notes.Add("Enabled: the BMC does not report it.");
    }

    /// <summary>The user ID.</summary>
    public byte Id => _before.Id;

    /// <summary>The name before the change.</summary>
    public string Name => _before.SafeName;

    /// <summary>The change, with old and new values; null if everything is as requested already.</summary>
    public string? Description => IsRemoval ? $"disable the user, remove the rights and the name '{_before.SafeName}'" : _transaction.Description;

    /// <summary>How the change can cut off the caller; null if it cannot.</summary>
    public string? CutsOff { get; private init; }

    private bool IsRemoval { get; init; }

    /// <summary>Prepares a new user in a free entry. Changes nothing.</summary>
    /// <param name="connection">An administrator's session.</param>
    /// <param name="settings">Name, password and rights. Without a privilege the user gets User; messaging is allowed and the user is enabled unless the settings say otherwise.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IpmiException">The name exists or is invalid, no entry is free, or the users could not be read.</exception>
    public static Task<UserChange> PrepareNewAsync(IIpmiConnection connection, UserSettings settings, CancellationToken cancellationToken = default) =>
        PrepareNewAsync(connection, settings, null, cancellationToken);

    internal static async Task<UserChange> PrepareNewAsync(IIpmiConnection connection, UserSettings settings, Clock? clock, CancellationToken cancellationToken)
    {
        settings = settings with { Enabled = settings.Enabled ?? true, Privilege = settings.Privilege ?? UserPrivilege.User, Messaging = settings.Messaging ?? true, LinkAuthentication = settings.LinkAuthentication ?? false, CallbackOnly = settings.CallbackOnly ?? false };
        PasswordStep.CheckLength(settings.Password ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, "A new user needs a password.", "Give -NewPassword; New-IpmiPassword makes a random one."));
        UserDirectory users = await UserDirectory.ReadAsync(connection, Channels(settings), "", cancellationToken).ConfigureAwait(false);
        UserState before = users.FindFree(settings.Name ?? "");
        if (settings.Payloads is not null)
            before = before with { Rights = await Task.WhenAll(before.Rights.Select(rights => UserReader.AddPayloadsAsync(connection, before.Id, rights, cancellationToken))).ConfigureAwait(false) };
        return new UserChange(connection, before, Apply(before, settings), settings, isNew: true, clock);
    }

    /// <summary>Prepares a change of settings. Changes nothing.</summary>
    /// <param name="connection">An administrator's session.</param>
    /// <param name="id">User ID; null to find the user by name.</param>
    /// <param name="name">Present name; null to find the user by ID. If both are given, they have to agree.</param>
    /// <param name="settings">What to change.</param>
    /// <param name="ownName">Who has logged in.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IpmiException">There is no such user, the change would leave no administrator, the name is fixed, or the users could not be read.</exception>
    public static Task<UserChange> PrepareAsync(IIpmiConnection connection, byte? id, string? name, UserSettings settings, string ownName, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, id, name, settings, ownName, null, cancellationToken);

    internal static async Task<UserChange> PrepareAsync(IIpmiConnection connection, byte? id, string? name, UserSettings settings, string ownName, Clock? clock, CancellationToken cancellationToken)
    {
        if (settings.Password is { } password)
            PasswordStep.CheckLength(password);
        UserDirectory users = await UserDirectory.ReadAsync(connection, Channels(settings), ownName, cancellationToken).ConfigureAwait(false);
        UserState before = users.Find(id, name);
        if (settings.Name is { } newName)
            users.CheckName(newName, before);
        UserState wanted = Apply(before, settings);
        users.CheckLastAdministrator(before, wanted);
        bool isOwn = users.IsOwn(before);
        if (isOwn && settings.Password is not null)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"'{before.SafeName}' is the user that has logged in. Nothing was sent.", "Use Update-IpmiPassword for it: it proves the new password with a log-in, and restores the previous one if that fails.");
        return new UserChange(connection, before, wanted, settings, isNew: false, clock) { CutsOff = isOwn ? DescribeCutOff(before, wanted) : null };
    }

    /// <summary>Prepares the removal of a user. Changes nothing.</summary>
    /// <inheritdoc cref="PrepareAsync(IIpmiConnection, byte?, string?, UserSettings, string, CancellationToken)"/>
    public static async Task<UserChange> PrepareRemovalAsync(IIpmiConnection connection, byte? id, string? name, string ownName, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<byte> channels = await UserReader.FindChannelsAsync(connection, cancellationToken).ConfigureAwait(false);
        UserDirectory users = await UserDirectory.ReadAsync(connection, channels, ownName, cancellationToken).ConfigureAwait(false);
        UserState before = users.Find(id, name);
        if (before.IsFixedName)
            throw UserDirectory.FixedName(before);
        if (before.Text.Length == 0)
            throw new IpmiException(IpmiErrorKind.NotPresent, $"User {before.Id} has no name: there is nothing to remove.", "To forbid log-ins without a name, use Disable-IpmiUser.");
        UserState wanted = before.WithoutRights();
        users.CheckLastAdministrator(before, wanted);
        return new UserChange(connection, before, wanted, new UserSettings { Enabled = false }, isNew: false, null)
        {
            IsRemoval = true,
            CutsOff = users.IsOwn(before) ? $"'{before.SafeName}' is the user that has logged in, and will not be able to log in again" : null,
        };
    }

    /// <summary>Makes the change and reads it back.</summary>
    /// <exception cref="IpmiException">The change failed; the message says whether it was undone. OutcomeUnknown: the state is not known, or is neither the old nor the new one.</exception>
    public async Task<UserUpdate> RunAsync()
    {
        if (Description is null)
            return Describe(_before, [], changed: false);
        (UserState now, string[] differences) = await _transaction.RunAsync().ConfigureAwait(false);
        if (_password?.Note is { } note)
            _notes.Add($"Password: {note}");
        if (!IsRemoval)
            return Describe(now, differences, changed: true);
        UserState after = await new UserNameRemoval(_connection, now).RunAsync(_notes).ConfigureAwait(false);
        return Describe(after with { Name = _before.Name }, differences, changed: true);
    }

    private static IEnumerable<byte> Channels(UserSettings settings) => settings.Channel is { } channel ? [channel] : [];

    /// <summary>The state with the settings applied: rights to the channel that they name, which is the last one that was read.</summary>
    private static UserState Apply(UserState before, UserSettings settings)
    {
        byte channel = settings.Channel ?? before.First.Channel;
        if (!before.Rights.Any(rights => rights.Channel == channel))
            throw new IpmiException(IpmiErrorKind.NotPresent, $"The BMC does not report rights of user {before.Id} on channel {channel}.", "Get-IpmiUser -AllChannels shows the channels that have users.");
        return before with
        {
            Name = settings.Name is { } name ? new UserName(name) : before.Name,
            Rights =
            [
                .. before.Rights.Select(rights =>
                {
                    UserAccess access = settings.Enabled is { } enabled ? rights.Access with { Status = enabled ? UserEnableStatus.Enabled : UserEnableStatus.Disabled } : rights.Access;
                    return rights.Channel != channel ? rights with { Access = access } : rights with
                    {
                        Access = access with
                        {
                            PrivilegeLimit = settings.Privilege is { } privilege ? UserState.LimitFor(privilege) : access.PrivilegeLimit,
                            IpmiMessaging = settings.Messaging ?? access.IpmiMessaging,
                            LinkAuthentication = settings.LinkAuthentication ?? access.LinkAuthentication,
                            IsCallbackOnly = settings.CallbackOnly ?? access.IsCallbackOnly,
                        },
                        Payloads = settings.Payloads is { } payloads ? UserState.AccessFor(payloads) : rights.Payloads,
                    };
                }),
            ],
        };
    }

    private static string? DescribeCutOff(UserState before, UserState wanted)
    {
        string who = $"'{before.SafeName}' is the user that has logged in, and will";
        UserAccess from = before.First.Access, to = wanted.First.Access;
        if (!to.CanLogIn || to.IsCallbackOnly && !from.IsCallbackOnly)
            return $"{who} not be able to log in again";
        if (to.Privilege < from.Privilege)
            return $"{who} have the privilege {to.Privilege} in place of {from.Privilege}";
        return before.Text != wanted.Text ? $"{who} have to log in with another name" : null;
    }

    private UserUpdate Describe(UserState now, string[] differences, bool changed)
    {
        ChannelRights rights = now.Rights[now.Rights.Count - 1];
        User user = now.ToUser(_connection.ComputerName, IsRemoval ? now.First : rights);
        return new UserUpdate
        {
            ComputerName = user.ComputerName,
            Id = user.Id,
            Name = user.Name,
            Enabled = user.Enabled,
            Channel = user.Channel,
            Privilege = user.Privilege,
            Messaging = user.Messaging,
            LinkAuthentication = user.LinkAuthentication,
            CallbackOnly = user.CallbackOnly,
            Payloads = user.Payloads,
            PasswordSize = _password?.Size,
            Changed = changed,
            Verified = differences.Length == 0 && _notes.Count == 0 && now.Name is not null,
            Notes = [.. _notes.Concat(user.Notes).Distinct()],
            Difference = differences.Length == 0 ? null : new IpmiException(
                IpmiErrorKind.CommandFailed, $"The BMC accepted the settings and kept something else: {string.Join(", ", differences)}.", "The BMC may not support this setting; see its documentation."),
        };
    }
}
