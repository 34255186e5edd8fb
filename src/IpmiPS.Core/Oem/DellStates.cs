using IpmiPS.Events;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Oem;

/// <summary>
/// Dell's own sensor types and states. Sources: FreeIPMI, libfreeipmi/spec/ipmi-sensor-and-event-code-tables-oem-dell-spec.c (PowerEdge R610, R710
/// and R720, whose product ID is 256), and etc/freeipmi_interpret_sensor.conf for how serious C0h and 70h are; ipmitool,
/// include/ipmitool/ipmi_sel.h for the names of C2h and C3h.
/// </summary>
internal static class DellStates
{
    /// <summary>Product ID of the servers for which the states are known.</summary>
    private const int PowerEdge = 0x100;

    private const byte Status = 0x70, Performance = 0xC0, LinkTuning = 0xC1, NonFatalError = 0xC2, FatalError = 0xC3, Upgrade = 0xC4;

    private static readonly EventState?[] s_status =
    [
        Fail("Absent"), Ok("Standby"), Ok("IPMI function ready"), Ok("Fully ready"), Warn("Offline"), Fail("Failed"), Ok("Active"), Ok("Booting"), Warn("Write protected"),
    ];

    private static readonly OemStateTable s_states = new()
    {
        [(OemStateTable.SensorSpecific, Performance)] =
        [
            Ok("Good"), Warn("Degraded, other cause"), Warn("Degraded, thermal protection"), Warn("Degraded, cooling capacity changed"),
            Warn("Degraded, power capacity changed"), Warn("Degraded, power capacity set by the user"), Fail("Halted, power above capacity"),
            Warn("Degraded, power above capacity"),
        ],
        [(OemStateTable.SensorSpecific, LinkTuning)] =
        [
            Ok("Good"), Warn("Virtual MAC address not programmed"), Warn("Option ROM without link tuning or flex address"),
            Warn("No link tuning or flex address data"),
        ],
        [(OemStateTable.SensorSpecific, NonFatalError)] = [Warn("PCIe error"), Warn("QPI link degraded")],
        [(OemStateTable.SensorSpecific, FatalError)] = [Ok("Successful"), Fail("Fatal I/O error")],
        [(OemStateTable.SensorSpecific, Upgrade)] = [Ok("Successful"), Fail("Failed")],
    };

    public static string? NameSensorType(int productId, byte sensorType) => sensorType switch
    {
        NonFatalError => "Non-Fatal Error",
        FatalError => "Fatal I/O Error",
        Performance when productId == PowerEdge => "System Performance",
        LinkTuning when productId == PowerEdge => "Link Tuning",
        Upgrade when productId == PowerEdge => "Upgrade",
        _ => null,
    };

    public static EventState? Find(OemState state) =>
        state.ProductId != PowerEdge ? null
        : state.EventType == Status ? (state.Offset < s_status.Length ? s_status[state.Offset] : null)
        : s_states.Find(state);
}
