namespace IpmiPS.Oem;

/// <summary>A discrete event whose data may be the manufacturer's.</summary>
/// <param name="ProductId">Product ID of the BMC, assigned by the manufacturer.</param>
/// <param name="IsIpmi15">Whether the BMC reports IPMI 1.5.</param>
/// <param name="GeneratorId">Low byte slave address or software ID.</param>
/// <param name="SensorType">Sensor type code.</param>
/// <param name="SensorNumber">Sensor number.</param>
/// <param name="EventType">Event/reading type code.</param>
/// <param name="Data1">Event data 1.</param>
/// <param name="Data2">Event data 2.</param>
/// <param name="Data3">Event data 3.</param>
internal readonly record struct OemEvent(int ProductId, bool IsIpmi15, ushort GeneratorId, byte SensorType, byte SensorNumber, byte EventType, byte Data1, byte Data2, byte Data3)
{
    private const byte SensorSpecificType = 0x6F;

    /// <summary>The state that began or ended.</summary>
    public OemState State => new(ProductId, EventType, SensorType, Offset);

    /// <summary>Offset of the event.</summary>
    public int Offset => Data1 & 0x0F;

    /// <summary>Whether data 2 has an OEM or sensor-specific code. IPMI 2.0 table 29-6.</summary>
    public bool HasData2 => (Data1 & 0x80) != 0;

    /// <summary>Whether data 3 has an OEM or sensor-specific code.</summary>
    public bool HasData3 => (Data1 & 0x20) != 0;

    /// <summary>Whether it is a sensor-specific event of this sensor type.</summary>
    public bool IsOf(byte sensorType) => EventType == SensorSpecificType && SensorType == sensorType;
}
