using System.Collections.Generic;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Events;

/// <summary>The states of generic event/reading types 01h to 0Ch, by offset. IPMI 2.0 section 42.1, table 42-2.</summary>
internal static class GenericStates
{
    private static readonly EventState[]?[] ByType =
    [
        null,
        /* 01h threshold. A threshold passed on the way back to normal leaves the next milder state. */
        [
            Warn("Lower Non-critical - going low"), Ok("Lower Non-critical - going high"),
            Fail("Lower Critical - going low"), Warn("Lower Critical - going high"),
            Fatal("Lower Non-recoverable - going low"), Fail("Lower Non-recoverable - going high"),
            Ok("Upper Non-critical - going low"), Warn("Upper Non-critical - going high"),
            Warn("Upper Critical - going low"), Fail("Upper Critical - going high"),
            Fail("Upper Non-recoverable - going low"), Fatal("Upper Non-recoverable - going high"),
        ],
        /* 02h usage */
        [Ok("Transition to Idle"), Ok("Transition to Active"), Ok("Transition to Busy")],
        /* 03h state; its weight depends on the sensor type, see Special */
        [Ok("State Deasserted"), Warn("State Asserted")],
        /* 04h predictive failure */
        [Ok("Predictive Failure deasserted"), Warn("Predictive Failure asserted")],
        /* 05h limit */
        [Good("Limit Not Exceeded"), Fail("Limit Exceeded")],
        /* 06h performance */
        [Good("Performance Met"), Warn("Performance Lags")],
        /* 07h severity */
        [
            Ok("Transition to OK"), Warn("Transition to Non-Critical from OK"), Fail("Transition to Critical from less severe"),
            Fatal("Transition to Non-recoverable from less severe"), Warn("Transition to Non-Critical from more severe"),
            Fail("Transition to Critical from Non-recoverable"), Fatal("Transition to Non-recoverable"), Ok("Monitor"), Ok("Informational"),
        ],
        /* 08h presence */
        [Gone("Device Removed/Device Absent"), Good("Device Inserted/Device Present")],
        /* 09h enabled; some controllers say "disabled" of a host that is switched off, so that is no fault by itself */
        [Ok("Device Disabled"), Ok("Device Enabled")],
        /* 0Ah availability */
        [
            Ok("Transition to Running"), Ok("Transition to In Test"), Ok("Transition to Power Off"), Ok("Transition to On Line"),
            Warn("Transition to Off Line"), Warn("Transition to Off Duty"), Warn("Transition to Degraded"), Ok("Transition to Power Save"),
            Fail("Install Error"),
        ],
        /* 0Bh redundancy. A server built with one power supply reports "sufficient resources" for life. */
        [
            Good("Fully Redundant"), Fail("Redundancy Lost"), Warn("Redundancy Degraded"),
            Warn("Non-redundant: Sufficient Resources from Redundant"), Warn("Non-redundant: Sufficient Resources from Insufficient Resources"),
            Fail("Non-redundant: Insufficient Resources"), Warn("Redundancy Degraded from Fully Redundant"), Warn("Redundancy Degraded from Non-redundant"),
        ],
        /* 0Ch ACPI device power */
        [Ok("D0 Power State"), Ok("D1 Power State"), Ok("D2 Power State"), Ok("D3 Power State")],
    ];

    private static readonly EventState[] Alarm = [Ok("State Deasserted"), Fail("State Asserted")];
    private static readonly EventState[] Harmless = [Ok("State Deasserted"), Ok("State Asserted")];
    private static readonly EventState[] FanPresence = [Fail("Device Removed/Device Absent"), Good("Device Inserted/Device Present")];

    /// <summary>Generic states that are more or less serious for a sensor type: (event/reading type, sensor type).</summary>
    private static readonly Dictionary<(int Type, byte SensorType), EventState[]> Special = new()
    {
        [(0x03, SensorTypes.PhysicalSecurity)] = Alarm,
        [(0x03, SensorTypes.Processor)] = Alarm,
        [(0x03, SensorTypes.Memory)] = Alarm,
        [(0x03, 0x0D /* drive slot */)] = Harmless,
        [(0x03, 0x14 /* button */)] = Harmless,
        [(0x03, 0x15 /* module/board */)] = Alarm,
        [(0x03, 0x1E /* boot error */)] = Alarm,
        [(0x03, 0x20 /* OS critical stop */)] = Alarm,
        [(0x08, SensorTypes.Fan)] = FanPresence,
    };

    public static EventState[]? Of(int type, byte sensorType) =>
        Special.TryGetValue((type, sensorType), out var states) ? states
        : type < ByType.Length ? ByType[type]
        : null;
}
