using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Hosts;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that talks to BMCs: it reads which ones from its parameters and from rows, logs in to each and does its work there.
/// A derived class is its own parameters and one method, <see cref="RunAsync"/>, for one BMC.
/// </summary>
public abstract partial class BmcCmdlet : FanOutCmdlet
{
    private CredentialSource _credentials = null!;
    private PSCredential? _fixedCredential;
    private string? _fixedUserName;
    private StreamChoice _streams;
    private bool _warnedOfPlainText;

    /// <summary>The time that is left for the present worker's target; null where there is no limit.</summary>
    private protected TimeSpan? TimeLeft => _limit.Value?.Left;

    /// <summary>The privilege to ask for; null where that depends, so that the highest is asked for that the user has.</summary>
    private protected abstract PrivilegeLevel? NeededPrivilege { get; }

    /// <summary>The least privilege that makes a session of use.</summary>
    private protected virtual PrivilegeLevel LeastPrivilege => NeededPrivilege ?? PrivilegeLevel.User;

    /// <summary>Whether there is no work without a credential.</summary>
    private protected virtual bool NeedsCredential => true;

    /// <summary>Whether the work on a BMC is broken off when its time is up.</summary>
    private protected virtual bool TimeLimitEndsWork => true;

    /// <summary>Whether more than commands go through the session, so that it has to be open before anything is done with it.</summary>
    private protected virtual bool NeedsPayloads => false;

    /// <summary>Does the cmdlet's work on one BMC. Not on the pipeline thread: writes go to <paramref name="output"/>.</summary>
    private protected abstract Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (_cells.Text is { } faults)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(faults, null));
        BeginInput();
        _credentials = new CredentialSource(this);
        _streams = StreamChoice.Of(this);
        BeginRun();
        if (Credential is not { } credential)
            return;
        _fixedUserName = CredentialCellAttribute.TextOf(credential);
        _fixedCredential = _fixedUserName is null ? credential : null;
    }

    /// <inheritdoc/>
    protected override void Read()
    {
        foreach (BmcTarget target in ReadTargets())
            StartOn(target);
    }

    /// <summary>Starts the work on one BMC.</summary>
    private protected void StartOn(BmcTarget target)
    {
        var output = new TargetOutput(this, target.ComputerName, _streams);
        Start(stop => WorkAsync(target, output, stop));
    }

    /// <summary>Logs in, does the work and logs out; in the session, where the target is one.</summary>
    private protected virtual async Task ConnectAndRunAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        using ConnectionScope lease = Eager && !NeedsPayloads
            ? ConnectionScope.OpenEagerly(target, output, LogInAsync)
            : await ConnectionScope.OpenAsync(target, output, LogInAsync, cancellationToken).ConfigureAwait(false);
        await RunAsync(target, new ChangeWatch(lease.Connection, output), output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What one BMC's worker does. Never fails: what goes wrong is one error record.</summary>
    private async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken stop)
    {
        using var limit = new TimeLimit(TimeLimitEndsWork ? target.TimeLimit : null, stop);
        _limit.Value = limit;
        limit.Start();
        try
        {
            if (target.Session is { } session)
                Claim(session.Client);
            await ConnectAndRunAsync(target, output, limit.Token).ConfigureAwait(false);
            output.Complete();
        }
        catch (SameBmcException same)
        {
            LeaveOut(target, same, output);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The pipeline has ended; nobody listens any more.
        }
        catch (OperationCanceledException cancelled) when (limit.Token.IsCancellationRequested)
        {
            output.Fail(ErrorRecords.From(TimeLimitPassed(target, output, cancelled), target.ComputerName));
        }
#pragma warning disable CA1031 // One BMC's failure, whatever it is, must not end the others' work.
        catch (Exception error)
#pragma warning restore CA1031
        {
            output.Fail(ErrorRecords.From(error, target.ComputerName));
        }
    }

    private static IpmiException TimeLimitPassed(BmcTarget target, TargetOutput output, Exception cause)
    {
        string limit = string.Format(CultureInfo.CurrentCulture, "{0:0.###} s", target.TimeLimit?.TotalSeconds);
        return output.HasSentChange
            ? new IpmiException(IpmiErrorKind.OutcomeUnknown, $"A change was sent, but its effect could not be confirmed within {limit}.", innerException: cause)
            : new IpmiException(IpmiErrorKind.Timeout, $"The work was not done within {limit} (-TimeoutSeconds).", innerException: cause);
    }

    private IReadOnlyList<BmcTarget> ReadTargets(string expression)
    {
        string told = expression;
        try
        {
            LanEndpoint[] endpoints = [.. HostRange.Expand(expression).Select(text => LanEndpoint.Parse(text, Port == NoPort ? LanEndpoint.DefaultPort : Port))];
            if (endpoints.Length == 1)
                told = endpoints[0].ToString();

            // Only what goes on needs a credential: -WhatIf asks nobody and no vault.
            endpoints = [.. endpoints.Where(endpoint => GoesOn(endpoint.ToString(), NameOfUser()))];
            if (endpoints.Length == 0)
                return [];
            (BmcCredential? credential, SecureString? key) = ReadSecretsFor(endpoints);
            return [.. endpoints.Select(endpoint => BmcTarget.For(OptionsFor(endpoint, credential, key), credential is not null, TimeLimit))];
        }
        catch (IpmiException error)
        {
            WriteFailure(ErrorRecords.From(error, told));
            return [];
        }
    }

    private TimeSpan? TimeLimit => TimeoutSeconds > 0 ? TimeSpan.FromSeconds(TimeoutSeconds) : null;

    private (BmcCredential? Credential, SecureString? BmcKey) ReadSecretsFor(LanEndpoint[] endpoints)
    {
        try
        {
            return (ReadCredential(), ReadKey());
        }
        catch (IpmiException)
        {
            foreach (LanEndpoint endpoint in endpoints)
                Withdraw(endpoint.ToString());
            throw;
        }
    }

    private IpmiConnectOptions OptionsFor(LanEndpoint endpoint, BmcCredential? credential, SecureString? key)
    {
        var options = new IpmiConnectOptions
        {
            Endpoint = endpoint,
            UserName = credential?.UserName ?? "",
            Password = credential?.Password,
            BmcKey = key,
            Privilege = PrivilegeLevel == 0 ? null : PrivilegeLevel,
            PreferredPrivilege = NeededPrivilege,
            MinimumPrivilege = PrivilegeLevel == 0 ? LeastPrivilege : PrivilegeLevel,
            CipherSuite = CipherSuite == CipherSuiteCellAttribute.NotGivenSuite ? null : CipherSuite,
            AllowInsecure = AllowInsecure,
            AllowClearTextPassword = AllowClearTextPassword,
            NeedsPayloads = NeedsPayloads,
            Protocol = Protocol,
        };
        if (TimeLimit is { } limit)
            options = options with { Timeout = limit };
        return RetryCount == NoRetryCount ? options : options with { RetryCount = RetryCount };
    }

    /// <summary>
    /// What this row logs in with. What the row itself brings goes before what was given for all: its Credential, then its UserName
    /// and Password; where there is nothing at all, the person at the console is asked, once for the pipeline.
    /// </summary>
    private BmcCredential? ReadCredential()
    {
        // What was given for the whole command stays bound through all rows.
        if (_fixedUserName is not null && _fixedCredential is null)
            _fixedCredential = AskForAll(_fixedUserName);
        if (_fixedCredential is null && Credential is { } ofRow)
            return BmcCredential.From(CredentialCellAttribute.TextOf(ofRow) is { } secretName ? _credentials.FromVault(secretName, VaultName, UserName) : ofRow);
        if (Password is { } password)
        {
            WarnOfPlainText(password);
            return new BmcCredential(UserName ?? "", password);
        }

        string? userName = string.IsNullOrEmpty(UserName) ? null : UserName;
        if (_fixedCredential is { } given && (userName is null || given.UserName == userName))
            return BmcCredential.From(given);
        return NeedsCredential || userName is not null ? BmcCredential.From(_credentials.Ask(userName)) : null;
    }

    /// <summary>Whom <see cref="ReadCredential"/> will give, without asking anybody.</summary>
    private string? NameOfUser()
    {
        if ((_fixedCredential?.UserName ?? _fixedUserName) is null && Credential is { } ofRow)
            return CredentialCellAttribute.TextOf(ofRow) is { } secretName ? $"secret {secretName} {VaultName}" : BmcCredential.From(ofRow).UserName;
        return Password is not null || !string.IsNullOrEmpty(UserName) ? UserName ?? "" : _fixedCredential?.UserName ?? _fixedUserName;
    }

    /// <summary>A user's name was given for all; the person is asked when the first BMC goes on, since with -WhatIf none does. Without an answer no row can go on.</summary>
    private PSCredential AskForAll(string userName)
    {
        try
        {
            return _credentials.Ask(userName);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
            throw;
        }
    }

    private SecureString? ReadKey()
    {
        if (BmcKey is not { } key)
            return null;
        if (KeyCellAttribute.NameOf(key) is { } secretName)
            return _credentials.KeyFromVault(secretName, VaultName);
        WarnOfPlainText(key);
        return key;
    }

    private string? VaultName => string.IsNullOrWhiteSpace(Vault) ? null : Vault;

    /// <summary>Warns, once, where a secret was given as text.</summary>
    private protected void WarnOfPlainText(SecureString secret)
    {
        if (_warnedOfPlainText || !SecureCellAttribute.WasText(secret))
            return;
        _warnedOfPlainText = true;
        WriteWarning("A password or key was given as plain text. It is safer in a vault: store it with Set-Secret and name the secret in the row, in Credential or as BmcKey secret:name.");
    }
}
