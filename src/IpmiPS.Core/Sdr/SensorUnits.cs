using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>Format and units of a sensor's readings. IPMI 2.0 section 43.1, bytes 21 to 23.</summary>
public readonly record struct SensorUnits
{
    private static readonly string[] RateSuffixes = ["", "/µs", "/ms", "/s", "/min", "/h", "/d", ""];

    /// <summary>Encoding of raw readings.</summary>
    public AnalogFormat Format { get; init; }

    /// <summary>Rate: 0 none, 1 per microsecond, 2 millisecond, 3 second, 4 minute, 5 hour, 6 day.</summary>
    public byte Rate { get; init; }

    /// <summary>Use of the modifier unit: 0 none, 1 base / modifier, 2 base * modifier.</summary>
    public byte Relation { get; init; }

    /// <summary>Whether the reading is a percentage.</summary>
    public bool IsPercentage { get; init; }

    /// <summary>Base unit, table 43-15.</summary>
    public byte BaseUnit { get; init; }

    /// <summary>Modifier unit, table 43-15.</summary>
    public byte ModifierUnit { get; init; }

    /// <summary>Whether any unit is specified.</summary>
    public bool IsSpecified => IsPercentage || BaseUnit != 0 || (Relation is 1 or 2 && ModifierUnit != 0);

    /// <summary>Reads [7:6] format, [5:3] rate, [2:1] relation, [0] percentage; base unit; modifier unit.</summary>
    public static SensorUnits Read(ByteReader reader)
    {
        byte units = reader.ReadByte();
        return new SensorUnits
        {
            Format = (AnalogFormat)(units >> 6),
            Rate = (byte)(units >> 3 & 0x07),
            Relation = (byte)(units >> 1 & 0x03),
            IsPercentage = (units & 0x01) != 0,
            BaseUnit = reader.ReadByte(),
            ModifierUnit = reader.ReadByte(),
        };
    }

    /// <summary>Writes the three bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)((int)Format << 6 | Rate << 3 | Relation << 1 | (IsPercentage ? 1 : 0)));
        writer.WriteByte(BaseUnit);
        writer.WriteByte(ModifierUnit);
    }

    /// <summary>The unit as text: °C, V, RPM, %, A/min, W*h; null if none is specified.</summary>
    public string? ToText()
    {
        if (!IsSpecified)
            return null;
        string unit = SensorUnitNames.Describe(BaseUnit);
        unit = Relation switch
        {
            1 => $"{unit}/{SensorUnitNames.Describe(ModifierUnit)}",
            2 => $"{unit}*{SensorUnitNames.Describe(ModifierUnit)}",
            _ => unit,
        };
        if (IsPercentage)
            unit = unit.Length == 0 ? "%" : $"% {unit}";
        return unit + RateSuffixes[Rate];
    }
}

/// <summary>Encoding of raw readings and thresholds. IPMI 2.0 section 43.1, byte 21.</summary>
public enum AnalogFormat : byte
{
    /// <summary>0 to 255.</summary>
#pragma warning disable CA1720 // term of the specification
    Unsigned = 0,
#pragma warning restore CA1720

    /// <summary>Signed, one's complement: -127 to 127.</summary>
    OnesComplement = 1,

    /// <summary>Signed, two's complement: -128 to 127.</summary>
    TwosComplement = 2,

    /// <summary>No analog reading.</summary>
    None = 3,
}
