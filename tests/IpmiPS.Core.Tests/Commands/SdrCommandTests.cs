using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands;

public class SdrCommandTests
{
    [Fact]
    public void Get_SDR_Repository_Info()
    {
        var command = new GetSdrRepositoryInfo();
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x20, "");
        var info = CommandVectors.CheckResponse(command, "51 BB 00 34 12 78 56 34 12 EF CD AB 89 2F", 14, (r, w) => r.Write(w));
        Assert.Equal(0x51, info.Version);
        Assert.Equal(187, info.RecordCount);
        Assert.Equal(0x1234, info.FreeSpace);
        Assert.Equal(0x12345678u, info.LastAddition);
        Assert.Equal(0x89ABCDEFu, info.LastErase);
        Assert.Equal(0x2F, info.Operations);
        Assert.Equal("Get SDR Repository Info", command.Name);
        Assert.True(command.IsIdempotent);
        Assert.Equal(PrivilegeLevel.User, command.Privilege);
    }

    [Theory]
    [InlineData("AA AA AA AA AA AA AA AA AA")]
    [InlineData("55 55 55 55 55 55 55 55 55")]
    [InlineData("00 10 10 00 F0 0F 40 0F 05")]
    public void Get_SDR_Repository_Allocation_Info(string bytes)
    {
        var command = new GetSdrRepositoryAllocationInfo();
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x21, "");
        CommandVectors.CheckResponse(command, bytes, 9, (r, w) => r.Write(w));
    }

    [Fact]
    public void Get_SDR_Repository_Allocation_Info_by_field() =>
        Assert.Equal(
            new StorageAllocation { Units = 0x1000, UnitSize = 16, FreeUnits = 0x0FF0, MaximumFreeBlock = 0x0F40, MaximumRecordSize = 5 },
            StorageAllocation.Read(new ByteReader(Hex.Parse("00 10 10 00 F0 0F 40 0F 05"))));

    [Fact]
    public void Reserve_SDR_Repository()
    {
        var command = new ReserveSdrRepository();
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x22, "");
        Assert.Equal(0xBEEF, CommandVectors.CheckResponse(command, "EF BE", 2, (r, w) => r.Write(w)).Id);
    }

    [Fact]
    public void Partial_Add_SDR()
    {
        var command = new PartialAddSdr(0xBEEF, 0x0012, 16, isLast: true, [1, 2, 3]);
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x25, "EF BE 12 00 10 01 01 02 03");
        CommandVectors.CheckRequest(new PartialAddSdr(1, 0, 0, isLast: false, [5]), NetFn.Storage, 0x25, "01 00 00 00 00 00 05");
        var read = PartialAddSdr.ReadRequest(new ByteReader(Hex.Parse("EF BE 12 00 10 01 01 02 03")));
        Assert.Equal((0xBEEF, 0x0012, 16, true), (read.Reservation, read.RecordId, read.Offset, read.IsLast));
        Assert.Equal([1, 2, 3], read.Data);
        Assert.Equal(0x0013, CommandVectors.CheckResponse(command, "13 00", 2, (id, w) => w.WriteUInt16(id)));
        Assert.NotNull(command.DescribeCompletionCode(0x80));
    }

    [Fact]
    public void Update_mode_time_and_initialisation()
    {
        CommandVectors.CheckRequest(new SetSdrRepositoryTime(0x12345678), NetFn.Storage, 0x29, "78 56 34 12", r => SetSdrRepositoryTime.ReadRequest(r));
        CommandVectors.CheckRequest(new EnterSdrRepositoryUpdateMode(), NetFn.Storage, 0x2A, "");
        CommandVectors.CheckRequest(new ExitSdrRepositoryUpdateMode(), NetFn.Storage, 0x2B, "");
        var run = new RunInitializationAgent(run: true);
        CommandVectors.CheckRequest(run, NetFn.Storage, 0x2C, "01", r => RunInitializationAgent.ReadRequest(r));
        Assert.True(run.IsIdempotent);
        Assert.False(new EnterSdrRepositoryUpdateMode().IsIdempotent);
        Assert.True(CommandVectors.CheckResponse(run, "01", 1, (isComplete, w) => w.WriteByte(isComplete ? (byte)1 : (byte)0)));
    }

    [Fact]
    public void Reserve_Device_SDR_Repository()
    {
        var command = new ReserveDeviceSdrRepository(lun: 3);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x22, "");
        Assert.Equal(3, command.Lun);
        Assert.Equal(0x0001, CommandVectors.CheckResponse(command, "01 00", 2, (r, w) => r.Write(w)).Id);
    }

    [Fact]
    public void Get_SDR()
    {
        var command = new GetSdr(new SdrRequest(0x1122, 0x3344, 0x05, 0x20));
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x23, "22 11 44 33 05 20", GetSdr.ReadRequest);
        CommandVectors.CheckTruncatedRequests("22 11 44 33 05 20", 6, GetSdr.ReadRequest);
        var part = CommandVectors.CheckResponse(command, "FF FF 01 02 03", 2, (r, w) => r.Write(w));
        Assert.Equal(SdrRequest.LastRecord, part.NextRecordId);
        Assert.Equal([1, 2, 3], part.Data);
    }

    [Fact]
    public void Get_Device_SDR()
    {
        var command = new GetDeviceSdr(new SdrRequest(0x1122, 0x3344, 0x05, 0x20), lun: 2);
        CommandVectors.CheckRequest(command, NetFn.SensorEvent, 0x21, "22 11 44 33 05 20", GetDeviceSdr.ReadRequest);
        Assert.Equal(2, command.Lun);
        Assert.Equal(5, CommandVectors.CheckResponse(command, "05 00", 2, (r, w) => r.Write(w)).NextRecordId);
        Assert.Contains("record changed", new IpmiCommandException(command, (CompletionCode)GetDeviceSdr.RecordChanged).Message);
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "01")]
    public void Get_Device_SDR_Info(bool countRecords, string request) =>
        CommandVectors.CheckRequest(new GetDeviceSdrInfo(countRecords), NetFn.SensorEvent, 0x20, request, GetDeviceSdrInfo.ReadRequest);

    [Fact]
    public void Get_Device_SDR_Info_answers_with_or_without_a_change_indicator()
    {
        var command = new GetDeviceSdrInfo();
        var dynamic = CommandVectors.CheckResponse(command, "0C 8A 78 56 34 12", 2, (r, w) => r.Write(w));
        Assert.True(dynamic.IsDynamic);
        Assert.Equal(0x12345678u, dynamic.ChangeIndicator);
        Assert.Equal([false, true, false, true], new[] { dynamic.HasSensors(0), dynamic.HasSensors(1), dynamic.HasSensors(2), dynamic.HasSensors(3) });

        var fixedPopulation = CommandVectors.CheckResponse(command, "04 01", 2, (r, w) => r.Write(w));
        Assert.False(fixedPopulation.IsDynamic);
        Assert.Null(fixedPopulation.ChangeIndicator);
        Assert.Equal(4, fixedPopulation.Count);
    }

    [Fact]
    public void Add_SDR()
    {
        const string Record = "00 00 51 C0 03 57 01 00";
        var command = new AddSdr(Hex.Parse(Record));
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x24, Record);
        CommandVectors.CheckTruncatedRequests(Record, 5, AddSdr.ReadRequest);
        Assert.Equal(0x0102, CommandVectors.CheckResponse(command, "02 01", 2, (id, w) => AddSdr.Definition.WriteResponse(w, id)));
        Assert.Contains("does not match its header", new IpmiCommandException(command, (CompletionCode)AddSdr.LengthMismatch).Message);
    }

    [Fact]
    public void Delete_SDR()
    {
        var command = new DeleteSdr(0x1122, 0x3344);
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x26, "22 11 44 33", DeleteSdr.ReadRequest);
        CommandVectors.CheckTruncatedRequests("22 11 44 33", 4, DeleteSdr.ReadRequest);
        Assert.Equal(0x3344, CommandVectors.CheckResponse(command, "44 33", 2, (id, w) => DeleteSdr.Definition.WriteResponse(w, id)));
    }

    [Theory]
    [InlineData(true, "22 11 43 4C 52 AA")]
    [InlineData(false, "22 11 43 4C 52 00")]
    public void Clear_SDR_Repository(bool initiate, string bytes)
    {
        var command = new ClearSdrRepository(0x1122, initiate);
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x27, bytes, ClearSdrRepository.ReadRequest);
        CommandVectors.CheckTruncatedRequests(bytes, 6, ClearSdrRepository.ReadRequest);
        Assert.Equal(!initiate, command.IsIdempotent);
        Assert.True(CommandVectors.CheckResponse(command, "01", 1, (done, w) => ClearSdrRepository.Definition.WriteResponse(w, done)));
        Assert.False(CommandVectors.CheckResponse(command, "00", 1, (done, w) => ClearSdrRepository.Definition.WriteResponse(w, done)));
    }

    [Theory]
    [InlineData("22 11 43 4C 53 AA")]
    [InlineData("22 11 43 4C 52 01")]
    public void Clear_SDR_Repository_needs_its_letters_and_a_known_operation(string bytes)
    {
        var error = Assert.Throws<MalformedDataException>(() => ClearSdrRepository.ReadRequest(new ByteReader(Hex.Parse(bytes))));
        Assert.False(error.IsTruncated);
    }

    [Fact]
    public void Get_SDR_Repository_Time()
    {
        var command = new GetSdrRepositoryTime();
        CommandVectors.CheckRequest(command, NetFn.Storage, 0x28, "");
        Assert.Equal(0x61000000u, CommandVectors.CheckResponse(command, "00 00 00 61", 4, (time, w) => GetSdrRepositoryTime.Definition.WriteResponse(w, time)));
    }
}
