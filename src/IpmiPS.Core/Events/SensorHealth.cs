namespace IpmiPS;

/// <summary>What a sensor's present state means for the machine. Ordered by gravity: <c>-ge Warning</c> finds what needs attention.</summary>
public enum SensorHealth
{
    /// <summary>Not known: no reading, or a state that only the vendor can explain.</summary>
    Unknown,

    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Outside the normal, or redundancy reduced; the machine still does its work. Non-critical in the specification.</summary>
    Warning,

    /// <summary>Failed, or about to.</summary>
    Critical,

    /// <summary>Beyond the limits that the hardware can stand.</summary>
    NonRecoverable,
}
