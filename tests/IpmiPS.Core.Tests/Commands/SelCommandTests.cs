using System;
using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

public class SelCommandTests
{
    public static TheoryData<IpmiCommand, byte, byte, string> Requests => new()
    {
        { new GetSelInfo(), 0x0A, 0x40, "" },
        { new GetSelAllocationInfo(), 0x0A, 0x41, "" },
        { new ReserveSel(), 0x0A, 0x42, "" },
        { new GetSelEntry(0x1234), 0x0A, 0x43, "00 00 34 12 00 FF" },
        { new GetSelEntry(0x1234, 0xABCD, 8, 8), 0x0A, 0x43, "CD AB 34 12 08 08" },
        { new AddSelEntry(Hex.Parse("000002000000002000040109016F0102")), 0x0A, 0x44, "00 00 02 00 00 00 00 20 00 04 01 09 01 6F 01 02" },
        { new PartialAddSelEntry(0xABCD, 0x0007, 8, isLast: true, [1, 2]), 0x0A, 0x45, "CD AB 07 00 08 01 01 02" },
        { new DeleteSelEntry(0xABCD, 0x0007), 0x0A, 0x46, "CD AB 07 00" },
        { new ClearSel(0xABCD, initiate: true), 0x0A, 0x47, "CD AB 43 4C 52 AA" },
        { new ClearSel(0xABCD, initiate: false), 0x0A, 0x47, "CD AB 43 4C 52 00" },
        { new GetSelTime(), 0x0A, 0x48, "" },
        { new SetSelTime(0x5F5E1000), 0x0A, 0x49, "00 10 5E 5F" },
        { new GetAuxiliaryLogStatus(AuxiliaryLog.Oem1), 0x0A, 0x5A, "01" },
        { new SetAuxiliaryLogStatus(AuxiliaryLog.Mca, 0x60000001, [5, 0, 0, 0]), 0x0A, 0x5B, "00 01 00 00 60 05 00 00 00" },
        { new GetSelTimeUtcOffset(), 0x0A, 0x5C, "" },
        { new SetSelTimeUtcOffset(-90), 0x0A, 0x5D, "A6 FF" },
        { new SetEventReceiver(new EventReceiver(0x20, 2)), 0x04, 0x00, "20 02" },
        { new PlatformEvent { SensorType = 0x01, SensorNumber = 0x30, EventType = 0x01, EventData1 = 0x59, EventData2 = 0x5A, EventData3 = 0x55 }, 0x04, 0x02, "04 01 30 01 59 5A 55" },
        { new PlatformEvent { GeneratorId = 0x41, SensorType = 0x0C, SensorNumber = 0x53, IsDeassertion = true, EventType = 0x6F, EventData1 = 0x01 }, 0x04, 0x02, "41 04 0C 53 EF 01 FF FF" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Requests_are_written_as_the_specification_has_them(IpmiCommand command, byte netFn, byte code, string bytes)
    {
        Assert.Equal((NetFn)netFn, command.NetFn);
        Assert.Equal(code, command.Code);
        Assert.Equal(bytes, Hex.Format(Written(command), " "));
    }

    public static TheoryData<string, string> ReadBack => new()
    {
        { nameof(GetSelEntry), "CD AB 34 12 08 08" },
        { nameof(AddSelEntry), "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10" },
        { nameof(PartialAddSelEntry), "CD AB 07 00 08 01" },
        { nameof(DeleteSelEntry), "55 AA AA 55" },
        { nameof(ClearSel), "CD AB 43 4C 52 AA" },
        { nameof(SetSelTime), "00 10 5E 5F" },
        { nameof(GetAuxiliaryLogStatus), "01" },
        { nameof(SetAuxiliaryLogStatus), "01 01 00 00 60" },
        { nameof(SetEventReceiver), "FF 00" },
        { nameof(SetSelTimeUtcOffset), "A6 FF" },
        { nameof(PlatformEvent), "04 01 30 01 59 5A 55" },
    };

    [Theory]
    [MemberData(nameof(ReadBack))]
    public void A_bmc_reads_what_a_client_writes_and_refuses_every_prefix(string command, string bytes)
    {
        byte[] request = Hex.Parse(bytes);
        string written = Hex.Format(Written(Readers[command](new ByteReader(request))), " ");
        Assert.StartsWith(bytes, written, StringComparison.Ordinal);
        for (int length = 0; length < request.Length; length++)
            Assert.Throws<MalformedDataException>(() => Readers[command](new ByteReader(request, 0, length)));
    }

    [Fact]
    public void Clear_wants_its_three_letters()
    {
        Assert.Throws<MalformedDataException>(() => ClearSel.ReadRequest(new ByteReader(Hex.Parse("00 00 43 4C 53 AA"))));
        Assert.Throws<MalformedDataException>(() => ClearSel.ReadRequest(new ByteReader(Hex.Parse("00 00 43 4C 52 AB"))));
    }

    [Fact]
    public void What_changes_state_is_never_repeated()
    {
        Assert.False(new AddSelEntry(new byte[16]).IsIdempotent);
        Assert.False(new PartialAddSelEntry(0, 0, 0, false, []).IsIdempotent);
        Assert.False(new DeleteSelEntry(0, 1).IsIdempotent);
        Assert.False(new ClearSel(0, initiate: true).IsIdempotent);
        Assert.False(new SetSelTime(0).IsIdempotent);
        Assert.False(new PlatformEvent().IsIdempotent);
        Assert.True(new ClearSel(0, initiate: false).IsIdempotent);
        Assert.True(new GetSelEntry(0).IsIdempotent);
        Assert.True(new ReserveSel().IsIdempotent);
    }

    [Theory]
    [InlineData("51 C8 00 40 38 78 56 34 12 01 00 00 20 8F", 200, 0x3840, 0x12345678u, 0x20000001u, true, true)]
    [InlineData("51 00 00 FF FF FF FF FF FF FF FF FF FF 00", 0, 0xFFFF, 0xFFFFFFFFu, 0xFFFFFFFFu, false, false)]
    [InlineData("AA AA AA AA AA AA AA AA AA AA AA AA AA AA", 0xAAAA, 0xAAAA, 0xAAAAAAAAu, 0xAAAAAAAAu, true, true)]
    [InlineData("55 55 55 55 55 55 55 55 55 55 55 55 55 55", 0x5555, 0x5555, 0x55555555u, 0x55555555u, false, false)]
    public void Sel_info(string bytes, int entries, int free, uint lastAdd, uint lastErase, bool overflow, bool reserve)
    {
        byte[] data = Hex.Parse(bytes);
        var info = new GetSelInfo().ReadResponse(new ByteReader(data));
        Assert.Equal((entries, free, lastAdd, lastErase), (info.Entries, info.FreeBytes, info.LastAdd, info.LastErase));
        Assert.Equal((overflow, reserve), (info.Overflow, info.CanReserve));
        AssertRoundTrip(data, SelRepositoryInfo.Read, (value, writer) => value.Write(writer));
    }

    [Theory]
    [InlineData("00 04 10 00 80 03 80 03 01")]
    [InlineData("AA AA AA AA AA AA AA AA AA")]
    [InlineData("55 55 55 55 55 55 55 55 55")]
    public void Sel_allocation_info(string bytes) =>
        AssertRoundTrip(Hex.Parse(bytes), StorageAllocation.Read, (value, writer) => value.Write(writer));

    [Fact]
    public void Auxiliary_log_status()
    {
        var status = new GetAuxiliaryLogStatus(AuxiliaryLog.Mca).ReadResponse(new ByteReader(Hex.Parse("01 00 00 60 05 00 00 00")));
        Assert.Equal((0x60000001u, 5u), (status.Timestamp, status.Entries));
        Assert.Null(new AuxiliaryLogStatus(0, [1, 2]).Entries);
        Vectors.Response("01 00 00 60 05 00 00 00", new GetAuxiliaryLogStatus(AuxiliaryLog.Mca), 4, static (value, writer) => value.Write(writer));
    }

    [Fact]
    public void Sel_entry()
    {
        var entry = new GetSelEntry(1).ReadResponse(new ByteReader(Hex.Parse("02 00 01 00 02 AA")));
        Assert.Equal(2, entry.NextRecordId);
        Assert.Equal("01 00 02 AA", Hex.Format(entry.Data, " "));
        AssertRoundTrip(Hex.Parse("FF FF"), SelEntryData.Read, (value, writer) => value.Write(writer));
    }

    [Theory]
    [InlineData("00", false)]
    [InlineData("01", true)]
    [InlineData("F0", false)]
    [InlineData("F1", true)]
    public void Erasure_progress_is_in_the_low_bits(string bytes, bool complete) =>
        Assert.Equal(complete, new ClearSel(0, initiate: false).ReadResponse(new ByteReader(Hex.Parse(bytes))));

    [Fact]
    public void Numbers_that_are_answers()
    {
        Assert.Equal(0xABCD, new ReserveSel().ReadResponse(new ByteReader([0xCD, 0xAB])));
        Assert.Equal(0x12345678u, new GetSelTime().ReadResponse(new ByteReader([0x78, 0x56, 0x34, 0x12])));
        Assert.Equal(-90, new GetSelTimeUtcOffset().ReadResponse(new ByteReader([0xA6, 0xFF])));
        Assert.Equal(GetSelTimeUtcOffset.Unspecified, new GetSelTimeUtcOffset().ReadResponse(new ByteReader([0xFF, 0x07])));
        Assert.Throws<MalformedDataException>(() => new ReserveSel().ReadResponse(new ByteReader([0xCD])));
    }

    [Fact]
    public void Completion_codes_of_their_own_are_explained()
    {
        Assert.Contains("erase in progress", new IpmiCommandException(new GetSelEntry(0), (CompletionCode)0x81).Message, StringComparison.Ordinal);
        Assert.Contains("Clear SEL", new IpmiCommandException(new ClearSel(0, true), (CompletionCode)0x81).Message, StringComparison.Ordinal);
    }

    internal static void AssertRoundTrip<T>(byte[] data, Func<ByteReader, T> read, Action<T, ByteWriter> write)
    {
        var writer = new ByteWriter();
        write(read(new ByteReader(data)), writer);
        Assert.Equal(Hex.Format(data, " "), Hex.Format(writer.ToArray(), " "));

        byte[] surplus = [.. data, 0xDE, 0xAD];
        write(read(new ByteReader(surplus)), new ByteWriter());
        for (int length = 0; length < data.Length; length++)
            Assert.Throws<MalformedDataException>(() => read(new ByteReader(data, 0, length)));
    }

    private static readonly Dictionary<string, Func<ByteReader, IpmiCommand>> Readers = new()
    {
        [nameof(GetSelEntry)] = GetSelEntry.ReadRequest,
        [nameof(AddSelEntry)] = AddSelEntry.ReadRequest,
        [nameof(PartialAddSelEntry)] = PartialAddSelEntry.ReadRequest,
        [nameof(DeleteSelEntry)] = DeleteSelEntry.ReadRequest,
        [nameof(ClearSel)] = ClearSel.ReadRequest,
        [nameof(GetAuxiliaryLogStatus)] = GetAuxiliaryLogStatus.ReadRequest,
        [nameof(SetAuxiliaryLogStatus)] = SetAuxiliaryLogStatus.ReadRequest,
        [nameof(SetEventReceiver)] = SetEventReceiver.ReadRequest,
        [nameof(SetSelTime)] = SetSelTime.ReadRequest,
        [nameof(SetSelTimeUtcOffset)] = SetSelTimeUtcOffset.ReadRequest,
        [nameof(PlatformEvent)] = PlatformEvent.ReadRequest,
    };

    private static byte[] Written(IpmiCommand command)
    {
        var writer = new ByteWriter();
        command.WriteRequest(writer);
        return writer.ToArray();
    }
}
