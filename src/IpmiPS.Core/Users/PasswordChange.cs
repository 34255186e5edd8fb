using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>
/// Changes the password of one account so that a valid password is known at the end, whatever happens. The new password is sent, checked with Test
/// Password in the open session, and proved by a new log-in. If it does not prove itself, the previous password is restored over the open session and
/// proved in turn. Once the new password has been sent, nothing here throws or is cancelled: the outcome is returned. The caller has stored the new
/// password before <see cref="SetAsync"/>.
/// </summary>
/// <param name="connection">A session of an administrator. It must not log in again by itself, because it would use a password that is no longer valid.</param>
/// <param name="account">The account.</param>
/// <param name="options">What is known beforehand, and how to log in.</param>
public sealed partial class PasswordChange(IIpmiConnection connection, UserAccount account, PasswordChangeOptions options)
{
    private readonly SecureString? _present = options.PresentPassword;
    private readonly ChangeOutcome _change = new();
    private bool _presentIsLong = IsLong(options.PresentPassword);
    private TestTrust _test;

    /// <summary>Whether the last command of the session got no response.</summary>
    private bool _isSessionSilent;

    /// <summary>Whether a password that was sent may still arrive.</summary>
    private bool _mayArriveLate;

    /// <summary>Whether a password is set in the size of IPMI 2.0, 20 bytes, with which IPMI 1.5 cannot log in.</summary>
    public static bool IsLong(SecureString? password) => SizeOf(password) > SetUserPassword.ShortLength;

    /// <summary>
    /// Checks the present password with Test Password. If the BMC confirms it, and does not confirm the new one before it is set, its later answers are
    /// believed. Otherwise only log-ins count.
    /// </summary>
    /// <exception cref="IpmiException">The present password is wrong (kind InvalidParameter), or the BMC does not respond. Nothing was changed.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_present is null)
            return;
        (var result, _presentIsLong) = await TestInEitherSizeAsync(_present, _presentIsLong, cancellationToken).ConfigureAwait(false);

        // A BMC may ignore this command. One that does not respond to another either is gone.
        if (_isSessionSilent)
            await connection.SendAsync(new GetUserName(account.Id), cancellationToken).ConfigureAwait(false);
        _test = result == TestResult.Match ? TestTrust.Reliable : TestTrust.Unproven;
        if (result == TestResult.Mismatch && !options.IsPresentPasswordProven)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The present password that was given for the account '{account.Name}' is not its password. Nothing was changed.");
    }

    /// <summary>Sets the password and proves it.</summary>
    /// <param name="password">At most 20 bytes of UTF-8; at most 16 if IPMI 1.5 is to log in with it.</param>
    /// <param name="stopWaiting">When it is cancelled, pauses are skipped: the BMC gets no more time to apply a password.</param>
    public async Task<PasswordOutcome> SetAsync(SecureString password, CancellationToken stopWaiting)
    {
        bool isLong = IsLong(password);

        // A BMC that confirms the new password before it is set confirms anything, as ipmi_sim does.
        if (_test != TestTrust.Worthless && await TestAsync(password, isLong, CancellationToken.None).ConfigureAwait(false) == TestResult.Match)
            _test = TestTrust.Worthless;
        await options.SendingAsync().ConfigureAwait(false);
        if (await SendAsync(password, isLong).ConfigureAwait(false) is { } refusal
            && await IsPresentProvenAfterAsync(refusal, password, isLong, stopWaiting).ConfigureAwait(false) is { } isProven)
            return new PasswordOutcome(PasswordState.Unchanged, isProven, refusal) { MayBeTooLong = isLong && IsAboutSize(refusal) };

        var result = await WaitForPasswordAsync(password, isLong, stopWaiting).ConfigureAwait(false);
        bool isCut = isLong && _test != TestTrust.Worthless && !_isSessionSilent
            && await TestAsync(password, isLong: false, CancellationToken.None).ConfigureAwait(false) == TestResult.Match;
        if (isCut || result == TestResult.Mismatch)
            return await UndoAsync(isCut ? "The BMC keeps only the first 16 bytes of a password." : "The BMC does not have the new password after it was sent.", isLong, stopWaiting).ConfigureAwait(false);
        var logIn = await LogInAsync(password, MaximumLogIns, stopWaiting).ConfigureAwait(false);
        if (logIn.Error is null)
            return new PasswordOutcome(PasswordState.Changed, Verified: true);
        if (!logIn.IsRefused && result == TestResult.Match)
            return new PasswordOutcome(PasswordState.Changed, Verified: false) { Remark = $"The BMC confirms the new password, but no new log-in could prove it: {logIn.Error.Message}" };
        if (logIn.IsSilent && _isSessionSilent)
            return Unknown($"A new password was sent for the account '{account.Name}', and the BMC no longer responds: {logIn.Error.Message}");
        string sent = _change.State == ChangeState.Answered ? "The BMC accepted the new password" : "The new password was sent and got no clear response";
        return await UndoAsync($"{sent}, but a new log-in with it failed: {logIn.Error.Message}", isLong, stopWaiting).ConfigureAwait(false);
    }

    /// <summary>Restores the previous password and proves it, for a caller that cannot hand out the new one.</summary>
    public Task<PasswordOutcome> UndoAsync() => UndoAsync("The command was stopped before the new password could be given out.", isLong: false, CancellationToken.None);

    private async Task<PasswordOutcome> UndoAsync(string reason, bool isLong, CancellationToken stopWaiting)
    {
        if (_present is null)
            return Unknown($"{reason} The previous password is not known, so it could not be restored.");
        var refusal = await SendAsync(_present, _presentIsLong).ConfigureAwait(false);
        var result = await WaitForPasswordAsync(_present, _presentIsLong, stopWaiting).ConfigureAwait(false);
        if (result == TestResult.Mismatch)
            return Unknown($"{reason} {(refusal is null ? "The previous password was sent again, but the BMC does not have it." : $"{WhyNotRestored(refusal)}: {refusal.Message}")}");
        var logIn = await LogInAsync(_present, maximumRefusals: 1, stopWaiting).ConfigureAwait(false);
        if (logIn.Error is null || !logIn.IsRefused && result == TestResult.Match)
        {
            string proof = logIn.Error is null ? "a log-in with it succeeded" : "the BMC confirms it";
            return new PasswordOutcome(PasswordState.RolledBack, logIn.Error is null, new IpmiException(
                IpmiErrorKind.CommandFailed, $"{reason} The previous password was restored, and {proof}.", "The account is as it was. Try again, with a password of 16 bytes at most.")) { MayBeTooLong = isLong };
        }

        string attempt = refusal is null ? "The previous password was sent again, but" : $"{WhyNotRestored(refusal)} ({refusal.Message}), and";
        return Unknown($"{reason} {attempt} a log-in with it failed, too: {logIn.Error.Message}");
    }

    private PasswordOutcome Unknown(string message) => new(PasswordState.Unknown, Verified: false, new IpmiException(
        IpmiErrorKind.OutcomeUnknown, message, $"Try the new password of the account '{account.Name}', then the previous one: the result has both. A BMC may lock the account after a few refused log-ins."));

    private static string WhyNotRestored(IpmiException refusal) => refusal is IpmiCommandException ? "The BMC refused the previous password" : "The previous password could not be sent again";

    /// <summary>Whether a refusal can mean that the password is too long.</summary>
    internal static bool IsAboutSize(IpmiException refusal) => refusal is IpmiCommandException
    {
        CompletionCode: CompletionCode.RequestTruncated or CompletionCode.InvalidLength or CompletionCode.LengthLimitExceeded
            or CompletionCode.ParameterOutOfRange or CompletionCode.InvalidDataField,
    };

    /// <summary>How far the answers of Test Password are believed.</summary>
    private enum TestTrust
    {
        /// <summary>"Yes" is believed, "no" is not.</summary>
        Unproven,

        /// <summary>The BMC confirmed the present password: both are believed.</summary>
        Reliable,

        /// <summary>The BMC confirmed a password that it cannot have: neither is believed.</summary>
        Worthless,
    }
}
