using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>What a BMC says about a password (Set User Password, operation "test password").</summary>
internal enum PasswordMatch
{
    /// <summary>The BMC cannot compare passwords.</summary>
    Unavailable,

    /// <summary>It is the password.</summary>
    Match,

    /// <summary>The password is another one.</summary>
    Mismatch,

    /// <summary>The password is stored in the other size.</summary>
    OtherSize,
}

/// <summary>Lets a BMC compare passwords, in an administrator's session. No log-in takes place, so no account is locked. IPMI 2.0 section 22.30.</summary>
internal sealed class PasswordTest(IIpmiConnection connection, byte userId, bool allowUnprotected)
{
    /// <summary>Compares in the size that fits the password, and in the other one if the BMC stores it so.</summary>
    /// <returns>The result, and whether the password is stored as 20 bytes.</returns>
    public async Task<(PasswordMatch Result, bool IsLong)> InEitherSizeAsync(SecureString password, CancellationToken cancellationToken)
    {
        bool isLong = PasswordChange.IsLong(password);
        PasswordMatch result = await InSizeAsync(password, isLong, cancellationToken).ConfigureAwait(false);
        if (result != PasswordMatch.OtherSize)
            return (result, isLong);

        // One of more than 16 bytes cannot be the same as one that is stored as 16.
        if (isLong)
            return (PasswordMatch.Mismatch, false);
        result = await InSizeAsync(password, isLong: true, cancellationToken).ConfigureAwait(false);
        return (result == PasswordMatch.OtherSize ? PasswordMatch.Mismatch : result, true);
    }

    /// <summary>Compares in one size. A password that is too long for 16 bytes is cut: if that matches, the BMC has cut it as well.</summary>
    public async Task<PasswordMatch> InSizeAsync(SecureString password, bool isLong, CancellationToken cancellationToken)
    {
        byte[] whole = SecretBytes.FromSecureString(password), bytes = whole;
        if (!isLong && whole.Length > SetUserPassword.ShortLength)
            Array.Copy(whole, bytes = new byte[SetUserPassword.ShortLength], bytes.Length);
        try
        {
            await connection.SendAsync(new SetUserPassword(userId, UserPasswordOperation.TestPassword, bytes, isLong) { MayGoUnprotected = allowUnprotected }, cancellationToken).ConfigureAwait(false);
            return PasswordMatch.Match;
        }
        catch (IpmiCommandException error)
        {
            // OpenBMC answered C7h in place of 81h until 2024.
            return error.CompletionCode switch
            {
                SetUserPassword.PasswordMismatch => PasswordMatch.Mismatch,
                SetUserPassword.PasswordSizeMismatch or CompletionCode.InvalidLength => PasswordMatch.OtherSize,
                _ => PasswordMatch.Unavailable,
            };
        }
        finally
        {
            SecretBytes.Wipe(whole);
            SecretBytes.Wipe(bytes);
        }
    }
}
