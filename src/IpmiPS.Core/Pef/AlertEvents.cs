using System;

namespace IpmiPS;

/// <summary>Groups of events for which alerts are sent. Each group is one or a few event filters of the BMC.</summary>
[Flags]
public enum AlertEvents
{
    /// <summary>No event.</summary>
    None = 0,

    /// <summary>A temperature beyond a critical or non-recoverable threshold.</summary>
    CriticalTemperature = 0x1,

    /// <summary>A temperature beyond a non-critical threshold.</summary>
    TemperatureWarning = 0x2,

    /// <summary>A temperature beyond any threshold.</summary>
    AnyTemperature = CriticalTemperature | TemperatureWarning,

    /// <summary>A voltage beyond a critical or non-recoverable threshold.</summary>
    CriticalVoltage = 0x4,

    /// <summary>A voltage beyond a non-critical threshold.</summary>
    VoltageWarning = 0x8,

    /// <summary>A voltage beyond any threshold.</summary>
    AnyVoltage = CriticalVoltage | VoltageWarning,

    /// <summary>A fan beyond a critical or non-recoverable threshold.</summary>
    Fan = 0x10,

    /// <summary>Any sensor beyond a critical or non-recoverable threshold.</summary>
    CriticalThreshold = 0x20,

    /// <summary>Any sensor without thresholds that reports a critical or non-recoverable state.</summary>
    CriticalState = 0x40,

    /// <summary>Redundancy of power supplies, fans or other parts lost or degraded.</summary>
    Redundancy = 0x80,

    /// <summary>A power supply failed, is about to fail, has no input, or does not fit.</summary>
    PowerSupply = 0x100,

    /// <summary>The input power was lost, or the power control or the power unit failed.</summary>
    PowerUnit = 0x200,

    /// <summary>Internal, thermal or configuration error of a processor, or machine check.</summary>
    ProcessorError = 0x400,

    /// <summary>Memory error that cannot be corrected, too many that can, or a module disabled.</summary>
    MemoryError = 0x800,

    /// <summary>A drive failed or is about to fail, or its array is critical or failed.</summary>
    Drive = 0x1000,

    /// <summary>Error of a bus, such as PCI Express, or a fatal interrupt.</summary>
    BusError = 0x2000,

    /// <summary>The watchdog expired, or reset or switched off the system.</summary>
    Watchdog = 0x4000,

    /// <summary>The operating system crashed.</summary>
    OsCrash = 0x8000,

    /// <summary>The system firmware (BIOS) found an error or hangs in its self-test.</summary>
    FirmwareError = 0x10000,

    /// <summary>A battery is low or failed.</summary>
    Battery = 0x20000,

    /// <summary>Every fault: all groups that mean that something is broken or about to be.</summary>
    AnyFault = CriticalTemperature | CriticalVoltage | Fan | CriticalThreshold | CriticalState | Redundancy | PowerSupply | PowerUnit | ProcessorError | MemoryError | Drive | BusError | Watchdog | OsCrash | FirmwareError | Battery,

    /// <summary>The chassis or a part of it was opened, or the LAN cable was pulled.</summary>
    ChassisIntrusion = 0x40000,

    /// <summary>The event log is full or nearly full.</summary>
    SelFull = 0x80000,

    /// <summary>The system was switched on, off, or to a sleep state.</summary>
    PowerState = 0x100000,
}
