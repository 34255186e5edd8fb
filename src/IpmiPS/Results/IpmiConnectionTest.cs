using System;

namespace IpmiPS;

/// <summary>What Test-IpmiConnection found out about a BMC, step by step from the network to the log-in.</summary>
public sealed class IpmiConnectionTest
{
    internal IpmiConnectionTest(string computerName) => ComputerName = computerName;

    /// <summary>The BMC.</summary>
    public string ComputerName { get; }

    /// <summary>Whether the log-in succeeded; where none was tried, whether the BMC answered.</summary>
    public bool Success { get; internal set; }

    /// <summary>Address and port that were asked; null where the name has no address or nothing answered.</summary>
    public string? Address { get; internal set; }

    /// <summary>Whether it answered the ASF presence ping. Many BMCs do not, though they speak IPMI.</summary>
    public bool Pong { get; internal set; }

    /// <summary>Whether it says that it speaks RMCP+; null where it did not say.</summary>
    public bool? Ipmi20 { get; internal set; }

    /// <summary>Whether it says that it speaks IPMI 1.5 sessions, which are insecure; null where it did not say.</summary>
    public bool? Ipmi15 { get; internal set; }

    /// <summary>Authentication types of IPMI 1.5 that it permits.</summary>
    public string[] AuthenticationTypes { get; internal set; } = [];

    /// <summary>Cipher suites that it lists. It may list some that cannot log in, and need not list any.</summary>
    public byte[] CipherSuites { get; internal set; } = [];

    /// <summary>Whether a BMC key (Kg) is set, so that a log-in needs it; null where the BMC did not say.</summary>
    public bool? BmcKeySet { get; internal set; }

    /// <summary>Whether a log-in succeeded; null where none was tried.</summary>
    public bool? LogIn { get; internal set; }

    /// <summary>Protocol of the log-in.</summary>
    public IpmiProtocol? Protocol { get; internal set; }

    /// <summary>Cipher suite of the log-in; null with IPMI 1.5.</summary>
    public byte? CipherSuite { get; internal set; }

    /// <summary>Highest privilege of the session.</summary>
    public PrivilegeLevel? PrivilegeLevel { get; internal set; }

    /// <summary>Round-trip time.</summary>
    public TimeSpan? RoundTrip { get; internal set; }

    /// <summary>The error id that the other cmdlets would give, such as IpmiBadCredential; null on success.</summary>
    public string? ErrorId { get; internal set; }

    /// <summary>Why it failed, in words; null on success.</summary>
    public string? Reason { get; internal set; }

    /// <summary>What to try; null on success.</summary>
    public string? RecommendedAction { get; internal set; }
}
