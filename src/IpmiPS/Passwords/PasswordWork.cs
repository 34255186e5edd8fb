using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Changes the password of one account on one BMC. The order of its steps keeps passwords from being lost: the new password is in the journal, and in
/// the vault under a temporary name, before it is sent; where neither the caller's journal nor a vault keeps it, the previous password is restored unless
/// the pipeline received the new one. Nothing is cancelled once the password was sent: stopping the pipeline only skips the waits.
/// </summary>
internal sealed partial class PasswordWork
{
    private const string PendingSuffix = "-pending";
    private const int MaximumForAll = PasswordGenerator.DefaultLength;

    private static readonly TimeSpan TimeForLogIn = new IpmiConnectOptions().Timeout;

    private readonly PasswordResults _results;
    private readonly BmcTarget _target;
    private readonly TargetOutput _output;
    private readonly PasswordPlan _plan;
    private readonly SecretVault? _vault;
    private readonly RunJournal? _run;
    private readonly JournaledPassword? _earlier;
    private readonly IpmiConnectOptions _logIn;
    private readonly string _account;
    private readonly bool _isOwn;
    private readonly SecureString? _present;
    private readonly string _secretName;
    private UserAccount _user = null!;
    private IPayloadConnection _connection = null!;
    private PasswordJournal? _journal;
    private JournaledPassword? _entry;

    public PasswordWork(BmcTarget target, PasswordPlan plan, SecretVault? vault, RunJournal? run, PasswordResults results, TargetOutput output)
    {
        (_target, _plan, _vault, _run, _results, _output) = (target, plan, vault, run, results, output);
        _logIn = target.Session?.CopyOptions() ?? target.Options!;
        _account = plan.Account ?? _logIn.UserName;
        _isOwn = _account == _logIn.UserName;
        _present = _isOwn ? _logIn.Password ?? new SecureString() : plan.PresentPassword;
        _secretName = NameSecret(plan.SecretName ?? (_isOwn ? "{ComputerName}" : "{ComputerName}-{Account}"));
        _earlier = run?.FindEarlier(target.ComputerName, _account);
    }

    /// <summary>Whether an earlier run of the journal began to change this password.</summary>
    public bool IsResumed => _earlier is not null;

    private string PendingName => _secretName + PendingSuffix;

    /// <summary>Whether the log-in has proved the present password of the account.</summary>
    private bool IsPresentProven => _isOwn && _connection.ProvesPassword;

    /// <summary>Finds the account, sets the password, and reports the result.</summary>
    public async Task RunAsync(IPayloadConnection bmc, CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, UnfinishedWork.Leaving);
        _journal = _run?.For(_plan);
        _journal?.AddUser();
        try
        {
            await RunUntilAsync(bmc, end.Token).ConfigureAwait(false);
        }
        finally
        {
            // Whatever went wrong, the password was not sent.
            if (_entry is { State: PasswordJournalState.Prepared })
                await RecordAsync(PasswordState.Unchanged).ConfigureAwait(false);
            _journal?.Dispose();

            // These are copies of a session's secrets; the password may still be in the result.
            if (_target.Session is not null)
                _logIn.BmcKey?.Dispose();
        }
    }

    private async Task RunUntilAsync(IPayloadConnection bmc, CancellationToken stop)
    {
        PasswordChange? change;
        int length = _plan.Length;
        SecureString? earlier = _earlier is null ? null : await UnsealAsync().ConfigureAwait(false);
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            if (_target.TimeLimit is { } time)
                limit.CancelAfter(time);
            try
            {
                (change, length) = await PrepareAsync(bmc, earlier, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
            {
                throw new IpmiException(IpmiErrorKind.Timeout, "The time was up (-TimeoutSeconds) before a password was sent; nothing was changed.", innerException: late);
            }
        }

        if (change is null)
        {
            await ConcludeEarlierAsync(earlier!, stop).ConfigureAwait(false);
            return;
        }

        using IDisposable? hold = PasswordHold.Take(_connection.Endpoint);
        for (SecureString? given = earlier ?? _plan.NewPassword; ; given = null)
        {
            SecureString password = given ?? PasswordGenerator.Next(length);
            if (_journal is { } journal)
                _entry = given is not null && given == earlier ? _earlier : await AliveAsync(journal.PrepareAsync(_target.ComputerName, _account, _user.Id, _logIn.UserName, _logIn.Password, password)).ConfigureAwait(false);
            if (_vault is { } vault && !await AliveAsync(OnPipelineAsync(() => vault.Put(PendingName, CredentialOf(password)), stop)).ConfigureAwait(false))
                throw new OperationCanceledException(stop);
            stop.ThrowIfCancellationRequested();
            using (UnfinishedWork.Begin())
            {
                var outcome = await change.SetAsync(password, stop).ConfigureAwait(false);
                bool isShorterTried = outcome.MayBeTooLong && _plan.NewPassword is null && outcome.State is PasswordState.Unchanged or PasswordState.RolledBack;
                if (!isShorterTried)
                {
                    await ConcludeAsync(change, password, outcome, stop).ConfigureAwait(false);
                    return;
                }

                await RecordAsync(outcome.State).ConfigureAwait(false);
            }

            length = MaximumForAll;
            WarnOfLength();
        }
    }

    /// <summary>Prepares the change; null in place of it if the BMC has the password of the earlier run already.</summary>
    private async Task<(PasswordChange? Change, int Length)> PrepareAsync(IPayloadConnection bmc, SecureString? earlier, CancellationToken cancellationToken)
    {
        _user = await UserAccount.FindAsync(bmc, _account, cancellationToken).ConfigureAwait(false);

        // An open session would log in again by itself, with the previous password; so its present log-in is used.
        _connection = _target.Session is { } session ? new ChangeWatch(session.Client, _output) : bmc;
        if (!_connection.IsSecure && !_plan.AllowUnprotected)
            throw new UnprotectedSecretException("The new password");
        await ReserveAsync(earlier, cancellationToken).ConfigureAwait(false);
        int length = _plan.Length;
        if (earlier is not null && await IsInForceAsync(earlier, cancellationToken).ConfigureAwait(false))
            return (null, length);
        if (_connection.PayloadProtection is null)
        {
            if (PasswordChange.IsLong(_plan.NewPassword))
                throw new IpmiException(IpmiErrorKind.InvalidParameter, "IPMI 1.5 cannot log in with a password of more than 16 bytes; nothing was sent.", "Give a shorter password.");
            if (length > MaximumForAll)
                WarnOfLength();
            length = Math.Min(length, MaximumForAll);
        }

        var change = new PasswordChange(_connection, _user, new PasswordChangeOptions { PresentPassword = _present, IsPresentPasswordProven = IsPresentProven, AllowUnprotectedPassword = _plan.AllowUnprotected, LogInAsync = LogInAsync, SendingAsync = RecordSendingAsync });
        await change.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return (change, length);
    }

    private async Task ReserveAsync(SecureString? earlier, CancellationToken cancellationToken)
    {
        if (_vault is { } vault && !await AliveAsync(OnPipelineAsync(() => Reserve(vault, earlier), cancellationToken)).ConfigureAwait(false))
            throw new OperationCanceledException(cancellationToken);
    }

    private void Reserve(SecretVault vault, SecureString? earlier)
    {
        vault.Reserve(_secretName, PendingName);
        if (vault.UserOf(_secretName) is { } user && user != _account)
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                $"The vault holds the credential of '{user}' as '{_secretName}'. It may be the only copy of that account's password; nothing was sent.",
                "Give the credential of this account another name with -SecretName, such as '{ComputerName}-{Account}', or remove that secret with Remove-Secret.");
        if (vault.Contains(PendingName) && !(earlier is not null && vault.Holds(PendingName, earlier)) && !(IsPresentProven && (vault.UserOf(PendingName) ?? _account) == _account))
            throw new IpmiException(
                IpmiErrorKind.InvalidParameter,
                $"The vault holds the secret '{PendingName}' of a change that was broken off. It may be the only copy of the account's password; nothing was sent.",
                "Try it, then rename it or remove it with Remove-Secret.");
    }

    /// <summary>Logs in with a password in a new session. It does not use the cmdlet's own log-in: here a refusal is a result, not a failure.</summary>
    private async Task LogInAsync(SecureString password)
    {
        // A short -TimeoutSeconds must not cause a password to be restored.
        var timeout = _logIn.Timeout > TimeForLogIn ? _logIn.Timeout : TimeForLogIn;
        var options = _logIn with { UserName = _account, Password = password, FirstCommand = null, Trace = _output, Timeout = timeout };

        // Another account requests the privilege that it has, and its log-in does not change the profile for the administrator's log-ins.
        if (!_isOwn)
            options = options with { Privilege = _user.Access.Privilege, MinimumPrivilege = PrivilegeLevel.Callback, Profile = null };

        // The proof must not be weaker than the session over which the password went.
        if (_connection.IsSecure)
            options = options with { AllowInsecure = false };

        // A suite without authentication allowed the log-in, but proves no password.
        if (!_connection.ProvesPassword)
            options = options with { CipherSuite = null };
        _output.Note($"Logging in as '{_account}' in a new session, to prove the password.");
        var client = await BmcConnector.ConnectAsync(options).ConfigureAwait(false);
        PendingCloses.Add(client);
        if (!client.ProvesPassword)
            throw new IpmiException(IpmiErrorKind.InsecureRefused, "The BMC accepts the user name without authentication, so a log-in proves no password.");
    }

    /// <summary>Stores or returns the new password, or reports why there is none.</summary>
    private async Task ConcludeAsync(PasswordChange? change, SecureString password, PasswordOutcome outcome, CancellationToken stop)
    {
        if (outcome.Remark is { } remark)
            _output.Warning(remark);
        if (outcome.State != PasswordState.Changed)
        {
            await RecordAsync(outcome.State).ConfigureAwait(false);
            await TellFailureAsync(password, outcome, stop).ConfigureAwait(false);
            throw outcome.Failure!;
        }

        UseInSessions(password);
        var update = Describe(password, outcome);
        bool isInJournal = _run is { IsGiven: true };
        if (_vault is null)
            await RecordAsync(outcome.State).ConfigureAwait(false);
        bool isDelivered = _vault is { } vault
            ? await AliveAsync(StoreAsync(vault, update, password, stop)).ConfigureAwait(false)
            : await AliveAsync(_results.HandOverAsync(update, _output, stop)).ConfigureAwait(false);

        // With a vault, the entry stays unfinished until the vault has the password: then the next run stores it.
        if (isDelivered && _vault is not null)
            await RecordAsync(outcome.State).ConfigureAwait(false);
        if (isDelivered || isInJournal || change is null)
            return;
        var undone = await change.UndoAsync().ConfigureAwait(false);
        await RecordAsync(undone.State).ConfigureAwait(false);
        if (undone.State == PasswordState.RolledBack)
            UseInSessions(_present!);
        else
            _results.Keep(Describe(password, undone));
    }

    /// <summary>
    /// Stores the secret under its final name. If the vault fails, it still has the secret under the temporary name. False if the pipeline
    /// ended before this began; then the vault still has the previous password under that name.
    /// </summary>
    private async Task<bool> StoreAsync(SecretVault vault, PasswordUpdate update, SecureString password, CancellationToken stop)
    {
        bool isBegun = false;
        try
        {
            await OnPipelineAsync(
                () =>
                {
                    isBegun = true;
                    vault.Put(_secretName, CredentialOf(password));
                    DropPending(vault);
                },
                stop).ConfigureAwait(false);
        }
        catch (IpmiException error)
        {
            update.SecretName = PendingName;
            _output.Write(update);
            throw new IpmiException(error.Kind, $"The new password is valid and is in the vault as '{PendingName}', but could not be stored as '{_secretName}'. {error.Message}", error.RecommendedAction, error);
        }

        _output.Write(update);
        return isBegun;
    }

    /// <summary>Reports a password that was not set, or may not have been: the result has every password that may be valid.</summary>
    private async Task TellFailureAsync(SecureString password, PasswordOutcome outcome, CancellationToken stop)
    {
        if (_vault is { } vault && outcome.State != PasswordState.Unknown)
            await OnPipelineAsync(() => DropPending(vault), stop).ConfigureAwait(false);
        var update = Describe(password, outcome);
        if (!await _results.HandOverAsync(update, _output, stop).ConfigureAwait(false) && outcome.State == PasswordState.Unknown)
            _results.Keep(update);
    }

    /// <summary>On the pipeline thread.</summary>
    private void DropPending(SecretVault vault)
    {
        try
        {
            vault.Remove(PendingName);
        }
        catch (IpmiException error)
        {
            _output.Warning($"The secret '{PendingName}' is no longer needed. {error.Message}");
        }
    }

    /// <summary>Runs an action on the vault on the pipeline thread; false if the pipeline ended first.</summary>
    private async Task<bool> OnPipelineAsync(Action work, CancellationToken stop)
    {
        bool done = false;
        await _output.RunOnPipelineAsync(
            () =>
            {
                work();
                done = true;
            },
            stop).ConfigureAwait(false);
        return done;
    }

    /// <summary>Keeps the session alive meanwhile: vaults and consumers of the pipeline may be slow.</summary>
    private Task<T> AliveAsync<T>(Task<T> waiting) => KeepAlive.WhileAsync(_connection, waiting, Clock.System);

    /// <summary>Open sessions of the account use the valid password when they log in again.</summary>
    private void UseInSessions(SecureString password)
    {
        foreach (var session in SessionRegistry.All.Where(session => session.UserName == _account && session.Client.Endpoint.Equals(_connection.Endpoint)))
            session.ChangePassword(password);
    }

    private PasswordUpdate Describe(SecureString password, PasswordOutcome outcome)
    {
        bool isChanged = outcome.State == PasswordState.Changed, isUnknown = outcome.State == PasswordState.Unknown;
        bool isInVault = _vault is not null && (isChanged || isUnknown);
        PSCredential? before = _present is null ? null : CredentialOf(_present);
        return new PasswordUpdate(_target.ComputerName, _account)
        {
            UserId = _entry?.UserId ?? _user.Id,
            Journal = _entry is not null && (_run!.IsGiven || isUnknown) ? _journal!.Path : null,
            State = outcome.State,
            Verified = outcome.Verified,
            PasswordSize = SizeOf(password),
            Credential = isUnknown || isChanged && _vault is null ? CredentialOf(password) : isChanged ? null : before,
            PreviousCredential = isUnknown ? before : null,
            Vault = isInVault ? _vault!.Name : null,
            SecretName = !isInVault ? null : isChanged ? _secretName : PendingName,
        };
    }

    private static int SizeOf(SecureString password) => PasswordChange.IsLong(password) ? 20 : 16;

    private PSCredential CredentialOf(SecureString password) => BmcCredential.ToPSCredential(_account, password);

    private void WarnOfLength() => _output.Warning($"The BMC does not support passwords of more than {MaximumForAll} bytes here; a new one of {MaximumForAll} characters is used.");

    private string NameSecret(string template) => Regex.Replace(
        template,
        @"\{(ComputerName|Account)\}",
        match => match.Groups[1].Value.Equals("Account", StringComparison.OrdinalIgnoreCase) ? _account.Length == 0 ? "null" : _account : _target.ComputerName,
        RegexOptions.IgnoreCase);
}
