using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Power;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Personas where <see cref="PersonaTests"/> does not suffice: bytes on the wire, error texts, effects that need another client.</summary>
public sealed class PersonaDetailTests
{
    private const byte App = 0x06, Chassis = 0x00;

    [Fact]
    public void A_BMC_no_longer_responds_after_too_many_Get_Device_ID()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "device-id-limit" });
        for (int i = 0; i < 20; i++)
            Assert.Equal(0, bench.Send(App, 0x01)[0]);
        Assert.Empty(bench.Send(App, 0x01));
    }

    [Theory]
    [InlineData("sun-x4100")]
    [InlineData("windmill")]
    public void Get_Channel_Payload_Support_is_unknown_and_not_needed(string persona) =>
        Assert.Equal([0xC1], new Bench(new SimulatorOptions { Profile = persona }).Send(App, 0x4E, 0x0E));

    [Fact]
    public void Messages_over_the_IPMB_are_refused_and_another_LUN_is_read_directly()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "lenovo-sr650v3" });
        Assert.Equal([0xC1], bench.Send(App, 0x34, [0x40, 0x20, 0x11, 0xCF, 0x20, 0x04, 0x2D, 0x01, 0xAE]));
    }

    [Fact]
    public void Serial_over_LAN_without_deferred_alerts_is_refused()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "windmill" });
        Assert.Equal([0xCC], bench.Send(App, ActivatePayload.Definition.Code, 1, 1, 0, 0, 0, 0));
    }

    [Fact]
    public void Serial_over_LAN_needs_an_administrator()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "msi-91d2" }, PrivilegeLevel.User);
        Assert.Equal([0xD4], bench.Send(App, ActivatePayload.Definition.Code, 1, 1, 4, 0, 0, 0));
    }

    [Fact]
    public void Users_are_enabled_only_with_a_password_field_and_a_missing_name_is_refused()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "sun-x4140" });
        Assert.Equal([0xC7], bench.Send(App, 0x47, 3, 1));
        bench.Get(App, 0x47, [3, 1, .. new byte[16]]);
        Assert.Equal([0xCC], bench.Send(App, 0x46, 9));
        Assert.Equal(0, bench.Send(App, 0x46, 3)[0]);
    }

    [Fact]
    public void A_user_without_a_password_cannot_be_enabled()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "dell-c6220" });
        Assert.Equal([0xCC], bench.Send(App, 0x47, 9, 1));
        bench.Get(App, 0x47, [9, 2, .. Wire.Bytes("secret"), .. new byte[10]]);
        bench.Get(App, 0x47, 9, 1);
    }

    /// <summary>The response to the change is authenticated with the new password already, so the client can't distinguish it from a forged one, and refuses it.</summary>
    [Fact]
    public async Task After_a_change_of_its_own_password_a_session_of_IPMI_15_is_over()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "supermicro-x9drt" });
        using var client = await rack.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true, RetryCount = 0, Clock = new Support.SlowClock(20) });
        await client.SendAsync(new GetDeviceId());
        await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new RawCommand(App, 0x47, [2, 2, .. Wire.Bytes("another"), .. new byte[9]]) { MayGoUnprotected = true }));
        using var again = await rack.ConnectAsync(options => options with { Protocol = IpmiProtocol.Ipmi15, AllowInsecure = true, Password = SimulatedRack.Secret("another") });
        await again.SendAsync(new GetDeviceId());
        Assert.Contains("new-password-code", rack.Bmc.QuirkCounts.Keys);
    }

    [Fact]
    public async Task A_console_that_is_taken_without_notice_is_detected()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "quiet-takeover" });
        using var first = await rack.ConnectAsync();
        using var second = await rack.ConnectAsync();
        using var mine = await SolConsole.OpenAsync(first, new SolOptions { KeepAliveInterval = TimeSpan.FromMilliseconds(50) });

        // When the second keep-alive is sent, the first has its response: the owner of the console is known.
        await EndToEndLogInTests.Eventually(() => rack.Bmc.CommandCounts.TryGetValue(new SimulatedCommand(App, GetPayloadInstanceInfo.Definition.Code), out long count) && count > 1);
        using var theirs = await SolConsole.OpenAsync(second, new SolOptions { Force = true });
        Assert.Equal(SolCloseReason.Deactivated, (await mine.Closed).Reason);
        Assert.Contains("sol-quiet-takeover", rack.Bmc.QuirkCounts.Keys);
    }

    /// <summary>The second cycle finds the cause and event of the first, but new entries in the event log prove it.</summary>
    [Fact]
    public async Task A_cycle_too_short_to_be_seen_is_proved_by_its_traces()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "instant-cycle" });
        for (int cycle = 0; cycle < 2; cycle++)
        {
            var result = await ChassisPower.InvokeAsync(bench, PowerAction.Cycle, new PowerOptions { Wait = true, Clock = new Support.FakeClock() });
            Assert.Equal((PowerState.On, true, true), (result.State, result.Changed, result.Verified));
        }

        Assert.Equal(["Cycle", "Cycle"], bench.Bmc.PowerActions);
    }

    [Fact]
    public async Task A_cycle_without_traces_is_not_reported_as_verified()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "unseen-cycle" });
        var result = await ChassisPower.InvokeAsync(bench, PowerAction.Cycle, new PowerOptions { Wait = true, WaitTimeout = TimeSpan.FromSeconds(15), Clock = new Support.FakeClock() });
        Assert.Equal((PowerState.On, true, false), (result.State, result.Changed, result.Verified));
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(11));
        Assert.Contains("instant-cycle", bench.Bmc.QuirkCounts.Keys);
    }

    [Fact]
    public async Task Boot_flags_outlast_the_minute_after_which_a_BMC_drops_them()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "plain" });
        bench.Get(Chassis, SetSystemBootOptions.Definition.Code, 5, 0xE0, 0x04, 0, 0, 0);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.False((await BootDeviceControl.GetAsync(bench)).Valid);
        await BootDeviceControl.SetAsync(bench, BootDevice.Pxe, persistent: false, uefi: true);
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await BootDeviceControl.GetAsync(bench)).Valid);
    }

    [Fact]
    public async Task The_hard_disk_of_Supermicros_UEFI_is_selector_24h()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "supermicro-x10" });
        await BootDeviceControl.SetAsync(bench, BootDevice.Disk, persistent: false, uefi: true);
        Assert.Equal([0xA0, 0x24], bench.Get(Chassis, GetSystemBootOptions.Definition.Code, 5, 0, 0).Skip(2).Take(2));
    }

    [Fact]
    public async Task A_dropped_UEFI_flag_is_reported()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "supermicro-x11" });
        var error = await Assert.ThrowsAsync<IpmiException>(() => BootDeviceControl.SetAsync(bench, BootDevice.Pxe, false, true, new Support.FakeClock(), CancellationToken.None));
        Assert.Contains("reads back Pxe, once, legacy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_log_that_grows_with_each_read_is_read_up_to_the_entries_added_meanwhile()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "growing-sel", SelEntries = 500 });
        using var client = await rack.ConnectAsync();
        int given = 0;
        string? problem = await SelReader.ReadAsync(client, new SelQuery(), null, entry => Assert.Equal(++given, entry.Id), CancellationToken.None);
        Assert.InRange(given, 501, 1100);
        Assert.Contains("-Newest", problem, StringComparison.Ordinal);
        Assert.Contains("sel-grows", rack.Bmc.QuirkCounts.Keys);
        var newest = new System.Collections.Generic.List<int>();
        Assert.Null(await SelReader.ReadAsync(client, new SelQuery { Newest = 3 }, null, entry => newest.Add(entry.Id), CancellationToken.None));
        Assert.Equal(3, newest.Count);
        await SelReader.ClearAsync(client, null, returnEntries: false, CancellationToken.None);
        Assert.Equal(1, rack.Bmc.SelClearCount);
    }

    /// <summary>Its cache is never current, so it is read again each time, once.</summary>
    [Fact]
    public async Task A_repository_that_always_reports_a_change_is_read_once_each_time()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "restless-sdr" });
        using var client = await rack.ConnectAsync();
        for (int look = 1; look <= 2; look++)
        {
            var before = Reads();
            var repository = await SdrCache.GetAsync(client, refresh: false, CancellationToken.None);
            Assert.Null(repository.Problem);
            Assert.InRange(Reads() - before, repository.Records.Count, repository.Records.Count + 20);
        }

        long Reads() => rack.Bmc.CommandCounts.TryGetValue(new SimulatedCommand(0x0A, 0x23), out long count) ? count : 0;
    }

    [Fact]
    public async Task If_the_event_log_cannot_be_read_the_error_says_where_else()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "hp-dl585" });
        var error = await Assert.ThrowsAsync<IpmiException>(() => SelReader.ReadAsync(bench, new SelQuery(), null, _ => { }, CancellationToken.None));
        Assert.Contains("Redfish", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thresholds_that_contradict_each_other_are_marked()
    {
        var sensors = await SensorsAsync("hp-dl140g3");
        Assert.Equal(["TEMP 1"], sensors.Where(sensor => sensor.ThresholdsInOrder == false).Select(sensor => sensor.Name));
    }

    [Fact]
    public async Task A_sensor_that_is_not_scanned_has_no_value_if_others_are()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "plain" });
        foreach (byte sensor in (byte[])[0x01, 0x02, 0x03, 0x04])
            bench.Get(0x04, 0x28, sensor, 0x80);
        var sensors = await SensorsAsync(bench);
        Assert.All(sensors.Take(4), sensor => Assert.Null(sensor.Value));
        Assert.Equal(7260, sensors[4].Value);
    }

    private static Task<Sensor[]> SensorsAsync(string persona) => SensorsAsync(new Bench(new SimulatorOptions { Profile = persona }));

    private static async Task<Sensor[]> SensorsAsync(Bench bench)
    {
        var sensors = new System.Collections.Generic.List<Sensor>();
        await SensorReader.ReadAllAsync(bench, await SdrRepository.ReadAsync(bench, CancellationToken.None), new SensorQuery(), sensors.Add, CancellationToken.None);
        return [.. sensors];
    }
}
