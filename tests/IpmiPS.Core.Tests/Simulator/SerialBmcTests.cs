using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>
/// A BMC that handles one request at a time can have many in flight: they are not taken for lost while they wait for their turn. (A few may
/// be, if the machine that runs the test is interrupted.)
/// </summary>
public sealed class SerialBmcTests
{
    [Fact]
    public async Task Requests_that_wait_for_their_turn_are_not_repeated()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { SelEntries = 60, Faults = new() { ServiceTime = TimeSpan.FromMilliseconds(3) } });
        var sensors = new List<Sensor>();
        SdrRepository repository;
        int entries = 0;
        using (var client = await rack.ConnectAsync(options => options with { ComputerName = $"serial-{Guid.NewGuid():N}" }))
        {
            repository = await SensorReader.ReadAllAsync(client, refresh: false, new SensorQuery(), sensors.Add, CancellationToken.None);
            await SelReader.ReadAsync(client, new SelQuery(), repository, _ => entries++, CancellationToken.None);
            await client.CloseAsync();
        }

        var counts = rack.Bmc.CommandCounts;
        Assert.Equal(60, entries);
        AssertAbout(60, "0a/43");
        AssertAbout(repository.Records.Count, "0a/23");
        AssertAbout(sensors.Count(sensor => sensor.RawValue is not null || sensor.RawState is not null), "04/2d");

        void AssertAbout(int needed, string command) => Assert.InRange(counts[SimulatedCommand.Parse(command)], needed, needed * 3 / 2);
    }
}
