namespace IpmiPS;

/// <summary>Which events a sensor sends after a change, as read back.</summary>
public sealed class SensorEventUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The sensor's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name, with the entity if other sensors of the BMC have the same name.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Whether the sensor sends event messages.</summary>
    public bool EventsEnabled { get; init; }

    /// <summary>Whether the BMC scans the sensor.</summary>
    public bool ScanningEnabled { get; init; }

    /// <summary>The events at assertion that are enabled, with "; " between them, or "None"; null if only the whole sensor can be enabled.</summary>
    public string? AssertionEvents { get; init; }

    /// <summary>The events at deassertion that are enabled, with "; " between them, or "None"; null if only the whole sensor can be enabled.</summary>
    public string? DeassertionEvents { get; init; }

    /// <summary>Number of the sensor, unique together with owner and LUN.</summary>
    public byte Number { get; init; }

    /// <summary>Owner of the sensor: a controller's slave address.</summary>
    public byte OwnerId { get; init; }

    /// <summary>LUN of the owner, 0 to 3.</summary>
    public byte OwnerLun { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether everything was read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
