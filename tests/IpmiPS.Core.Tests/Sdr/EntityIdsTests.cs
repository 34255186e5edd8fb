using IpmiPS.Sdr;
using Xunit;

namespace IpmiPS.Tests.Sdr;

public class EntityIdsTests
{
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
    public void An_entity_id_has_a_name(byte code, string expected) => Assert.Equal(expected, EntityIds.Describe(code));
}
