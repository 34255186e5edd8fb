using System.Collections.Generic;

namespace IpmiPS.Security;

/// <summary>All that an audit looks at, in the order of its findings. docs/security-findings.md lists them with the rules by which they are judged.</summary>
internal static class SecurityChecks
{
    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        .. CipherSuiteChecks.All,
        .. AuthenticationChecks.All,
        .. UserChecks.All,
        .. ServiceChecks.All,
    ];
}
