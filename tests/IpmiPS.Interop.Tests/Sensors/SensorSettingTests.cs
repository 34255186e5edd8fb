using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Interop.VirtualBmcs;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using Xunit;

namespace IpmiPS.Interop.Sensors;

/// <summary>Thresholds, hysteresis, events and records that one side sets and the other reads, on a virtual BMC.</summary>
public sealed class SensorSettingTests : IDisposable
{
    private readonly VirtualServer _server = new();
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        Assert.Null(_server.Bmc.Fault);
        _server.Dispose();
        File.Delete(_file);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task What_we_set_ipmitool_reads()
    {
        using (var client = await _server.ConnectAsync())
        {
            var (routes, repository, sensor) = await FindAsync(client, "Inlet Temp");
            var thresholds = await SensorThresholdChange.PrepareAsync(client, routes, repository, sensor, new SensorThresholdSettings { UpperNonCritical = 41.4, UpperCritical = 43, PositiveHysteresis = 2 }, CancellationToken.None);
            Assert.True((await thresholds.RunAsync()).Verified);
            var events = await SensorEventChange.PrepareAsync(client, routes, repository, sensor, new SensorEventSettings { Disable = [Named("Upper Critical - going high")], Direction = SensorEventDirection.Deassertion }, CancellationToken.None);
            Assert.True((await events.RunAsync()).Verified);
            await client.CloseAsync();
        }

        var lines = Fields((await _server.IpmiToolAsync("sensor", "get", "Inlet Temp")).Lines);
        Assert.Equal(("41.000", "43.000", "46.000"), (lines["Upper Non-Critical"], lines["Upper Critical"], lines["Upper Non-Recoverable"])); // its hysteresis is that of the record
        Assert.Equal(("lnc- lcr- lnr- unc+ ucr+ unr+", "lnc- lcr- lnr- unc+ unr+"), (lines["Assertions Enabled"], lines["Deassertions Enabled"]));
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task What_ipmitool_sets_we_read()
    {
        _ = (await _server.IpmiToolAsync("sensor", "thresh", "Inlet Temp", "upper", "40", "44", "50")).Lines;
        _ = (await _server.IpmiToolAsync("sensor", "thresh", "Inlet Temp", "lcr", "1")).Lines;
        Sensor sensor = (await ReadAsync()).Single(static one => one.Name == "Inlet Temp");
        Assert.Equal((40d, 44d, 50d, 1d), (sensor.UpperNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable, sensor.LowerCritical));
    }

    [InteropFact(Needs.FreeIpmi)]
    public async Task The_checkout_of_ipmi_config_is_what_we_read_and_what_it_commits_too()
    {
        await CompareAsync();
        await File.WriteAllTextAsync(_file, """
            Section 2_Inlet_Temp
                Enable_Scanning_On_This_Sensor Yes
                Enable_Assertion_Event_Upper_Critical_Going_High No
                Upper_Critical_Threshold 41.000000
                Positive_Going_Threshold_Hysteresis 3.000000
            EndSection
            """);
        _ = await _server.FreeIpmiAsync("ipmi-config", "--category=sensors", "--commit", $"--filename={_file}");
        Sensor sensor = (await CompareAsync()).Single(static one => one.Name == "Inlet Temp");
        Assert.Equal((41d, 3d), (sensor.UpperCritical, sensor.PositiveHysteresis));
        Assert.DoesNotContain("Upper Critical - going high", sensor.AssertionEvents, StringComparison.Ordinal);
        Assert.Empty((await _server.FreeIpmiAsync("ipmi-config", "--category=sensors", "--diff", $"--filename={_file}")).Output.Trim());
    }

    [InteropFact(Needs.FreeIpmi)]
    public async Task What_we_set_ipmi_config_checks_out()
    {
        using (var client = await _server.ConnectAsync())
        {
            var (routes, repository, sensor) = await FindAsync(client, "Exhaust Temp");
            var change = await SensorThresholdChange.PrepareAsync(client, routes, repository, sensor, new SensorThresholdSettings { UpperNonCritical = 66, PositiveHysteresis = 5, NegativeHysteresis = 4 }, CancellationToken.None);
            Assert.True((await change.RunAsync()).Verified);
            await client.CloseAsync();
        }

        Sensor read = (await CompareAsync()).Single(static one => one.Name == "Exhaust Temp");
        Assert.Equal((66d, 5d, 4d), (read.UpperNonCritical, read.PositiveHysteresis, read.NegativeHysteresis));
    }

    [InteropTheory(Needs.Captures | Needs.FreeIpmi)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.IntelS2600)]
    public async Task The_checkout_of_a_captured_server_is_what_we_read(string capture)
    {
        await using var bmc = await CaptureBmc.StartAsync(capture);
        var sensors = new List<Sensor>();
        using (var client = await bmc.ConnectAsync())
            _ = await SensorReader.ReadAllAsync(client, refresh: true, new SensorQuery { ReadHysteresis = true, ReadEvents = true }, sensors.Add, CancellationToken.None);
        ConfigComparison.Compare((await bmc.FreeIpmiAsync("ipmi-config", "--category=sensors", "--checkout")).Output, sensors);
    }

    [InteropFact(Needs.IpmiTool)]
    public async Task A_file_of_ours_is_that_of_ipmitool_and_either_side_writes_it_back()
    {
        _ = await _server.IpmiToolAsync("sdr", "dump", _file);
        SdrImage image;
        using (var client = await _server.ConnectAsync())
        {
            image = await SdrImage.ReadAsync(client, CancellationToken.None);
            Assert.Equal(await File.ReadAllBytesAsync(_file), image.ToBytes());
            var import = await SdrImport.PrepareAsync(client, new SdrImage([.. image.Records.Skip(20)]), static _ => { }, CancellationToken.None);
            Assert.True((await import.RunAsync()).Verified);
            await client.CloseAsync();
        }

        Assert.Contains($"Record Count                        : {image.Records.Count - 20}", (await _server.IpmiToolAsync("sdr", "info")).Lines);
        Assert.Contains((await _server.IpmiToolAsync("sdr", "fill", "file", _file)).Lines, static line => line.Contains("successfully", StringComparison.Ordinal));
        using var again = await _server.ConnectAsync();
        Assert.True((await SdrImage.ReadAsync(again, CancellationToken.None)).HasSameRecords(image));
        await again.CloseAsync();
    }

    private static NamePattern Named(string name) => new(name, IsWildcard: false, text => text == name);

    private static async Task<(SensorRoutes Routes, SdrRepository Repository, SensorRecord Sensor)> FindAsync(IIpmiConnection client, string name)
    {
        SdrRepository repository = await SdrRepository.ReadAsync(client, CancellationToken.None);
        return (new SensorRoutes(client, Task.FromResult<SdrRepository?>(repository)), repository, repository.Sensors.Single(sensor => sensor.Name == name));
    }

    private async Task<List<Sensor>> ReadAsync()
    {
        var sensors = new List<Sensor>();
        using var client = await _server.ConnectAsync();
        _ = await SensorReader.ReadAllAsync(client, refresh: true, new SensorQuery { ReadHysteresis = true, ReadEvents = true }, sensors.Add, CancellationToken.None);
        await client.CloseAsync();
        return sensors;
    }

    private async Task<List<Sensor>> CompareAsync()
    {
        List<Sensor> ours = await ReadAsync();
        ConfigComparison.Compare((await _server.FreeIpmiAsync("ipmi-config", "--category=sensors", "--checkout")).Output, ours);
        return ours;
    }

    private static Dictionary<string, string> Fields(string[] lines) =>
        lines.Select(static line => line.Split([':'], 2)).Where(static parts => parts.Length == 2).GroupBy(static parts => parts[0].Trim()).ToDictionary(static same => same.Key, static same => same.First()[1].Trim());
}
