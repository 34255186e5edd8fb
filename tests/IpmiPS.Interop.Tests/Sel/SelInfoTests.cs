using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>The state of the event log, and its erasure, as the others see it.</summary>
public sealed class SelInfoTests : IAsyncLifetime
{
    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartAsync(Captures.DellR730);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task State_of_the_log_is_that_which_ipmitool_shows()
    {
        // A date beyond the first twenty years of IPMI time, so that the last addition has one.
        await LogFiller.RefillAsync(_bmc, [new SelRecord { Event = new SelEvent { GeneratorId = 0x20, Revision = 4, SensorType = 1, EventType = 1 } }]);
        using var client = await _bmc.ConnectAsync();

        var ours = await SelReader.GetInfoAsync(client, default);
        var theirs = Fields((await _bmc.IpmiToolAsync("sel", "info")).Lines);

        Assert.StartsWith(ours.Version, theirs["Version"], StringComparison.Ordinal);
        Assert.Equal(theirs["Entries"], $"{ours.Entries}");
        Assert.Equal(theirs["Free Space"], $"{ours.FreeBytes} bytes");
        Assert.Equal(theirs["Percent Used"], $"{ours.PercentUsed}%");
        Assert.Equal(theirs["Last Add Time"], Time(ours.LastAdd));
        Assert.StartsWith("S+", theirs["Last Del Time"], StringComparison.Ordinal); // before the clock was set
        Assert.Null(ours.LastErase);
        Assert.Equal(theirs["Overflow"], ours.Overflow ? "true" : "false");
        Assert.Equal(theirs["Supported Cmds"], string.Join(' ', ours.SupportedCommands.Select(command => $"'{command}'")));
        Assert.InRange(ours.Time!.Value.ToUnixTimeSeconds(), LogFiller.Time, LogFiller.Time + 60);
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task State_of_the_log_is_that_which_FreeIPMI_shows()
    {
        using var client = await _bmc.ConnectAsync();

        var ours = await SelReader.GetInfoAsync(client, default);
        var theirs = Fields((await _bmc.FreeIpmiAsync("ipmi-sel", "--info")).Lines);

        Assert.Equal(theirs["SEL version"], ours.Version);
        Assert.Equal(theirs["Number of log entries"], $"{ours.Entries}");
        Assert.Equal(theirs["Free space remaining"], $"{ours.FreeBytes} bytes");
        Assert.Equal(theirs["Events dropped due to lack of space"], ours.Overflow ? "Yes" : "No");
        (string Field, string Command)[] commands = [("Reserve SEL Command", "Reserve"), ("Delete SEL Command", "Delete"), ("Partial Add SEL Entry Command", "PartialAdd"), ("Get SEL Allocation Information Command", "AllocationInfo")];
        foreach (var (field, command) in commands)
            Assert.Equal(theirs[field], ours.SupportedCommands.Contains(command) ? "supported" : "unsupported");
    }

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Clearing_returns_what_was_there_and_leaves_nothing()
    {
        var before = await SelComparison.ReadAsync(_bmc);
        Assert.Equal(44, before.Count);
        using var client = await _bmc.ConnectAsync();
        var sdr = await SdrRepository.ReadAsync(client, default);

        var cleared = await SelReader.ClearAsync(client, sdr, returnEntries: true, default);

        Assert.Equal(before.Select(entry => (entry.Id, entry.SensorName, entry.Event)), cleared.Select(entry => (entry.Id, entry.SensorName, entry.Event)));
        Assert.Equal(before.Select(entry => entry.Raw), cleared.Select(entry => entry.Raw));
        Assert.Empty(await SelComparison.ReadAsync(_bmc));
        Assert.Equal("0", Fields((await _bmc.IpmiToolAsync("sel", "info")).Lines)["Entries"]);
    }

    /// <summary>Entries that ipmitool adds from a file: it leaves the generator to be system software, and the time to the BMC.</summary>
    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Entries_that_ipmitool_added_are_read()
    {
        await LogFiller.RefillAsync(_bmc, []);
        string file = _bmc.PathOf("events");
        await System.IO.File.WriteAllTextAsync(file, "0x04 0x01 0x30 0x01 0x59 0x30 0x22 # temperature\n0x04 0x0c 0x53 0x6f 0x20 0xff 0x03 # memory\n");
        _ = (await _bmc.IpmiToolAsync("sel", "add", file)).Lines;

        var entries = await SelComparison.ReadAsync(_bmc);

        Assert.Equal(["Upper Critical - going high", "Correctable ECC"], entries.Select(entry => entry.Event));
        Assert.Equal([0x41, 0x41], entries.Select(entry => entry.GeneratorId!.Value));
        Assert.Equal([0x30, 0x53], entries.Select(entry => entry.SensorNumber!.Value));
        Assert.All(entries, entry => Assert.InRange(entry.Timestamp!.Value.ToUnixTimeSeconds(), LogFiller.Time, LogFiller.Time + 60));
    }

    private static Dictionary<string, string> Fields(IEnumerable<string> lines) =>
        lines.Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());

    private static string? Time(DateTimeOffset? time) => time?.ToString("MM/dd/yy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
