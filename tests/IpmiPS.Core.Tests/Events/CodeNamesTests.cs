using System.Linq;
using IpmiPS.Events;
using Xunit;

namespace IpmiPS.Tests.Events;

public class CodeNamesTests
{
    [Theory]
    [InlineData(0x00, "Reserved (00h)")]
    [InlineData(0x01, "Temperature")]
    [InlineData(0x09, "Power Unit")]
    [InlineData(0x10, "Event Logging Disabled")]
    [InlineData(0x20, "OS Critical Stop")]
    [InlineData(0x25, "Entity Presence")]
    [InlineData(0x2C, "FRU State")]
    [InlineData(0x2D, "Reserved (2Dh)")]
    [InlineData(0xBF, "Reserved (BFh)")]
    [InlineData(0xC0, "OEM (C0h)")]
    [InlineData(0xFF, "OEM (FFh)")]
    public void Sensor_types(byte code, string expected) => Assert.Equal(expected, SensorTypes.Describe(code));

    [Fact]
    public void Sensor_type_names_are_distinct_and_in_the_order_of_their_codes()
    {
        Assert.Equal(0x2C, SensorTypes.Names.Count);
        Assert.Equal(SensorTypes.Names.Count, SensorTypes.Names.Distinct().Count());
        for (byte code = 1; code <= 0x2C; code++)
            Assert.Equal(SensorTypes.Names[code - 1], SensorTypes.Describe(code));
    }
}
