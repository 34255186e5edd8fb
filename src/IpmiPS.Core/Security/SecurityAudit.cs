using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Crypto;
using IpmiPS.Device;

namespace IpmiPS.Security;

/// <summary>
/// A security audit of a BMC, by somebody who may log in to it. It only reads, tries nobody's password unless that is asked for, and asks for
/// nothing that could be cracked. Every check is told: what is well, what is not, and what could not be seen.
/// </summary>
public static class SecurityAudit
{
    /// <summary>The names of all checks, in the order of their findings.</summary>
    public static IReadOnlyList<string> CheckIds { get; } = [.. SecurityChecks.All.Select(static check => check.Id)];

    /// <summary>Audits a BMC through an open session. Operator reads all; with less, what may not be read is not checked.</summary>
    /// <exception cref="IpmiException">The BMC does not even say what it is.</exception>
    public static async Task<IReadOnlyList<SecurityFinding>> RunAsync(IIpmiConnection connection, SecurityAuditOptions options, CancellationToken cancellationToken = default)
    {
        using var reader = new SecurityFactsReader(connection, cancellationToken);
        var facts = await reader.ReadAsync(options).ConfigureAwait(false);
        if (options.IncludeDefaultCredential && facts.Obstacle is null)
            facts = facts with { DefaultPasswords = await DefaultPasswordTest.RunAsync(connection, facts, cancellationToken).ConfigureAwait(false) };
        return Judge(facts);
    }

    /// <summary>Judges by what a BMC tells before a log-in, where there was none; the rest is not checked.</summary>
    /// <param name="computerName">The BMC as results call it.</param>
    /// <param name="probe">What it told.</param>
    /// <param name="whyNoLogIn">Why there was no log-in, as the reason for what is not checked.</param>
    /// <param name="options">What the audit is told beforehand.</param>
    public static IReadOnlyList<SecurityFinding> FromOutside(string computerName, IpmiProbe probe, string whyNoLogIn, SecurityAuditOptions options)
    {
        var facts = new SecurityFacts(computerName, options with { Address = (probe.Endpoint as LanEndpoint)?.IPAddress ?? options.Address }) { Obstacle = whyNoLogIn };
        if (probe.Capabilities is { } capabilities)
            facts = facts with { Capabilities = new(true, capabilities, null), Channel = capabilities.Channel };
        if (probe.CipherSuites is not null || probe.Capabilities is { SupportsIpmi20: false })
            facts = facts with { Suites = new(true, [.. (probe.CipherSuites ?? []).Select(static suite => new ListedSuite(suite, null, null))], null) };
        return Judge(facts);
    }

    /// <summary>What there is to do comes first, the gravest before the rest.</summary>
    private static SecurityFinding[] Judge(SecurityFacts facts) =>
        [.. SecurityChecks.All.Select(check => check.Run(facts)).OrderByDescending(static finding => finding.Status == SecurityStatus.Failed).ThenBy(static finding => finding.Status).ThenByDescending(static finding => finding.Severity)];
}
