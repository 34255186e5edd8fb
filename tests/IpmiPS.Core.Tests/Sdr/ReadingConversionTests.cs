using System;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using Xunit;

namespace IpmiPS.Tests.Sdr;

public class ReadingConversionTests
{
    private static FullSensorRecord Sensor(int m, int b = 0, int k1 = 0, int k2 = 0, AnalogFormat format = AnalogFormat.Unsigned, byte linearization = 0) => new()
    {
        Units = new SensorUnits { Format = format },
        Linearization = linearization,
        Factors = new ReadingFactors { M = (short)m, B = (short)b, BExponent = (sbyte)k1, ResultExponent = (sbyte)k2 },
    };

    [Theory]
    [InlineData(1, 0, 0, 0, 0x18, 24)]
    [InlineData(120, 0, 0, 0, 0x20, 3840)]
    [InlineData(1, 0, 0, -1, 33, 3.3)] // the number nearest to 3.3, not 3.3000000000000003
    [InlineData(6, 0, 0, -2, 202, 12.12)]
    [InlineData(1, -128, 0, 0, 152, 24)]
    [InlineData(-1, 100, 0, 0, 30, 70)]
    [InlineData(2, 5, 1, 0, 10, 70)] // 2·10 + 5·10^1
    [InlineData(2, 5, -1, 0, 10, 20.5)]
    [InlineData(2, 5, -1, -3, 10, 0.0205)]
    [InlineData(2, 5, -1, 3, 10, 20500)]
    [InlineData(511, 511, 7, 7, 255, (511 * 255 + 5110000000d) * 1e7)]
    [InlineData(-512, -512, -8, -8, 255, -13056000000512 / 1e16)]
    [InlineData(0, 7, 0, 0, 99, 7)]
    public void Linear_readings(int m, int b, int k1, int k2, byte raw, double expected) =>
        Assert.Equal(expected, ReadingConversion.Convert(Sensor(m, b, k1, k2), raw));

    [Theory]
    [InlineData(AnalogFormat.Unsigned, 0x00, 0)]
    [InlineData(AnalogFormat.Unsigned, 0x80, 128)]
    [InlineData(AnalogFormat.Unsigned, 0xFF, 255)]
    [InlineData(AnalogFormat.OnesComplement, 0x7F, 127)]
    [InlineData(AnalogFormat.OnesComplement, 0x80, -127)]
    [InlineData(AnalogFormat.OnesComplement, 0xFE, -1)]
    [InlineData(AnalogFormat.OnesComplement, 0xFF, 0)]
    [InlineData(AnalogFormat.TwosComplement, 0x7F, 127)]
    [InlineData(AnalogFormat.TwosComplement, 0x80, -128)]
    [InlineData(AnalogFormat.TwosComplement, 0xFF, -1)]
    public void Signs(AnalogFormat format, byte raw, double expected) =>
        Assert.Equal(expected, ReadingConversion.Convert(Sensor(1, format: format), raw));

    [Theory]
    [InlineData(0x01, 100, 4.605170185988092)]
    [InlineData(0x02, 100, 2)]
    [InlineData(0x03, 64, 6)]
    [InlineData(0x04, 2, 7.38905609893065)]
    [InlineData(0x05, 3, 1000)]
    [InlineData(0x06, 10, 1024)]
    [InlineData(0x07, 8, 0.125)]
    [InlineData(0x08, 12, 144)]
    [InlineData(0x09, 3, 27)]
    [InlineData(0x0A, 144, 12)]
    [InlineData(0x0B, 27, 3)]
    public void Linearisations(byte linearization, byte raw, double expected) =>
        Assert.Equal(expected, ReadingConversion.Convert(Sensor(1, linearization: linearization), raw)!.Value, 12);

    [Fact]
    public void The_cube_root_keeps_its_sign() =>
        Assert.Equal(-2, ReadingConversion.Convert(Sensor(1, format: AnalogFormat.TwosComplement, linearization: 0x0B), 0xF8)!.Value, 12);

    [Theory]
    [InlineData(0x01, 0x00)] // the logarithm of 0
    [InlineData(0x02, 0xFF)] // of -1
    [InlineData(0x03, 0x80)]
    [InlineData(0x07, 0x00)] // 1/0
    [InlineData(0x0A, 0xFF)] // the root of -1
    public void What_is_no_number_is_null(byte linearization, byte raw) =>
        Assert.Null(ReadingConversion.Convert(Sensor(1, format: AnalogFormat.TwosComplement, linearization: linearization), raw));

    [Theory]
    [InlineData(0x0C)]
    [InlineData(0x6F)]
    public void Reserved_linearisations_are_not_guessed(byte linearization) =>
        Assert.Null(ReadingConversion.Convert(Sensor(1, linearization: linearization), 10));

    [Theory]
    [InlineData(0x6F, false)]
    [InlineData(0x70, true)]
    [InlineData(0x7F, true)]
    public void Non_linear_sensors_need_factors_of_the_reading(byte linearization, bool isNonLinear)
    {
        Assert.Equal(isNonLinear, ReadingConversion.IsNonLinear(linearization));
        Assert.Null(ReadingConversion.Convert(Sensor(1, linearization: linearization), 10));
        double? converted = ReadingConversion.Convert(Sensor(1, linearization: linearization), new ReadingFactors { M = 3, B = 1 }, 10);
        Assert.Equal(isNonLinear ? 31 : null, converted);
    }

    [Fact]
    public void Without_analog_format_there_is_no_value() =>
        Assert.Null(ReadingConversion.Convert(Sensor(1, format: AnalogFormat.None), 10));

    [Theory]
    [InlineData(120, 1, 0, 120)]
    [InlineData(-3, 2, -1, 0.6)]
    public void Hysteresis_is_a_width(int m, byte counts, int k2, double expected) =>
        Assert.Equal(expected, ReadingConversion.ConvertHysteresis(Sensor(m, b: 50, k2: k2), counts));

    [Fact]
    public void Hysteresis_of_curves_has_no_one_width() =>
        Assert.Null(ReadingConversion.ConvertHysteresis(Sensor(1, linearization: 0x07), 2));

    [Fact]
    public void Conversion_agrees_with_the_formula_for_all_exponents_and_readings()
    {
        for (int k1 = -8; k1 <= 7; k1++)
        {
            for (int k2 = -8; k2 <= 7; k2++)
            {
                for (int raw = 0; raw < 256; raw += 15)
                {
                    double plain = (123 * raw + -45 * Math.Pow(10, k1)) * Math.Pow(10, k2);
                    double value = ReadingConversion.Convert(Sensor(123, -45, k1, k2), (byte)raw)!.Value;
                    Assert.True(Math.Abs(value - plain) <= Math.Abs(plain) * 1e-14, $"{k1} {k2} {raw}: {value} {plain}");
                }
            }
        }
    }

    [Theory]
    [InlineData(AnalogFormat.Unsigned, 1, 0, 0, 0, 47.3, 47)]
    [InlineData(AnalogFormat.Unsigned, 1, 0, 0, 0, 47.5, 48)] // two are equally near
    [InlineData(AnalogFormat.Unsigned, 6, 0, 0, -2, 12.13, 202)]
    [InlineData(AnalogFormat.Unsigned, -1, 100, 0, 0, 70, 30)]
    [InlineData(AnalogFormat.Unsigned, 1, 0, 0, 0, 256, null)]
    [InlineData(AnalogFormat.Unsigned, 1, 0, 0, 0, -0.1, null)]
    [InlineData(AnalogFormat.TwosComplement, 1, 0, 0, 0, -3, 0xFD)]
    [InlineData(AnalogFormat.OnesComplement, 1, 0, 0, 0, -3, 0xFC)]
    [InlineData(AnalogFormat.OnesComplement, 1, 0, 0, 0, 0, 0x00)]
    [InlineData(AnalogFormat.None, 1, 0, 0, 0, 0, null)]
    public void A_value_has_the_nearest_raw_value(AnalogFormat format, int m, int b, int k1, int k2, double value, int? raw)
    {
        var sensor = Sensor(m, b, k1, k2, format);
        Assert.Equal((byte?)raw, ReadingConversion.FindRaw(format, one => ReadingConversion.Convert(sensor, one), value));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x02)]
    [InlineData(0x03)]
    [InlineData(0x04)]
    [InlineData(0x05)]
    [InlineData(0x06)]
    [InlineData(0x07)]
    [InlineData(0x08)]
    [InlineData(0x09)]
    [InlineData(0x0A)]
    [InlineData(0x0B)]
    public void The_conversion_of_every_raw_value_leads_back_to_it(byte linearization)
    {
        var sensor = Sensor(3, 2, linearization: linearization);
        for (int raw = 1; raw < 0x60; raw++)
        {
            if (ReadingConversion.Convert(sensor, (byte)raw) is { } value)
                Assert.Equal((byte)raw, ReadingConversion.FindRaw(AnalogFormat.Unsigned, one => ReadingConversion.Convert(sensor, one), value));
        }
    }

    [Theory]
    [InlineData(4, 0, 8, 2)]
    [InlineData(4, 0, 9.9, 2)]
    [InlineData(-4, 0, 10, 3)]
    [InlineData(4, 0, 1021, 255)]
    [InlineData(4, 0, 1030, null)]
    [InlineData(4, 0, -4, null)]
    [InlineData(0, 0, 1, null)]
    public void A_hysteresis_is_a_number_of_counts(int m, int k2, double value, int? counts) =>
        Assert.Equal((byte?)counts, ReadingConversion.FindHysteresis(Sensor(m, k2: k2), value));

    [Fact]
    public void The_hysteresis_of_a_sensor_that_is_not_linear_has_no_counts() => Assert.Null(ReadingConversion.FindHysteresis(Sensor(1, linearization: 1), 2));
}
