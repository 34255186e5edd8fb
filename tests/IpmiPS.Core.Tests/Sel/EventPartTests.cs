using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Sel;

/// <summary>The part that failed, where the manufacturer's event data are known.</summary>
public class EventPartTests
{
    private const int Dell = 674, Supermicro = 10876, Intel = 343;

    [Theory]
    [InlineData(Dell, 0x100, "20 00 04 0C 01 6F A0 80 01", "DIMM A1")]
    [InlineData(Dell, 0x100, "20 00 04 0C 01 6F A0 91 01", "DIMM B3")] // module 8 of nodes of 6
    [InlineData(Dell, 0x100, "20 00 04 0C 01 6F A1 C0 05", "DIMM A1, DIMM A3")]
    [InlineData(Dell, 0x100, "20 00 04 0C 01 6F A1 1F 02", "Card B, DIMM 2")]
    [InlineData(Dell, 0x100, "20 00 04 0C 1C 6F A0 80 01", null)] // a fault of the bus
    [InlineData(Dell, 0x100, "20 00 04 10 01 6F A0 80 02", "DIMM A2")] // logging disabled for a module
    [InlineData(Dell, 0x100, "20 00 04 07 70 6F A0 02 10", "CPU 2")]
    [InlineData(Dell, 0x100, "20 00 04 0C 01 6F 00 FF FF", null)]
    [InlineData(Supermicro, 0x0857, "20 00 04 0C 01 6F A0 2A 80", "CPU 1, DIMM B1")]
    [InlineData(Supermicro, 0x0857, "20 00 04 0C 01 6F A0 1B 81", "CPU 2, channel 1, DIMM 2")]
    [InlineData(Supermicro, 0x0857, "20 00 04 0C 01 6F A0 05 80", null)]
    [InlineData(Supermicro, 0x0611, "20 00 04 0C 01 6F A0 2A 80", null)] // an older board
    [InlineData(47488, 0x0857, "20 00 04 0C 01 6F A0 2A 80", "CPU 1, DIMM B1")]
    [InlineData(Intel, 77, "33 00 04 0C 02 6F A0 01 29", "CPU 2, channel B, DIMM 2")]
    [InlineData(Intel, 64, "33 00 04 0C 02 6F A0 01 29", null)]
    [InlineData(Intel, 77, "20 00 04 0C 02 6F A0 01 29", null)]
    [InlineData(12345, 1, "20 00 04 0C 01 6F A0 80 01", null)]
    public void The_part_is_named(int manufacturer, int product, string systemEvent, string? part)
    {
        var log = new SavedLog { Source = new SelSource(manufacturer, product, 0x02), Records = [new SavedRecord(1, Hex.Parse($"01 00 02 00 00 00 60 {systemEvent}"))] };
        var entry = Assert.Single(SavedLogDecoder.Decode(log, null, new SelQuery()));
        Assert.Equal(part, entry.Part);
        if (part is not null)
            Assert.StartsWith(part, entry.Details, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Dells_of_IPMI_1_5_name_bank_and_module()
    {
        var log = new SavedLog { Source = new SelSource(Dell, 1, 0x51), Records = [new SavedRecord(1, Hex.Parse("01 00 02 00 00 00 60 20 00 04 0C 01 6F A0 F1 02"))] };
        Assert.Equal("Bank 2, DIMM C", SavedLogDecoder.Decode(log, null, new SelQuery())[0].Part);
    }
}
