using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class EventLogTests
{
    private const byte Storage = 0x0A;

    private static readonly byte[] OemRecord = [0, 0, 0xE0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

    private static List<byte[]> ReadAll(Bench bench)
    {
        var entries = new List<byte[]>();
        for (int id = 0; id != 0xFFFF && entries.Count < 1000;)
        {
            byte[] response = bench.Get(Storage, 0x43, 0, 0, (byte)id, (byte)(id >> 8), 0, 0xFF);
            entries.Add(response.Skip(2).ToArray());
            id = response[0] | response[1] << 8;
        }

        return entries;
    }

    private static ushort Reserve(Bench bench) => new ByteReader(bench.Get(Storage, 0x42)).ReadUInt16();

    private static uint TimeOf(byte[] entry) => new ByteReader(entry, 3, 4).ReadUInt32();

    [Fact]
    public void The_chain_has_all_entries_in_the_order_of_their_times()
    {
        var bench = new Bench();
        var entries = ReadAll(bench);
        Assert.Equal(12, entries.Count);
        Assert.Equal(Enumerable.Range(1, 12), entries.Select(entry => entry[0] | entry[1] << 8));
        var times = entries.Select(TimeOf).ToList();
        Assert.Equal(times.OrderBy(time => time), times);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(200)]
    public void The_log_starts_with_the_number_of_entries_in_the_options(int count)
    {
        var bench = new Bench(new SimulatorOptions { SelEntries = count });
        Assert.Equal(count, bench.Bmc.SelCount);
        if (count == 0)
            return;
        var times = ReadAll(bench).Select(TimeOf).ToList();
        Assert.Equal(count, times.Count);
        Assert.Equal(times.OrderBy(time => time), times);
    }

    [Fact]
    public void Clearing_needs_a_reservation_and_leaves_nothing()
    {
        var bench = new Bench();
        Assert.Equal([0xC5], bench.Send(Storage, 0x47, 0x34, 0x12, (byte)'C', (byte)'L', (byte)'R', 0xAA));
        ushort reservation = Reserve(bench);
        byte[] clear = [(byte)reservation, (byte)(reservation >> 8), (byte)'C', (byte)'L', (byte)'R', 0xAA];
        Assert.Equal([0x00], bench.Get(Storage, 0x47, clear));
        clear[5] = 0;
        Assert.Equal([0x01], bench.Get(Storage, 0x47, clear));
        Assert.Equal(0, bench.Bmc.SelCount);
        Assert.Equal([0xCB], bench.Send(Storage, 0x43, 0, 0, 0, 0, 0, 0xFF));
        bench.Get(Storage, 0x44, OemRecord);
        Assert.Equal(1, ReadAll(bench)[0][0]);
    }

    [Fact]
    public void Deleting_removes_one_entry_from_the_chain_and_cancels_the_reservation()
    {
        var bench = new Bench();
        ushort reservation = Reserve(bench);
        Assert.Equal([3, 0], bench.Get(Storage, 0x46, (byte)reservation, (byte)(reservation >> 8), 3, 0));
        Assert.Equal([1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12], ReadAll(bench).Select(entry => (int)entry[0]));
        Assert.Equal([0xC5], bench.Send(Storage, 0x46, (byte)reservation, (byte)(reservation >> 8), 4, 0));
    }

    [Fact]
    public void A_partial_read_of_an_entry_needs_a_reservation()
    {
        var bench = new Bench();
        Assert.Equal([0xC5], bench.Send(Storage, 0x43, 0, 0, 1, 0, 4, 4));
        ushort reservation = Reserve(bench);
        byte[] whole = ReadAll(bench)[0];
        Assert.Equal(whole.Skip(4).Take(4), bench.Get(Storage, 0x43, (byte)reservation, (byte)(reservation >> 8), 1, 0, 4, 4).Skip(2));
        Assert.Equal([0xC9], bench.Send(Storage, 0x43, (byte)reservation, (byte)(reservation >> 8), 1, 0, 16, 1));
    }

    [Fact]
    public void A_reservation_can_be_lost_after_some_uses()
    {
        var bench = new Bench(new SimulatorOptions { Faults = new() { ReservationLostAfter = 2 } });
        ushort reservation = Reserve(bench);
        byte[] part = [(byte)reservation, (byte)(reservation >> 8), 1, 0, 4, 4];
        bench.Get(Storage, 0x43, part);
        bench.Get(Storage, 0x43, part);
        Assert.Equal([0xC5], bench.Send(Storage, 0x43, part));
    }

    [Fact]
    public void A_full_log_overflows_and_drops_further_entries()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "legacy", SelEntries = 64 });
        Assert.Equal([0xC4], bench.Send(Storage, 0x44, OemRecord));
        Assert.Equal(64, bench.Bmc.SelCount);
        Assert.Equal(0x82, bench.Get(Storage, 0x40)[13]);
    }

    [Fact]
    public void Times_are_those_of_the_log_clock_which_can_be_set()
    {
        var bench = new Bench();
        bench.Get(Storage, 0x49, 0x00, 0x00, 0x00, 0x60);
        bench.Time.Advance(TimeSpan.FromSeconds(16));
        Assert.Equal([0x10, 0x00, 0x00, 0x60], bench.Get(Storage, 0x48));
        bench.Get(Storage, 0x44, 0, 0, 0x02, 0, 0, 0, 0, 0x20, 0, 4, 1, 1, 1, 0x57, 0xFF, 0xFF);
        Assert.Equal(0x60000010u, TimeOf(ReadAll(bench).Last()));
        Assert.Equal(0x60000010u, new ByteReader(bench.Get(Storage, 0x40), 5, 4).ReadUInt32());
    }

    [Fact]
    public void Records_without_a_time_are_stored_unchanged()
    {
        var bench = new Bench();
        bench.Get(Storage, 0x44, OemRecord);
        Assert.Equal(OemRecord.Skip(2), ReadAll(bench).Last().Skip(2));
    }

    [Fact]
    public void Refused_log_ins_are_recorded_if_the_options_say_so()
    {
        var bench = new Bench(new SimulatorOptions { LogRefusedLogIns = true });
        int before = bench.Bmc.SelCount;
        bench.Bmc.State.RecordRefusedLogIn(bench.Bmc.State.Users.Find(2));
        Assert.Equal(before + 1, bench.Bmc.SelCount);
        Assert.Equal([0x2A, 0x84, 0x6F, 0xF3, 0x02, 0x01], ReadAll(bench).Last().Skip(10));
    }
}
