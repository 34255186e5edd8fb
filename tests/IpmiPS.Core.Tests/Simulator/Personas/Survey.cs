using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Device;
using IpmiPS.Inventory;
using IpmiPS.Power;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Sol;

namespace IpmiPS.Tests.Simulator;

/// <summary>All that the client reads from a BMC and does with it with default options, as lines, so that two BMCs can be compared.</summary>
internal sealed class Survey(IpmiClient client)
{
    private readonly List<string> _lines = [];

    /// <summary>Faster retransmissions than by default, and no other difference.</summary>
    public SolTimings SolTimings { get; init; } = new() { RetryInterval = TimeSpan.FromMilliseconds(50), MaximumRetryInterval = TimeSpan.FromMilliseconds(100) };

    public async Task<List<string>> TakeAsync()
    {
        await SectionAsync("device", DeviceAsync);
        await SectionAsync("sensor", SensorsAsync);
        await SectionAsync("sel", SelAsync);
        await SectionAsync("clear", ClearAsync);
        await SectionAsync("fru", FrusAsync);
        await SectionAsync("boot", BootAsync);
        if (client.PayloadProtection is not null)
            await SectionAsync("sol", SolAsync);
        await SectionAsync("power", PowerAsync);
        return _lines;
    }

    private async Task SectionAsync(string name, Func<string, Task> section)
    {
        try
        {
            await section(name);
        }
        catch (IpmiException error)
        {
            _lines.Add($"{name} error {error.Kind}");
        }
    }

    private async Task DeviceAsync(string section)
    {
        var info = await DeviceInfoReader.GetAsync(client);
        _lines.Add($"{section} {info.Manufacturer} {info.FirmwareVersion}{(info.Updating ? " updating" : "")}{(info.Guid is null ? "" : " GUID")}");
    }

    private async Task SensorsAsync(string section)
    {
        var repository = await SdrRepository.ReadAsync(client, CancellationToken.None);
        _lines.Add($"{section}s {(repository.Problem is null ? "whole" : "problem")}");
        await SensorReader.ReadAllAsync(client, repository, new SensorQuery(), sensor => _lines.Add(Line(section, sensor)), CancellationToken.None);
    }

    private static string Line(string section, Sensor sensor)
    {
        string value = sensor.Value is { } number ? $"{number.ToString("0.###", CultureInfo.InvariantCulture)} {sensor.Unit}" : sensor.UnavailableReason is null ? "-" : "none";
        return $"{section} {sensor.Name}: {value}{(sensor.Value is not null && sensor.UnavailableReason is not null ? " perhaps" : "")}, {sensor.Health}{string.Concat(sensor.State.Select(state => ", " + state))}";
    }

    private async Task SelAsync(string section) => await SelReader.ReadAsync(client, new SelQuery(), await SdrRepository.ReadAsync(client, CancellationToken.None), entry => _lines.Add(
        $"{section} {entry.RecordType:X2}h {entry.TimestampKind} {entry.Severity} {entry.SensorNumber:X2}h {entry.Event} {entry.Direction} {entry.Details}"), CancellationToken.None);

    private async Task ClearAsync(string section)
    {
        await SelReader.ClearAsync(client, null, returnEntries: false, CancellationToken.None);
        _lines.Add($"{section} {(await SelReader.GetInfoAsync(client, CancellationToken.None)).Entries}");
    }

    private async Task FrusAsync(string section)
    {
        var repository = await SdrRepository.ReadAsync(client, CancellationToken.None);
        await FruReader.ReadAsync(client, repository, null, fru => _lines.Add(
            $"{section} {fru.Id}: {fru.ChassisSerial}, {fru.BoardProductName} {fru.BoardManufactureDate:yyyy-MM-dd}, {fru.ProductName} {fru.ProductSerial}{(fru.Problem is null ? "" : ", problem")}"
            + (fru.ChecksumValid.All != false ? "" : $", checksums {fru.ChecksumValid}")), CancellationToken.None);
    }

    private async Task BootAsync(string section)
    {
        var set = await BootDeviceControl.SetAsync(client, BootDevice.Disk, persistent: true, uefi: true, new HurriedClock(), CancellationToken.None);
        _lines.Add($"{section} {set.Device} {set.Persistent} {set.Uefi} {set.Valid}");
    }

    private async Task PowerAsync(string section)
    {
        var result = await ChassisPower.InvokeAsync(client, PowerAction.Off, new PowerOptions { Wait = true });
        _lines.Add($"{section} {result.Action} {result.State} {result.Verified}");
    }

    private async Task SolAsync(string section)
    {
        using var console = await SolConsole.OpenAsync(client, new SolOptions { Timings = SolTimings });
        var text = new StringBuilder();
        console.Output += bytes =>
        {
            lock (text)
                text.Append(Encoding.UTF8.GetString(bytes));
        };
        await console.WriteAsync("root\r");
        await console.WriteAsync("secret\r");
        await console.WriteAsync("echo done\r");
        await EndToEndLogInTests.Eventually(() =>
        {
            lock (text)
                return text.ToString().Contains("\r\ndone\r\n");
        });
        _lines.Add($"{section} echoes");
        await console.CloseAsync();
    }

    /// <summary>Does not wait before the next attempt.</summary>
    private sealed class HurriedClock : Clock
    {
        public override Task DelayAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(1, cancellationToken);
    }
}
