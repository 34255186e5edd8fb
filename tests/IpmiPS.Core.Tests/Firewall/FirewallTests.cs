using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Firewall;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Firewall;

/// <summary>What a firmware firewall says, and how it is changed.</summary>
public sealed class FirewallTests
{
    private const byte Present = 0x0E, App = 0x06;

    private readonly Bench _bench = new();

    [Fact]
    public async Task Commands_have_their_names_and_states()
    {
        var entries = await FirewallReader.GetAsync(_bench, Present);
        Assert.Equal((FirewallState.Available, true), Of(entries, "Get POH Counter"));
        Assert.Equal((FirewallState.Available, false), Of(entries, "Get Device ID"));
        Assert.Equal((FirewallState.NotSupported, false), Of(entries, "Manufacturing Test On"));
        Assert.Equal((FirewallState.Available, true), Of(entries, "Get Power Limit"));
    }

    [Fact]
    public async Task A_blocked_command_is_refused_until_it_is_available_again()
    {
        var changed = await SwitchAsync(isAvailable: false, "Get POH Counter");
        Assert.Equal((true, true, FirewallState.Blocked), (changed.Changed, changed.Verified, changed.State));
        Assert.Equal([0xD4], _bench.Send(0x00, 0x0F));
        Assert.Equal(FirewallState.Blocked, Of(await FirewallReader.GetAsync(_bench, Present), "Get POH Counter").State);

        var restore = await FirewallChange.PrepareRestoreAsync(_bench, Present, 0, 0x00, null, Hex.Parse(changed.MaskBefore));
        Assert.Equal("Blocked -> Available: Get POH Counter", restore.Description);
        await restore.RunAsync();
        Assert.Equal(0x00, _bench.Send(0x00, 0x0F)[0]);
        var again = await FirewallChange.PrepareRestoreAsync(_bench, Present, 0, 0x00, null, Hex.Parse(changed.MaskBefore));
        Assert.Null(again.Description);
        Assert.False((await again.RunAsync()).Changed);
    }

    [Fact]
    public async Task Only_what_sessions_need_is_grave()
    {
        Assert.NotNull((await PrepareAsync(false, "Close Session")).Danger);
        Assert.Null((await PrepareAsync(false, "Get Self Test Results")).Danger);
        Assert.Equal(IpmiErrorKind.CommandFailed, (await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(false, "Get Device ID"))).Kind);
    }

    [Fact]
    public async Task A_blocked_action_is_refused_as_a_subfunction()
    {
        var control = (await FirewallReader.GetAsync(_bench, Present)).Single(static entry => entry.Name == "Chassis Control");
        await (await SubfunctionChange.PrepareAsync(_bench, control, 0, isAvailable: false, default)).RunAsync();
        Assert.Equal([0xD6], _bench.Send(0x00, 0x02, 0));
        Assert.Equal([0x00], _bench.Send(0x00, 0x02, 3));
        var subfunctions = await FirewallReader.GetSubfunctionsAsync(_bench, control);
        Assert.Equal([FirewallState.Blocked, .. Enumerable.Repeat(FirewallState.Available, 5)], subfunctions.Select(static entry => entry.State));
    }

    [Theory]
    [InlineData(0x00, 0x00, FirewallState.Available, FirewallState.NotSupported)] // 0 means that a command is there
    [InlineData(0x02, 0x01, FirewallState.Available, FirewallState.NotSupported)] // 1 does
    [InlineData(0x02, 0x00, FirewallState.Available, FirewallState.Unknown)] // the two commands contradict each other
    public async Task The_meaning_of_the_mask_is_that_of_Get_Device_ID(byte first, byte eighth, FirewallState deviceId, FirewallState reset)
    {
        // Support: byte 0 has Get Device ID (bit 1), byte 7 Get Channel Authentication Capabilities (bit 0). Cold Reset (bit 2) is not there where it differs.
        byte cold = first == 0 ? (byte)0x04 : (byte)0x00;
        var bmc = new ScriptedBmc(request => request.Code switch
        {
            0x09 => [0, 1, 0x08, 0, 0, 0, .. new byte[12]],
            0x0A => [0, (byte)(first | cold), .. new byte[6], eighth, .. new byte[8]],
            0x0C => [0xC1],
            0x61 => request.Data[1] == App ? [0, 0x02, .. new byte[15]] : [0, .. new byte[16]],
            _ => [0xC1],
        });
        var entries = await FirewallReader.GetAsync(bmc, Present);
        Assert.Equal((deviceId, null), Of(entries, "Get Device ID"));
        Assert.Equal((reset, null), Of(entries, "Cold Reset"));
    }

    [Fact]
    public async Task A_BMC_without_a_firewall_says_so()
    {
        var legacy = new Bench(new SimulatorOptions { Profile = "legacy" });
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiCommandException>(() => FirewallReader.GetAsync(legacy, Present))).Kind);
    }

    private static (FirewallState State, bool? Configurable) Of(IEnumerable<FirewallEntry> entries, string name)
    {
        var entry = entries.Single(entry => entry.Name == name);
        return (entry.State, entry.Configurable);
    }

    private async Task<FirewallChange> PrepareAsync(bool isAvailable, string name)
    {
        var entries = await FirewallReader.GetAsync(_bench, Present);
        return await FirewallChange.PrepareAsync(_bench, [entries.Single(entry => entry.Name == name)], isAvailable);
    }

    private async Task<FirewallUpdate> SwitchAsync(bool isAvailable, string name) => await (await PrepareAsync(isAvailable, name)).RunAsync();
}
