using System.Collections.Generic;
using Xunit;

namespace IpmiPS.Tests.Wire;

public class ByteStringTests
{
    private static readonly ByteString Bytes = new([0x01, 0xA0, 0xFF]);

    [Fact]
    public void Its_text_is_hexadecimal()
    {
        Assert.Equal("01 A0 FF", Bytes.ToString());
        Assert.Equal("", new ByteString([]).ToString());
    }

    [Fact]
    public void It_is_used_like_an_array_and_cannot_be_changed()
    {
        byte[] copy = Bytes;
        Assert.Equal([0x01, 0xA0, 0xFF], copy);
        copy[0] = 0;
        Assert.Equal((3, 0x01, 0xFF), (Bytes.Length, Bytes[0], Bytes[2]));
        Assert.True(((IList<byte>)Bytes).IsReadOnly);
    }
}
