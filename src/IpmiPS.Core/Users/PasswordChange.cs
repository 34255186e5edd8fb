using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>
/// The change of one account's password, so that whatever happens somebody knows the password that is valid. The new one is sent,
/// asked for with Test Password in the session that is open, and proved by a new log-in; where it does not prove itself, the one before is
/// put back over that session and proved in turn. Once the new password is sent nothing here throws or is cancelled; what came of it is told.
/// Who calls has the new password in safety before <see cref="SetAsync"/>.
/// </summary>
/// <param name="connection">A session of an administrator. It has to be the same all the time: one that logs in again by itself would do so with a password that is no longer valid.</param>
/// <param name="account">Whose password it is.</param>
/// <param name="options">What is known beforehand, and how to log in.</param>
public sealed partial class PasswordChange(IIpmiConnection connection, UserAccount account, PasswordChangeOptions options)
{
    private readonly SecureString? _present = options.PresentPassword;
    private bool _presentIsLong = IsLong(options.PresentPassword);
    private bool _isTestProven;
    private bool _isTestWorthless;

    /// <summary>Whether the last command in the session stayed without an answer.</summary>
    private bool _isSessionSilent;

    /// <summary>Whether a password was sent that may yet arrive.</summary>
    private bool _mayComeLate;

    /// <summary>Whether the password that is set has the size of IPMI 2.0, 20 bytes, which IPMI 1.5 cannot log in with.</summary>
    public static bool IsLong(SecureString? password) => SizeOf(password) > SetUserPassword.ShortLength;

    /// <summary>
    /// Asks with Test Password for the present password. Where the BMC knows it, and does not know the new one before it was set, its answers
    /// are relied on; where it does not, or has no such command, only log-ins count.
    /// </summary>
    /// <exception cref="IpmiException">The present password that was given is another one (kind InvalidParameter), or the BMC does not answer; nothing was changed.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_present is null)
            return;
        (var seen, _presentIsLong) = await AskAsync(_present, _presentIsLong, cancellationToken).ConfigureAwait(false);

        // Silence may mean that the BMC has no such command, or that nobody is there any more; the latter ends it.
        if (_isSessionSilent)
            await connection.SendAsync(new GetUserName(account.Id), cancellationToken).ConfigureAwait(false);
        _isTestProven = seen == Seen.Matches;
        if (seen == Seen.Differs && !options.IsPresentPasswordProven)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The present password that was given for the account '{account.Name}' is not its password. Nothing was changed.");
    }

    /// <summary>Sets the password and proves it.</summary>
    /// <param name="password">At most 20 bytes of UTF-8; 16 at most where IPMI 1.5 is to log in with it.</param>
    /// <param name="hurry">When it is cancelled there are no more pauses: a BMC that is late is not waited for.</param>
    public async Task<PasswordOutcome> SetAsync(SecureString password, CancellationToken hurry)
    {
        bool isLong = IsLong(password);

        // A BMC that has the new password before it was set says yes to anything, as ipmi_sim does.
        if (!_isTestWorthless && await TestAsync(password, isLong, CancellationToken.None).ConfigureAwait(false) == Seen.Matches)
            (_isTestWorthless, _isTestProven) = (true, false);
        IpmiException? sent = await SendAsync(password, isLong).ConfigureAwait(false);
        if (sent is { } refusal && await IsPresentProvenAfterAsync(refusal, password, isLong, hurry).ConfigureAwait(false) is { } isProven)
            return new PasswordOutcome(PasswordState.Unchanged, isProven, refusal) { MayBeTooLong = isLong && IsAboutSize(refusal) };

        var seen = await LookAsync(password, isLong, hurry).ConfigureAwait(false);
        bool isCut = isLong && !_isTestWorthless && !_isSessionSilent && await TestAsync(password, isLong: false, CancellationToken.None).ConfigureAwait(false) == Seen.Matches;
        if (isCut || seen == Seen.Differs)
            return await UndoAsync(isCut ? "The BMC keeps only the first 16 bytes of a password." : "The BMC does not know the new password after it was sent.", isLong, hurry).ConfigureAwait(false);
        var logIn = await LogInAsync(password, MaximumLogIns, hurry).ConfigureAwait(false);
        if (logIn.Error is null)
            return new PasswordOutcome(PasswordState.Changed, Verified: true);
        if (!logIn.IsRefused && seen == Seen.Matches)
            return new PasswordOutcome(PasswordState.Changed, Verified: false) { Remark = $"The BMC has the new password by its own word, but no new log-in could prove it: {logIn.Error.Message}" };
        if (logIn.IsSilent && _isSessionSilent)
            return Unknown($"A new password was sent for the account '{account.Name}', and the BMC does not answer any more: {logIn.Error.Message}");
        return await UndoAsync($"The BMC took the new password, but a new log-in with it failed: {logIn.Error.Message}", isLong, hurry).ConfigureAwait(false);
    }

    /// <summary>Puts the password before back and proves it, as when nobody is left whom the new one could be told.</summary>
    public Task<PasswordOutcome> UndoAsync() => UndoAsync("The command was stopped before the new password could be given out.", isLong: false, CancellationToken.None);

    private async Task<PasswordOutcome> UndoAsync(string reason, bool isLong, CancellationToken hurry)
    {
        if (_present is null)
            return Unknown($"{reason} The password before is not known, so it could not be put back.");
        var refusal = await SendAsync(_present, _presentIsLong).ConfigureAwait(false);
        var seen = await LookAsync(_present, _presentIsLong, hurry).ConfigureAwait(false);
        if (seen == Seen.Differs)
            return Unknown($"{reason} {(refusal is null ? "The password before was to be put back, but the BMC does not know it." : $"The BMC refuses to take the password before back: {refusal.Message}")}");
        var logIn = await LogInAsync(_present, mostRefusals: 1, hurry).ConfigureAwait(false);
        if (logIn.Error is null || !logIn.IsRefused && seen == Seen.Matches)
        {
            string proof = logIn.Error is null ? "a log-in with it succeeded" : "the BMC has it by its own word";
            return new PasswordOutcome(PasswordState.RolledBack, logIn.Error is null, new IpmiException(
                IpmiErrorKind.CommandFailed, $"{reason} The password before was put back, and {proof}.", "The account is as it was. Try again, with a password of 16 bytes at most.")) { MayBeTooLong = isLong };
        }

        return Unknown($"{reason} {(refusal is null ? "The password before was to be put back, but" : $"The BMC refuses to take the password before back ({refusal.Message}), and")} a log-in with it failed, too: {logIn.Error.Message}");
    }

    private PasswordOutcome Unknown(string message) => new(PasswordState.Unknown, Verified: false, new IpmiException(
        IpmiErrorKind.OutcomeUnknown, message, $"Try the new password of the account '{account.Name}', then the one before: the result has both. After a few refused log-ins a BMC may lock the account."));

    private static bool IsAboutSize(IpmiException refusal) => refusal is IpmiCommandException
    {
        CompletionCode: CompletionCode.RequestTruncated or CompletionCode.InvalidLength or CompletionCode.LengthLimitExceeded
            or CompletionCode.ParameterOutOfRange or CompletionCode.InvalidDataField,
    };
}
