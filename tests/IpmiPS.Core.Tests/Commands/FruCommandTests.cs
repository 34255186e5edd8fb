using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

public class FruCommandTests
{
    public static TheoryData<IpmiCommand, byte, string> Requests => new()
    {
        { new GetFruInventoryAreaInfo(3), 0x10, "03" },
        { new ReadFruData(3, 0x0110, 32), 0x11, "03 10 01 20" },
        { new WriteFruData(3, 0x0110, [0xAA, 0x55]), 0x12, "03 10 01 AA 55" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Requests_are_written_as_the_specification_has_them(IpmiCommand command, byte code, string bytes)
    {
        Assert.Equal(NetFn.Storage, command.NetFn);
        Assert.Equal(code, command.Code);
        var writer = new ByteWriter();
        command.WriteRequest(writer);
        Assert.Equal(bytes, Hex.Format(writer.ToArray(), " "));
    }

    [Fact]
    public void A_bmc_reads_what_a_client_writes()
    {
        Assert.Equal(3, GetFruInventoryAreaInfo.ReadRequest(new ByteReader([3])).DeviceId);

        var read = ReadFruData.ReadRequest(new ByteReader([3, 0x10, 0x01, 32]));
        Assert.Equal((3, 0x110, 32), (read.DeviceId, read.Offset, read.Count));
        Assert.Throws<MalformedDataException>(() => ReadFruData.ReadRequest(new ByteReader([3, 0x10, 0x01])));

        var write = WriteFruData.ReadRequest(new ByteReader([3, 0x10, 0x01, 0xAA, 0x55]));
        Assert.Equal((3, 0x110, "AA55"), (write.DeviceId, write.Offset, Hex.Format(write.Data)));
        Assert.Throws<MalformedDataException>(() => WriteFruData.ReadRequest(new ByteReader([3, 0x10])));
    }

    [Theory]
    [InlineData("00 01 00", 256, false)]
    [InlineData("00 01 01", 256, true)]
    [InlineData("AA AA AA", 0xAAAA, false)]
    [InlineData("55 55 55", 0x5555, true)]
    [InlineData("00 08", 2048, false)] // an answer without its last byte is one by bytes
    public void Inventory_area_info(string bytes, int size, bool byWords)
    {
        var info = new GetFruInventoryAreaInfo(0).ReadResponse(new ByteReader(Hex.Parse(bytes)));
        Assert.Equal((size, byWords), (info.Size, info.ByWords));
    }

    [Fact]
    public void Answers()
    {
        SelCommandTests.AssertRoundTrip(Hex.Parse("02"), FruData.Read, (value, writer) => value.Write(writer));
        Assert.Equal("AA55", Hex.Format(new ReadFruData(0, 0, 2).ReadResponse(new ByteReader([2, 0xAA, 0x55])).Data));
        Assert.Equal(2, new WriteFruData(0, 0, [1, 2]).ReadResponse(new ByteReader([2])));
        Assert.Throws<MalformedDataException>(() => new GetFruInventoryAreaInfo(0).ReadResponse(new ByteReader([0])));
    }

    [Fact]
    public void The_lun_of_a_device_goes_with_its_commands()
    {
        Assert.Equal(2, new GetFruInventoryAreaInfo(0, lun: 2).Lun);
        Assert.Equal(2, new ReadFruData(0, 0, 1, lun: 2).Lun);
        Assert.Equal(2, new WriteFruData(0, 0, [], lun: 2).Lun);
    }

    [Fact]
    public void A_busy_device_is_told_by_name() =>
        Assert.Contains("FRU device busy", new IpmiCommandException(new ReadFruData(0, 0, 1), (CompletionCode)0x81).Message, System.StringComparison.Ordinal);
}
