using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Wire;

public class ByteWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void What_was_written_reads_back_however_often_the_writer_had_to_grow(int capacity)
    {
        var writer = new ByteWriter(capacity);
        writer.WriteByte(0x01);
        writer.WriteUInt16(0x0203);
        writer.WriteUInt24(0x040506);
        writer.WriteUInt32(0x0708090A);
        writer.WriteUInt32BigEndian(0x0B0C0D0E);
        writer.WriteBytes([0x0F, 0x10]);
        writer.WriteRepeated(0x11, 2);
        writer.WriteLatin1("Aé", 3);

        var reader = new ByteReader(writer.ToArray());
        Assert.Equal(0x01, reader.ReadByte());
        Assert.Equal(0x0203, reader.ReadUInt16());
        Assert.Equal(0x040506, reader.ReadUInt24());
        Assert.Equal(0x0708090Au, reader.ReadUInt32());
        Assert.Equal(0x0B0C0D0Eu, reader.ReadUInt32BigEndian());
        Assert.Equal([0x0F, 0x10, 0x11, 0x11], reader.ReadBytes(4));
        Assert.Equal("Aé\0", reader.ReadLatin1(3));
        Assert.True(reader.IsAtEnd);
    }
}
