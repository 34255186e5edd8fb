using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Events;

/// <summary>
/// Describes event data 2 and 3: the sensor-specific extensions of IPMI 2.0 table 42-3, and the
/// previous state and severity of discrete events (table 29-6).
/// </summary>
internal static class EventDetails
{
    private const byte Unspecified = 0xFF;
    private const int UnspecifiedOffset = 0xF;
    private const int AnyOffset = -1;

    private static readonly string?[] FirmwareErrors =
    [
        "Unspecified", "No system memory is physically installed in the system", "No usable system memory, all installed memory has experienced an unrecoverable failure",
        "Unrecoverable hard-disk/ATAPI/IDE device failure", "Unrecoverable system-board failure", "Unrecoverable diskette subsystem failure",
        "Unrecoverable hard-disk controller failure", "Unrecoverable PS/2 or USB keyboard failure", "Removable boot media not found",
        "Unrecoverable video controller failure", "No video device detected", "Firmware (BIOS) ROM corruption detected", "CPU voltage mismatch",
        "CPU speed matching failure",
    ];

    private static readonly string?[] FirmwareProgress =
    [
        "Unspecified", "Memory initialization", "Hard-disk initialization", "Secondary processor(s) initialization", "User authentication",
        "User-initiated system setup", "USB resource configuration", "PCI resource configuration", "Option ROM initialization", "Video initialization",
        "Cache initialization", "SM Bus initialization", "Keyboard controller initialization", "Embedded controller/management controller initialization",
        "Docking station attachment", "Enabling docking station", "Docking station ejection", "Disabling docking station",
        "Calling operating system wake-up vector", "Starting operating system boot process", "Baseboard or motherboard initialization", null,
        "Floppy initialization", "Keyboard test", "Pointing device test", "Primary processor initialization",
    ];

    private static readonly string?[] VersionChanges =
    [
        "unspecified", "management controller device ID", "management controller firmware revision", "management controller device revision",
        "management controller manufacturer ID", "management controller IPMI version", "management controller auxiliary firmware ID",
        "management controller firmware boot block", "other management controller firmware", "system firmware (EFI/BIOS)", "SMBIOS", "operating system",
        "operating system loader", "service or diagnostic partition", "management software agent", "management software application",
        "management software middleware", "programmable hardware", "board/FRU module", "board/FRU component", "board/FRU replaced with equivalent version",
        "board/FRU replaced with newer version", "board/FRU replaced with older version", "board/FRU hardware configuration",
    ];

    private static readonly string?[] RestartCauses =
    [
        "unknown", "Chassis Control command", "reset via pushbutton", "power-up via power pushbutton", "watchdog expiration", "OEM",
        "automatic power-up, always restore policy", "automatic power-up, restore previous state policy", "reset via PEF", "power-cycle via PEF",
        "soft reset", "power-up via RTC wakeup",
    ];

    private static readonly string?[] SlotTypes =
    [
        "PCI", "Drive Array", "External Peripheral Connector", "Docking", "other standard internal expansion slot", "slot of the sensor's entity",
        "AdvancedTCA", "DIMM/memory device", "FAN", "PCI Express", "SCSI (parallel)", "SATA/SAS", "USB",
    ];

    private static readonly string?[] FruStateCauses =
    [
        "normal state change", "change commanded by software external to the FRU", "operator changed a handle latch", "operator pressed the hot swap push button",
        "FRU programmatic action", "communication lost", "communication lost due to local failure", "unexpected extraction", "operator intervention/update",
        "unable to compute IPMB address", "unexpected deactivation", null, null, null, null, "unknown",
    ];

    /// <summary>By sensor type and offset; each reads event data 2.</summary>
    private static readonly Dictionary<(byte SensorType, int Offset), Func<byte, string?>> Data2 = new()
    {
        [(0x05, 4)] = data => $"Network controller {data}",
        [(0x0F, 0)] = data => Choice(null, FirmwareErrors, data),
        [(0x0F, 1)] = data => Choice(null, FirmwareProgress, data),
        [(0x0F, 2)] = data => Choice(null, FirmwareProgress, data),
        [(0x10, 0)] = data => $"Memory module/device {data}",
        [(0x10, 1)] = data => $"Event/reading type {data:X2}h",
        [(0x10, 6)] = data => $"Processor {data}",
        [(0x12, 3)] = data => Join(
            Choice("Log type", ["MCA", "OEM 1", "OEM 2"], data & 0xF),
            Choice("Action", ["entry added", "entry added because the event has no standard form", "entry added along with SEL entries", "log cleared", "log disabled", "log enabled"], data >> 4)),
        [(0x12, 4)] = data => Bits("Action", ["alert", "power off", "reset", "power cycle", "OEM action", "diagnostic interrupt (NMI)"], data),
        [(0x12, 5)] = data => Join((data & 0x80) == 0 ? "First of pair" : "Second of pair", Choice("Clock", ["SEL", "SDR"], data & 0xF)),
        [(0x19, 0)] = data => DescribePowerState("Requested power state", data),
        [(0x1D, 7)] = data => Choice("Restart cause", RestartCauses, data & 0xF),
        [(0x21, AnyOffset)] = data => Choice("Slot/connector type", SlotTypes, data & 0x7F),
        [(0x23, AnyOffset)] = data => Join(
            Choice("Interrupt", ["none", "SMI", "NMI", "messaging interrupt"], data >> 4),
            Choice("Timer use", [null, "BIOS FRB2", "BIOS/POST", "OS Load", "SMS/OS", "OEM"], data & 0xF)),
        [(0x28, 0)] = data => $"Sensor number {data:X2}h",
        [(0x28, 4)] = data => $"Sensor number {data:X2}h",
        [(0x28, 5)] = data => (data & 0x80) != 0 ? $"Logical FRU, LUN {data >> 3 & 3}" : $"FRU on private bus {data & 7}, LUN {data >> 3 & 3}",
        [(0x2A, AnyOffset)] = data => (data & 0x3F) == 0 ? "User unspecified" : $"User ID {data & 0x3F}",
        [(0x2B, AnyOffset)] = data => Choice("Version change", VersionChanges, data),
        [(0x2C, AnyOffset)] = data => Join(Choice("Cause", FruStateCauses, data >> 4), Offset("Previous state", EventStates.SensorSpecific, 0x2C, data & 0xF)),
    };

    /// <summary>By sensor type and offset; each reads event data 3.</summary>
    private static readonly Dictionary<(byte SensorType, int Offset), Func<byte, string?>> Data3 = new()
    {
        [(0x08, 6)] = data => Choice("Error", ["vendor mismatch", "revision mismatch", "processor missing", "power supply rating mismatch", "voltage rating mismatch"], data & 0xF),
        [(0x0C, AnyOffset)] = data => $"Memory module/device {data}",
        [(0x10, 1)] = data => (data & 0x20) != 0 ? "All events of the type" : $"{((data & 0x10) != 0 ? "Assertion" : "Deassertion")} of offset {data & 0xF}",
        [(0x10, 5)] = data => data <= 100 ? $"SEL {data} % full" : null,
        [(0x10, 6)] = data => (data & 0x80) != 0 ? "Vendor-specific processor number" : "Entity instance number",
        [(0x19, 0)] = data => data == 0x0D ? "Power state at time of request: unknown" : DescribePowerState("Power state at time of request", data),
        [(0x1D, 7)] = data => $"Channel {data & 0xF}",
        [(0x21, AnyOffset)] = data => $"Slot/connector {data}",
        [(0x28, 5)] = data => $"FRU device {data:X2}h",
        [(0x2A, AnyOffset)] = data => Join(
            $"Channel {data & 0xF}",
            Choice("Cause", [null, "Close Session command", "timeout", "configuration change"], data >> 4 & 3)),
    };

    /// <summary>Describes the extension in event data 2, if event data 1 says that there is one; null if it is unspecified.</summary>
    public static string? DescribeData2(byte eventType, byte sensorType, int offset, byte data) =>
        Describe(Data2, 2, eventType, sensorType, offset, data);

    /// <summary>Describes the extension in event data 3, if event data 1 says that there is one; null if it is unspecified.</summary>
    public static string? DescribeData3(byte eventType, byte sensorType, int offset, byte data) =>
        Describe(Data3, 3, eventType, sensorType, offset, data);

    /// <summary>
    /// Describes event data 2 of a discrete event whose event data 1 has bits 7:6 = 01b: the previous state in bits 3:0, and the
    /// severity in bits 7:4 as an offset of event/reading type 07h. Null if both are unspecified. IPMI 2.0 section 29.7, table 29-6.
    /// </summary>
    public static string? DescribePreviousStateAndSeverity(byte eventType, byte sensorType, byte data) =>
        Join(Offset("Previous state", eventType, sensorType, data & 0xF), Offset("Severity", EventStates.SeverityStates, sensorType, data >> 4));

    /// <summary>Joins the parts that are not null with semicolons; null if there are none.</summary>
    public static string? Join(params string?[] parts)
    {
        string text = string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
        return text.Length == 0 ? null : text;
    }

    private static string? Describe(
        Dictionary<(byte SensorType, int Offset), Func<byte, string?>> table, int number, byte eventType, byte sensorType, int offset, byte data)
    {
        if (data == Unspecified)
            return null;

        // The extensions of a sensor type apply to its sensor-specific states, not to those of generic event types.
        string? text = null;
        if ((eventType == EventStates.SensorSpecific && table.TryGetValue((sensorType, offset), out var describe))
            || table.TryGetValue((sensorType, AnyOffset), out describe))
            text = describe(data);
        return text ?? $"Data {number}: {data:X2}h";
    }

    private static string? Offset(string label, byte eventType, byte sensorType, int offset) =>
        offset == UnspecifiedOffset ? null : $"{label}: {EventStates.Describe(eventType, sensorType, offset) ?? $"offset {offset:X2}h"}";

    private static string? DescribePowerState(string label, byte data) =>
        data < 0x0D && EventStates.Describe(EventStates.SensorSpecific, 0x22, data) is { } state ? $"{label}: {state}" : null;

    private static string? Choice(string? label, string?[] words, int index) =>
        index >= words.Length || words[index] is not { } word ? null
        : label is null ? word
        : $"{label}: {word}";

    private static string? Bits(string label, string[] words, byte bits)
    {
        string set = string.Join(", ", words.Where((_, bit) => (bits >> bit & 1) != 0));
        return set.Length == 0 ? null : $"{label}: {set}";
    }
}
