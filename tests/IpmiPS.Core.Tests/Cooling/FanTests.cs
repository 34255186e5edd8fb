using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cooling;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Cooling;

public sealed class FanTests
{
    private const string DellId = "00 20 81 02 3D 02 DF A2 02 00 00 01", SupermicroId = "00 20 01 03 05 02 BF 7C 2A 00 01 08", OtherId = "00 20 01 03 05 02 BF 0B 00 00 01 08";
    private const byte Dell = 0x30, Mode = 0x45, Duty = 0x70;

    private static ScriptedBmc Bmc(string id, Func<SentRequest, byte[]>? answer = null) =>
        new(request => (byte)request.NetFn == 0x06 && request.Code == 0x01 ? Hex.Parse(id) : answer?.Invoke(request) ?? [0]);

    private static IEnumerable<string> Sent(ScriptedBmc bmc) => bmc.Requests.Where(static request => (byte)request.NetFn == 0x30).Select(static request => $"{request.Code:X2} {Hex.Format(request.Data, " ")}");

    [Fact]
    public async Task For_other_makers_nothing_is_sent()
    {
        var bmc = Bmc(OtherId);
        foreach (int? percent in new int?[] { 50, null })
            Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiException>(() => FanChange.PrepareAsync(bmc, percent))).Kind);
        Assert.All(bmc.Requests, static request => Assert.Equal((0x06, 0x01), ((byte)request.NetFn, request.Code)));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(101)]
    public async Task The_duty_has_bounds(int percent) =>
        Assert.Equal(IpmiErrorKind.InvalidParameter, (await Assert.ThrowsAsync<IpmiException>(() => FanChange.PrepareAsync(Bmc(DellId), percent))).Kind);

    [Fact]
    public async Task Dell_is_taken_over_and_set_and_cannot_be_read()
    {
        var bmc = Bmc(DellId);
        var update = await (await FanChange.PrepareAsync(bmc, 60)).RunAsync();
        Assert.Equal((false, 60, true, false), (update.Automatic, update.Percent, update.Changed, update.Verified));
        Assert.Null(update.Difference);
        update = await (await FanChange.PrepareAsync(bmc, null)).RunAsync();
        Assert.Equal((true, (int?)null), (update.Automatic, update.Percent));
        Assert.Equal(["30 01 00", "30 02 FF 3C", "30 01 01"], Sent(bmc));
    }

    [Fact]
    public async Task Supermicro_is_put_in_full_mode_first_and_read_back()
    {
        byte mode = 0, duty = 30;
        var bmc = Bmc(SupermicroId, request =>
        {
            bool isSet = request.Code == Mode ? request.Data[0] == 1 : request.Data[1] == 1;
            if (isSet && request.Code == Mode)
                mode = request.Data[1];
            else if (isSet)
                duty = request.Data[3];
            return isSet ? [0] : [0, request.Code == Mode ? mode : duty];
        });
        var change = await FanChange.PrepareAsync(bmc, 60);
        Assert.Equal("fans automatic -> 60 %", change.Description);
        var update = await change.RunAsync();
        Assert.Equal((false, 60, true), (update.Automatic, update.Percent, update.Verified));
        Assert.Equal(["45 01 01", "70 66 01 00 3C", "70 66 01 01 3C"], Sent(bmc).Where(static text => text.StartsWith("45 01", StringComparison.Ordinal) || text.StartsWith("70 66 01", StringComparison.Ordinal)));
        Assert.Null((await FanChange.PrepareAsync(bmc, 60)).Description);
        Assert.Equal("fans 60 % -> automatic", (await FanChange.PrepareAsync(bmc, null)).Description);
    }

    [Fact]
    public async Task A_duty_that_is_refused_leaves_the_fans_to_the_BMC()
    {
        var bmc = Bmc(DellId, static request => request.Data[0] == 0x02 ? [0xCC] : [0]);
        var change = await FanChange.PrepareAsync(bmc, 60);
        await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(["30 01 00", "30 02 FF 3C", "30 01 01"], Sent(bmc));
    }

    [Fact]
    public async Task Firmware_without_fan_control_is_told()
    {
        var bmc = Bmc(DellId, static _ => [0xD4]);
        var change = await FanChange.PrepareAsync(bmc, 60);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.Contains("iDRAC 9", error.RecommendedAction);
        Assert.Equal(["30 01 00", "30 01 01"], Sent(bmc));
    }

    [Fact]
    public async Task A_BMC_that_no_longer_answers_may_have_the_fans_where_they_were_put()
    {
        var bmc = Bmc(DellId, static request => request.Data[0] == 0x02 || request.Data[1] == 1 ? [] : [0]);
        var change = await FanChange.PrepareAsync(bmc, 60);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Equal("Run Set-IpmiFan -Automatic now.", error.RecommendedAction);
    }

    [Fact]
    public async Task Busy_passes()
    {
        int busy = 2;
        var bmc = Bmc(DellId, _ => busy-- > 0 ? [0xC0] : [0]);
        await (await FanChange.PrepareAsync(bmc, null, new FakeClock(), CancellationToken.None)).RunAsync();
        Assert.Equal(["30 01 01", "30 01 01", "30 01 01"], Sent(bmc));
    }

    [Theory]
    [InlineData("dell-r720")]
    [InlineData("supermicro-x12")]
    public async Task A_held_duty_ends_with_the_fans_left_to_the_BMC(string profile)
    {
        var bench = new Bench(new SimulatorOptions { Profile = profile });
        var clock = new FakeClock();
        var seen = new List<bool>();
        clock.Waited = _ => seen.Add(bench.Bmc.State.Fans.IsAutomatic);
        var update = await new FanHold(bench, await FanChange.PrepareAsync(bench, 80), clock).RunAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        Assert.Equal([false, false, false, false], seen);
        Assert.True(bench.Bmc.State.Fans.IsAutomatic);
        Assert.Equal((true, 80, TimeSpan.FromMinutes(1), null), (update.Automatic, update.Percent, update.Held, update.EndedBy));
    }

    [Fact]
    public async Task A_critical_temperature_ends_a_held_duty()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "supermicro-x12" });
        var clock = new FakeClock { Waited = _ => bench.Bmc.SetSensorValue("CPU", 97) };
        var update = await new FanHold(bench, await FanChange.PrepareAsync(bench, 20), clock).RunAsync(TimeSpan.FromHours(1), CancellationToken.None);
        Assert.Equal("Too warm: CPU 97 \u00B0C.", update.EndedBy);
        Assert.Equal((TimeSpan.FromSeconds(15), true), (update.Held, bench.Bmc.State.Fans.IsAutomatic));
    }

    [Fact]
    public async Task A_cancelled_hold_leaves_the_fans_to_the_BMC()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "supermicro-x12" });
        using var stop = new CancellationTokenSource();
        var clock = new FakeClock { Waited = _ => stop.Cancel() };
        var hold = new FanHold(bench, await FanChange.PrepareAsync(bench, 20), clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hold.RunAsync(TimeSpan.FromHours(1), stop.Token));
        Assert.True(bench.Bmc.State.Fans.IsAutomatic);
    }

    [Fact]
    public async Task Fans_are_read_with_their_control()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "supermicro-x12" });
        Assert.All(await FanReader.ReadAsync(bench), static fan => Assert.Equal((true, null, true), (fan.Automatic, fan.Percent, fan.IsControllable)));
        await (await FanChange.PrepareAsync(bench, 100)).RunAsync();
        var fans = await FanReader.ReadAsync(bench);
        Assert.Equal([("FAN 1", 14400.0, 100), ("FAN 2", 14520.0, 100)], fans.Select(static fan => (fan.Name, fan.Value!.Value, fan.Percent!.Value)));
        var other = await FanReader.ReadAsync(new Bench(new SimulatorOptions { Profile = "plain" }));
        Assert.All(other, static fan => Assert.Equal((null, false), (fan.Automatic, fan.IsControllable)));
    }
}
