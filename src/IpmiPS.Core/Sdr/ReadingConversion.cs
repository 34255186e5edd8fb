using System;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Sdr;

/// <summary>
/// Converts raw readings to units: y = L[(M·x + B·10^K1)·10^K2]. IPMI 2.0 section 36.3. The sum is calculated in integers and
/// scaled once, so the result is the nearest floating-point number: 33 tenths are exactly 3.3.
/// </summary>
public static class ReadingConversion
{
    private const int FirstNonLinear = 0x70;
    private const int LastNonLinear = 0x7F;

    /// <summary>Whether the factors depend on the reading and have to be requested for it. IPMI 2.0 section 36.2.</summary>
    public static bool IsNonLinear(byte linearization) => linearization is >= FirstNonLinear and <= LastNonLinear;

    /// <summary>
    /// Converts a raw reading, threshold or limit. Null if the sensor has no analog readings, if its factors
    /// depend on the reading, and if the result is not a number (logarithm of a negative number).
    /// </summary>
    public static double? Convert(FullSensorRecord sensor, byte raw) =>
        IsNonLinear(sensor.Linearization) ? null : Convert(sensor.Units.Format, sensor.Linearization, sensor.Factors, raw);

    /// <summary>The same with factors that were requested for the reading; no linearisation is needed then.</summary>
    public static double? Convert(FullSensorRecord sensor, ReadingFactors factors, byte raw) =>
        Convert(sensor.Units.Format, IsNonLinear(sensor.Linearization) ? (byte)0 : sensor.Linearization, factors, raw);

    /// <summary>Converts a hysteresis: |M|·x·10^K2. Null if the sensor is not linear, because the hysteresis then depends on the reading.</summary>
    public static double? ConvertHysteresis(FullSensorRecord sensor, byte counts) =>
        sensor.Linearization != 0 || sensor.Units.Format == AnalogFormat.None
            ? null
            : Scale(Math.Abs((long)sensor.Factors.M) * counts, sensor.Factors.ResultExponent);

    /// <summary>
    /// Finds the raw value for a value in units: the one whose conversion is nearest, of two equally near ones that of the higher value. Null if the value
    /// is outside of what the sensor can express. All 256 raw values are tried, so it works for every linearisation.
    /// </summary>
    /// <param name="format">Encoding of raw values.</param>
    /// <param name="convert">Converts a raw value to units; null where it has no value.</param>
    /// <param name="value">The value in units.</param>
    internal static byte? FindRaw(AnalogFormat format, Func<byte, double?> convert, double value)
    {
        (byte Raw, double Value)? best = null;
        double minimum = double.PositiveInfinity, maximum = double.NegativeInfinity;
        for (int raw = byte.MinValue; raw <= byte.MaxValue; raw++)
        {
            // In one's complement, FFh is a second zero.
            if (format == AnalogFormat.OnesComplement && raw == byte.MaxValue || convert((byte)raw) is not { } number)
                continue;
            (minimum, maximum) = (Math.Min(minimum, number), Math.Max(maximum, number));
            double distance = Math.Abs(number - value);
            if (best is not { } known || distance < Math.Abs(known.Value - value) || distance == Math.Abs(known.Value - value) && number > known.Value)
                best = ((byte)raw, number);
        }

        return value < minimum || value > maximum ? null : best?.Raw;
    }

    /// <summary>Finds the raw counts for a hysteresis in units, rounded. Null if the sensor is not linear, or if they are not 0 to 255.</summary>
    internal static byte? FindHysteresis(FullSensorRecord sensor, double value)
    {
        if (ConvertHysteresis(sensor, 1) is not { } step || step == 0)
            return null;
        double counts = Math.Round(value / step, MidpointRounding.AwayFromZero);
        return counts is >= byte.MinValue and <= byte.MaxValue ? (byte)counts : null;
    }

    private static double? Convert(AnalogFormat format, byte linearization, ReadingFactors factors, byte raw)
    {
        if (format == AnalogFormat.None)
            return null;
        double value = Linear(factors, ToNumber(format, raw));
        double? result = linearization switch
        {
            0x00 => value,
            0x01 => Math.Log(value),
            0x02 => Math.Log10(value),
            0x03 => Math.Log(value, 2),
            0x04 => Math.Exp(value),
            0x05 => Math.Pow(10, value),
            0x06 => Math.Pow(2, value),
            0x07 => 1 / value,
            0x08 => value * value,
            0x09 => value * value * value,
            0x0A => Math.Sqrt(value),
            0x0B => Math.Sign(value) * Math.Pow(Math.Abs(value), 1.0 / 3),
            _ => null,
        };
        return result is { } number && (double.IsNaN(number) || double.IsInfinity(number)) ? null : result;
    }

    private static int ToNumber(AnalogFormat format, byte raw) => format switch
    {
        AnalogFormat.OnesComplement => raw < 0x80 ? raw : raw - 0xFF,
        AnalogFormat.TwosComplement => (sbyte)raw,
        _ => raw,
    };

    private static double Linear(ReadingFactors factors, int x)
    {
        long product = (long)factors.M * x;
        return factors.BExponent >= 0
            ? Scale(product + factors.B * PowerOfTen(factors.BExponent), factors.ResultExponent)
            : Scale(product * PowerOfTen(-factors.BExponent) + factors.B, factors.ResultExponent + factors.BExponent);
    }

    /// <summary>Both operands are exact floating-point numbers, so the result is rounded only once.</summary>
    private static double Scale(long number, int exponent) =>
        exponent >= 0 ? number * (double)PowerOfTen(exponent) : number / (double)PowerOfTen(-exponent);

    private static long PowerOfTen(int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
