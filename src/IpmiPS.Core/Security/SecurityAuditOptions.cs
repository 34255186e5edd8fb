using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Security;

/// <summary>What a security audit is told beforehand.</summary>
public sealed record SecurityAuditOptions
{
    /// <summary>The address under which the BMC was reached; null where that is not known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The user with whom the audit is logged in; null where nobody is.</summary>
    public string? UserName { get; init; }

    /// <summary>The protocol of the audit's own session; Auto where that is not known. What is in use is there, whatever the BMC says.</summary>
    public IpmiProtocol Protocol { get; init; }

    /// <summary>Whether the audit's own session was opened with a BMC key; null where that is not known. It shows what is so, whatever the BMC says.</summary>
    public bool? UsedBmcKey { get; init; }

    /// <summary>Asks the BMC outside of the session, for those that give their ways to log in only there; null where that cannot be done.</summary>
    public Func<CancellationToken, Task<IpmiProbe>>? Probe { get; init; }

    /// <summary>How many accounts may be administrators without a finding.</summary>
    public int MaximumAdministrators { get; init; } = 2;

    /// <summary>The oldest firmware that is good, by manufacturer and product; the first entry that fits counts.</summary>
    public IReadOnlyList<FirmwareBaseline> Firmware { get; init; } = [];

    /// <summary>Whether accounts with vendors' names are tested for the passwords they were delivered with. See <see cref="DefaultPasswordTest"/>.</summary>
    public bool IncludeDefaultCredential { get; init; }
}
