using System;
using System.Linq;
using IpmiPS.Hosts;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Hostile;

/// <summary>What a BMC writes is shown on terminals, so none of it may command one; and what people write has bounds, too.</summary>
public sealed class HostileTextTests
{
    private const string Escape = "\u001b]0;owned\u0007";

    [Fact]
    public void Names_in_records_carry_no_control_characters() =>
        Assert.Equal("]0;ownedFan 1", new FullSensorRecord { IdString = Escape + "Fan 1\u009b" }.Name);

    [Fact]
    public void Texts_of_an_inventory_carry_no_control_characters()
    {
        var writer = new FruWriter();
        writer.Chassis(1, Escape + "part", Escape + "serial", Escape + "custom");
        writer.Board(null, Escape + "maker", Escape + "board", "S1", "P1");
        writer.Product(Escape + "maker", Escape + "product");
        writer.MultiRecord(0x03, [2, .. Escape.Select(c => (byte)c), .. "name".Select(c => (byte)c), 0]);
        byte[] image = writer.ToImage();
        var fru = FruImage.Decode(new FruDescription { Size = image.Length }, image);
        Assert.Equal("]0;ownedname", fru.MultiRecord.OfType<FruManagementAccess>().Single().Value);
        Assert.DoesNotContain(Fuzz.ObjectText.Of(fru), char.IsControl);
    }

    [Fact]
    public void Names_in_records_are_read_in_the_order_in_which_they_are_shown() =>
        Assert.Equal("Fan 1 ok", new FullSensorRecord { IdString = "Fan 1\u202E\u2028\u2067 ok" }.Name);

    /// <summary>Only a Unicode text can have such characters in an inventory.</summary>
    [Fact]
    public void Texts_of_an_inventory_turn_no_line_round()
    {
        byte[] text = System.Text.Encoding.Unicode.GetBytes("A\u202E1\u2066\u2029B");
        byte[] area = [1, 0, 2, 0, 0, 0, (byte)(0xC0 | text.Length), .. text, 0xC1];
        Array.Resize(ref area, 24);
        area[1] = 3;
        area[23] = (byte)-area.Sum(b => b);
        byte[] header = [1, 0, 0, 1, 0, 0, 0, 0xFE];
        byte[] image = [.. header, .. area];
        Assert.Equal("A1B", FruImage.Decode(new FruDescription { Size = image.Length }, image).BoardManufacturer);
    }

    [Theory]
    [InlineData("fe80::1%eth0\u001b[2J")]
    [InlineData("fe80::1%eth 0")]
    [InlineData("[fe80::1%\u0007]:623")]
    public void A_scope_is_a_name(string text) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => LanEndpoint.Parse(text)).Kind);

    [Fact]
    public void Brackets_without_end_are_no_host() =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => HostRange.Expand(string.Concat(Enumerable.Repeat("[1]", 100_000)))).Kind);
}
