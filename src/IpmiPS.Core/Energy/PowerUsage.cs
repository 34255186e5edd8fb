using System;

namespace IpmiPS;

/// <summary>The power that a machine takes. What the BMC does not report is null, never 0.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Watts), nameof(MinimumWatts), nameof(MaximumWatts), nameof(AverageWatts), nameof(Period), nameof(EnergyWattHours), nameof(EnergyTime),
    nameof(Source), nameof(Sensors), nameof(Timestamp), nameof(Notes))]
public sealed class PowerUsage
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Watts now; null if the BMC does not report it.</summary>
    public double? Watts { get; init; }

    /// <summary>Minimum over the period, in watts.</summary>
    public double? MinimumWatts { get; init; }

    /// <summary>Maximum over the period, in watts.</summary>
    public double? MaximumWatts { get; init; }

    /// <summary>Average over the period, in watts.</summary>
    public double? AverageWatts { get; init; }

    /// <summary>The time that minimum, maximum and average are of; null if the BMC does not say.</summary>
    public TimeSpan? Period { get; init; }

    /// <summary>Where the figures come from.</summary>
    public PowerSource Source { get; init; }

    /// <summary>The sensors, if they come from sensors.</summary>
    public string[] Sensors { get; init; } = [];

    /// <summary>Watt-hours since the first sample; null for a single one.</summary>
    public double? EnergyWattHours { get; init; }

    /// <summary>Time since the first sample; null for a single one.</summary>
    public TimeSpan? EnergyTime { get; init; }

    /// <summary>When it was read, by the clock of this computer.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Why figures are missing or come from another source.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>The same with the energy since the first sample.</summary>
    internal PowerUsage WithEnergy(double? wattHours, TimeSpan time) => new()
    {
        ComputerName = ComputerName,
        Watts = Watts,
        MinimumWatts = MinimumWatts,
        MaximumWatts = MaximumWatts,
        AverageWatts = AverageWatts,
        Period = Period,
        Source = Source,
        Sensors = Sensors,
        EnergyWattHours = wattHours,
        EnergyTime = time,
        Timestamp = Timestamp,
        Notes = Notes,
    };
}
