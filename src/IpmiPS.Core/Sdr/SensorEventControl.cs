namespace IpmiPS;

/// <summary>How far the event messages of a sensor can be enabled and disabled. IPMI 2.0 section 43.1, byte 12.</summary>
public enum SensorEventControl
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Each event by itself, or the whole sensor.</summary>
    PerEvent = 1,

    /// <summary>Only the whole sensor.</summary>
    WholeSensor = 2,

    /// <summary>Only for all sensors of the controller together.</summary>
    Global = 3,

    /// <summary>The sensor sends no events.</summary>
    NoEvents = 4,
}
