using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Security;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Audits the security of BMCs, for somebody who may log in to them: weak log-ins and cipher suites, accounts, console, network, firmware.
/// It only reads. Findings come with evidence and with what mends them; what could not be seen is told, too, and never taken for well.
/// </summary>
/// <remarks>
/// ShouldProcess is for the file that -Report names and for passwords that are compared. -WhatIf sends nothing, as everywhere, so each BMC
/// is told of.
/// </remarks>
[Cmdlet(VerbsDiagnostic.Test, "IpmiSecurity", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SecurityFinding))]
[OutputType(typeof(SecuritySummary))]
public sealed class TestIpmiSecurityCommand : TargetCmdlet
{
    private readonly List<SecurityFinding> _findings = [];
    private readonly List<UnauditedBmc> _unaudited = [];
    private IReadOnlyList<FirmwareBaseline> _firmware = [];
    private ReportFile? _report;

    /// <summary>Tell what is well, too, and what does not apply.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>Give one object for each check, with the BMCs that have the finding, once all BMCs are done.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>An HTML file for all BMCs. It takes the place of one that is there, once all BMCs are done.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Report { get; set; }

    /// <summary>
    /// Test accounts that have a vendor's name for the password they were delivered with: one password for an account, compared by the BMC
    /// itself, and only where it disables nobody for bad passwords. Needs an administrator.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeDefaultCredential { get; set; }

    /// <summary>The oldest good firmware: objects with ManufacturerId, ProductId and FirmwareVersion, as Get-IpmiDevice gives them, or rows of a CSV file.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSObject[]? FirmwareBaseline { get; set; }

    /// <summary>How many accounts may be administrators without a finding.</summary>
    [Parameter]
    [ValidateRange(0, 63)]
    public int MaximumAdministrators { get; set; } = 2;

    /// <summary>The privilege is chosen at log-in. Two addresses of one BMC have their own settings, so both are audited.</summary>
    private protected override BmcNeeds Needs => new(Privilege: null)
    {
        OncePerBmc = true,
        OncePerGuid = false,
        Action = IncludeDefaultCredential
            ? "Read how it is secured, and send Set User Password (test password): compare the passwords of accounts that have a vendor's name with those they were delivered with"
            : "Read how it is secured",
    };

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        try
        {
            _firmware = [.. (FirmwareBaseline ?? []).Select(BaselineRow.Read)];
            _report = Report is null || !ShouldProcess(Report, "Write the report of the audit") ? null : ReportFile.Prepare(this, Report);
        }
        catch (IpmiException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, null));
        }
    }

    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        if (target.Session is { } session)
        {
            using ConnectionScope scope = await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, cancellationToken).ConfigureAwait(false);
            SecurityAuditOptions audit = OptionsFor(session.UserName, token => ProbeAsync(session, token), ((SessionLink)scope.Connection).Client);
            Tell(await SecurityAudit.RunAsync(scope.Connection, audit, cancellationToken).ConfigureAwait(false), output);
            return;
        }

        IpmiConnectOptions options = target.Options! with { Trace = output };
        IBmcSession client;
        try
        {
            client = await StepDownAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException refused) when (refused.Kind is IpmiErrorKind.BadCredential or IpmiErrorKind.CipherSuiteRefused or IpmiErrorKind.InsecureRefused
            or IpmiErrorKind.InsufficientPrivilege or IpmiErrorKind.NoSessionSlot)
        {
            // A BMC that lets nobody in safely is often the one with the findings; what it tells everybody is told here, too.
            await TellFromOutsideAsync(options, refused, output, cancellationToken).ConfigureAwait(false);
            throw;
        }

        try
        {
            SecurityAuditOptions audit = OptionsFor(options.UserName, token => IpmiProbe.RunAsync(options, ping: false, token), client);
            Tell(await SecurityAudit.RunAsync(client, audit, cancellationToken).ConfigureAwait(false), output);
        }
        finally
        {
            PendingCloses.Add(client);
        }
    }

    /// <inheritdoc/>
    internal override void WriteFailure(ErrorRecord error)
    {
        if (error is { TargetObject: string { Length: > 0 } computerName, Exception: IpmiException failure })
            _unaudited.Add(new UnauditedBmc(computerName, failure.Description));
        base.WriteFailure(error);
    }

    /// <inheritdoc/>
    protected override void Conclude()
    {
        // First, since what takes the summary may have enough before its end.
        if (_report is not null && WriteReport(_report) is { } error)
            WriteError(ErrorRecords.From(error, null));
        if (Summary)
            foreach (SecuritySummary sum in SecuritySummary.Of(_findings).Where(sum => IncludePassed || sum.Count > 0 || sum.NotChecked > 0))
                WriteObject(sum);
    }

    /// <summary>A report that only says that nothing could be audited does not take the place of one that says more.</summary>
    private IpmiException? WriteReport(ReportFile report) => _findings.Count == 0 && _unaudited.Count > 0 && report.Exists
        ? new IpmiException(IpmiErrorKind.CommandFailed, $"Nothing was learnt of any BMC. The report '{Report}' was left as it was.", "The errors of the BMCs say why.")
        : report.Write(new SecurityReport(_findings, _unaudited, DateTimeOffset.Now).ToHtml());

    private SecurityAuditOptions OptionsFor(string userName, Func<CancellationToken, Task<IpmiProbe>>? probe = null, IBmcSession? client = null) => new()
    {
        Address = (client?.Endpoint as LanEndpoint)?.IPAddress,
        Protocol = client?.Protocol ?? IpmiProtocol.Auto,
        UsedBmcKey = client?.UsedBmcKey,
        UserName = userName,
        Probe = probe,
        Firmware = _firmware,
        MaximumAdministrators = MaximumAdministrators,
        IncludeDefaultCredential = IncludeDefaultCredential,
    };

    /// <summary>
    /// Logs in with the level that was given; else with the lowest that reads all, with less where the user has no more, and with more where the
    /// BMC grants a user's own limit and nothing less. What is refused for its level says nothing of the password.
    /// </summary>
    private async Task<IBmcSession> StepDownAsync(IpmiConnectOptions options, CancellationToken cancellationToken)
    {
        if (options.Privilege is not null)
            return await Opener.LogInAsync(options, cancellationToken).ConfigureAwait(false);
        PrivilegeLevel[] levels = IncludeDefaultCredential
            ? [PrivilegeLevel.Administrator, PrivilegeLevel.Operator, PrivilegeLevel.User]
            : [PrivilegeLevel.Operator, PrivilegeLevel.User, PrivilegeLevel.Administrator];
        IpmiException? refused = null;
        foreach (PrivilegeLevel level in levels)
        {
            try
            {
                return await Opener.LogInAsync(options with { Privilege = level, MinimumPrivilege = level }, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiException error) when (error.Kind == IpmiErrorKind.InsufficientPrivilege)
            {
                // User would be enough, so that is what the user has not got.
                refused = level == PrivilegeLevel.User || refused is null ? error : refused;
                options.Trace?.Note($"The BMC does not let the user log in as {level}.");
            }
        }

        throw refused!;
    }

    private static async Task<IpmiProbe> ProbeAsync(IpmiSession session, CancellationToken cancellationToken)
    {
        IpmiConnectOptions options = session.CopyOptions();
        try
        {
            return await IpmiProbe.RunAsync(options, ping: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            options.DisposeSecrets();
        }
    }

    private async Task TellFromOutsideAsync(IpmiConnectOptions options, IpmiException refused, TargetOutput output, CancellationToken cancellationToken)
    {
        try
        {
            IpmiProbe probe = await IpmiProbe.RunAsync(options, ping: false, cancellationToken).ConfigureAwait(false);
            Tell(SecurityAudit.FromOutside(options.ComputerName, probe, $"there was no log-in: {refused.Message}", OptionsFor(options.UserName)), output);
        }
        catch (IpmiException error)
        {
            output.Note($"Nothing was learnt without a log-in either: {error.Message}");
        }
    }

    private void Tell(IReadOnlyList<SecurityFinding> findings, TargetOutput output)
    {
        if (Summary || _report is not null)
            Workers.Post(() => _findings.AddRange(findings));
        if (Summary)
            return;
        foreach (SecurityFinding finding in findings)
            if (IncludePassed || finding.Status is SecurityStatus.Failed or SecurityStatus.NotChecked)
                output.Write(finding);
    }
}
