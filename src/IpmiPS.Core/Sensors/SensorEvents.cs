namespace IpmiPS;

/// <summary>Which events a sensor sends, and which have occurred. Events are named as in the specification, with "; " between them; "None" is no event.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(DisplayName), nameof(Type), nameof(EventsEnabled), nameof(ScanningEnabled), nameof(AssertionEvents), nameof(DeassertionEvents),
    nameof(SupportedAssertionEvents), nameof(SupportedDeassertionEvents), nameof(OccurredEvents), nameof(EventControl), nameof(Notes))]
public sealed class SensorEvents
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The sensor's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name, with the entity if other sensors of the BMC have the same name.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Sensor type by name, such as Temperature.</summary>
    public string Type { get; init; } = "";

    /// <summary>Whether the sensor sends event messages; null if the BMC does not report it.</summary>
    public bool? EventsEnabled { get; init; }

    /// <summary>Whether the BMC scans the sensor; null if it does not report it.</summary>
    public bool? ScanningEnabled { get; init; }

    /// <summary>The events at assertion that are enabled; null if the BMC does not report it, or if only the whole sensor can be enabled.</summary>
    public string? AssertionEvents { get; init; }

    /// <summary>The events at deassertion that are enabled; null as for <see cref="AssertionEvents"/>.</summary>
    public string? DeassertionEvents { get; init; }

    /// <summary>The events at assertion that the sensor can send, from its record.</summary>
    public string SupportedAssertionEvents { get; init; } = "";

    /// <summary>The events at deassertion that the sensor can send, from its record.</summary>
    public string SupportedDeassertionEvents { get; init; } = "";

    /// <summary>
    /// The events at assertion that have occurred: those of the present state and, for a sensor that is re-armed by hand, those since
    /// then. Null if the BMC does not report it.
    /// </summary>
    public string? OccurredEvents { get; init; }

    /// <summary>How far event messages can be enabled and disabled.</summary>
    public SensorEventControl EventControl { get; init; }

    /// <summary>Whether the sensor re-arms itself when an event is over; otherwise Reset-IpmiSensor does.</summary>
    public bool RearmsItself { get; init; }

    /// <summary>Number of the sensor, unique together with owner and LUN.</summary>
    public byte Number { get; init; }

    /// <summary>Owner of the sensor: a controller's slave address.</summary>
    public byte OwnerId { get; init; }

    /// <summary>LUN of the owner, 0 to 3.</summary>
    public byte OwnerLun { get; init; }

    /// <summary>Why something is null; empty if there is nothing to say.</summary>
    public string[] Notes { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => DisplayName;
}
