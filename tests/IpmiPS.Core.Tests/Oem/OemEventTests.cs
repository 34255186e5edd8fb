using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Oem;

/// <summary>Events whose type or sensor type is the vendor's.</summary>
public class OemEventTests
{
    private const int Dell = 674, Supermicro = 10876, Intel = 343, Fujitsu = 10368, Hp = 11, Quanta = 7244;

    [Theory]
    [InlineData(Dell, 256, "20 00 04 C3 11 6F 01 FF FF", "Fatal I/O error", SelSeverity.Critical)]
    [InlineData(Dell, 256, "20 00 04 C1 1C 6F 02 FF FF", "Option ROM without link tuning or flex address", SelSeverity.Warning)]
    [InlineData(Dell, 256, "20 00 04 C0 90 6F 06 FF FF", "Halted, power above capacity", SelSeverity.Critical)]
    [InlineData(Dell, 256, "20 00 04 15 30 70 05 FF FF", "Failed", SelSeverity.Critical)]
    [InlineData(Dell, 256, "20 00 04 C0 90 6F 86 FF FF", "Halted, power above capacity", SelSeverity.Critical)]
    [InlineData(Dell, 256, "20 00 04 C0 90 6F 09 FF FF", "Event offset 09h", SelSeverity.Unknown)]
    [InlineData(Dell, 0x300, "20 00 04 C3 11 6F 01 FF FF", "Event offset 01h", SelSeverity.Unknown)]
    [InlineData(Supermicro, 1572, "20 00 04 C0 01 70 02 FF FF", "Overheat", SelSeverity.Critical)]
    [InlineData(47488, 43707, "20 00 04 C0 01 70 02 FF FF", "Overheat", SelSeverity.Critical)]
    [InlineData(Supermicro, 0x1B0F, "20 00 04 C0 01 70 02 FF FF", "Event type 70h offset 02h", SelSeverity.Unknown)]
    [InlineData(Supermicro, 0x1B0F, "20 00 04 D0 FF 6F 80 00 FF", "BMC restarted unexpectedly", SelSeverity.Warning)]
    [InlineData(Supermicro, 0x1B0F, "20 00 04 D0 FF 6F 80 01 FF", "BMC cold reset", SelSeverity.Information)]
    [InlineData(Supermicro, 0x1B0F, "20 00 04 D0 FF 6F 80 07 FF", "Event offset 00h", SelSeverity.Unknown)]
    [InlineData(Fujitsu, 0x0242, "20 00 04 E8 60 6F 03 FF FF", "Redundant power supply: AC failed", SelSeverity.Warning)]
    [InlineData(Fujitsu, 0x0242, "20 00 04 E6 60 6F 01 FF FF", "Failed", SelSeverity.Critical)]
    [InlineData(Fujitsu, 0x0700, "20 00 04 E6 60 6F 01 FF FF", "Event offset 01h", SelSeverity.Unknown)]
    [InlineData(Hp, 8192, "20 00 04 C0 60 71 02 FF FF", "Red", SelSeverity.Critical)]
    [InlineData(Hp, 1, "20 00 04 C0 60 71 02 FF FF", "Event type 71h offset 02h", SelSeverity.Unknown)]
    [InlineData(Intel, 77, "33 00 04 13 04 70 A4 00 18", "PCIe poisoned TLP", SelSeverity.Critical)]
    [InlineData(Intel, 62, "33 00 04 13 05 71 A2 00 18", "PCIe bad TLP", SelSeverity.Warning)]
    [InlineData(Intel, 111, "20 00 04 2B 12 70 02 FF FF", "Firmware update failed", SelSeverity.Critical)]
    [InlineData(Intel, 40, "20 00 04 F3 06 03 01 FF FF", "State Asserted", SelSeverity.Critical)]
    [InlineData(Intel, 99, "33 00 04 13 04 70 A4 00 18", "Event type 70h offset 04h", SelSeverity.Unknown)]
    [InlineData(12345, 256, "20 00 04 C3 11 6F 01 FF FF", "Event offset 01h", SelSeverity.Unknown)]
    public void The_vendors_text_is_shown(int manufacturer, int product, string systemEvent, string text, SelSeverity severity)
    {
        var entry = Decode(manufacturer, product, systemEvent);
        Assert.Equal(text, entry.Event);
        Assert.Equal(severity, entry.Severity);
    }

    [Theory]
    [InlineData("2C 60 04 DC 18 72 A8 01 03", "Policy correction time exceeded", "Domain: CPU subsystem; Policy 3")]
    [InlineData("2C 60 04 DC 1B 72 A2 00 07", "Policy threshold 2 exceeded", "Domain: entire platform; Policy 7")]
    [InlineData("2C 60 04 DC 19 73 A2 B0 78", "Node Manager: power sensor cannot be read", "Domain: entire platform; Power sensor at 78h")]
    [InlineData("2C 60 04 DC 1A 74 05 FF FF", "Node Manager capabilities changed", "Policy interface available; monitoring not available; power limiting available")]
    [InlineData("2C 60 04 DC 17 75 A0 04 1D", "Management engine: internal error", "Extended error 1Dh")]
    [InlineData("2C 60 04 DC 17 75 A0 0B 1D", "Management engine firmware status", "Extended error 1Dh")]
    public void Node_Manager_reports_policies_and_its_health(string systemEvent, string text, string details)
    {
        foreach (var entry in new[] { Decode(Intel, 112, systemEvent), Decode(Quanta, 21401, systemEvent) })
        {
            Assert.Equal(text, entry.Event);
            Assert.Equal(details, entry.Details);
            Assert.Equal(SelSeverity.Warning, entry.Severity);
        }
    }

    [Fact]
    public void The_end_of_a_state_is_information() => Assert.Equal(SelSeverity.Information, Decode(Dell, 256, "20 00 04 C3 11 EF 01 FF FF").Severity);

    [Fact]
    public void A_sensor_without_a_record_is_named_by_the_vendors_type()
    {
        Assert.Equal("Fatal I/O Error (11h)", Decode(Dell, 256, "20 00 04 C3 11 6F 01 FF FF").Sensor);
        Assert.Equal("OEM (C3h) (11h)", Decode(Hp, 1, "20 00 04 C3 11 6F 01 FF FF").Sensor);
    }

    [Fact]
    public void A_states_text_of_the_specification_is_never_replaced() => Assert.Equal("Correctable ECC", Decode(Dell, 256, "20 00 04 0C 01 6F A0 80 01").Event);

    [Theory]
    [InlineData(21401, 0x04, "DIMM B0")]
    [InlineData(21401, 0x12, "DIMM F2")]
    [InlineData(21401, 0x13, null)]
    [InlineData(1, 0x04, null)]
    public void Quanta_names_the_module(int product, byte module, string? part) => Assert.Equal(part, Decode(Quanta, product, $"01 00 04 0C 60 6F A0 00 {module:X2}").Part);

    private static SelEntry Decode(int manufacturer, int product, string systemEvent)
    {
        var log = new SavedLog { Source = new SelSource(manufacturer, product, 0x02), Records = [new SavedRecord(1, Hex.Parse($"01 00 02 00 00 00 60 {systemEvent}"))] };
        return Assert.Single(SavedLogDecoder.Decode(log, null, new SelQuery()));
    }
}
