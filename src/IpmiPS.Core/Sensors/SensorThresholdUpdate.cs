namespace IpmiPS;

/// <summary>Thresholds and hysteresis of a sensor after a change, as read back, in the sensor's unit.</summary>
public sealed class SensorThresholdUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The sensor's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name, with the entity if other sensors of the BMC have the same name.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Unit of the thresholds and the hysteresis.</summary>
    public string? Unit { get; init; }

    /// <summary>Lower non-recoverable threshold; null if the sensor does not have it.</summary>
    public double? LowerNonRecoverable { get; init; }

    /// <summary>Lower critical threshold; null if the sensor does not have it.</summary>
    public double? LowerCritical { get; init; }

    /// <summary>Lower non-critical threshold; null if the sensor does not have it.</summary>
    public double? LowerNonCritical { get; init; }

    /// <summary>Upper non-critical threshold; null if the sensor does not have it.</summary>
    public double? UpperNonCritical { get; init; }

    /// <summary>Upper critical threshold; null if the sensor does not have it.</summary>
    public double? UpperCritical { get; init; }

    /// <summary>Upper non-recoverable threshold; null if the sensor does not have it.</summary>
    public double? UpperNonRecoverable { get; init; }

    /// <summary>How far a reading must fall below an upper threshold before it counts as no longer exceeded; null if it was not to be set.</summary>
    public double? PositiveHysteresis { get; init; }

    /// <summary>How far a reading must rise above a lower threshold before it counts as no longer exceeded; null if it was not to be set.</summary>
    public double? NegativeHysteresis { get; init; }

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

    /// <summary>Which values were rounded to what the sensor can express; empty if none was.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
