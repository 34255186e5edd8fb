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
