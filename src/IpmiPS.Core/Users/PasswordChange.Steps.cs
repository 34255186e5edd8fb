using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;

namespace IpmiPS.Users;

/// <summary>The single steps: send, test, log in.</summary>
public sealed partial class PasswordChange
{
    /// <summary>How often a password is sent, where no response came and the BMC says that it does not have it.</summary>
    private const int MaximumSends = 3;

    /// <summary>Refused log-ins with a new password. BMCs lock accounts after three or more.</summary>
    private const int MaximumLogIns = 2;

    /// <summary>Some BMCs apply a password up to seconds after they accepted it. The pauses up to this one add up to 8 s.</summary>
    private static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan PauseBeforeLogIn = TimeSpan.FromSeconds(5);

    /// <summary>Result of Test Password.</summary>
    private enum TestResult
    {
        Unavailable,
        Match,
        Mismatch,
        OtherSize,
    }

    /// <summary>
    /// Sends Set User Password and returns a refusal. Without a clear response, Test Password decides whether it is sent again. If the first
    /// one then arrives late, it sets the same password.
    /// </summary>
    private async Task<IpmiException?> SendAsync(SecureString password, bool isLong)
    {
        await OutdateLateRequestAsync().ConfigureAwait(false);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await SendCommandAsync(UserPasswordOperation.SetPassword, SecretBytes.FromSecureString(password), isLong, CancellationToken.None).ConfigureAwait(false);
            }
            catch (IpmiException refusal)
            {
                // What was not sent this time may have been carried out the time before.
                return refusal is IpmiCommandException || attempt == 1 ? refusal : null;
            }

            if (_change.State == ChangeState.Answered)
                return null;
            // Many BMCs refuse with "unspecified error". The caller finds out what it means.
            if (_change.UnansweredReason is IpmiCommandException { CompletionCode: CompletionCode.Unspecified } unspecified)
                return unspecified;
            _mayArriveLate = true;
            if (attempt == MaximumSends || _test != TestTrust.Reliable || await TestAsync(password, isLong, CancellationToken.None).ConfigureAwait(false) != TestResult.Mismatch)
                return null;
        }
    }

    /// <summary>A password without a response could arrive after the one that replaces it.</summary>
    private async Task OutdateLateRequestAsync()
    {
        if (!_mayArriveLate || _isSessionSilent && _test == TestTrust.Reliable)
            return;
        if (!await LateRequests.OutdateAsync(connection, account.Id).ConfigureAwait(false))
            return;

        _mayArriveLate = false;
    }

    /// <summary>
    /// After a refusal: true if a log-in has proved the present password, false if it is valid but not proved, null if it may no longer be valid.
    /// A refusal is believed unless Test Password contradicts it. "Unspecified error" may also follow a change that was made, so without Test
    /// Password a log-in decides.
    /// </summary>
    private async Task<bool?> IsPresentProvenAfterAsync(IpmiException refusal, SecureString password, bool isLong, CancellationToken stopWaiting)
    {
        if (_test == TestTrust.Reliable)
            return await TestAsync(password, isLong, CancellationToken.None).ConfigureAwait(false) == TestResult.Match ? null : false;
        if (refusal is not IpmiCommandException { CompletionCode: CompletionCode.Unspecified })
            return false;
        if (_present is null)
            return (await LogInAsync(password, maximumRefusals: 1, stopWaiting).ConfigureAwait(false)).IsRefused ? false : null;
        var logIn = await LogInAsync(_present, maximumRefusals: 1, stopWaiting).ConfigureAwait(false);
        return logIn.IsRefused ? null : logIn.Error is null;
    }

    /// <summary>Tests a password that was sent until it is in force, at growing intervals.</summary>
    private async Task<TestResult> WaitForPasswordAsync(SecureString password, bool isLong, CancellationToken stopWaiting)
    {
        for (var pause = TimeSpan.FromMilliseconds(250); ; pause += pause)
        {
            // In a session without responses there is nothing to learn; the new log-in will show it.
            bool canTest = _test switch
            {
                TestTrust.Worthless => false,
                TestTrust.Reliable => !_isSessionSilent,
                _ => true,
            };
            var result = canTest ? (await TestInEitherSizeAsync(password, isLong, CancellationToken.None).ConfigureAwait(false)).Result : TestResult.Unavailable;
            if (result == TestResult.Match)
                return result;
            if (result == TestResult.Unavailable || _test != TestTrust.Reliable)
                return TestResult.Unavailable;
            if (pause > MaximumPause || stopWaiting.IsCancellationRequested)
                return TestResult.Mismatch;
            await PauseAsync(pause, stopWaiting).ConfigureAwait(false);
        }
    }

    /// <summary>Test Password in the size that fits, and in the other one if the BMC says that it stores it so.</summary>
    private async Task<(TestResult Result, bool IsLong)> TestInEitherSizeAsync(SecureString password, bool isLong, CancellationToken cancellationToken)
    {
        var result = await TestAsync(password, isLong, cancellationToken).ConfigureAwait(false);
        if (result != TestResult.OtherSize || isLong)
            return (result, isLong);
        result = await TestAsync(password, isLong: true, cancellationToken).ConfigureAwait(false);
        return (result, result == TestResult.Match);
    }

    /// <summary>Test Password. A password that is too long for the size is cut; if that matches, the BMC has cut it, too.</summary>
    private async Task<TestResult> TestAsync(SecureString password, bool isLong, CancellationToken cancellationToken)
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
            await SendCommandAsync(UserPasswordOperation.TestPassword, bytes, isLong, cancellationToken).ConfigureAwait(false);
            return TestResult.Match;
        }
        catch (IpmiCommandException error)
        {
            // OpenBMC answered C7h in place of 81h until 2024.
            return error.CompletionCode switch
            {
                SetUserPassword.PasswordMismatch => TestResult.Mismatch,
                SetUserPassword.PasswordSizeMismatch or CompletionCode.InvalidLength => TestResult.OtherSize,
                _ => TestResult.Unavailable,
            };
        }
#pragma warning disable CA1031 // A test that fails says nothing.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return TestResult.Unavailable;
        }
    }

    /// <summary>Sends Set User Password, wipes the password, and notes whether the session still responds.</summary>
    private async Task SendCommandAsync(UserPasswordOperation operation, byte[] password, bool isLong, CancellationToken cancellationToken)
    {
        _isSessionSilent = true;
        try
        {
            var command = new SetUserPassword(account.Id, operation, password, isLong) { MayGoUnprotected = options.AllowUnprotectedPassword };
            if (operation == UserPasswordOperation.SetPassword)
            {
                await _change.SendAsync(connection, command, cancellationToken).ConfigureAwait(false);
                _isSessionSilent = _change.State == ChangeState.Unanswered && _change.UnansweredReason is not IpmiCommandException;
            }
            else
            {
                await connection.SendAsync(command, cancellationToken).ConfigureAwait(false);
                _isSessionSilent = false;
            }
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
    private async Task<LogInResult> LogInAsync(SecureString password, int maximumRefusals, CancellationToken stopWaiting)
    {
        if (!options.IsPresentPasswordProven && !account.Access.CanLogIn)
            return new LogInResult(new IpmiException(IpmiErrorKind.InsufficientPrivilege, $"The account '{account.Name}' may not log in over this channel."));
        for (int attempt = 1; ; attempt++)
        {
            LogInResult result;
            try
            {
                await options.LogInAsync(password).ConfigureAwait(false);
                return new LogInResult(null);
            }
            catch (IpmiException error)
            {
                result = new LogInResult(error);
            }
#pragma warning disable CA1031 // Whatever went wrong, the password did not prove itself.
            catch (Exception error)
#pragma warning restore CA1031
            {
                result = new LogInResult(new IpmiException(IpmiErrorKind.CommandFailed, error.Message, innerException: error));
            }

            // The log-in itself has waited for a free slot, and an insecure one would prove nothing the second time either.
            if (attempt == MaximumLogIns || result.IsRefused && attempt >= maximumRefusals || result.Error!.Kind is IpmiErrorKind.NoSessionSlot or IpmiErrorKind.InsecureRefused)
                return result;
            await PauseAsync(PauseBeforeLogIn, stopWaiting).ConfigureAwait(false);
        }
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken stopWaiting)
    {
        try
        {
            await options.Clock.DelayAsync(pause, stopWaiting).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The pause is cut short.
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

        /// <summary>Whether the BMC did not respond.</summary>
        public bool IsSilent => Error?.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable;
    }
}
