using System;

namespace IpmiPS;

/// <summary>What a temperature is of. DCMI 1.5 section 6.5.2.</summary>
public enum TemperatureLocation
{
    /// <summary>Something else.</summary>
    Unknown = 0,

    /// <summary>Air at the inlet.</summary>
    Inlet = 1,

    /// <summary>A processor.</summary>
    Processor = 2,

    /// <summary>The baseboard.</summary>
    Baseboard = 3,
}

/// <summary>A temperature of a machine: inlet, processor or baseboard.</summary>
public sealed class TemperatureReading
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>What it is the temperature of.</summary>
    public TemperatureLocation Location { get; init; }

    /// <summary>Which one of these, from 1.</summary>
    public int Instance { get; init; }

    /// <summary>Degrees Celsius; null if the BMC has no reading.</summary>
    public double? Celsius { get; init; }

    /// <summary>Name of the sensor; null if the BMC reported the temperature by DCMI, which has no names.</summary>
    public string? SensorName { get; init; }

    /// <summary>Where it comes from: Dcmi or Sensor.</summary>
    public PowerSource Source { get; init; }

    /// <summary>When it was read, by the clock of this computer.</summary>
    public DateTimeOffset Timestamp { get; init; }
}
