using IpmiPS.Events;
using static IpmiPS.Events.EventState;

namespace IpmiPS.Oem;

/// <summary>Lights of HP servers. Source: FreeIPMI, libfreeipmi/spec/ipmi-sensor-and-event-code-tables-oem-hp-spec.c (ProLiant DL160 G8).</summary>
internal static class HpeStates
{
    private const int Dl160G8 = 8192;

    private const byte Light = 0xC0, IdentifyType = 0x70, HealthType = 0x71;

    private static readonly OemStateTable s_states = new()
    {
        [(IdentifyType, Light)] = [Ok("On"), Ok("Off"), Ok("Blinking")],
        [(HealthType, Light)] = [Ok("Green"), Warn("Amber"), Fail("Red")],
    };

    public static string? NameSensorType(int productId, byte sensorType) => productId == Dl160G8 && sensorType == Light ? "LED" : null;

    public static EventState? Find(OemState state) => state.ProductId == Dl160G8 ? s_states.Find(state) : null;
}
