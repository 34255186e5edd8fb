using System;

namespace IpmiPS;

/// <summary>The result of a restart of a BMC. IPMI 2.0 sections 20.2 and 20.3.</summary>
public sealed class DeviceRestart
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The kind of restart.</summary>
    public DeviceRestartKind Kind { get; init; }

    /// <summary>Whether the BMC confirmed the command. Many restart at once and do not.</summary>
    public bool Confirmed { get; init; }

    /// <summary>Whether the BMC was seen to stop answering; null if it was not waited for.</summary>
    public bool? Interrupted { get; init; }

    /// <summary>Whether the BMC answers again and has its SDRs; null if it was not waited for.</summary>
    public bool? Ready { get; init; }

    /// <summary>Firmware version after the restart; null if it was not waited for.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Time from the command to the end of the work.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What the administrator should know.</summary>
    public string[] Notes { get; init; } = [];
}

/// <summary>Kinds of restarts of a BMC.</summary>
public enum DeviceRestartKind
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The BMC starts as after a loss of its power; some settings return to their defaults.</summary>
    Cold = 1,

    /// <summary>Only the firmware starts again. Many BMCs do not have it.</summary>
    Warm = 2,
}
