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

    [Theory]
    [InlineData(0x00, "Unspecified")]
    [InlineData(0x03, "Processor")]
    [InlineData(0x07, "System Board")]
    [InlineData(0x0A, "Power Supply")]
    [InlineData(0x0F, "Drive Backplane")]
    [InlineData(0x17, "System Chassis")]
    [InlineData(0x1D, "Fan")]
    [InlineData(0x20, "Memory Device")]
    [InlineData(0x2E, "Management Controller Firmware")]
    [InlineData(0x37, "Air Inlet")]
    [InlineData(0x38, "Reserved (38h)")]
    [InlineData(0x40, "Air Inlet")]
    [InlineData(0x42, "Baseboard")]
    [InlineData(0x43, "Reserved (43h)")]
    [InlineData(0x90, "Chassis-specific (90h)")]
    [InlineData(0xAF, "Chassis-specific (AFh)")]
    [InlineData(0xB0, "Board-set-specific (B0h)")]
    [InlineData(0xD0, "OEM (D0h)")]
    public void Entity_ids(byte code, string expected) => Assert.Equal(expected, EntityIds.Describe(code));
}
