using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>The last step of a removal: the name of a user that is disabled and has no rights, and the password.</summary>
/// <param name="connection">An administrator's session.</param>
/// <param name="user">The user.</param>
internal sealed class UserNameRemoval(IIpmiConnection connection, UserState user)
{
    private const int MaximumSends = 3;

    /// <summary>Removes the name. A BMC that refuses keeps it, which is a note: the user is disabled and has no rights.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: the name was sent and could not be read back.</exception>
    public async Task<UserState> RunAsync(List<string> notes)
    {
        byte[] channels = [.. user.Rights.Select(static rights => rights.Channel)];
        UserState now = user;
        IpmiException? failure = null;
        for (int attempt = 1; attempt <= MaximumSends && now.Text.Length > 0; attempt++)
        {
            try
            {
                failure = null;
                await connection.SendAsync(new SetUserName(user.Id, new UserName(""))).ConfigureAwait(false);
            }
            catch (IpmiException error)
            {
                failure = error;
            }

            now = await ReadAsync(channels).ConfigureAwait(false);
            if (failure is IpmiCommandException)
                break;
        }

        // After this the entry is free, or has a name that cannot log in; either way its password is not needed.
        await UserTransaction.ReplacePasswordAsync(connection, user.Id).ConfigureAwait(false);
        if (now.Text.Length == 0)
            return now;
        if (failure is not null and not IpmiCommandException)
            throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"User {user.Id} is disabled and has no rights, but the name '{user.SafeName}' could not be removed: {failure.Message}", "Repeat the removal.", failure);
        notes.Add($"Name: the BMC {(failure is null ? "keeps it" : $"refused to remove it: {failure.Message}")}. User {user.Id} is disabled, has no rights and has a random password.");
        return now;
    }

    private async Task<UserState> ReadAsync(byte[] channels)
    {
        try
        {
            // A BMC that no longer has the user refuses to report it.
            return await UserReader.ReadAsync(connection, user.Id, channels, CancellationToken.None).ConfigureAwait(false) ?? user.WithoutRights() with { Name = new UserName("") };
        }
        catch (IpmiException error)
        {
            throw new IpmiException(IpmiErrorKind.OutcomeUnknown, $"User {user.Id} is disabled and has no rights. The removal of the name was sent, and could not be read back: {error.Message}", "Check the user with Get-IpmiUser, then try again.", error);
        }
    }
}
