using IpmiPS.Wire;

namespace IpmiPS.Commands.SensorEvent;

/// <summary>Six thresholds as raw values, with a mask of the valid ones. IPMI 2.0 sections 35.8 and 35.9.</summary>
public sealed record Thresholds
{
    /// <summary>Which of the six are readable, or are to be set.</summary>
    public ThresholdMask Mask { get; init; }

    /// <summary>Lower non-critical.</summary>
    public byte LowerNonCritical { get; init; }

    /// <summary>Lower critical.</summary>
    public byte LowerCritical { get; init; }

    /// <summary>Lower non-recoverable.</summary>
    public byte LowerNonRecoverable { get; init; }

    /// <summary>Upper non-critical.</summary>
    public byte UpperNonCritical { get; init; }

    /// <summary>Upper critical.</summary>
    public byte UpperCritical { get; init; }

    /// <summary>Upper non-recoverable.</summary>
    public byte UpperNonRecoverable { get; init; }

    /// <summary>One of the six as raw value, or null if it is not in the mask.</summary>
    public byte? this[ThresholdMask threshold] => (Mask & threshold) == 0 ? null : threshold switch
    {
        ThresholdMask.LowerNonCritical => LowerNonCritical,
        ThresholdMask.LowerCritical => LowerCritical,
        ThresholdMask.LowerNonRecoverable => LowerNonRecoverable,
        ThresholdMask.UpperNonCritical => UpperNonCritical,
        ThresholdMask.UpperCritical => UpperCritical,
        ThresholdMask.UpperNonRecoverable => UpperNonRecoverable,
        _ => null,
    };

    /// <summary>The thresholds that a mask names, from values in the order of the mask's bits; the others are 0.</summary>
    public static Thresholds FromValues(ThresholdMask mask, byte[] values)
    {
        return new()
        {
            Mask = mask & ThresholdMask.All,
            LowerNonCritical = Value(0),
            LowerCritical = Value(1),
            LowerNonRecoverable = Value(2),
            UpperNonCritical = Value(3),
            UpperCritical = Value(4),
            UpperNonRecoverable = Value(5),
        };

        byte Value(int bit) => ((int)mask >> bit & 1) != 0 ? values[bit] : (byte)0;
    }

    /// <summary>
    /// Reads mask, lower non-critical, lower critical, lower non-recoverable, upper non-critical, upper critical, upper
    /// non-recoverable. If the data ends early, the missing thresholds are removed from the mask.
    /// </summary>
    public static Thresholds Read(ByteReader reader)
    {
        var mask = (ThresholdMask)reader.ReadByte() & ThresholdMask.All;
        if (reader.Remaining < 6)
            mask &= (ThresholdMask)((1 << reader.Remaining) - 1);
        return new Thresholds
        {
            Mask = mask,
            LowerNonCritical = reader.ReadByteOr(0),
            LowerCritical = reader.ReadByteOr(0),
            LowerNonRecoverable = reader.ReadByteOr(0),
            UpperNonCritical = reader.ReadByteOr(0),
            UpperCritical = reader.ReadByteOr(0),
            UpperNonRecoverable = reader.ReadByteOr(0),
        };
    }

    /// <summary>Writes mask and values.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)Mask);
        writer.WriteByte(LowerNonCritical);
        writer.WriteByte(LowerCritical);
        writer.WriteByte(LowerNonRecoverable);
        writer.WriteByte(UpperNonCritical);
        writer.WriteByte(UpperCritical);
        writer.WriteByte(UpperNonRecoverable);
    }
}
