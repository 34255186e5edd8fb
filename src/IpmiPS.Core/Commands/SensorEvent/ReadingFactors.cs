using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>
/// The factors that turn a raw reading x into (M·x + B·10^K1)·10^K2, and how exact that is. They stand in a full sensor
/// record and in the response of Get Sensor Reading Factors. IPMI 2.0 sections 35.5, 36.3 and 43.1 (bytes 25 to 30).
/// </summary>
public readonly record struct ReadingFactors
{
    /// <summary>M, -512 to 511.</summary>
    public short M { get; init; }

    /// <summary>B, -512 to 511.</summary>
    public short B { get; init; }

    /// <summary>K1, the exponent of B, -8 to 7.</summary>
    public sbyte BExponent { get; init; }

    /// <summary>K2, the exponent of the result, -8 to 7.</summary>
    public sbyte ResultExponent { get; init; }

    /// <summary>Tolerance in half raw counts either way, 0 to 63.</summary>
    public byte Tolerance { get; init; }

    /// <summary>Accuracy in hundredths of a percent, 0 to 1023, before <see cref="AccuracyExponent"/>.</summary>
    public short Accuracy { get; init; }

    /// <summary>Exponent of ten of the accuracy, 0 to 3.</summary>
    public byte AccuracyExponent { get; init; }

    /// <summary>In a sensor record: 0 not specified, 1 input, 2 output of the entity. Reserved in the response of Get Sensor Reading Factors.</summary>
    public byte Direction { get; init; }

    /// <summary>
    /// Reads M [7:0]; M [9:8], tolerance [5:0]; B [7:0]; B [9:8], accuracy [5:0]; accuracy [9:6], accuracy exponent,
    /// direction; result exponent, B exponent.
    /// </summary>
    public static ReadingFactors Read(ByteReader reader)
    {
        byte m = reader.ReadByte();
        byte mTolerance = reader.ReadByte();
        byte b = reader.ReadByte();
        byte bAccuracy = reader.ReadByte();
        byte accuracy = reader.ReadByte();
        byte exponents = reader.ReadByte();
        return new ReadingFactors
        {
            M = Signed10(m | (mTolerance & 0xC0) << 2),
            Tolerance = (byte)(mTolerance & 0x3F),
            B = Signed10(b | (bAccuracy & 0xC0) << 2),
            Accuracy = (short)(bAccuracy & 0x3F | (accuracy & 0xF0) << 2),
            AccuracyExponent = (byte)(accuracy >> 2 & 0x03),
            Direction = (byte)(accuracy & 0x03),
            ResultExponent = Signed4(exponents >> 4),
            BExponent = Signed4(exponents & 0x0F),
        };
    }

    /// <summary>Writes the six bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)M);
        writer.WriteByte((byte)(M >> 2 & 0xC0 | Tolerance & 0x3F));
        writer.WriteByte((byte)B);
        writer.WriteByte((byte)(B >> 2 & 0xC0 | Accuracy & 0x3F));
        writer.WriteByte((byte)(Accuracy >> 2 & 0xF0 | (AccuracyExponent & 0x03) << 2 | Direction & 0x03));
        writer.WriteByte((byte)(ResultExponent << 4 | BExponent & 0x0F));
    }

    private static short Signed10(int value) => (short)(value >= 0x200 ? value - 0x400 : value);

    private static sbyte Signed4(int value) => (sbyte)(value >= 8 ? value - 16 : value);
}
