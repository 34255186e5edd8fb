using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Sensors;

public class DisplayNameTests
{
    private static EventOnlyRecord Record(byte number, string name, byte entity = 10, byte instance = 1, byte owner = 0x20) =>
        new() { SensorNumber = number, IdString = name, EntityId = entity, EntityInstance = instance, OwnerId = owner };

    private static string[] Names(params SensorRecord[] records)
    {
        var names = new SensorDisplayNames(records);
        return [.. records.Select(names.Of)];
    }

    [Fact]
    public void A_name_that_only_one_sensor_has_is_enough() =>
        Assert.Equal(["PS1 Status", "PS2 Status"], Names(Record(1, "PS1 Status"), Record(2, "PS2 Status")));

    [Fact]
    public void Sensors_of_one_name_are_told_apart_by_their_entities() =>
        Assert.Equal(
            ["Power Supply 1 · Status", "Power Supply 2 · STATUS", "Processor 1 · Status", "Fan1"],
            Names(Record(1, "Status"), Record(2, "STATUS", instance: 2), Record(3, "Status", entity: 3), Record(4, "Fan1")));

    [Fact]
    public void Those_of_one_entity_by_their_numbers_and_then_by_their_owners() =>
        Assert.Equal(
            ["Power Supply 1 · Temp (01h)", "Power Supply 1 · Temp (82h/02h)", "Power Supply 1 · Temp (84h/02h)", "Fan 1 · Temp"],
            Names(Record(1, "Temp"), Record(2, "Temp", owner: 0x82), Record(2, "Temp", owner: 0x84), Record(1, "Temp", entity: 29)));

    [Fact]
    public void An_entity_that_the_record_does_not_name_tells_nothing() =>
        Assert.Equal(["Temp (01h)", "Temp (02h)"], Names(Record(1, "Temp", entity: 0), Record(2, "Temp", entity: 0)));

    [Fact]
    public void Sensors_without_a_name_have_one_here_too() =>
        Assert.Equal(["Sensor 01h", "Sensor 02h"], Names(Record(1, ""), Record(2, "")));

    [Fact]
    public async Task Sensors_that_are_read_have_them_though_only_some_are_wanted()
    {
        var bmc = new ScriptedSensors().Add(Record(1, "Status"), []).Add(Record(2, "Status", instance: 2), []).Add(Record(3, "Fan1"), []);
        Assert.Equal(["Power Supply 1 · Status", "Power Supply 2 · Status", "Fan1"], (await bmc.ReadAsync()).Select(sensor => sensor.DisplayName));
        Assert.Equal(["Fan1"], (await bmc.ReadAsync(new SensorQuery { NameFilter = name => name == "Fan1" })).Select(sensor => sensor.DisplayName));
    }

    [Fact]
    public async Task Where_the_records_come_within_a_moment_each_name_is_as_short_as_it_can_be()
    {
        var sensors = new List<Sensor>();
        await SensorReader.ReadAllAsync(new SlowRecords(Task.CompletedTask), refresh: true, new SensorQuery { Clock = new ManualClock() }, sensors.Add, CancellationToken.None);
        Assert.True(sensors.Count > 20);
        Assert.All(sensors, sensor => Assert.Equal(sensor.Name, sensor.DisplayName));
    }

    [Fact]
    public async Task Where_the_records_take_long_sensors_come_with_their_entities_before()
    {
        var clock = new ManualClock();
        var others = new TaskCompletionSource<bool>();
        var first = new TaskCompletionSource<Sensor>();
        var reading = SensorReader.ReadAllAsync(new SlowRecords(others.Task), refresh: true, new SensorQuery { Clock = clock }, sensor => first.TrySetResult(sensor), CancellationToken.None);
        while (!first.Task.IsCompleted)
        {
            // Only while something waits: the time limit of the whole reading must not expire on a slow computer.
            if (clock.WaitCount > 0)
                clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal("Air Inlet 1 · Inlet Temp", (await first.Task).DisplayName);
        others.SetResult(true);
        await reading;
    }

    /// <summary>A virtual BMC that returns its first records at once, and the others later.</summary>
    private sealed class SlowRecords(Task others) : IIpmiConnection
    {
        private const int Soon = 10;

        private readonly Bench _bench = new();
        private int _given;

        public string ComputerName => "slow-records";

        public BmcProfile Profile { get; } = new();

        public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
        {
            if (command is GetSdr && Interlocked.Increment(ref _given) > Soon)
                await others.ConfigureAwait(false);
            await Task.Yield();
            lock (_bench)
                return _bench.SendAsync(command, target, cancellationToken).GetAwaiter().GetResult();
        }
    }
}
