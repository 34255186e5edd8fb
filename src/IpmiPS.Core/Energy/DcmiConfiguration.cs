using System;

namespace IpmiPS;

/// <summary>What a BMC does when the inlet is too warm. DCMI 1.5 section 6.7.</summary>
[Flags]
public enum ThermalLimitActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It writes an entry to the event log.</summary>
    Log = 1,

    /// <summary>It powers the machine off, without a shutdown.</summary>
    PowerOff = 2,
}

/// <summary>What a BMC has of DCMI, and how it is set. What it does not report is null.</summary>
public sealed class DcmiConfiguration
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>DCMI version, as in 1.5.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the BMC measures and limits the power.</summary>
    public bool? PowerManagement { get; init; }

    /// <summary>Whether the machine itself can reach the BMC.</summary>
    public bool? SystemInterface { get; init; }

    /// <summary>Whether there is terminal mode on a serial port.</summary>
    public bool? SerialTerminalMode { get; init; }

    /// <summary>Whether there is a second LAN channel.</summary>
    public bool? SecondaryLan { get; init; }

    /// <summary>Number of entries that the event log has room for.</summary>
    public int? SelEntries { get; init; }

    /// <summary>Whether the event log starts again when it is full.</summary>
    public bool? SelRollover { get; init; }

    /// <summary>Seconds between two temperature samples.</summary>
    public int? TemperatureSamplingSeconds { get; init; }

    /// <summary>Slave address of the controller that manages the power, 8-bit form; 20h is the BMC.</summary>
    public byte? PowerControllerAddress { get; init; }

    /// <summary>Number of the first LAN channel; null if there is none.</summary>
    public byte? PrimaryLanChannel { get; init; }

    /// <summary>Number of the second LAN channel; null if there is none.</summary>
    public byte? SecondaryLanChannel { get; init; }

    /// <summary>Number of the serial channel; null if there is none.</summary>
    public byte? SerialChannel { get; init; }

    /// <summary>Periods of the rolling averages that Get-IpmiPowerUsage -Period takes.</summary>
    public TimeSpan[] AveragingPeriods { get; init; } = [];

    /// <summary>What the BMC sends to a DHCP server.</summary>
    public DhcpDiscovery? DhcpDiscovery { get; init; }

    /// <summary>Seconds until the first retry of a DHCP request.</summary>
    public int? DhcpInitialTimeoutSeconds { get; init; }

    /// <summary>Seconds for which the BMC tries to reach a DHCP server.</summary>
    public int? DhcpContactTimeoutSeconds { get; init; }

    /// <summary>Seconds until it tries again after that.</summary>
    public int? DhcpRetrySeconds { get; init; }

    /// <summary>Temperature of the inlet, in degrees Celsius, that must not be exceeded.</summary>
    public int? InletLimitCelsius { get; init; }

    /// <summary>Seconds for which it may be exceeded.</summary>
    public int? InletLimitSeconds { get; init; }

    /// <summary>What the BMC does then.</summary>
    public ThermalLimitActions? InletLimitAction { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];
}
