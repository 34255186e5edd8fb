using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>
/// Optimizations change no results: lookahead, parallel requests, caches and retries return the same as one request after the other along
/// the chain. Tested on all kinds of virtual BMC, on captured servers, and with faults of networks and BMCs.
/// </summary>
public sealed class StrictWalkTests
{
    private static readonly Dictionary<string, SimulatorFaults> s_faults = new()
    {
        ["none"] = new(),
        ["reads of 16"] = new() { MaximumRead = 16 },
        ["reads of 33"] = new() { MaximumRead = 33 },
        ["whole records only"] = new() { RefusePartialReads = true },
        ["lost reservations"] = new() { MaximumRead = 20, ReservationLostAfter = 9 },
        ["one at a time"] = new() { ServiceTime = TimeSpan.FromMilliseconds(1) },
        ["busy"] = new() { BusyPercent = 3 },
        ["losses, doubles and swaps"] = new() { LossPercent = 0.5, DuplicatePercent = 5, ReorderPercent = 5 },
    };

    /// <summary>Properties with the time of the reading.</summary>
    private static readonly string[] s_times = [nameof(Sensor.Timestamp), nameof(Sensor.ThresholdTimestamp)];

    /// <summary>Properties that follow from a reading, and so change with time.</summary>
    private static readonly string[] s_living = [nameof(Sensor.Value), nameof(Sensor.RawValue), nameof(Sensor.Health), nameof(Sensor.State), nameof(Sensor.StateText), nameof(Sensor.RawState)];

    public static TheoryData<string, string> Racks()
    {
        var racks = new TheoryData<string, string>();
        foreach (string profile in SimulatorRack.ProfileNames)
        {
            // The legacy BMC can't return whole records.
            foreach (string fault in s_faults.Keys)
                if ((profile, fault) != ("legacy", "whole records only"))
                    racks.Add(profile, fault);
        }

        return racks;
    }

    [Theory]
    [MemberData(nameof(Racks))]
    public Task A_virtual_bmc(string profile, string faults) => CompareAsync(new SimulatorOptions { Profile = profile, Faults = s_faults[faults], SelEntries = 40 });

    [CaptureFact("dell_r730.emu")]
    public Task Dell_R730() => CompareCaptureAsync("dell_r730.emu");

    [CaptureFact("quanta_d51.emu")]
    public Task Quanta_D51() => CompareCaptureAsync("quanta_d51.emu");

    [CaptureFact("s2600wtt.emu")]
    public Task Intel_S2600WTT() => CompareCaptureAsync("s2600wtt.emu");

    private static async Task CompareCaptureAsync(string file)
    {
        foreach (string faults in (string[])["none", "reads of 16", "losses, doubles and swaps"])
            await CompareAsync(new SimulatorOptions { Path = CaptureFactAttribute.PathOf(file), Faults = s_faults[faults] });
    }

    private static async Task CompareAsync(SimulatorOptions options)
    {
        using var rack = new SimulatedRack(options);
        var connect = rack.ConnectOptions() with { ComputerName = $"strict-{Guid.NewGuid():N}", Profile = new BmcProfile(), AllowInsecure = true };
        using var one = await IpmiClient.ConnectAsync(connect with { Profile = null });
        using var strict = new OneByOne(one);
        var expected = await ReadStrictlyAsync(strict);

        // Maximum difference of the raw readings of virtual BMCs between two times. Those of captures do not change.
        double wave = options.Path is not null ? 0 : 1 + 2 * rack.Bmc.State.Definition.Controllers.SelectMany(static controller => controller.Sensors).Max(static sensor => sensor.Swing);

        // At first nothing is known; then the records; then the earlier readings as well.
        foreach (bool refresh in (bool[])[false, false, true, false])
        {
            using var client = await IpmiClient.ConnectAsync(connect);
            var sensors = new List<Sensor>();

            // With a clock that stands still, sensors wait for all names, however slow this computer is.
            await SensorReader.ReadAllAsync(client, refresh, new SensorQuery { Clock = new ManualClock() }, sensors.Add, CancellationToken.None);
            AssertEqual(expected, sensors, wave);
            await client.CloseAsync();
        }

        using var last = await IpmiClient.ConnectAsync(connect);
        var log = await ReadLogAsync(strict, isStrict: true);
        if (one.Privilege >= PrivilegeLevel.User && log is not null)
            Assert.Equal(log, await ReadLogAsync(last, isStrict: false));
        Assert.Equal(await ReadFruAsync(strict), await ReadFruAsync(last));
    }

    private static async Task<List<Sensor>> ReadStrictlyAsync(OneByOne connection)
    {
        var repository = await new SdrReader(connection) { IsStrict = true }.ReadAsync(CancellationToken.None);
        Assert.Null(repository.Problem);
        var sensors = new List<Sensor>();
        await SensorReader.ReadAllAsync(connection, repository, new SensorQuery(), sensors.Add, CancellationToken.None);
        return sensors;
    }

    private static async Task<List<string>?> ReadLogAsync(IIpmiConnection connection, bool isStrict)
    {
        var entries = new List<string>();
        try
        {
            await SelReader.ReadAsync(connection, new SelQuery { Strict = isStrict }, (SdrRepository?)null, entry => entries.Add($"{entry.Id}: {entry.Timestamp:O} {entry.Event} {string.Join(" ", entry.Raw)}"), CancellationToken.None);
            return entries;
        }
        catch (IpmiCommandException) when (isStrict)
        {
            return null; // a kind of BMC without a log
        }
    }

    private static async Task<List<string>> ReadFruAsync(IIpmiConnection connection)
    {
        var repository = await SdrRepository.ReadAsync(connection, CancellationToken.None);
        var devices = new List<string>();
        await FruReader.ReadAsync(connection, repository, null, fru => devices.Add($"{fru.Id} {fru.Name}: {fru.Problem} {string.Join(" ", fru.Raw)}"), CancellationToken.None);
        return devices;
    }

    private static void AssertEqual(List<Sensor> expected, List<Sensor> sensors, double wave)
    {
        Assert.Equal(expected.Select(sensor => sensor.Name), sensors.Select(sensor => sensor.Name));
        foreach (var (before, sensor) in expected.Zip(sensors, (before, sensor) => (before, sensor)))
        {
            bool hasMoved = before.RawValue != sensor.RawValue && Math.Abs((before.RawValue ?? 0) - (sensor.RawValue ?? 0)) <= wave;
            foreach (PropertyInfo property in typeof(Sensor).GetProperties())
            {
                if (s_times.Contains(property.Name) || hasMoved && s_living.Contains(property.Name))
                    continue;
                string wanted = Text(property.GetValue(before)), found = Text(property.GetValue(sensor));

                // An absent sensor is not read again; the age of that result is reported in addition.
                if (property.Name == nameof(Sensor.UnavailableReason) ? !found.StartsWith(wanted, StringComparison.Ordinal) : wanted != found)
                    Assert.Fail($"{sensor.Name}: {property.Name} is {found}, and strictly {wanted}.");
            }
        }

        static string Text(object? value) => value is string[] texts ? string.Join(", ", texts) : value?.ToString() ?? "null";
    }

    /// <summary>Lets one request through at a time.</summary>
    private sealed class OneByOne(IIpmiConnection inner) : IIpmiConnection, IDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);

        public string ComputerName => inner.ComputerName;

        public BmcProfile Profile { get; } = new();

        public void Dispose() => _turn.Dispose();

        public async Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                return await inner.SendAsync(command, target, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
