namespace IpmiPS;

/// <summary>What a health test examines.</summary>
public enum HealthPart
{
    /// <summary>Whether the BMC can be reached and logged in to. Always examined.</summary>
    LogIn,

    /// <summary>The BMC itself: its self-test, and whether its firmware is being updated.</summary>
    Bmc,

    /// <summary>Power, faults of the chassis, and intrusion.</summary>
    Chassis,

    /// <summary>The sensors, without those of power supplies.</summary>
    Sensors,

    /// <summary>The sensors of power supplies, and whether the supplies are redundant.</summary>
    PowerSupplies,

    /// <summary>New events of the system event log, and whether the log is full.</summary>
    EventLog,

    /// <summary>The version of the BMC's firmware, compared with a baseline.</summary>
    Firmware,
}
