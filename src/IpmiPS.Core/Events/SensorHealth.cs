namespace IpmiPS;

/// <summary>How serious the present state of a sensor is. Ordered: <c>-ge Warning</c> finds what needs attention.</summary>
public enum SensorHealth
{
    /// <summary>Not known: no reading, or a state that only the vendor can explain.</summary>
    Unknown,

    /// <summary>Normal.</summary>
    Ok,

    /// <summary>Outside the normal range, or redundancy is reduced; the server still works. Called non-critical in the specification.</summary>
    Warning,

    /// <summary>Failed, or about to.</summary>
    Critical,

    /// <summary>Beyond the limits of the hardware, which may be damaged.</summary>
    NonRecoverable,
}
