using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>Single steps: send, ask, log in.</summary>
public sealed partial class PasswordChange
{
    /// <summary>A password whose answer is lost, and that the BMC does not know, is sent again so often at most.</summary>
    private const int MaximumSendings = 3;

    /// <summary>Refused log-ins with a new password. BMCs lock accounts after three or more.</summary>
    private const int MaximumLogIns = 2;

    /// <summary>Packets of a session that may overtake another before it is refused. IPMI 2.0 section 6.12.13.</summary>
    private const int SequenceWindow = 16;

    /// <summary>BMCs put a password into force up to some seconds after they took it; so long they are asked for it (8 s in all).</summary>
    private static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan PauseBeforeLogIn = TimeSpan.FromSeconds(5);

    /// <summary>What Test Password says.</summary>
    private enum Seen
    {
        NotTold,
        Matches,
        Differs,
        OtherSize,
    }

    /// <summary>
    /// Sends Set User Password; tells a refusal. Where the answer is lost the BMC is asked whether it has the password, and only if it says no it is sent again.
    /// Should the first one arrive late, it sets the same.
    /// </summary>
    private async Task<IpmiException?> SendAsync(SecureString password, bool isLong)
    {
        await OutrunAsync().ConfigureAwait(false);
        for (int sending = 1; ; sending++)
        {
            try
            {
                await CommandAsync(UserPasswordOperation.SetPassword, SecretBytes.FromSecureString(password), isLong, CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (IpmiException refusal) when (IsRefusal(refusal))
            {
                return refusal;
            }
#pragma warning disable CA1031 // Whatever happened, the password may have arrived.
            catch (Exception)
#pragma warning restore CA1031
            {
                _mayComeLate = true;
                if (sending == MaximumSendings || !_isTestProven || await TestAsync(password, isLong, CancellationToken.None).ConfigureAwait(false) != Seen.Differs)
                    return null;
            }
        }
    }

    /// <summary>
    /// A password that was sent and not answered could arrive after the one that takes its place. BMCs refuse what lies further behind in a session than
    /// <see cref="SequenceWindow"/> numbers; so the next one is sent when that many questions were answered.
    /// </summary>
    private async Task OutrunAsync()
    {
        if (!_mayComeLate || _isSessionSilent && _isTestProven)
            return;
        try
        {
            for (int request = 0; request <= SequenceWindow; request++)
                await connection.SendAsync(new GetUserName(account.Id), CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whether the BMC can still be told is for the next command to find out.
        catch (Exception)
#pragma warning restore CA1031
        {
            return;
        }

        _mayComeLate = false;
    }

    /// <summary>
    /// Refused means not done; codes that leave that open do not mean it, but for "unspecified error", which many BMCs refuse with: what it means is
    /// asked then. Silence of any kind may mean that it was sent.
    /// </summary>
    private static bool IsRefusal(IpmiException error) =>
        error is IpmiCommandException { CompletionCode: CompletionCode.Unspecified } || !ChangeOutcome.MayBeCarriedOut(error, isSentOnce: false);

    /// <summary>
    /// Whether a log-in has proved the password before once the new one was refused; null where it may not be valid any more. A refusal is believed as far as Test
    /// Password does not say otherwise; but "unspecified error" may come of a change that was made, so without Test Password a log-in has to tell.
    /// </summary>
    private async Task<bool?> IsPresentProvenAfterAsync(IpmiException refusal, SecureString password, bool isLong, CancellationToken hurry)
    {
        if (_isTestProven)
            return await TestAsync(password, isLong, CancellationToken.None).ConfigureAwait(false) == Seen.Matches ? null : false;
        if (refusal is not IpmiCommandException { CompletionCode: CompletionCode.Unspecified })
            return false;
        if (_present is null)
            return (await LogInAsync(password, mostRefusals: 1, hurry).ConfigureAwait(false)).IsRefused ? false : null;
        var logIn = await LogInAsync(_present, mostRefusals: 1, hurry).ConfigureAwait(false);
        return logIn.IsRefused ? null : logIn.Error is null;
    }

    /// <summary>Asks whether a password that was sent is in force, at growing intervals. "No" counts only where Test Password has proved itself.</summary>
    private async Task<Seen> LookAsync(SecureString password, bool isLong, CancellationToken hurry)
    {
        for (var pause = TimeSpan.FromMilliseconds(250); ; pause += pause)
        {
            // A session that does not answer is not asked again; the new log-in will tell.
            var seen = _isTestWorthless || _isSessionSilent && _isTestProven ? Seen.NotTold : (await AskAsync(password, isLong, CancellationToken.None).ConfigureAwait(false)).Seen;
            if (seen is Seen.Matches or Seen.NotTold || !_isTestProven)
                return seen == Seen.Matches ? seen : Seen.NotTold;
            if (pause > MaximumPause || hurry.IsCancellationRequested)
                return Seen.Differs;
            await PauseAsync(pause, hurry).ConfigureAwait(false);
        }
    }

    /// <summary>Test Password in the size that fits, and in the other one where the BMC says that it stored it so.</summary>
    private async Task<(Seen Seen, bool IsLong)> AskAsync(SecureString password, bool isLong, CancellationToken cancellationToken)
    {
        var seen = await TestAsync(password, isLong, cancellationToken).ConfigureAwait(false);
        if (seen != Seen.OtherSize || isLong)
            return (seen, isLong);
        seen = await TestAsync(password, isLong: true, cancellationToken).ConfigureAwait(false);
        return (seen, seen == Seen.Matches);
    }

    /// <summary>Test Password. A password that is too long for the size is cut: a BMC that says yes to that has cut it, too.</summary>
    private async Task<Seen> TestAsync(SecureString password, bool isLong, CancellationToken cancellationToken)
    {
        byte[] bytes = SecretBytes.FromSecureString(password);
        if (!isLong && bytes.Length > SetUserPassword.ShortLength)
        {
            byte[] whole = bytes;
            bytes = new byte[SetUserPassword.ShortLength];
            Array.Copy(whole, bytes, bytes.Length);
            SecretBytes.Wipe(whole);
        }

        try
        {
            await CommandAsync(UserPasswordOperation.TestPassword, bytes, isLong, cancellationToken).ConfigureAwait(false);
            return Seen.Matches;
        }
        catch (IpmiCommandException error)
        {
            // OpenBMC answered C7h in place of 81h until 2024.
            return error.CompletionCode switch
            {
                SetUserPassword.PasswordMismatch => Seen.Differs,
                SetUserPassword.PasswordSizeMismatch or CompletionCode.InvalidLength => Seen.OtherSize,
                _ => Seen.NotTold,
            };
        }
#pragma warning disable CA1031 // A question that cannot be asked is one that was not answered.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Seen.NotTold;
        }
    }

    /// <summary>Sends a password, and wipes it.</summary>
    private async Task CommandAsync(UserPasswordOperation operation, byte[] password, bool isLong, CancellationToken cancellationToken)
    {
        _isSessionSilent = true;
        try
        {
            await connection.SendAsync(new SetUserPassword(account.Id, operation, password, isLong) { MayGoUnprotected = options.AllowUnprotectedPassword }, cancellationToken).ConfigureAwait(false);
            _isSessionSilent = false;
        }
        catch (IpmiCommandException)
        {
            _isSessionSilent = false;
            throw;
        }
        finally
        {
            SecretBytes.Wipe(password);
        }
    }

    /// <summary>Logs in; a second time after a pause where that may help.</summary>
    private async Task<LogInResult> LogInAsync(SecureString password, int mostRefusals, CancellationToken hurry)
    {
        if (!options.IsPresentPasswordProven && !account.Access.CanLogIn)
            return new LogInResult(new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"The account '{account.Name}' may not log in over this channel."));
        for (int attempt = 1; ; attempt++)
        {
            LogInResult response;
            try
            {
                await options.LogInAsync(password).ConfigureAwait(false);
                return new LogInResult(null);
            }
            catch (IpmiException error)
            {
                response = new LogInResult(error);
            }
#pragma warning disable CA1031 // Whatever went wrong, the password did not prove itself.
            catch (Exception error)
#pragma warning restore CA1031
            {
                response = new LogInResult(new IpmiException(IpmiErrorKind.CommandFailed, error.Message, innerException: error));
            }

            // A free session slot was waited for already, and what proves nothing does not prove more the second time.
            if (attempt == MaximumLogIns || response.IsRefused && attempt >= mostRefusals || response.Error!.Kind is IpmiErrorKind.NoSessionSlot or IpmiErrorKind.InsecureRefused)
                return response;
            await PauseAsync(PauseBeforeLogIn, hurry).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken hurry)
    {
        try
        {
            await options.Clock.DelayAsync(pause, hurry).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // In a hurry there is no pause.
        }
    }

    private static int SizeOf(SecureString? password)
    {
        byte[] bytes = SecretBytes.FromSecureString(password);
        SecretBytes.Wipe(bytes);
        return bytes.Length;
    }

    private readonly record struct LogInResult(IpmiException? Error)
    {
        /// <summary>Whether the password was refused, rather than the log-in being impossible.</summary>
        public bool IsRefused => Error?.Kind == IpmiErrorKind.BadCredential;

        /// <summary>Whether the BMC did not answer.</summary>
        public bool IsSilent => Error?.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable;
    }
}
