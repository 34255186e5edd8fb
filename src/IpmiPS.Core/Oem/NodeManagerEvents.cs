using IpmiPS.Events;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Oem;

/// <summary>
/// Events of Intel Node Manager and the management engine, which boards of several vendors have. Source: FreeIPMI,
/// include/freeipmi/spec/oem/ipmi-*-oem-intel-node-manager-spec.h and libfreeipmi/sel/ipmi-sel-string-intel-node-manager.c;
/// etc/freeipmi_interpret_sel.conf for how serious they are.
/// </summary>
internal static class NodeManagerEvents
{
    private const byte SensorType = 0xDC, Policy = 0x72, Health = 0x73, Capabilities = 0x74, FirmwareHealth = 0x75;

    /// <summary>Number of the firmware's sensor, and offset of its only event.</summary>
    private const byte FirmwareSensor = 0x17, FirmwareStatus = 0;

    private const int HealthOfNodeManager = 2, CorrectionTimeExceeded = 0x08, ThresholdNumber = 0x03;

    /// <summary>Errors of a health event, from 8h on, in bits 7:4 of data 2.</summary>
    private static readonly string[] s_errors =
    [
        "outlet temperature cannot be read", "airflow cannot be read", "policy misconfigured", "power sensor cannot be read", "inlet temperature cannot be read",
        "no communication with the host", "clock not synchronized", "shutdown by a policy",
    ];

    private const int FirstError = 8, FirstErrorOfPolicy = 0xA, PowerSensorError = 0xB, InletSensorError = 0xC;

    private static readonly string?[] s_firmware =
    [
        "recovery forced by GPIO", "image execution failed", "flash erase error", "flash state", "internal error", "BMC did not respond to a cold reset", "flash update requested by the BIOS",
        "manufacturing error", "persistent storage integrity error", "firmware exception", "flash wear-out protection", null, null, "PECI over DMI error", "MCTP error", "auto-configuration finished",
    ];

    private static readonly string[] s_domains = ["entire platform", "CPU subsystem", "memory subsystem", "3", "high power I/O subsystem"];

    public static string? NameSensorType(byte sensorType) => sensorType == SensorType ? "Node Manager" : null;

    /// <summary>What the event says; null if it is not one of Node Manager.</summary>
    public static EventState? Find(OemEvent oemEvent) => oemEvent.SensorType != SensorType ? null : oemEvent.EventType switch
    {
        Policy => Warn((oemEvent.Data1 & CorrectionTimeExceeded) != 0 ? "Policy correction time exceeded" : $"Policy threshold {oemEvent.Data1 & ThresholdNumber} exceeded"),
        Health when oemEvent.Offset == HealthOfNodeManager => Warn(ErrorOf(oemEvent) is { } error ? $"Node Manager: {error}" : "Node Manager health"),
        Capabilities => Warn("Node Manager capabilities changed"),
        FirmwareHealth when IsFirmware(oemEvent) => Warn(TextOf(s_firmware, oemEvent.Data2) is { } status && oemEvent.HasData2 ? $"Management engine: {status}" : "Management engine firmware status"),
        _ => null,
    };

    /// <summary>Domain, policy and further data; null if the event is not one of Node Manager.</summary>
    public static string? Describe(OemEvent oemEvent) => Find(oemEvent) is null ? null : oemEvent.EventType switch
    {
        Capabilities => $"Policy interface {Available(oemEvent, 0)}; monitoring {Available(oemEvent, 1)}; power limiting {Available(oemEvent, 2)}",
        FirmwareHealth => oemEvent.HasData3 ? $"Extended error {oemEvent.Data3:X2}h" : null,
        Health => WithDomain(oemEvent, (oemEvent.Data2 >> 4) switch
        {
            PowerSensorError => $"Power sensor at {oemEvent.Data3:X2}h",
            InletSensorError => $"Inlet sensor at {oemEvent.Data3:X2}h",
            FirstErrorOfPolicy => $"Policy {oemEvent.Data3}",
            _ => null,
        }),
        _ => WithDomain(oemEvent, $"Policy {oemEvent.Data3}"),
    };

    private static bool IsFirmware(OemEvent oemEvent) => oemEvent is { SensorNumber: FirmwareSensor, Offset: FirmwareStatus };

    private static string? ErrorOf(OemEvent oemEvent) =>
        oemEvent.HasData2 && oemEvent.Data2 >> 4 is >= FirstError and var code ? s_errors[code - FirstError] : null;

    private static string Available(OemEvent oemEvent, int bit) => (oemEvent.Data1 >> bit & 1) != 0 ? "available" : "not available";

    private static string? WithDomain(OemEvent oemEvent, string? third)
    {
        int domain = oemEvent.Data2 & 0x0F;
        string? second = oemEvent.HasData2 ? $"Domain: {TextOf(s_domains, domain) ?? domain.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : null;
        return EventDetails.Join(second, oemEvent.HasData3 ? third : null);
    }

    private static string? TextOf(string?[] texts, int index) => index < texts.Length ? texts[index] : null;
}
