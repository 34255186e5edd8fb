using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Power;
using IpmiPS.Sel;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using Xunit;
using Xunit.Abstractions;

namespace IpmiPS.Tests.Chaos;

/// <summary>
/// A fleet behind a network that loses a fifth of all packets each way, doubles a tenth, swaps some and delivers some long after they
/// were given up: what is reported of each BMC is compared with what that BMC did. IPMIPS_CHAOS_BMCS is how many there are.
/// </summary>
public sealed class AtMostOnceTests(ITestOutputHelper output)
{
    private static readonly SimulatorFaults Faults = new()
    {
        LossPercent = 20,
        DuplicatePercent = 10,
        ReorderPercent = 10,
        LatePercent = 3,
        LateBy = TimeSpan.FromSeconds(4),
        Latency = TimeSpan.FromMilliseconds(5),
    };

    private const string Changed = "changed", Verified = "changed, verified";

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("IPMIPS_CHAOS_BMCS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 200;

    /// <summary>The four run side by side: nearly all of their time is waiting for what was lost.</summary>
    [Fact]
    public Task A_change_happens_once_at_most_and_is_told_as_it_was() => Task.WhenAll(
        RunPowerAsync(PowerAction.Cycle),
        RunPowerAsync(PowerAction.Reset),
        RunPowerAsync(PowerAction.Off),
        RunAsync("Clear SEL", ClearSelAsync, static bmc => bmc.SelClearCount));

    private Task RunPowerAsync(PowerAction action) => RunAsync(
        $"{action}",
        async client =>
        {
            PowerResult result = await ChassisPower.InvokeAsync(client, action, new PowerOptions());
            return result.Changed ? result.Verified ? Verified : Changed : "unchanged";
        },
        bmc => bmc.PowerActions.Count == bmc.PowerActions.Count(done => done == $"{action}") ? bmc.PowerActions.Count : throw new InvalidOperationException($"{bmc} did something else."));

    private static async Task<string> ClearSelAsync(IpmiClient client)
    {
        await SelReader.ClearAsync(client, null, returnEntries: false, System.Threading.CancellationToken.None);
        return Verified;
    }

    private async Task RunAsync(string what, Func<IpmiClient, Task<string>> act, Func<VirtualBmc, int> done)
    {
        int count = Count;
        using var rack = new SimulatedRack(new SimulatorOptions { Count = count, Seed = 20, SelEntries = 5 });
        foreach (var bmc in rack.Rack.Bmcs)
            bmc.Faults = Faults;
        var told = new ConcurrentDictionary<VirtualBmc, string>();
        await Task.WhenAll(rack.Rack.Bmcs.Select(async bmc => told[bmc] = await TryAsync(rack, bmc, act)));

        // Only now does nothing more happen: what is still on its way is let arrive, and counts, too.
        foreach (var bmc in rack.Rack.Bmcs)
            bmc.Faults = new SimulatorFaults();
        await Task.Delay(Faults.LateBy + TimeSpan.FromSeconds(1));

        var groups = told.GroupBy(pair => (Told: pair.Value, Done: done(pair.Key))).OrderBy(group => group.Key.Told, StringComparer.Ordinal).ThenBy(group => group.Key.Done).ToList();
        string summary = string.Join("\n", groups.Select(group => $"{what}: {group.Count(),5} told '{group.Key.Told}', done {group.Key.Done} times"));
        output.WriteLine($"{summary}\n{what}: {rack.Rack.Bmcs.Sum(bmc => bmc.PacketCount)} packets arrived, {rack.Rack.Bmcs.Sum(bmc => bmc.ResponseCount)} were sent back");
        Assert.True(groups.All(group => IsTrue(group.Key.Told, group.Key.Done)), summary);
        Assert.Contains(Verified, told.Values);
    }

    /// <summary>Whether what was told fits what was done; only an outcome that is told as unknown may be either.</summary>
    private static bool IsTrue(string told, int done) => told switch
    {
        Verified or Changed => done == 1,
        nameof(IpmiErrorKind.OutcomeUnknown) => done <= 1,
        _ => done == 0,
    };

    private static async Task<string> TryAsync(SimulatedRack rack, VirtualBmc bmc, Func<IpmiClient, Task<string>> act)
    {
        try
        {
            using var client = await IpmiClient.ConnectAsync(rack.ConnectOptions(bmc) with { MinimumPrivilege = PrivilegeLevel.Operator });
            return await act(client);
        }
        catch (IpmiException error)
        {
            return error.Kind == IpmiErrorKind.OutcomeUnknown ? error.Kind.ToString() : $"{error.Kind}: {error.Message}";
        }
    }
}
