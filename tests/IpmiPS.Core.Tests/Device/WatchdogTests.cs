using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Device;

public sealed class WatchdogTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task A_timer_is_read_in_seconds()
    {
        // Dell iDRAC 9: never started, 15.0 s.
        var bmc = new ScriptedBmc(static _ => [0, 0x00, 0x00, 0x01, 0x00, 0x96, 0x00, 0x96, 0x00]);
        var watchdog = await WatchdogControl.GetAsync(bmc);
        Assert.Equal((false, WatchdogUse.Unknown, WatchdogAction.None, 15.0, (double?)15.0, 1), (watchdog.Running, watchdog.Use, watchdog.Action, watchdog.InitialCountdown, watchdog.PresentCountdown, watchdog.PreTimeout));
    }

    [Fact]
    public async Task Reserved_values_are_unknown()
    {
        var bmc = new ScriptedBmc(static _ => [0, 0xC7, 0x57, 0x00, 0x3E, 0x01, 0x00, 0x00, 0x00]);
        var watchdog = await WatchdogControl.GetAsync(bmc);
        Assert.Equal((true, true, WatchdogUse.Unknown, WatchdogAction.Unknown, WatchdogInterrupt.Unknown, WatchdogExpirations.All),
            (watchdog.Running, watchdog.DontLog, watchdog.Use, watchdog.Action, watchdog.PreTimeoutInterrupt, watchdog.Expired));
    }

    [Fact]
    public async Task A_timer_that_was_never_set_cannot_be_started()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => WatchdogControl.ResetAsync(_bench));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("Set-IpmiWatchdog", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_timer_goes_on_running_with_other_settings()
    {
        var set = await SetAsync(new WatchdogSettings { Use = WatchdogUse.SmsOS, Action = WatchdogAction.None, InitialCountdown = 60 });
        Assert.Equal((true, true, false), (set.Changed, set.Verified, set.Running));
        Assert.True((await WatchdogControl.ResetAsync(_bench)).Running);
        set = await SetAsync(new WatchdogSettings { Action = WatchdogAction.PowerCycle, PreTimeout = 5, PreTimeoutInterrupt = WatchdogInterrupt.Nmi, DontLog = true });
        Assert.Equal((true, WatchdogAction.PowerCycle, 5, WatchdogInterrupt.Nmi, true), (set.Running, set.Action, set.PreTimeout, set.PreTimeoutInterrupt, set.DontLog));
        Assert.False((await SetAsync(new WatchdogSettings { Action = WatchdogAction.PowerCycle })).Changed);
    }

    [Fact]
    public async Task A_stopped_timer_keeps_its_settings_and_is_not_stopped_twice()
    {
        await SetAsync(new WatchdogSettings { Use = WatchdogUse.BiosPost, Action = WatchdogAction.HardReset, InitialCountdown = 60 });
        await WatchdogControl.ResetAsync(_bench);
        var stopped = await (await WatchdogChange.PrepareStopAsync(_bench)).RunAsync();
        Assert.Equal((false, true, WatchdogUse.BiosPost, WatchdogAction.HardReset), (stopped.Running, stopped.Changed, stopped.Use, stopped.Action));
        Assert.False((await (await WatchdogChange.PrepareStopAsync(_bench)).RunAsync()).Changed);
    }

    [Fact]
    public async Task Flags_are_cleared_if_wanted_only()
    {
        await SetAsync(new WatchdogSettings { Use = WatchdogUse.SmsOS, Action = WatchdogAction.None, InitialCountdown = 1 });
        await WatchdogControl.ResetAsync(_bench);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(WatchdogExpirations.SmsOS, (await SetAsync(new WatchdogSettings { InitialCountdown = 9 })).Expired);
        Assert.Equal(WatchdogExpirations.None, (await SetAsync(new WatchdogSettings { ClearExpired = WatchdogExpirations.All })).Expired);
    }

    [Theory]
    [InlineData(null, 5, 60.0)]
    [InlineData(WatchdogUse.SmsOS, 60, 60.0)]
    public async Task Settings_that_make_no_sense_are_refused(WatchdogUse? use, int preTimeout, double countdown)
    {
        var settings = new WatchdogSettings { Use = use, PreTimeout = (byte)preTimeout, InitialCountdown = countdown };
        Assert.Equal(IpmiErrorKind.InvalidParameter, (await Assert.ThrowsAsync<IpmiException>(() => WatchdogChange.PrepareAsync(_bench, settings))).Kind);
    }

    [Fact]
    public async Task A_watch_ends_when_the_timer_expires()
    {
        await SetAsync(new WatchdogSettings { Use = WatchdogUse.SmsOS, Action = WatchdogAction.None, InitialCountdown = 3 });
        await WatchdogControl.ResetAsync(_bench);
        var seen = new List<Watchdog>();
        await WatchdogControl.WatchAsync(_bench, seen.Add, new SteppingClock(_bench.Time), default);
        Assert.Equal([true, false], seen.Select(static state => state.Running));
        Assert.Equal(WatchdogExpirations.SmsOS, seen[1].Expired);
    }

    private async Task<WatchdogUpdate> SetAsync(WatchdogSettings settings) => await (await WatchdogChange.PrepareAsync(_bench, settings)).RunAsync();
}
