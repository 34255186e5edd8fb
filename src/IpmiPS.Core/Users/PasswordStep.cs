using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>Sets the password of a user whose present password is not known, and has the BMC compare it.</summary>
/// <param name="connection">An administrator's session.</param>
/// <param name="userId">The user.</param>
/// <param name="password">The password, at most 20 bytes.</param>
/// <param name="allowUnprotected">Whether it may go over a session without protection.</param>
/// <param name="clock">The clock.</param>
internal sealed class PasswordStep(IIpmiConnection connection, byte userId, SecureString password, bool allowUnprotected, Clock clock)
{
    private const int MaximumSends = 3, MaximumTests = 6;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly ChangeOutcome _change = new();
    private readonly PasswordTest _test = new(connection, userId, allowUnprotected);
    private readonly bool _isLong = PasswordChange.IsLong(password);

    /// <summary>Bytes in which the password is stored.</summary>
    public int Size => _isLong ? SetUserPassword.LongLength : SetUserPassword.ShortLength;

    /// <summary>Whether it was sent, and may be valid.</summary>
    public bool MayBeSet { get; private set; }

    /// <summary>Why the BMC did not confirm the password; null if it did.</summary>
    public string? Note { get; private set; }

    /// <summary>Refuses a password that is longer than IPMI carries.</summary>
    /// <exception cref="IpmiException">The password has more than 20 bytes (kind InvalidParameter).</exception>
    public static void CheckLength(SecureString password)
    {
        byte[] bytes = SecretBytes.FromSecureString(password);
        SecretBytes.Wipe(bytes);
        if (bytes.Length > SetUserPassword.LongLength)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The password has {bytes.Length} bytes, and IPMI carries at most {SetUserPassword.LongLength}. Nothing was sent.", "Give a shorter one; letters beyond ASCII take two bytes or more.");
    }

    /// <summary>Sets the password.</summary>
    /// <exception cref="IpmiException">The BMC refused it, or keeps another one. OutcomeUnknown: it was sent, and the BMC neither responded nor confirmed it.</exception>
    public async Task RunAsync()
    {
        // A BMC that confirms the password before it is set confirms anything, as ipmi_sim does.
        bool isComparing = await _test.InSizeAsync(password, _isLong, CancellationToken.None).ConfigureAwait(false) is PasswordMatch.Mismatch or PasswordMatch.OtherSize;
        for (int attempt = 1; ; attempt++)
        {
            await SendAsync().ConfigureAwait(false);
            if (_change.State == ChangeState.Answered)
                break;
            PasswordMatch result = isComparing ? await _test.InSizeAsync(password, _isLong, CancellationToken.None).ConfigureAwait(false) : PasswordMatch.Unavailable;
            if (result == PasswordMatch.Match)
                break;

            // Many BMCs refuse with "unspecified error".
            if (result == PasswordMatch.Mismatch && _change.UnansweredReason is IpmiCommandException refusal)
                throw refusal;
            if (attempt == MaximumSends)
                throw new IpmiException(IpmiErrorKind.OutcomeUnknown, "A password was sent, and the BMC did not say whether it is set.", innerException: _change.UnansweredReason);
        }

        if (isComparing)
            await ConfirmAsync().ConfigureAwait(false);
        else
            Note = "The BMC cannot compare passwords. Test-IpmiCredential with the new credential tests it with a log-in.";
    }

    private async Task SendAsync()
    {
        byte[] bytes = SecretBytes.FromSecureString(password);
        try
        {
            await _change.SendAsync(connection, new SetUserPassword(userId, UserPasswordOperation.SetPassword, bytes, _isLong) { MayGoUnprotected = allowUnprotected }, CancellationToken.None).ConfigureAwait(false);
            MayBeSet = true;
        }
        catch (IpmiCommandException refusal) when (_isLong && PasswordChange.IsAboutSize(refusal))
        {
            throw TooLong(refusal);
        }
        finally
        {
            SecretBytes.Wipe(bytes);
        }
    }

    /// <summary>Some BMCs apply a password up to seconds after they accepted it, so it is compared several times.</summary>
    private async Task ConfirmAsync()
    {
        PasswordMatch result = await _test.InSizeAsync(password, _isLong, CancellationToken.None).ConfigureAwait(false);
        TimeSpan pause = FirstPause;
        for (int test = 1; test < MaximumTests && result == PasswordMatch.Mismatch; test++, pause += pause)
        {
            await clock.DelayAsync(pause, CancellationToken.None).ConfigureAwait(false);
            result = await _test.InSizeAsync(password, _isLong, CancellationToken.None).ConfigureAwait(false);
        }

        if (_isLong && await _test.InSizeAsync(password, isLong: false, CancellationToken.None).ConfigureAwait(false) == PasswordMatch.Match)
            throw TooLong(null);
        if (result is PasswordMatch.Mismatch or PasswordMatch.OtherSize)
            throw new IpmiException(IpmiErrorKind.CommandFailed, "The BMC accepted the password, and then does not have it.", "Give another password; the BMC may have rules for length and characters.");
        if (result == PasswordMatch.Unavailable)
            Note = "The BMC did not compare the new password.";
    }

    private static IpmiException TooLong(IpmiException? refusal) => new(
        IpmiErrorKind.InvalidParameter, $"The BMC does not support passwords of more than {SetUserPassword.ShortLength} bytes{(refusal is null ? ": it keeps only the first ones" : "")}.", $"Give a password of at most {SetUserPassword.ShortLength} bytes.", refusal);
}
