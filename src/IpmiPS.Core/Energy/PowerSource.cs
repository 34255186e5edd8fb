namespace IpmiPS;

/// <summary>Where a power figure comes from.</summary>
public enum PowerSource
{
    /// <summary>Nowhere: the BMC reports no power.</summary>
    Unknown = 0,

    /// <summary>The BMC's own measurement, by DCMI.</summary>
    Dcmi = 1,

    /// <summary>Intel Node Manager, in the management engine behind the BMC.</summary>
    NodeManager = 2,

    /// <summary>Sensors that measure watts.</summary>
    Sensor = 3,
}
