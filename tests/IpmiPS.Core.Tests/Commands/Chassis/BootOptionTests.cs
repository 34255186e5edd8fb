using System;
using IpmiPS.Commands.Chassis;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.Chassis;

public class BootOptionTests
{
    [Theory]
    [InlineData(BootOptionParameter.BootFlags, 0, "05 00 00")]
    [InlineData(BootOptionParameter.BootInitiatorMailbox, 3, "07 03 00")]
    public void Get_names_parameter_set_and_block(BootOptionParameter parameter, byte set, string hex)
    {
        Vectors.Request(hex, new GetSystemBootOptions(parameter, set), GetSystemBootOptions.ReadRequest);
        Vectors.RequestPrefixes(hex, GetSystemBootOptions.ReadRequest);
    }

    [Theory]
    [InlineData("01 05 A0 04 00 00 00", false, 5)]
    [InlineData("01 85 A0 04 00 00 00", true, 5)]
    [InlineData("01 05", false, 0)]
    public void Get_reads_version_mark_and_data(string hex, bool locked, int length)
    {
        var options = Vectors.Response(hex, new GetSystemBootOptions(BootOptionParameter.BootFlags), 2, (o, w) => o.Write(w));
        Assert.Equal((BootOptionParameter.BootFlags, locked, length), (options.Parameter, options.IsLocked, options.Data.Length));
    }

    [Fact]
    public void Set_writes_mark_selector_and_data()
    {
        Vectors.Request("05 A0 04 00 00 00", new SetSystemBootOptions(BootOptionParameter.BootFlags, [0xA0, 0x04, 0, 0, 0]), SetSystemBootOptions.ReadRequest);
        Vectors.Request("83", new SetSystemBootOptions(BootOptionParameter.BootFlagValidBitClearing, []) { Lock = true }, SetSystemBootOptions.ReadRequest);
        Assert.Throws<MalformedDataException>(() => SetSystemBootOptions.ReadRequest(new ByteReader([])));
    }

    [Theory]
    [InlineData(0x80, "parameter not supported")]
    [InlineData(0x81, "another party is changing the parameters")]
    [InlineData(0x82, "parameter is read-only")]
    public void Set_explains_its_own_codes(byte code, string text) =>
        Assert.Contains(text, new IpmiCommandException(new SetSystemBootOptions(BootOptionParameter.BootFlags, []), (CompletionCode)code).Message);

    [Theory]
    [InlineData("E0 18 00 00 00", true, true, true, 6, 0)]
    [InlineData("AA AA AA AA AA", true, false, true, 10, 10)]
    [InlineData("55 55 55 55 55", false, true, false, 5, 21)]
    public void Boot_flags_keep_every_bit(string hex, bool valid, bool persistent, bool uefi, byte selector, byte instance)
    {
        byte[] bytes = Hex.Parse(hex);
        var flags = BootFlags.Read(new ByteReader(bytes));
        Assert.Equal((valid, persistent, uefi, selector, instance), (flags.Valid, flags.Persistent, flags.Uefi, flags.Selector, flags.Instance));
        Assert.Equal(bytes, flags.ToArray());
    }

    [Fact]
    public void Another_device_leaves_the_other_flags_alone()
    {
        var flags = new BootFlags(0x15, 0x7F, 0xFF, 0xFF, 0xF1).With(2, persistent: true, uefi: false);
        Assert.Equal([0xD5, 0x4B, 0xFF, 0xFF, 0xE0], flags.ToArray());
    }

    [Fact]
    public void Boot_flags_need_two_bytes_and_take_more_than_five()
    {
        Assert.Throws<MalformedDataException>(() => BootFlags.Read(new ByteReader([0x80])));
        Assert.Equal(1, BootFlags.Read(new ByteReader([0x80, 0x04])).Selector);
        Assert.Equal(1, BootFlags.Read(new ByteReader([0x80, 0x04, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7])).Selector);
    }

    [Fact]
    public void Initiator_info_and_mailbox_go_both_ways()
    {
        var info = new BootInitiatorInfo(1, 0x12345678, 0x5F000000);
        Assert.Equal(Hex.Parse("01 78563412 0000005F"), info.ToArray());
        Assert.Equal(info, BootInitiatorInfo.Read(new ByteReader(info.ToArray())));
        var block = new BootInitiatorMailbox(2, [1, 2, 3]);
        Assert.Equal([2, 1, 2, 3], block.ToArray());
        Assert.Equal(block.Data, BootInitiatorMailbox.Read(new ByteReader(block.ToArray())).Data);
        Assert.Throws<ArgumentException>(() => new BootInitiatorMailbox(0, new byte[17]).ToArray());
    }

    [Fact]
    public void Acknowledge_is_pending_for_all_parties() =>
        Assert.Equal([0x1F, 0xFF], BootInfoAcknowledge.Pending.ToArray());
}
