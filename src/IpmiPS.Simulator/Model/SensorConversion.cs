using System;

namespace IpmiPS.Simulator;

/// <summary>Converts raw readings to values by the factors of an SDR. IPMI 2.0 section 36.3: y = L[(M·x + B·10^Bexp)·10^Rexp].</summary>
internal sealed class SensorConversion
{
    /// <summary>The value is the raw reading.</summary>
    public static readonly SensorConversion Plain = new();

    /// <summary>0 unsigned, 1 one's complement, 2 two's complement, 3 no analog reading.</summary>
    public byte Format { get; set; }

    public int M { get; set; } = 1;

    public int B { get; set; }

    public int BExponent { get; set; }

    public int RExponent { get; set; }

    /// <summary>Linearisation, 0 for linear. IPMI 2.0 table 43-1, byte 24.</summary>
    public byte Linearization { get; set; }

    public int Signed(byte raw) => Format switch
    {
        1 => (raw & 0x80) != 0 ? (sbyte)raw + 1 : raw,
        2 => (sbyte)raw,
        _ => raw,
    };

    public double ToValue(byte raw) => Linearize((M * Signed(raw) + B * Math.Pow(10, BExponent)) * Math.Pow(10, RExponent));

    /// <summary>The raw reading with the nearest value.</summary>
    public byte ToRaw(double value)
    {
        byte best = 0;
        double minimum = double.PositiveInfinity;
        for (int raw = 0; raw < 256; raw++)
        {
            double distance = Math.Abs(ToValue((byte)raw) - value);
            if (distance < minimum)
            {
                minimum = distance;
                best = (byte)raw;
            }
        }

        return best;
    }

    /// <summary>The conversion of a full sensor record; plain for other records.</summary>
    public static SensorConversion FromRecord(byte[] record) => record.Length < 30 || record[3] != 0x01 ? Plain : new SensorConversion
    {
        Format = (byte)(record[20] >> 6),
        Linearization = (byte)(record[23] & 0x7F),
        M = Extend(record[24] | (record[25] & 0xC0) << 2, 10),
        B = Extend(record[26] | (record[27] & 0xC0) << 2, 10),
        RExponent = Extend(record[29] >> 4, 4),
        BExponent = Extend(record[29] & 0xF, 4),
    };

    private static int Extend(int value, int bits) => (value & 1 << (bits - 1)) != 0 ? value - (1 << bits) : value;

    private double Linearize(double x) => Linearization switch
    {
        1 => Math.Log(x),
        2 => Math.Log10(x),
        3 => Math.Log(x) / Math.Log(2),
        4 => Math.Exp(x),
        5 => Math.Pow(10, x),
        6 => Math.Pow(2, x),
        7 => 1 / x,
        8 => x * x,
        9 => x * x * x,
        10 => Math.Sqrt(x),
        11 => Math.Sign(x) * Math.Pow(Math.Abs(x), 1.0 / 3),
        _ => x,
    };
}
