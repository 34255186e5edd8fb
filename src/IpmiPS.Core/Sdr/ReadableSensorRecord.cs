using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>Common base of full and compact sensor records, whose sensors can be read. IPMI 2.0 sections 43.1 and 43.2.</summary>
public abstract record ReadableSensorRecord : SensorRecord
{
    private const int ThresholdReadingShift = 12;

    /// <summary>[6] init scanning, [5] events, [4] thresholds, [3] hysteresis, [2] sensor type; at power-up: [1] events, [0] scanning enabled.</summary>
    public byte Initialization { get; init; }

    /// <summary>[7] ignore if the entity is absent, [6] re-arms itself, [5:4] hysteresis, [3:2] thresholds, [1:0] event message control.</summary>
    public byte Capabilities { get; init; }

    /// <summary>Events at assertion; for threshold-based sensors also [14:12] lower thresholds that readings are compared with.</summary>
    public ushort AssertionMask { get; init; }

    /// <summary>Events at deassertion; for threshold-based sensors also [14:12] upper thresholds that readings are compared with.</summary>
    public ushort DeassertionMask { get; init; }

    /// <summary>States that can be read; for threshold-based sensors [13:8] settable and [5:0] readable thresholds.</summary>
    public ushort ReadingMask { get; init; }

    /// <summary>Data format and units.</summary>
    public SensorUnits Units { get; init; }

    /// <summary>Positive-going hysteresis in raw counts.</summary>
    public byte PositiveHysteresis { get; init; }

    /// <summary>Negative-going hysteresis in raw counts.</summary>
    public byte NegativeHysteresis { get; init; }

    /// <summary>True for threshold-based sensors, false for discrete ones.</summary>
    public bool IsThresholdBased => EventReadingType == EventStates.Threshold;

    /// <summary>Whether and how hysteresis can be read.</summary>
    public SensorAccess HysteresisAccess => (SensorAccess)(Capabilities >> 4 & 0x03);

    /// <summary>Whether and how thresholds can be read.</summary>
    public SensorAccess ThresholdAccess => (SensorAccess)(Capabilities >> 2 & 0x03);

    /// <summary>Thresholds that Get Sensor Thresholds returns, for threshold-based sensors.</summary>
    public ThresholdMask ReadableThresholds => (ThresholdMask)ReadingMask & ThresholdMask.All;

    /// <summary>Thresholds that Set Sensor Thresholds can change, for threshold-based sensors.</summary>
    public ThresholdMask SettableThresholds => (ThresholdMask)(ReadingMask >> 8) & ThresholdMask.All;

    /// <summary>How far event messages can be enabled and disabled.</summary>
    public SensorEventControl EventControl => (SensorEventControl)((Capabilities & 0x03) + 1);

    /// <summary>The events that the sensor can send, without the bits that have another meaning.</summary>
    public SensorEventMask SupportedEvents
    {
        get
        {
            int events = IsThresholdBased ? 0x0FFF : 0x7FFF;
            return new((ushort)(AssertionMask & events), (ushort)(DeassertionMask & events));
        }
    }

    /// <summary>Thresholds that Get Sensor Reading compares with, for threshold-based sensors.</summary>
    public ThresholdMask ComparedThresholds =>
        (ThresholdMask)(AssertionMask >> ThresholdReadingShift & 0x07 | (DeassertionMask >> ThresholdReadingShift & 0x07) << 3);

    private protected T ReadCommon<T>(ByteReader reader)
        where T : ReadableSensorRecord
    {
        // 6:10 key and entity; 11 initialization; 12 capabilities; 13 sensor type; 14 event/reading type; 15:16 assertion mask;
        // 17:18 deassertion mask; 19:20 reading mask; 21:23 units
        var key = ReadKey<ReadableSensorRecord>(reader);
        return (T)(key with
        {
            Initialization = reader.ReadByte(),
            Capabilities = reader.ReadByte(),
            SensorType = reader.ReadByte(),
            EventReadingType = (byte)(reader.ReadByte() & 0x7F),
            AssertionMask = reader.ReadUInt16(),
            DeassertionMask = reader.ReadUInt16(),
            ReadingMask = reader.ReadUInt16(),
            Units = SensorUnits.Read(reader),
        });
    }

    private protected void WriteCommon(ByteWriter writer)
    {
        WriteKey(writer);
        writer.WriteByte(Initialization);
        writer.WriteByte(Capabilities);
        writer.WriteByte(SensorType);
        writer.WriteByte(EventReadingType);
        writer.WriteUInt16(AssertionMask);
        writer.WriteUInt16(DeassertionMask);
        writer.WriteUInt16(ReadingMask);
        Units.Write(writer);
    }
}

/// <summary>Access to a sensor's thresholds or hysteresis. IPMI 2.0 section 43.1, byte 12.</summary>
public enum SensorAccess : byte
{
    /// <summary>There are none, or they cannot be read.</summary>
    None = 0,

    /// <summary>Readable.</summary>
    Readable = 1,

    /// <summary>Readable and settable.</summary>
    ReadableAndSettable = 2,

    /// <summary>Fixed values, which are only in the record.</summary>
    Fixed = 3,
}
