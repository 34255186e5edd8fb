namespace IpmiPS.Simulator;

/// <summary>An event message: what a sensor or software reports, and what the SEL keeps of it in a record of type 02h. IPMI 2.0 sections 29.3 and 32.1.</summary>
/// <param name="Generator">Slave address or software ID of who reports it.</param>
/// <param name="GeneratorChannel">[7:4] channel, [1:0] LUN of who reports it.</param>
/// <param name="SensorType">Sensor type.</param>
/// <param name="SensorNumber">Sensor number.</param>
/// <param name="Type">[7] deassertion, [6:0] event/reading type.</param>
/// <param name="Data1">[7:4] what data 2 and 3 hold, [3:0] offset.</param>
/// <param name="Data2">Event data 2.</param>
/// <param name="Data3">Event data 3.</param>
internal readonly record struct EventMessage(byte Generator, byte GeneratorChannel, byte SensorType, byte SensorNumber, byte Type, byte Data1, byte Data2 = 0xFF, byte Data3 = 0xFF)
{
    /// <summary>Record type of the SEL.</summary>
    public const byte RecordType = 0x02;

    private const byte DeassertionBit = 0x80;

    /// <summary>Event message revision.</summary>
    public byte Revision { get; init; } = 0x04;

    public int Offset => Data1 & 0x0F;

    /// <summary>The event/reading type, without the direction.</summary>
    public byte EventType => (byte)(Type & ~DeassertionBit);

    /// <summary>The type byte of an event.</summary>
    public static byte TypeOf(byte eventType, bool assertion) => (byte)(eventType | (assertion ? 0 : DeassertionBit));

    /// <summary>The 13 bytes after the type of a record; the log sets the time.</summary>
    public byte[] ToRecordData() => [0, 0, 0, 0, Generator, GeneratorChannel, Revision, SensorType, SensorNumber, Type, Data1, Data2, Data3];
}
