namespace IpmiPS;

/// <summary>What a sensor's present state means for the machine.</summary>
public enum SensorHealth
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Outside the normal, or redundancy reduced; the machine still does its work. Non-critical in the specification.</summary>
    Warning,

    /// <summary>Failed, or about to.</summary>
    Critical,

    /// <summary>Beyond the limits that the hardware can stand.</summary>
    NonRecoverable,

    /// <summary>Not known: no reading, or a state that only the vendor can explain.</summary>
    Unknown,
}
