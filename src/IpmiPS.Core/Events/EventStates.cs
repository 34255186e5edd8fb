namespace IpmiPS.Events;

/// <summary>
/// Text and severity of the offsets of event/reading types. IPMI 2.0 section 42.1 (event/reading types)
/// and 42.2 (sensor types).
/// </summary>
public static class EventStates
{
    /// <summary>Event/reading type of threshold-based sensors.</summary>
    public const byte Threshold = 0x01;

    /// <summary>Event/reading type whose states are severities.</summary>
    public const byte SeverityStates = 0x07;

    /// <summary>Event/reading type of sensors whose states depend on the sensor type alone.</summary>
    public const byte SensorSpecific = 0x6F;

    private const byte FirstOem = 0x70;

    /// <summary>Whether the manufacturer defines the meaning of the event/reading type.</summary>
    /// <param name="eventReadingType">Event/reading type code; bit 7 is ignored.</param>
    internal static bool IsOem(byte eventReadingType) => (eventReadingType & 0x7F) >= FirstOem;

    /// <summary>The text of the specification; null if it has none (OEM types, reserved offsets).</summary>
    /// <param name="eventReadingType">Event/reading type code; bit 7 is ignored.</param>
    /// <param name="sensorType">Sensor type code.</param>
    /// <param name="offset">Offset of the state or event, 0 to 14.</param>
    public static string? Describe(byte eventReadingType, byte sensorType, int offset) =>
        Find(eventReadingType, sensorType, offset)?.Text;

    /// <summary>The health of a sensor in this state. Unknown if the specification does not define the state.</summary>
    /// <inheritdoc cref="Describe"/>
    public static SensorHealth Health(byte eventReadingType, byte sensorType, int offset) =>
        Find(eventReadingType, sensorType, offset)?.Health ?? SensorHealth.Unknown;

    /// <summary>The severity of the event that this state began or ended.</summary>
    /// <param name="eventReadingType">Event/reading type code; bit 7 is ignored.</param>
    /// <param name="sensorType">Sensor type code.</param>
    /// <param name="offset">Offset of the event, 0 to 14.</param>
    /// <param name="asserted">True if the state began, false if it ended.</param>
    public static SelSeverity Severity(byte eventReadingType, byte sensorType, int offset, bool asserted) =>
        Find(eventReadingType, sensorType, offset) is { } state
            ? asserted ? state.Asserted : state.Deasserted
            : SelSeverity.Unknown;

    private static EventState? Find(byte eventReadingType, byte sensorType, int offset)
    {
        int type = eventReadingType & 0x7F;
        var states = type == SensorSpecific
            ? SensorSpecificStates.Of(sensorType)
            : GenericStates.Of(type, sensorType);
        return states is not null && offset >= 0 && offset < states.Length ? states[offset] : null;
    }
}
