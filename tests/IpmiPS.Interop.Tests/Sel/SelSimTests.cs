using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Sel;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Interop.Sel;

/// <summary>Entries and the clock of ipmi_sim, which has the capture of a Dell server.</summary>
public sealed class SelSimTests : IAsyncLifetime
{
    /// <summary>Event data of memory and processor errors: what follows the sensor number.</summary>
    private static readonly string[] s_failures =
    [
        "0C 01 6F A0 80 01", "0C 01 6F A0 91 01", "0C 01 6F A1 C0 05", "0C 01 6F A1 1F 02", "0C 01 6F A0 B2 80", "0C 01 6F A0 E1 12", "07 70 6F A0 02 10",
    ];

    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartAsync(Captures.DellR730);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task The_part_that_failed_is_the_one_that_ipmitool_names()
    {
        using var client = await _bmc.ConnectAsync();
        SelAdding adding = await SelAdding.PrepareAsync(client, null, default);
        var parts = new List<string?>();
        foreach (string failure in s_failures)
            parts.Add((await adding.AddAsync(Hex.Parse($"00 00 02 00 00 00 00 20 00 04 {failure}"), default)).Entry.Part);
        string[] lines = (await _bmc.IpmiToolAsync("sel", "list")).Lines[^s_failures.Length..];
        for (int i = 0; i < lines.Length; i++)
            foreach (string word in parts[i]!.Split(", "))
                Assert.Contains(word.Replace("DIMM ", "DIMM", StringComparison.Ordinal), lines[i], StringComparison.Ordinal);
    }

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task An_entry_is_added_and_removed()
    {
        using var client = await _bmc.ConnectAsync();
        int before = (await _bmc.IpmiToolAsync("sel", "list")).Lines.Length;
        var (entry, difference) = await (await SelAdding.PrepareAsync(client, null, default)).AddAsync(Hex.Parse("00 00 02 00 00 00 00 20 00 04 0C 53 6F 00 FF FF"), default);
        Assert.Null(difference);
        Assert.Contains((await _bmc.IpmiToolAsync("sel", "list")).Lines, line => line.Contains("Memory #0x53", StringComparison.Ordinal));
        await (await SelRemoval.PrepareAsync(client, [new((ushort)entry.Id, entry.Raw)], null, default)).RunAsync(static _ => { }, default);
        Assert.DoesNotContain((await _bmc.IpmiToolAsync("sel", "list")).Lines, line => line.Contains("Memory #0x53", StringComparison.Ordinal));
        Assert.True(before >= 0);
    }

    [InteropFact(Needs.Captures)]
    public async Task The_clock_is_set_and_read_back()
    {
        using var client = await _bmc.ConnectAsync();
        ClockUpdate away = await (await ClockChange.PrepareAsync(client, new ClockSettings { Time = new DateTimeOffset(2031, 3, 4, 5, 6, 0, TimeSpan.Zero) })).RunAsync();
        Assert.Equal((true, true), (away.Changed, away.Verified));
        ClockUpdate back = await (await ClockChange.PrepareAsync(client, new ClockSettings())).RunAsync();
        Assert.Equal((true, true), (back.Changed, back.Verified));
        Assert.InRange(back.Drift!.Value.TotalSeconds, -3, 3);
    }
}
