namespace IpmiPS.Oem;

/// <summary>A state of a sensor whose event/reading type or sensor type is the manufacturer's.</summary>
/// <param name="ProductId">Product ID of the BMC, assigned by the manufacturer.</param>
/// <param name="EventType">Event/reading type code, without the direction.</param>
/// <param name="SensorType">Sensor type code.</param>
/// <param name="Offset">Offset of the state.</param>
internal readonly record struct OemState(int ProductId, byte EventType, byte SensorType, int Offset);
