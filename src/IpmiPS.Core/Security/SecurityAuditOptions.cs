using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Device;

namespace IpmiPS.Security;

/// <summary>Options of a security audit.</summary>
public sealed record SecurityAuditOptions
{
    /// <summary>The address under which the BMC was reached; null if not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The user of the audit's session; null without a session.</summary>
    public string? UserName { get; init; }

    /// <summary>The protocol of the audit's own session; Auto if not known. It takes precedence over what the BMC reports.</summary>
    public IpmiProtocol Protocol { get; init; }

    /// <summary>Whether the audit's own session was opened with a BMC key; null if not known. It takes precedence over what the BMC reports.</summary>
    public bool? UsedBmcKey { get; init; }

    /// <summary>Probes the BMC outside the session, because some report their log-in methods only there; null if not possible.</summary>
    public Func<CancellationToken, Task<IpmiProbe>>? Probe { get; init; }

    /// <summary>The number of administrator accounts that is not a finding.</summary>
    public int MaximumAdministrators { get; init; } = 2;

    /// <summary>The oldest acceptable firmware by manufacturer and product; the first match counts.</summary>
    public IReadOnlyList<FirmwareBaseline> Firmware { get; init; } = [];

    /// <summary>Whether to test accounts with vendors' default names for default passwords. See <see cref="DefaultPasswordTest"/>.</summary>
    public bool IncludeDefaultCredential { get; init; }
}
