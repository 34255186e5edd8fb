using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Energy;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Energy;

public sealed class DcmiSettingsTests
{
    private static readonly PowerLimitSettings s_limit = new() { Watts = 200, ExceptionAction = PowerLimitAction.LogOnly, CorrectionMilliseconds = 2000, SamplingSeconds = 30 };

    [Fact]
    public async Task A_limit_is_set_put_in_force_and_read_back()
    {
        var bench = new Bench();
        var change = await PowerLimitChange.PrepareAsync(bench, s_limit);
        Assert.Equal("limit (none) -> 200 W, corrected within 2000 ms, sampled over 30 s, action LogOnly, state Inactive -> Active", change.Description);
        var update = await change.RunAsync();
        Assert.Equal((true, true, 200, PowerLimitState.Active), (update.Changed, update.Verified, update.Watts, update.State));
        var read = await PowerLimitReader.GetAsync(bench);
        Assert.Equal((200, 2000L, 30, PowerLimitAction.LogOnly, PowerSource.Dcmi), (read.Watts, read.CorrectionMilliseconds, read.SamplingSeconds, read.ExceptionAction, read.Source));
        Assert.True((await new PowerUsageReader(bench).ReadAsync()).Watts <= 200);
        Assert.Null((await PowerLimitChange.PrepareAsync(bench, s_limit)).Description);

        // Off again, with the values kept; only the state is sent.
        change = await PowerLimitChange.PrepareAsync(bench, new() { State = PowerLimitState.Inactive });
        Assert.Equal("state Active -> Inactive", change.Description);
        Assert.Equal((200, PowerLimitState.Inactive), ((await change.RunAsync()).Watts, (await PowerLimitReader.GetAsync(bench)).State));
        change = await PowerLimitChange.PrepareAsync(bench, new() { SamplingSeconds = 60 });
        Assert.Contains("sampled over 30 s, action LogOnly -> 200 W, corrected within 2000 ms, sampled over 60 s", change.Description);
        Assert.DoesNotContain("state", change.Description);
    }

    [Theory]
    [InlineData("Rack 12", "52 61 63 6B 20 31 32")]
    [InlineData("\u20AC", "EF BB BF E2 82 AC")]
    [InlineData("\u00EF\u00BB\u00BFa", "EF BB BF C3 AF C2 BB C2 BF 61")]
    public void A_text_is_read_as_it_was_written(string text, string bytes)
    {
        Assert.Equal(Hex.Parse(bytes), DcmiTextAccess.Encode(text, "asset tag"));
        Assert.Equal(text, DcmiTextAccess.Decode(Hex.Parse(bytes)));
    }

    [Fact]
    public void Nothing_in_a_text_controls_a_terminal()
    {
        Assert.Equal("a[2Jb", DcmiTextAccess.Decode(Hex.Parse("61 1B 5B 32 4A 62")));
        Assert.Equal("ab", DcmiTextAccess.Decode(Hex.Parse("EF BB BF 61 E2 80 AE 62")));
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => DcmiTextAccess.Encode("a\u202Eb", "asset tag")).Kind);
    }

    [Fact]
    public async Task A_limit_out_of_range_is_refused_with_the_BMCs_word()
    {
        var change = await PowerLimitChange.PrepareAsync(new Bench(), new() { Watts = 5 });
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => change.RunAsync());
        Assert.Contains("power limit out of range", error.Message);
        var missing = await Assert.ThrowsAsync<IpmiException>(() => PowerLimitChange.PrepareAsync(new Bench(), new() { SamplingSeconds = 5 }));
        Assert.Equal(IpmiErrorKind.InvalidParameter, missing.Kind);
    }

    [Theory]
    [InlineData("80", null, "without values")]
    [InlineData("80 DC 00 00 11 2C 01 E8 03 00 00 00 00 1E 00", 300, null)]
    [InlineData("80 DC 00 00 00 00 00 E8 03 00 00 00 00 1E 00", null, "no limit is set")]
    public async Task No_limit_in_force_is_an_answer(string answer, int? watts, string? note)
    {
        var limit = await PowerLimitReader.GetAsync(new ScriptedBmc(_ => Hex.Parse(answer)));
        Assert.Equal((PowerLimitState.Inactive, watts), (limit.State, limit.Watts));
        if (note is null)
            Assert.Empty(limit.Notes);
        else
            Assert.Contains(note, Assert.Single(limit.Notes));
    }

    [Theory]
    [InlineData(PowerLimitAction.PowerOff, null, true)]
    [InlineData(PowerLimitAction.LogOnly, null, false)]
    [InlineData(PowerLimitAction.PowerOff, PowerLimitState.Inactive, true)]
    public async Task A_limit_that_may_power_off_says_so(PowerLimitAction action, PowerLimitState? state, bool mayPowerOff) =>
        Assert.Equal(mayPowerOff, (await PowerLimitChange.PrepareAsync(new Bench(), s_limit with { ExceptionAction = action, State = state })).MayPowerOff);

    [Fact]
    public async Task A_policy_of_Node_Manager_that_limits_is_returned()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "intel-node-manager" });
        Assert.Equal((PowerLimitState.Inactive, PowerSource.NodeManager), ((await PowerLimitReader.GetAsync(bench)).State, (await PowerLimitReader.GetAsync(bench)).Source));
        var target = (await NodeManagerLocator.FindAsync(bench))!.Value;
        var policy = new IpmiPS.Commands.NodeManager.NodeManagerPolicy { IsEnabled = true, Limit = 120, CorrectionTime = 3000, StatisticsPeriod = 60, ShutsDown = true };
        await bench.SendAsync(new IpmiPS.Commands.NodeManager.SetNodeManagerPolicy(4, policy), target, default);
        var limit = await PowerLimitReader.GetAsync(bench);
        Assert.Equal((PowerLimitState.Active, 120, 3000L, 60, PowerLimitAction.PowerOff), (limit.State, limit.Watts, limit.CorrectionMilliseconds, limit.SamplingSeconds, limit.ExceptionAction));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiCommandException>(() => PowerLimitReader.GetAsync(new Bench(new SimulatorOptions { Profile = "plain" })))).Kind);
    }

    [Fact]
    public async Task Without_DCMI_a_policy_of_Node_Manager_is_set_put_in_force_and_read_back()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "intel-node-manager" });
        var change = await PowerLimitChange.PrepareAsync(bench, s_limit with { Watts = 300 });
        Assert.Equal("Node Manager policy 0 (none) -> 300 W, corrected within 2000 ms, sampled over 30 s, action LogOnly, state Inactive -> Active", change.Description);
        var update = await change.RunAsync();
        Assert.Equal((true, true, 300, PowerLimitState.Active, PowerSource.NodeManager), (update.Changed, update.Verified, update.Watts, update.State, update.Source));

        // The machine takes less, so the policy is not limiting.
        var read = await PowerLimitReader.GetAsync(bench);
        Assert.Equal((300, 2000L, 30, PowerLimitState.Active, PowerLimitAction.LogOnly), (read.Watts, read.CorrectionMilliseconds, read.SamplingSeconds, read.State, read.ExceptionAction));
        Assert.Contains(read.Notes, static note => note.Contains("not reached"));
        Assert.Null((await PowerLimitChange.PrepareAsync(bench, s_limit with { Watts = 300 })).Description);

        // A limit that is reached is the same policy.
        Assert.StartsWith("Node Manager policy 0 300 W", (change = await PowerLimitChange.PrepareAsync(bench, new() { Watts = 120 })).Description);
        Assert.Equal((120, true), ((await change.RunAsync()).Watts, (await PowerLimitReader.GetAsync(bench)).Notes.Any(static note => note.Contains("is limiting"))));

        // Off, with the values kept.
        change = await PowerLimitChange.PrepareAsync(bench, new() { State = PowerLimitState.Inactive });
        Assert.Equal("state Active -> Inactive", change.Description);
        Assert.Equal((120, PowerLimitState.Inactive), ((await change.RunAsync()).Watts, (await PowerLimitReader.GetAsync(bench)).State));
    }

    [Fact]
    public async Task Node_Manager_is_enabled_if_it_is_off_and_its_limits_apply()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "intel-node-manager" });
        var target = (await NodeManagerLocator.FindAsync(bench))!.Value;
        await bench.SendAsync(new IpmiPS.Commands.NodeManager.ControlNodeManager(0, 0, 0), target, default);
        await bench.SendAsync(new IpmiPS.Commands.NodeManager.ControlNodeManager(2, 0, 0), target, default);
        var update = await (await PowerLimitChange.PrepareAsync(bench, new() { Watts = 300 })).RunAsync();
        Assert.Equal((PowerLimitState.Active, true, 1000L, 1), (update.State, update.Verified, update.CorrectionMilliseconds, update.SamplingSeconds));
        var error = await Assert.ThrowsAsync<IpmiCommandException>(async () => await (await PowerLimitChange.PrepareAsync(bench, new() { Watts = 2000 })).RunAsync());
        Assert.Contains("power limit out of range", error.Message);
    }

    [Fact]
    public async Task A_policy_that_ipmitool_added_is_changed_and_one_with_a_trigger_is_left_alone()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "intel-node-manager" });
        var target = (await NodeManagerLocator.FindAsync(bench))!.Value;
        await bench.SendAsync(new IpmiPS.Commands.NodeManager.SetNodeManagerPolicy(1, new() { IsEnabled = true, Trigger = 1, TriggerValue = 30 }), target, default);
        await bench.SendAsync(new IpmiPS.Commands.NodeManager.SetNodeManagerPolicy(6, new() { IsEnabled = true, Limit = 500 }), target, default);
        var change = await PowerLimitChange.PrepareAsync(bench, new() { Watts = 400 });
        Assert.StartsWith("Node Manager policy 6 500 W", change.Description);
        Assert.True((await change.RunAsync()).Verified);
        Assert.Equal(1, (await bench.SendAsync(new IpmiPS.Commands.NodeManager.GetNodeManagerPolicy(0, 1), target, default)).Trigger);
    }

    [Theory]
    [InlineData("RACK-7")]
    [InlineData("A text of exactly sixty-three bytes: 0123456789012345678901234!")]
    [InlineData("H\u00F6heneinheit 12, ein Text in Latin-1")]
    [InlineData("\u03A9 in UTF-8, with a byte order mark")]
    [InlineData("")]
    public async Task A_tag_is_written_whole_and_read_back(string tag)
    {
        var bench = new Bench();
        var update = await (await AssetTagChange.PrepareAsync(bench, tag, "srv-1")).RunAsync();
        Assert.Equal((tag, "srv-1", true, true), (update.AssetTag, update.ControllerIdentifier, update.Changed, update.Verified));
        Assert.Null((await AssetTagChange.PrepareAsync(bench, tag, "srv-1")).Description);

        // A shorter one leaves nothing of it.
        Assert.Equal("x", (await (await AssetTagChange.PrepareAsync(bench, "x", null)).RunAsync()).AssetTag);
    }

    [Fact]
    public async Task A_tag_that_does_not_fit_is_refused_before_anything_is_written()
    {
        var bench = new Bench();
        foreach (string tag in new[] { new string('a', 64), "\u03A9" + new string('a', 59), "a\tb" })
            Assert.Equal(IpmiErrorKind.InvalidParameter, (await Assert.ThrowsAsync<IpmiException>(() => AssetTagChange.PrepareAsync(bench, tag, null))).Kind);
        Assert.False(bench.Bmc.CommandCounts.ContainsKey(new SimulatedCommand(0x2C, 0x08)));
    }

    [Fact]
    public async Task A_tag_that_is_written_in_part_is_told()
    {
        // The second part is refused; the tag is empty before.
        var bmc = new ScriptedBmc(static request => request.Code switch
        {
            0x08 => request.Data[1] == 0 ? [0, 0xDC, 16] : [0xC9],
            _ => [0, 0xDC, 0],
        });
        var change = await AssetTagChange.PrepareAsync(bmc, new string('b', 40), null);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("Only 1 of 3 parts of the asset tag were written", error.Message);
    }

    [Fact]
    public async Task A_BMC_that_returns_no_more_than_there_is_is_asked_for_less()
    {
        byte[] tag = [.. Enumerable.Range('a', 20).Select(static value => (byte)value)];
        var bmc = new ScriptedBmc(request => request.Code != 0x06 ? [0xC1] : request.Data[1] + request.Data[2] > tag.Length ? [0xC9] : [0, 0xDC, (byte)tag.Length, .. tag.Skip(request.Data[1]).Take(request.Data[2])]);
        Assert.Equal("abcdefghijklmnopqrst", (await AssetTagReader.GetAsync(bmc)).AssetTag);
        tag = [(byte)'z'];
        var read = await AssetTagReader.GetAsync(bmc);
        Assert.Equal(("z", null), (read.AssetTag, read.ControllerIdentifier));
        Assert.StartsWith("ControllerIdentifier: ", Assert.Single(read.Notes));
    }

    [Fact]
    public async Task The_configuration_is_read_and_set()
    {
        var bench = new Bench();
        var read = await DcmiConfigurationReader.GetAsync(bench);
        Assert.Equal(("1.5", true, 512, (byte)1, 4), (read.Version, read.PowerManagement, read.SelEntries, read.PrimaryLanChannel, read.DhcpInitialTimeoutSeconds));
        Assert.Equal([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromDays(1)], read.AveragingPeriods);
        Assert.Empty(read.Notes);
        var settings = new DcmiSettings { DhcpDiscovery = DhcpDiscovery.HostName, DhcpRetrySeconds = 99, InletLimitCelsius = 40, InletLimitAction = ThermalLimitActions.Log | ThermalLimitActions.PowerOff };
        var change = await DcmiConfigurationChange.PrepareAsync(bench, settings);
        Assert.Equal("inlet limit 45 \u00B0C for 60 s, action Log -> 40 \u00B0C for 60 s, action Log, PowerOff, DHCP discovery None -> HostName, DHCP retry interval 64 s -> 99 s", change.Description);
        Assert.True(change.MayPowerOff);
        var update = await change.RunAsync();
        Assert.Equal((true, DhcpDiscovery.HostName, 99, 40), (update.Verified, update.DhcpDiscovery, update.DhcpRetrySeconds, update.InletLimitCelsius));
        Assert.Null((await DcmiConfigurationChange.PrepareAsync(bench, settings)).Description);
        var dhcp = await DcmiConfigurationChange.PrepareAsync(bench, settings with { ActivateDhcp = true });
        Assert.Equal("DHCP (unknown) -> started", dhcp.Description);
        await Assert.ThrowsAsync<IpmiCommandException>(() => DcmiConfigurationReader.GetAsync(new Bench(new SimulatorOptions { Profile = "plain" })));
    }

    /// <summary>Nine inlets, which both entity ids return, in pages of eight; -5 degrees is 85h.</summary>
    [Fact]
    public async Task Temperatures_come_in_pages_and_once()
    {
        var bmc = new ScriptedBmc(static request =>
        {
            if (request.Code != 0x10 || request.Data[2] is not (0x37 or 0x40))
                return [0xC1];
            byte[] instances = [.. Enumerable.Range(1, 9).Skip(request.Data[4] - 1).Take(8).Select(static value => (byte)value)];
            return [0, 0xDC, 9, (byte)instances.Length, .. instances.SelectMany(static instance => new byte[] { instance == 9 ? (byte)0x85 : (byte)20, instance })];
        });
        var readings = await TemperatureReader.ReadAsync(bmc);
        Assert.Equal(Enumerable.Range(1, 9), readings.Select(static reading => reading.Instance));
        Assert.All(readings, static reading => Assert.Equal((TemperatureLocation.Inlet, PowerSource.Dcmi), (reading.Location, reading.Source)));
        Assert.Equal((20.0, -5.0), (readings[0].Celsius, readings[8].Celsius));
    }

    [Fact]
    public async Task Without_DCMI_temperatures_are_those_of_sensors()
    {
        var readings = await TemperatureReader.ReadAsync(new Bench(new SimulatorOptions { Profile = "plain" }));
        Assert.Equal([(TemperatureLocation.Inlet, 22.0, "INLET"), (TemperatureLocation.Processor, 51.0, "CPU")], readings.Select(static reading => (reading.Location, reading.Celsius!.Value, reading.SensorName!)));
    }
}
