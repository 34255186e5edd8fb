using System;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Crypto;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>What is written to the journal, and how the change of an earlier run is finished.</summary>
internal sealed partial class PasswordWork
{
    private bool _isEarlierProven = true;

    /// <summary>
    /// Finishes what an earlier run began. If the password may have been sent, one log-in with it decides; it is for this BMC alone, so it does not
    /// count for the guard. Otherwise the work goes on as usual, with the password of the journal.
    /// </summary>
    /// <param name="opener">Logs in.</param>
    /// <param name="workAsUsual">Logs in with the previous password and does the work.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task ResumeAsync(ConnectionOpener opener, Func<Task> workAsUsual, CancellationToken stop)
    {
        if (_earlier!.State == PasswordJournalState.Verified)
        {
            await ReportAsync(stop).ConfigureAwait(false);
            return;
        }

        SecureString password = await UnsealAsync().ConfigureAwait(false);
        PasswordJournalState state = _earlier.State;
        bool isTriedFirst = _isOwn && _target.Session is null && state != PasswordJournalState.Prepared;
        if (isTriedFirst && await ConcludeIfValidAsync(opener, password, stop).ConfigureAwait(false))
            return;
        try
        {
            await workAsUsual().ConfigureAwait(false);
        }
        catch (IpmiException refusal) when (_isOwn && _earlier.State == state && refusal.Kind == IpmiErrorKind.BadCredential && refusal is not LogInNotTriedException)
        {
            if (!isTriedFirst && await ConcludeIfValidAsync(opener, password, stop).ConfigureAwait(false))
                return;
            throw new IpmiException(
                IpmiErrorKind.BadCredential, $"The BMC accepts neither the previous nor the new password of '{_account}'. {refusal.Message}",
                "The account may be locked for a while after refused log-ins, or its password was changed by others: see Get-IpmiPasswordJournal.", refusal);
        }
    }

    /// <summary>The password of the earlier run.</summary>
    /// <exception cref="IpmiException">The password that logs in is not that with which it was sealed, or another new one is given (kind InvalidParameter).</exception>
    private async Task<SecureString> UnsealAsync()
    {
        SecureString password = await _run!.Journal!.UnsealAsync(_earlier!, _logIn.Password).ConfigureAwait(false) ?? throw new IpmiException(
            IpmiErrorKind.InvalidParameter, $"The journal's entry cannot be unsealed with the password that was given for '{_logIn.UserName}'. Nothing was sent.",
            $"Give the credential of '{_earlier!.LogIn}' that was valid when the journal was written.");
        return _plan.NewPassword is null || SecretBytes.Equal(_plan.NewPassword, password) ? password : throw new IpmiException(
            IpmiErrorKind.InvalidParameter, "The journal holds another new password for this account. Nothing was sent.", "Leave out -NewPassword to finish the earlier run.");
    }

    /// <summary>Reports what an earlier run finished.</summary>
    private async Task ReportAsync(CancellationToken stop)
    {
        SecureString? password = await _run!.Journal!.UnsealAsync(_earlier!, _logIn.Password).ConfigureAwait(false);
        _output.Note("An earlier run changed this password; nothing is sent.");
        var update = new PasswordUpdate(_target.ComputerName, _account)
        {
            UserId = _earlier!.UserId,
            State = PasswordState.Changed,
            Verified = true,
            AlreadyDone = true,
            PasswordSize = password is null ? null : SizeOf(password),
            Credential = password is null || _vault is not null ? null : CredentialOf(password),
            Vault = _vault?.Name,
            SecretName = _vault is null ? null : _secretName,
            Journal = _run.Journal.Path,
        };
        await _results.HandOverAsync(update, _output, stop).ConfigureAwait(false);
    }

    /// <summary>Logs in with the new password; if the BMC accepts it, the earlier run had set it, and only the rest is done.</summary>
    private async Task<bool> ConcludeIfValidAsync(ConnectionOpener opener, SecureString password, CancellationToken stop)
    {
        _output.Note($"Logging in as '{_account}' with the password of the journal, which may have been set.");
        IBmcSession client;
        try
        {
            client = await opener.TryLogInAsync(_logIn with { Password = password, FirstCommand = null, Trace = _output }, stop).ConfigureAwait(false);
        }
        catch (IpmiException refusal) when (refusal.Kind == IpmiErrorKind.BadCredential)
        {
            return false;
        }

        try
        {
            if (!client.ProvesPassword)
                return false;
            _connection = client;
            _journal = _run!.Journal;
            await ReserveAsync(password, stop).ConfigureAwait(false);
            await ConcludeEarlierAsync(password, stop).ConfigureAwait(false);
            return true;
        }
        finally
        {
            PendingCloses.Add(client);
        }
    }

    private async Task ConcludeEarlierAsync(SecureString password, CancellationToken stop)
    {
        _entry = _earlier;
        using (UnfinishedWork.Begin())
            await ConcludeAsync(null, password, new PasswordOutcome(PasswordState.Changed, _isEarlierProven), stop).ConfigureAwait(false);
    }

    /// <summary>Whether the BMC has the password of the earlier run: it compares, or a log-in decides where the present one is not proven.</summary>
    private async Task<bool> IsInForceAsync(SecureString earlier, CancellationToken cancellationToken)
    {
        var comparison = await PasswordComparison.RunAsync(_connection, _user.Id, earlier, _plan.AllowUnprotected, cancellationToken).ConfigureAwait(false);
        if (comparison.IsSame == false || comparison.IsSame is null && IsPresentProven)
            return false;
        try
        {
            await LogInAsync(earlier).ConfigureAwait(false);
            return true;
        }
        catch (IpmiException) when (comparison.IsSame is null)
        {
            return false;
        }
        catch (IpmiException error)
        {
            _output.Warning($"The BMC confirms the new password, but no new log-in could prove it: {error.Message}");
            _isEarlierProven = false;
            return true;
        }
    }

    private Task RecordSendingAsync() => _entry is { } entry ? _journal!.RecordAsync(entry, PasswordJournalState.Sent) : Task.CompletedTask;

    /// <summary>Writes how the change ended. If that fails, the journal says "sent", which is true as well.</summary>
    private async Task RecordAsync(PasswordState state)
    {
        if (_entry is not { } entry)
            return;
        try
        {
            await _journal!.RecordAsync(entry, state switch
            {
                PasswordState.Changed => PasswordJournalState.Verified,
                PasswordState.Unchanged => PasswordJournalState.Failed,
                PasswordState.RolledBack => PasswordJournalState.Restored,
                _ => PasswordJournalState.Unknown,
            }).ConfigureAwait(false);
        }
        catch (IpmiException error)
        {
            _output.Warning($"The end of the change is missing in the journal. {error.Message}");
        }
    }
}
