using System.Collections.Generic;

namespace IpmiPS.Sensors;

/// <summary>Which events a sensor is to send; null for what is to stay.</summary>
internal sealed record SensorEventSettings
{
    /// <summary>Whether the sensor sends event messages.</summary>
    public bool? EventsEnabled { get; init; }

    /// <summary>Whether the sensor is scanned.</summary>
    public bool? ScanningEnabled { get; init; }

    /// <summary>The events at assertion to enable; all others are disabled.</summary>
    public IReadOnlyList<NamePattern>? AssertionEvents { get; init; }

    /// <summary>The events at deassertion to enable; all others are disabled.</summary>
    public IReadOnlyList<NamePattern>? DeassertionEvents { get; init; }

    /// <summary>Events to enable, besides those that are enabled.</summary>
    public IReadOnlyList<NamePattern> Enable { get; init; } = [];

    /// <summary>Events to disable.</summary>
    public IReadOnlyList<NamePattern> Disable { get; init; } = [];

    /// <summary>Whether <see cref="Enable"/> and <see cref="Disable"/> are about assertion, deassertion or both.</summary>
    public SensorEventDirection Direction { get; init; } = SensorEventDirection.Both;

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this is { EventsEnabled: null, ScanningEnabled: null } && !NamesEvents;

    /// <summary>Whether single events are named.</summary>
    public bool NamesEvents => AssertionEvents is not null || DeassertionEvents is not null || Enable.Count > 0 || Disable.Count > 0;
}
