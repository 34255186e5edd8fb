using System.Linq;
using IpmiPS.Events;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Oem;

/// <summary>
/// Supermicro's own states: the temperature of processors on boards of the generations X8, X9 and H8, and resets of the BMC. Sources: FreeIPMI,
/// libfreeipmi/util/ipmi-sensor-and-event-code-tables-util.c and etc/freeipmi_interpret_*.conf; ipmitool, lib/ipmi_sel.c for D0h.
/// </summary>
internal static class SupermicroStates
{
    private const byte OwnType = 0x70, ProcessorTemperature = 0xC0, Bmc = 0xD0;

    /// <summary>Event data 1 and 3 of a reset of the BMC.</summary>
    private const byte ResetData1 = 0x80, ResetData3 = 0xFF;

    /// <summary>As an event, overheating has this offset.</summary>
    private const int OverheatEvent = 2;

    /// <summary>X8DTH and others of its kind, X8DTU-6+, X8DTL, X8SIL-F, X9SCM, X8DTN+-F, X8SIE, X9SCA-F, H8DGU-F, H8DGU, H8DG6, X9DRi-F, X9DRi-LN4F+, X9SPU-F, X9SCM-iiF, H8SGL-F.</summary>
    private static readonly int[] s_products = [43707, 1549, 6, 1541, 1572, 1551, 1037, 1585, 43025, 4520, 48145, 1576, 1574, 1603, 1600, 42769];

    private static readonly EventState s_overheat = Fail("Overheat");

    /// <summary>A number, not a bit for each state.</summary>
    private static readonly EventState?[] s_temperatures = [Ok("Low"), Warn("Medium"), Warn("High"), null, s_overheat, null, null, Warn("Not installed")];

    private static readonly EventState[] s_resets = [Warn("BMC restarted unexpectedly"), Ok("BMC cold reset"), Ok("BMC warm reset")];

    public static string? NameSensorType(int productId, byte sensorType) =>
        sensorType == ProcessorTemperature && s_products.Contains(productId) ? "Processor Temperature" : null;

    public static EventState? FindReading(int productId, byte eventType, byte sensorType, ushort states) =>
        IsTemperature(productId, eventType, sensorType) && states < s_temperatures.Length ? s_temperatures[states] : null;

    public static EventState? FindEvent(OemEvent oemEvent) =>
        IsReset(oemEvent) ? s_resets[oemEvent.Data2]
        : IsTemperature(oemEvent.ProductId, oemEvent.EventType, oemEvent.SensorType) && oemEvent.Offset == OverheatEvent ? s_overheat
        : null;

    public static bool IsReset(OemEvent oemEvent) =>
        oemEvent is { SensorType: Bmc, Data1: ResetData1, Data3: ResetData3 } && oemEvent.Data2 < s_resets.Length;

    private static bool IsTemperature(int productId, byte eventType, byte sensorType) =>
        eventType == OwnType && sensorType == ProcessorTemperature && s_products.Contains(productId);
}
