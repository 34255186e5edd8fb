using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Security;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Audits the security of BMCs with a log-in: weak log-ins and cipher suites, accounts, console, network, firmware.
/// It only reads. Findings have evidence and a remedy. What could not be checked is reported too, and never as passed.
/// </summary>
/// <remarks>
/// ShouldProcess is for the file that -Report names and for passwords that are compared. -WhatIf sends nothing, as everywhere, so it
/// names each BMC.
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

    /// <summary>Return the checks that passed or do not apply, too.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>Return one object for each check, with the BMCs that have the finding, after all BMCs.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <summary>An HTML file for all BMCs. It replaces an existing one after all BMCs.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Report { get; set; }

    /// <summary>
    /// Test whether accounts with a vendor's user name have the default password: one password for each account, compared by the BMC
    /// itself, and only if it does not lock accounts after bad passwords. Requires an administrator.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludeDefaultCredential { get; set; }

    /// <summary>The oldest acceptable firmware: objects with ManufacturerId, ProductId and FirmwareVersion, as Get-IpmiDevice returns them, rows of a CSV file, hash tables, or the path of a data file (.psd1) with them.</summary>
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
            _firmware = BaselineRow.ReadAll(this, FirmwareBaseline);
            _report = Report is null || !ShouldProcess(Report, "Write the report of the audit") ? null : ReportFile.Prepare(this, nameof(Report), Report);
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
            // A BMC without a secure log-in often has the most findings, so what it reports without a log-in is audited.
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
        // First, because a downstream command may end the pipeline during the summary.
        if (_report is not null && WriteReport(_report) is { } error)
            WriteError(ErrorRecords.From(error, null));
        if (Summary)
            foreach (SecuritySummary sum in SecuritySummary.Of(_findings).Where(sum => IncludePassed || sum.Count > 0 || sum.NotChecked > 0))
                WriteObject(sum);
    }

    /// <summary>A report without any audited BMC does not replace an existing one.</summary>
    private IpmiException? WriteReport(ReportFile report) => _findings.Count == 0 && _unaudited.Count > 0 && report.Exists
        ? new IpmiException(IpmiErrorKind.CommandFailed, $"No BMC could be audited. The report '{Report}' was not changed.", "The errors of the BMCs have the reasons.")
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
    /// Logs in with the given level; otherwise with the lowest that can read everything, with less if the user has no more, and with more if the
    /// BMC grants only the user's limit. A refusal of the level does not mean that the password is wrong.
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
                // The User level would be enough, so the user does not even have that.
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
            output.Note($"Nothing could be read without a log-in either: {error.Message}");
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
