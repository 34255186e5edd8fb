using System.Collections.Generic;
using System.Linq;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class SdrStoreTests
{
    private const byte Storage = 0x0A;

    public static TheoryData<string> Profiles => [.. SimulatorRack.ProfileNames];

    private static List<byte[]> ReadAll(Bench bench)
    {
        var records = new List<byte[]>();
        for (int id = 0; id != 0xFFFF;)
        {
            byte[] response = bench.Get(Storage, 0x23, 0, 0, (byte)id, (byte)(id >> 8), 0, 0xFF);
            records.Add(response.Skip(2).ToArray());
            id = response[0] | response[1] << 8;
        }

        return records;
    }

    private static ushort Reserve(Bench bench) => new ByteReader(bench.Get(Storage, 0x22)).ReadUInt16();

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_chain_has_as_many_records_as_the_info_and_each_has_the_length_in_its_header(string profile)
    {
        var bench = new Bench(new SimulatorOptions { Profile = profile, Faults = new() { MaximumRead = 255 } });
        var records = ReadAll(bench);
        Assert.Equal(records.Count, new ByteReader(bench.Get(Storage, 0x20), 1, 2).ReadUInt16());
        Assert.All(records, record => Assert.Equal(record[4] + 5, record.Length));
        Assert.Equal(Enumerable.Range(1, records.Count), records.Select(record => record[0] | record[1] << 8));
    }

    [Fact]
    public void Partial_reads_add_up_to_the_record()
    {
        var bench = new Bench();
        byte[] whole = ReadAll(bench)[1];
        ushort reservation = Reserve(bench);
        var parts = new List<byte>();
        for (byte offset = 0; offset < whole.Length; offset += 10)
            parts.AddRange(bench.Get(Storage, 0x23, (byte)reservation, (byte)(reservation >> 8), 2, 0, offset, 10).Skip(2));
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void A_partial_read_needs_a_reservation_and_a_new_one_cancels_the_old()
    {
        var bench = new Bench();
        Assert.Equal([0xC5], bench.Send(Storage, 0x23, 0, 0, 1, 0, 5, 5));
        ushort old = Reserve(bench);
        Reserve(bench);
        Assert.Equal([0xC5], bench.Send(Storage, 0x23, (byte)old, (byte)(old >> 8), 1, 0, 5, 5));
    }

    [Theory]
    [InlineData(16, false, 17, 0xCA)]
    [InlineData(16, false, 16, 0x00)]
    [InlineData(0, true, 16, 0xCA)]
    [InlineData(0, true, 255, 0x00)]
    public void Reads_can_be_limited(int largest, bool wholeOnly, byte count, byte code)
    {
        var bench = new Bench(new SimulatorOptions { Faults = new() { MaximumRead = largest, RefusePartialReads = wholeOnly } });
        Assert.Equal(code, bench.Send(Storage, 0x23, 0, 0, 1, 0, 0, count)[0]);
    }

    [Fact]
    public void Records_can_be_added_and_deleted_and_the_times_change()
    {
        var bench = new Bench();
        int count = ReadAll(bench).Count;
        byte[] before = bench.Get(Storage, 0x20);
        byte[] record = [0, 0, 0x51, 0xC0, 3, 1, 2, 3];
        ushort id = new ByteReader(bench.Get(Storage, 0x24, record)).ReadUInt16();
        Assert.Equal(count + 1, id);
        Assert.Equal(record.Skip(2), ReadAll(bench).Last().Skip(2));
        Assert.NotEqual(before.Skip(5).Take(4), bench.Get(Storage, 0x20).Skip(5).Take(4));
        ushort reservation = Reserve(bench);
        bench.Get(Storage, 0x26, (byte)reservation, (byte)(reservation >> 8), (byte)id, (byte)(id >> 8));
        Assert.Equal(count, ReadAll(bench).Count);
        Assert.Equal([0x80], bench.Send(Storage, 0x24, 0, 0, 0x51, 0xC0, 9, 1));
    }

    [Fact]
    public void A_change_of_one_BMC_does_not_affect_another_of_the_same_kind()
    {
        var definition = MachineProfiles.Load("rack-1u");
        var time = new ManualTime();
        var one = new VirtualBmc(0, definition, new SimulatorOptions(), time);
        var other = new VirtualBmc(1, definition, new SimulatorOptions(), time);
        one.State.Controllers.Main.MainSdrs!.Clear(0);
        Assert.Equal(0, one.State.Controllers.Main.MainSdrs.Count);
        Assert.NotEqual(0, other.State.Controllers.Main.MainSdrs!.Count);
    }

    [Fact]
    public void Each_kind_has_its_own_repository_times_and_they_never_change()
    {
        var times = SimulatorRack.ProfileNames.Where(name => name != "unhealthy").Select(name => MachineProfiles.Load(name).Machine.SdrBuildTime).ToList();
        Assert.Equal(times.Count, times.Distinct().Count());
        Assert.Equal(MachineProfiles.Load("blade").Machine.SdrBuildTime, MachineProfiles.Load("blade").Machine.SdrBuildTime);
    }
}
