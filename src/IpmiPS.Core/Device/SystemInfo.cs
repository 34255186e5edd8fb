using System;
using System.Diagnostics.CodeAnalysis;

namespace IpmiPS;

/// <summary>Names and addresses that a BMC keeps about its system. IPMI 2.0 sections 22.14a and 22.14b. Null is what the BMC does not have.</summary>
public sealed class SystemInfo
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Version of the system's firmware (BIOS).</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Name of the system.</summary>
    public string? SystemName { get; init; }

    /// <summary>Name of the operating system that the system usually starts.</summary>
    public string? PrimaryOperatingSystem { get; init; }

    /// <summary>Name of the operating system that runs; cleared when the system restarts.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Version of the operating system that runs.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>Address of the BMC's web interface.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "It is text that anyone may have written.")]
    public string? BmcUrl { get; init; }

    /// <summary>Address of the hypervisor's or operating system's management.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "It is text that anyone may have written.")]
    public string? HypervisorUrl { get; init; }

    /// <summary>Parameters of the vendor that were asked for, such as "EAh: 01 02".</summary>
    public string[] OemParameters { get; init; } = [];

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];
}

/// <summary>System information after a change, as read back.</summary>
public sealed class SystemInfoUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Version of the system's firmware (BIOS).</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Name of the system.</summary>
    public string? SystemName { get; init; }

    /// <summary>Name of the operating system that the system usually starts.</summary>
    public string? PrimaryOperatingSystem { get; init; }

    /// <summary>Name of the operating system that runs; cleared when the system restarts.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Version of the operating system that runs.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>Address of the BMC's web interface.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "It is text that anyone may have written.")]
    public string? BmcUrl { get; init; }

    /// <summary>Address of the hypervisor's or operating system's management.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "It is text that anyone may have written.")]
    public string? HypervisorUrl { get; init; }

    /// <summary>Parameters of the vendor that were asked for, such as "EAh: 01 02".</summary>
    public string[] OemParameters { get; init; } = [];

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>A difference is an error of the change itself.</summary>
    IpmiException? ISettingsUpdate.Difference => null;
}

/// <summary>The texts of <see cref="SystemInfo"/>, such as those to clear.</summary>
[Flags]
public enum SystemInfoText
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Version of the system's firmware.</summary>
    FirmwareVersion = 0x01,

    /// <summary>Name of the system.</summary>
    SystemName = 0x02,

    /// <summary>Name of the operating system that the system usually starts.</summary>
    PrimaryOperatingSystem = 0x04,

    /// <summary>Name of the operating system that runs.</summary>
    OperatingSystem = 0x08,

    /// <summary>Version of the operating system that runs.</summary>
    OperatingSystemVersion = 0x10,

    /// <summary>Address of the BMC's web interface.</summary>
    BmcUrl = 0x20,

    /// <summary>Address of the hypervisor's or operating system's management.</summary>
    HypervisorUrl = 0x40,
}
