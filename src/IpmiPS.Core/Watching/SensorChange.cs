using System;

namespace IpmiPS;

/// <summary>
/// A change of a sensor that a watch noticed: its health, its states, or its reading. <see cref="Severity"/>, <see cref="Sensor"/> and <see cref="Event"/> are named as in
/// <see cref="SelEntry"/>, so that both fit into one table.
/// </summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Timestamp), nameof(Sensor), nameof(Type), nameof(Severity), nameof(Event), nameof(Health), nameof(PreviousHealth), nameof(State),
    nameof(PreviousState), nameof(Value), nameof(PreviousValue), nameof(Unit), nameof(Threshold), nameof(Trend))]
public sealed class SensorChange
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>When the sensor was read, by the clock of this computer.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The sensor's name, with its entity if several sensors of the BMC have that name.</summary>
    public string Sensor { get; init; } = "";

    /// <summary>The sensor's name in its record.</summary>
    public string Name { get; init; } = "";

    /// <summary>Sensor type by name, such as Temperature.</summary>
    public string Type { get; init; } = "";

    /// <summary>How serious the new health is: Ok is Information.</summary>
    public SelSeverity Severity { get; init; }

    /// <summary>What changed, in words.</summary>
    public string Event { get; init; } = "";

    /// <summary>The health now.</summary>
    public SensorHealth Health { get; init; }

    /// <summary>The health before; null at the beginning of the watch.</summary>
    public SensorHealth? PreviousHealth { get; init; }

    /// <summary>The states now.</summary>
    public string[] State { get; init; } = [];

    /// <summary>The states before; null at the beginning of the watch.</summary>
    public string[]? PreviousState { get; init; }

    /// <summary>The reading now; null if there is none.</summary>
    public double? Value { get; init; }

    /// <summary>The reading that was reported last, or was read first; null if there was none.</summary>
    public double? PreviousValue { get; init; }

    /// <summary>Unit of readings and threshold, such as °C.</summary>
    public string? Unit { get; init; }

    /// <summary>The threshold that the reading has crossed, or beyond which it was before; null if none was crossed.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether the reading rose or fell; null if it did neither.</summary>
    public SensorTrend? Trend { get; init; }

    /// <summary>Number of the sensor.</summary>
    public byte Number { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName} {Sensor}: {Event}";
}

/// <summary>How a reading changed.</summary>
public enum SensorTrend
{
    /// <summary>It is higher than before.</summary>
    Rising,

    /// <summary>It is lower than before.</summary>
    Falling,
}
