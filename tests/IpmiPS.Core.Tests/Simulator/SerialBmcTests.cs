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

/// <summary>A BMC that works on one request at a time loses nothing by many in flight: none is sent twice, none too many.</summary>
public sealed class SerialBmcTests
{
    [Fact]
    public async Task Nothing_is_asked_twice()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { SelEntries = 60, Faults = new() { ServiceTime = TimeSpan.FromMilliseconds(3) } });
        var sensors = new List<Sensor>();
        SdrRepository repository;
        int entries = 0;
        using (var client = await rack.ConnectAsync(options => options with { Name = $"serial-{Guid.NewGuid():N}" }))
        {
            repository = await SensorReader.ReadAllAsync(client, refresh: false, new SensorQuery(), sensors.Add, CancellationToken.None);
            await SelReader.ReadAsync(client, new SelQuery(), repository, _ => entries++, CancellationToken.None);
            await client.CloseAsync();
        }

        var counts = rack.Bmc.CommandCounts;
        Assert.Equal(60, entries);
        Assert.Equal(60, Count("0a/43"));
        Assert.Equal(repository.Records.Count, Count("0a/23"));
        Assert.Equal(sensors.Count(sensor => sensor.RawValue is not null || sensor.RawState is not null), Count("04/2d"));

        long Count(string command) => counts[SimulatedCommand.Parse(command)];
    }
}
