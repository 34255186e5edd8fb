using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using Xunit;

namespace IpmiPS.Interop.VirtualBmcs;

/// <summary>Every kind of server that the simulator plays, in the eyes of others: sensors, log and inventory as our own client reads them.</summary>
public sealed class ContentTests
{
    private const byte BmcAddress = 0x20;

    public static TheoryData<string> Profiles => [.. Simulator.SimulatorRack.ProfileNames];

    [InteropTheory(Needs.IpmiTool)]
    [MemberData(nameof(Profiles))]
    public async Task Ipmitool_lists_every_sensor_with_its_value(string profile)
    {
        using var server = Start(profile);
        var sensors = await ReadStillAsync(server);

        var listed = (await Tool(server, "sdr", "elist", "all")).Select(Cells).Where(cells => cells[1] != "00h" && cells[4] != "Event-Only").ToList();
        var records = sensors.DistinctBy(sensor => sensor.RecordId).ToList();

        // Sensors that share a record are one to ipmitool, which leaves their numbers out.
        Assert.Equal(records.Count, listed.Count);
        Assert.All(records.Zip(listed), pair => Assert.StartsWith(pair.Second[0], pair.First.Name, StringComparison.Ordinal));
        foreach (var sensor in sensors.Where(sensor => sensor.Value is not null))
            AssertShown(sensor, listed.Single(cells => cells[0] == sensor.Name)[4].Split(' ')[0]);

        var told = (await Tool(server, "sensor")).Select(Cells).ToList();
        Assert.Equal(listed.Select(cells => cells[0]), told.Select(cells => cells[0]));
        foreach (var sensor in sensors.Where(sensor => sensor.Value is not null))
        {
            string[] cells = told.Single(cells => cells[0] == sensor.Name);
            AssertShown(sensor, cells[1]);
            double?[] thresholds = [sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical, sensor.UpperNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable];
            Assert.Equal(thresholds.Select(value => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "na"), cells[4..10]);
        }

        server.AssertWell();
    }

    [InteropTheory(Needs.FreeIpmi)]
    [MemberData(nameof(Profiles))]
    public async Task FreeIPMI_lists_every_sensor_with_its_value(string profile)
    {
        using var server = Start(profile);
        var sensors = await ReadStillAsync(server);

        var listed = (await Free(server, "ipmi-sensors", "--shared-sensors", "--comma-separated-output", "--no-header-output")).Select(line => line.Split(',')).ToList();

        Assert.Equal(sensors.Select(sensor => sensor.Name), listed.Select(cells => cells[1].Trim().Replace("  ", " ", StringComparison.Ordinal)));
        foreach (var (sensor, cells) in sensors.Zip(listed))
        {
            if (sensor.Value is null)
                Assert.Equal("N/A", cells[3]);
            else if (sensor.OwnerId == BmcAddress)
                AssertShown(sensor, cells[3]); // It reads sensors of other controllers only on request.
        }

        server.AssertWell();
    }

    [InteropTheory(Needs.IpmiTool | Needs.FreeIpmi)]
    [MemberData(nameof(Profiles))]
    public async Task The_log_is_listed_whole(string profile)
    {
        using var server = Start(profile);

        Assert.Equal(server.Bmc.SelCount, (await Tool(server, "sel", "elist")).Length);
        Assert.Equal(server.Bmc.SelCount, (await Free(server, "ipmi-sel", "--no-header-output")).Length);
        server.AssertWell();
    }

    [InteropTheory(Needs.IpmiTool | Needs.FreeIpmi)]
    [MemberData(nameof(Profiles))]
    public async Task Serial_numbers_are_those_that_our_client_reads(string profile)
    {
        using var server = Start(profile);
        var frus = new List<Fru>();
        using (var client = await server.ConnectAsync())
        {
            await FruReader.ReadAsync(client, await SdrRepository.ReadAsync(client, CancellationToken.None), null, frus.Add, CancellationToken.None);
            await client.CloseAsync();
        }

        string[] ours = [.. frus.SelectMany(fru => new[] { fru.ChassisSerial, fru.BoardSerial, fru.ProductSerial }).OfType<string>().Where(serial => serial.Length > 0)];

        Assert.NotEmpty(ours);
        Assert.Equal(ours, Serials(await Tool(server, "fru", "print")));
        Assert.Equal(ours, Serials(await Free(server, "ipmi-fru", "--bridge-fru")));
        server.AssertWell();
    }

    private static VirtualServer Start(string profile) => new(options => options with { Profile = profile, CipherSuites = [3, 17], AuthenticationTypes = ["md5"] });

    /// <summary>Reads the sensors, but for those that only send events, and has the analog ones stay at what they are.</summary>
    private static async Task<List<Sensor>> ReadStillAsync(VirtualServer server)
    {
        using var client = await server.ConnectAsync();
        var sdr = await SdrRepository.ReadAsync(client, CancellationToken.None);
        var eventOnly = sdr.Records.OfType<EventOnlyRecord>().Select(record => (int)record.RecordId).ToHashSet();
        async Task<List<Sensor>> ReadAsync()
        {
            var sensors = new List<Sensor>();
            await SensorReader.ReadAllAsync(client, sdr, new SensorQuery(), sensors.Add, CancellationToken.None);
            return sensors.FindAll(sensor => !eventOnly.Contains(sensor.RecordId));
        }

        var bmc = server.Bmc.State;
        foreach (var sensor in await ReadAsync())
            if (sensor.Value is { } value && bmc.Controllers.Find(sensor.OwnerId, Simulator.Channels.Ipmb)?.Sensors is { } bank && bank.Find(sensor.OwnerLun, sensor.Number) is { } definition)
                bmc.Lock.Run(() => bank.SetRaw(definition, definition.Conversion.ToRaw(value)));
        var still = await ReadAsync();
        await client.CloseAsync();
        Assert.Contains(still, sensor => sensor.Value is not null);
        return still;
    }

    private static async Task<string[]> Tool(VirtualServer server, params string[] arguments) => (await server.IpmiToolAsync(arguments)).Lines;

    private static async Task<string[]> Free(VirtualServer server, string tool, params string[] arguments) => (await server.FreeIpmiAsync(tool, arguments)).Lines;

    private static string[] Cells(string line) => [.. line.Split('|').Select(cell => cell.Trim())];

    private static string[] Serials(string[] lines) =>
        [.. lines.Where(line => line.Contains("Serial", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())];

    /// <summary>Within what the tool rounds away: it prints two or three digits, and halves go either way.</summary>
    private static void AssertShown(Sensor sensor, string shown) =>
        Assert.True(Math.Abs(sensor.Value!.Value - double.Parse(shown, CultureInfo.InvariantCulture)) <= 0.0101, $"{sensor.Name}: {sensor.Value}, shown as {shown}");
}
