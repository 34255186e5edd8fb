using System.Collections.Generic;
using IpmiPS.Events;

namespace IpmiPS.Oem;

/// <summary>
/// States that a vendor defines, by event/reading type, sensor type and offset; null where no meaning is known. Where the source of a table
/// does not say how serious a state is, its words decide, and a state whose words leave it open is unknown.
/// </summary>
internal sealed class OemStateTable : Dictionary<(byte EventType, byte SensorType), EventState?[]>
{
    /// <summary>Event/reading type of sensors whose states depend on the sensor type alone.</summary>
    public const byte SensorSpecific = 0x6F;

    /// <summary>The state; null if the table does not have it.</summary>
    public EventState? Find(OemState state) =>
        TryGetValue((state.EventType, state.SensorType), out var states) && state.Offset >= 0 && state.Offset < states.Length ? states[state.Offset] : null;
}
