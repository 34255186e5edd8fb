using IpmiPS.Parameters;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Parameters;

public class BootFlagsTests
{
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
}
