using IpmiPS.Commands.SensorEvent;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A sensor with analog readings: conversion factors, thresholds, range. Type 01h. IPMI 2.0 section 43.1.</summary>
public sealed record FullSensorRecord : ReadableSensorRecord
{
    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.FullSensor;

    /// <summary>Linearisation, 0 to 0Bh; 70h to 7Fh: the factors depend on the reading.</summary>
    public byte Linearization { get; init; }

    /// <summary>Conversion factors.</summary>
    public ReadingFactors Factors { get; init; }

    /// <summary>Which of the next three values are specified: [2] normal minimum, [1] normal maximum, [0] nominal reading.</summary>
    public byte AnalogFlags { get; init; }

    /// <summary>Nominal reading, raw; see <see cref="AnalogFlags"/>.</summary>
    public byte NominalReading { get; init; }

    /// <summary>Normal maximum, raw; see <see cref="AnalogFlags"/>.</summary>
    public byte NormalMaximum { get; init; }

    /// <summary>Normal minimum, raw; see <see cref="AnalogFlags"/>.</summary>
    public byte NormalMinimum { get; init; }

    /// <summary>Maximum reading of the sensor, raw.</summary>
    public byte SensorMaximum { get; init; } = 0xFF;

    /// <summary>Minimum reading of the sensor, raw.</summary>
    public byte SensorMinimum { get; init; }

    /// <summary>
    /// Initial thresholds, raw, masked by those that the record
    /// declares as readable. The present ones have to be read from the BMC.
    /// </summary>
    public Thresholds Thresholds { get; init; } = new();

    internal static FullSensorRecord ReadBody(ByteReader reader)
    {
        // 24 linearization; 25:30 factors; 31 analog flags; 32 nominal; 33, 34 normal max, min; 35, 36 sensor max, min;
        // 37:42 UNR, UC, UNC, LNR, LC, LNC; 43, 44 hysteresis; 45:46 reserved; 47 OEM; 48: id string
        var record = new FullSensorRecord().ReadCommon<FullSensorRecord>(reader) with
        {
            Linearization = (byte)(reader.ReadByte() & 0x7F),
            Factors = ReadingFactors.Read(reader),
            AnalogFlags = reader.ReadByte(),
            NominalReading = reader.ReadByte(),
            NormalMaximum = reader.ReadByte(),
            NormalMinimum = reader.ReadByte(),
            SensorMaximum = reader.ReadByte(),
            SensorMinimum = reader.ReadByte(),
        };
        record = record with
        {
            Thresholds = new Thresholds
            {
                Mask = record.ReadableThresholds,
                UpperNonRecoverable = reader.ReadByte(),
                UpperCritical = reader.ReadByte(),
                UpperNonCritical = reader.ReadByte(),
                LowerNonRecoverable = reader.ReadByte(),
                LowerCritical = reader.ReadByte(),
                LowerNonCritical = reader.ReadByte(),
            },
            PositiveHysteresis = reader.ReadByte(),
            NegativeHysteresis = reader.ReadByte(),
        };
        reader.Skip(2);
        return record with { Oem = reader.ReadByte(), IdString = TypeLengthText.ReadSdr(reader) };
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        WriteCommon(writer);
        writer.WriteByte(Linearization);
        Factors.Write(writer);
        writer.WriteByte(AnalogFlags);
        writer.WriteByte(NominalReading);
        writer.WriteByte(NormalMaximum);
        writer.WriteByte(NormalMinimum);
        writer.WriteByte(SensorMaximum);
        writer.WriteByte(SensorMinimum);
        writer.WriteByte(Thresholds.UpperNonRecoverable);
        writer.WriteByte(Thresholds.UpperCritical);
        writer.WriteByte(Thresholds.UpperNonCritical);
        writer.WriteByte(Thresholds.LowerNonRecoverable);
        writer.WriteByte(Thresholds.LowerCritical);
        writer.WriteByte(Thresholds.LowerNonCritical);
        writer.WriteByte(PositiveHysteresis);
        writer.WriteByte(NegativeHysteresis);
        writer.WriteUInt16(0);
        writer.WriteByte(Oem);
        TypeLengthText.WriteSdr(writer, IdString);
    }
}
