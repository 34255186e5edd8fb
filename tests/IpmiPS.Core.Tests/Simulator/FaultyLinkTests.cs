using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class FaultyLinkTests
{
    private static readonly IPEndPoint There = new(IPAddress.Loopback, 1);

    /// <summary>Sends packets that are numbered by their first two bytes, a millisecond apart, and returns what arrives and when.</summary>
    private static List<(TimeSpan At, byte[] Packet)> Run(SimulatorFaults faults, int count = 2000, int key = 1)
    {
        var time = new ManualTime();
        var arrived = new List<(TimeSpan, byte[])>();
        var link = new FaultyLink(() => faults, key, time, (packet, _) => arrived.Add((time.Now, packet)));
        for (int i = 0; i < count; i++)
        {
            link.Send([(byte)i, (byte)(i >> 8), 0, 0, 0, 0, 0, 0], There);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        return arrived;
    }

    private static IEnumerable<int> Numbers(List<(TimeSpan At, byte[] Packet)> arrived) => arrived.Select(item => item.Packet[0] | item.Packet[1] << 8);

    [Fact]
    public void Without_faults_everything_arrives_at_once_and_in_order() => Assert.Equal(Enumerable.Range(0, 2000), Numbers(Run(new())));

    [Fact]
    public void About_the_given_percentage_is_lost()
    {
        var numbers = Numbers(Run(new() { LossPercent = 10 })).ToList();
        Assert.InRange(numbers.Count, 1720, 1880);
        Assert.Equal(numbers.OrderBy(number => number), numbers);
        Assert.Empty(Run(new() { LossPercent = 100 }));
    }

    [Fact]
    public void Duplicates_arrive_twice()
    {
        var arrived = Numbers(Run(new() { DuplicatePercent = 10 })).ToList();
        Assert.InRange(arrived.Count, 2120, 2280);
        Assert.Equal(2000, arrived.Distinct().Count());
    }

    [Fact]
    public void Reordered_packets_arrive_after_the_next_and_none_is_lost()
    {
        var arrived = Numbers(Run(new() { ReorderPercent = 10 })).ToList();
        Assert.Equal(Enumerable.Range(0, 2000), arrived.OrderBy(number => number));
        Assert.InRange(arrived.Zip(arrived.Skip(1), (a, b) => b < a).Count(swapped => swapped), 120, 280);
    }

    [Fact]
    public void A_reordered_packet_without_a_next_one_arrives_late() => Assert.Equal(TimeSpan.FromMilliseconds(40), Run(new() { ReorderPercent = 100 }, 1).Single().At);

    [Fact]
    public void Corruption_changes_one_bit()
    {
        var arrived = Run(new() { CorruptPercent = 10 });
        var changed = arrived.Select((item, number) => item.Packet.Select((value, i) => value ^ (i == 0 ? (byte)number : i == 1 ? (byte)(number >> 8) : 0)).ToList()).Where(bits => bits.Any(bit => bit != 0)).ToList();
        Assert.InRange(changed.Count, 120, 280);
        Assert.All(changed, bits => Assert.Single(bits, bit => bit != 0));
        Assert.All(changed, bits => Assert.Contains(bits.Max(), new[] { 1, 2, 4, 8, 16, 32, 64, 128 }));
    }

    [Fact]
    public void Each_direction_has_half_of_the_latency()
    {
        var arrived = Run(new() { Latency = TimeSpan.FromMilliseconds(20) }, 3);
        Assert.Equal([10, 11, 12], arrived.Select(item => (int)item.At.TotalMilliseconds));
    }

    [Fact]
    public void The_seed_decides_what_happens()
    {
        var faults = new SimulatorFaults { LossPercent = 5, DuplicatePercent = 5, ReorderPercent = 5, CorruptPercent = 5 };
        Assert.Equal(Numbers(Run(faults)), Numbers(Run(faults)));
        Assert.NotEqual(Numbers(Run(faults)), Numbers(Run(faults, key: 2)));
    }
}
