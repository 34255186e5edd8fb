using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Events;

/// <summary>Sensor type codes. IPMI 2.0 section 42.2, table 42-3.</summary>
public static class SensorTypes
{
    /// <summary>Temperature.</summary>
    public const byte Temperature = 0x01;

    /// <summary>Voltage.</summary>
    public const byte Voltage = 0x02;

    /// <summary>Current.</summary>
    public const byte Current = 0x03;

    /// <summary>Fan.</summary>
    public const byte Fan = 0x04;

    /// <summary>Physical security, such as chassis intrusion.</summary>
    public const byte PhysicalSecurity = 0x05;

    /// <summary>Processor.</summary>
    public const byte Processor = 0x07;

    /// <summary>Power supply.</summary>
    public const byte PowerSupply = 0x08;

    /// <summary>Power unit: power and power redundancy of the whole machine.</summary>
    public const byte PowerUnit = 0x09;

    /// <summary>Memory.</summary>
    public const byte Memory = 0x0C;

    /// <summary>System firmware progress: POST codes.</summary>
    public const byte SystemFirmwareProgress = 0x0F;

    /// <summary>Event logging disabled, log cleared, log full.</summary>
    public const byte EventLoggingDisabled = 0x10;

    /// <summary>The first OEM code.</summary>
    public const byte FirstOem = 0xC0;

    private static readonly string[] Standard =
    [
        "Reserved", "Temperature", "Voltage", "Current", "Fan", "Physical Security", "Platform Security Violation Attempt",
        "Processor", "Power Supply", "Power Unit", "Cooling Device", "Other Units-based Sensor", "Memory", "Drive Slot",
        "POST Memory Resize", "System Firmware Progress", "Event Logging Disabled", "Watchdog 1", "System Event",
        "Critical Interrupt", "Button/Switch", "Module/Board", "Microcontroller/Coprocessor", "Add-in Card", "Chassis",
        "Chip Set", "Other FRU", "Cable/Interconnect", "Terminator", "System Boot Initiated", "Boot Error", "OS Boot",
        "OS Critical Stop", "Slot/Connector", "System ACPI Power State", "Watchdog 2", "Platform Alert", "Entity Presence",
        "Monitor ASIC/IC", "LAN", "Management Subsystem Health", "Battery", "Session Audit", "Version Change", "FRU State",
    ];

    /// <summary>The names of the standard sensor types, in the order of their codes, without the reserved 00h.</summary>
    public static IReadOnlyList<string> Names { get; } = new List<string>(Standard).GetRange(1, Standard.Length - 1);

    /// <summary>The name of every code, as <see cref="Describe"/> returns it.</summary>
    internal static IReadOnlyList<string> AllNames { get; } = [.. Enumerable.Range(0, 0x100).Select(static code => Describe((byte)code))];

    /// <summary>The code of a name that <see cref="Describe"/> returns, in any case of letters; null if there is no such name.</summary>
    internal static byte? Find(string name)
    {
        for (int code = 0; code < AllNames.Count; code++)
        {
            if (AllNames[code].Equals(name, StringComparison.OrdinalIgnoreCase))
                return (byte)code;
        }

        return null;
    }

    /// <summary>Whether the manufacturer defines the meaning of the code and its states.</summary>
    public static bool IsOem(byte sensorType) => sensorType >= FirstOem;

    /// <summary>The name of a sensor type; codes that the specification does not name are returned as "OEM (C5h)" or "Reserved (2Dh)".</summary>
    public static string Describe(byte sensorType) =>
        sensorType > 0 && sensorType < Standard.Length ? Standard[sensorType]
        : IsOem(sensorType) ? $"OEM ({sensorType:X2}h)"
        : $"Reserved ({sensorType:X2}h)";
}
