using IpmiPS.Crypto;

namespace IpmiPS;

/// <summary>The highest privilege of log-ins with a cipher suite. IPMI 2.0 table 23-4, parameter 24.</summary>
public enum SuitePrivilege
{
    /// <summary>Not known: the BMC does not report it.</summary>
    Unknown = 0,

    /// <summary>The suite is not used for log-ins.</summary>
    Unused = 1,

    /// <summary>Callback.</summary>
    Callback = 2,

    /// <summary>User.</summary>
    User = 3,

    /// <summary>Operator.</summary>
    Operator = 4,

    /// <summary>Administrator.</summary>
    Administrator = 5,

    /// <summary>OEM.</summary>
    Oem = 6,
}

/// <summary>A cipher suite of a LAN channel, with its algorithms and the highest privilege of log-ins with it. IPMI 2.0 sections 22.15 and 23.2.</summary>
public sealed record CipherSuiteInfo
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The channel.</summary>
    public int Channel { get; init; }

    /// <summary>Number of the suite.</summary>
    public int Suite { get; init; }

    /// <summary>How both ends prove the password; null if the BMC does not report it and the suite is not a standard one.</summary>
    public AuthenticationAlgorithm? Authentication { get; init; }

    /// <summary>How packets are protected against changes.</summary>
    public IntegrityAlgorithm? Integrity { get; init; }

    /// <summary>How payloads are encrypted.</summary>
    public ConfidentialityAlgorithm? Confidentiality { get; init; }

    /// <summary>The highest privilege of log-ins with the suite.</summary>
    public SuitePrivilege PrivilegeLimit { get; init; }

    /// <summary>Whether the suite proves the password with SHA, protects each packet and encrypts it with AES: suites 3 and 17.</summary>
    public bool IsSecure { get; init; }

    /// <summary>IANA number of the vendor that defined the suite; null for a standard one.</summary>
    public int? VendorId { get; init; }

    /// <summary>Computer, channel and suite.</summary>
    public override string ToString() => $"{ComputerName} channel {Channel}: suite {Suite}, {PrivilegeLimit}";
}
