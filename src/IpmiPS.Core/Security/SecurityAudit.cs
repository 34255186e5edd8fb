using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Crypto;
using IpmiPS.Device;

namespace IpmiPS.Security;

/// <summary>
/// A security audit of a BMC through a session. It only reads, tests passwords only on demand, and requests no
/// password hashes. Every check has a result: passed, failed, not applicable, or not checked.
/// </summary>
public static class SecurityAudit
{
    /// <summary>The IDs of all checks, in the order of their findings.</summary>
    public static IReadOnlyList<string> CheckIds { get; } = [.. SecurityChecks.All.Select(static check => check.Id)];

    /// <summary>Audits a BMC through an open session. Operator can read everything; with a lower privilege, some checks are NotChecked.</summary>
    /// <exception cref="IpmiException">Get Device ID failed.</exception>
    public static async Task<IReadOnlyList<SecurityFinding>> RunAsync(IIpmiConnection connection, SecurityAuditOptions options, CancellationToken cancellationToken = default)
    {
        using var reader = new SecurityFactsReader(connection, cancellationToken);
        var facts = await reader.ReadAsync(options).ConfigureAwait(false);
        if (options.IncludeDefaultCredential && facts.UnavailableReason is null)
            facts = facts with { DefaultPasswords = await DefaultPasswordTest.RunAsync(connection, facts, cancellationToken).ConfigureAwait(false) };
        return Judge(facts);
    }

    /// <summary>Audits a BMC without a log-in, with what it reports before one; the other checks are NotChecked.</summary>
    /// <param name="computerName">Name of the BMC in results.</param>
    /// <param name="probe">What the BMC reported.</param>
    /// <param name="reason">Why there was no log-in; the reason for NotChecked results.</param>
    /// <param name="options">Options of the audit.</param>
    public static IReadOnlyList<SecurityFinding> FromOutside(string computerName, IpmiProbe probe, string reason, SecurityAuditOptions options)
    {
        var facts = new SecurityFacts(computerName, options with { Address = (probe.Endpoint as LanEndpoint)?.IPAddress ?? options.Address }) { UnavailableReason = reason };
        if (probe.Capabilities is { } capabilities)
            facts = facts with { Capabilities = new(true, capabilities, null), Channel = capabilities.Channel };
        if (probe.CipherSuites is not null || probe.Capabilities is { SupportsIpmi20: false })
            facts = facts with { Suites = new(true, [.. (probe.CipherSuites ?? []).Select(static suite => new ListedSuite(suite, null, null))], null) };
        return Judge(facts);
    }

    /// <summary>Findings come first, the most severe before the others.</summary>
    private static SecurityFinding[] Judge(SecurityFacts facts) =>
        [.. SecurityChecks.All.Select(check => check.Run(facts)).OrderByDescending(static finding => finding.Status == SecurityStatus.Failed).ThenBy(static finding => finding.Status).ThenByDescending(static finding => finding.Severity)];
}
