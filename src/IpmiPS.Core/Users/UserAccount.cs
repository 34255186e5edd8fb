using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>An account of a BMC.</summary>
/// <param name="Id">User id, 1 to 63.</param>
/// <param name="Name">User name; empty for the null user.</param>
/// <param name="Access">Access over the channel of the request.</param>
public sealed record UserAccount(byte Id, string Name, UserAccess Access)
{
    /// <summary>The channel of the request.</summary>
    private const byte PresentChannel = 0x0E;

    private const byte NullUserId = 1;

    /// <summary>
    /// Finds an account by its name. The empty name is that of the null user, user id 1, although unused entries have an empty name, too. If several
    /// accounts have the name, the only one of them that may log in is returned.
    /// </summary>
    /// <exception cref="IpmiException">There is no such account (kind NotPresent), or the name is ambiguous (kind InvalidParameter).</exception>
    public static async Task<UserAccount> FindAsync(IIpmiConnection connection, string name, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(name) > UserName.MaximumLength)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"A user name has at most {UserName.MaximumLength} bytes; '{name}' is longer.");
        var first = await AccessAsync(NullUserId).ConfigureAwait(false);
        int last = name.Length == 0 ? NullUserId : first.Capacity;
        var names = await Task.WhenAll(Enumerable.Range(NullUserId, last).Select(id => NameAsync(connection, (byte)id, cancellationToken))).ConfigureAwait(false);
        byte[] ids = [.. Enumerable.Range(NullUserId, last).Where(id => names[id - 1] == name).Select(static id => (byte)id)];
        var accounts = await Task.WhenAll(ids.Select(async id => new UserAccount(id, name, id == NullUserId ? first : await AccessAsync(id).ConfigureAwait(false)))).ConfigureAwait(false);
        if (accounts.Length == 0)
        {
            throw name.Length == 0
                ? new IpmiException(IpmiErrorKind.NotPresent, "User 1 has a name, so there is no null user.", "Give the name of an account.")
                : NearestNames.NotPresent("account", [name], names, "Check the name; user names are case-sensitive.");
        }
        if (accounts.Length == 1)
            return accounts[0];
        accounts = [.. accounts.Where(static account => account.Access.CanLogIn)];
        return accounts.Length == 1
            ? accounts[0]
            : throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The user ids {string.Join(", ", ids)} all have the name '{name}'.", "Give the accounts of the BMC different names.");

        Task<UserAccess> AccessAsync(byte id) => connection.SendAsync(new GetUserAccess(PresentChannel, id), cancellationToken);
    }

    /// <summary>Some BMCs return CCh or CBh for an entry without a name (Sun X4140, Dell Xanadu II).</summary>
    private static async Task<string> NameAsync(IIpmiConnection connection, byte id, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.SendAsync(new GetUserName(id), cancellationToken).ConfigureAwait(false)).Text;
        }
        catch (IpmiCommandException error) when (error.CompletionCode is CompletionCode.InvalidDataField or CompletionCode.NotPresent)
        {
            return "";
        }
    }
}
