using System;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class ChassisSettingsTests
{
    private const int Off = 0, Temporary = 1, Indefinite = 2;

    private readonly Bench _bench = new();

    [Theory]
    [InlineData(null, 15)]
    [InlineData((byte)60, 60)]
    [InlineData((byte)255, 255)]
    public async Task The_identify_light_goes_out_after_its_interval(byte? interval, int seconds)
    {
        await _bench.SendAsync(new ChassisIdentify { Interval = interval });
        _bench.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(Temporary, await IdentifyStateAsync());
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Off, await IdentifyStateAsync());
    }

    [Fact]
    public async Task The_identify_light_stays_on_if_forced_until_it_is_turned_off()
    {
        await _bench.SendAsync(new ChassisIdentify { Force = true });
        _bench.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Indefinite, await IdentifyStateAsync());
        await _bench.SendAsync(new ChassisIdentify { Interval = 0 });
        Assert.Equal(Off, await IdentifyStateAsync());
    }

    [Fact]
    public async Task Chassis_capabilities_are_kept()
    {
        var capabilities = await _bench.SendAsync(new GetChassisCapabilities());
        Assert.Equal((true, true, 0x20), (capabilities.HasIntrusionSensor, capabilities.HasFrontPanelLockout, capabilities.SelDeviceAddress));
        var changed = capabilities with { Flags = 0x01, SelDeviceAddress = 0x22, BridgeDeviceAddress = 0x24 };
        await _bench.SendAsync(new SetChassisCapabilities(changed));
        Assert.Equal(changed, await _bench.SendAsync(new GetChassisCapabilities()));
    }

    [Theory]
    [InlineData(PowerRestorePolicy.AlwaysOff)]
    [InlineData(PowerRestorePolicy.Previous)]
    [InlineData(PowerRestorePolicy.AlwaysOn)]
    public async Task The_restore_policy_is_kept(PowerRestorePolicy policy)
    {
        var support = await _bench.SendAsync(new SetPowerRestorePolicy(policy));
        Assert.True(support.Supports(policy));
        await _bench.SendAsync(new SetPowerRestorePolicy(PowerRestorePolicy.Unknown));
        Assert.Equal((int)policy, (await StatusAsync()).PowerState >> 5 & 0x03);
    }

    [Fact]
    public async Task An_unknown_restore_policy_is_refused() =>
        Assert.Equal(CompletionCode.InvalidDataField, (await Assert.ThrowsAsync<IpmiCommandException>(() => _bench.SendAsync(new SetPowerRestorePolicy((PowerRestorePolicy)4)))).CompletionCode);

    [Fact]
    public async Task Disabled_buttons_are_reported()
    {
        await _bench.SendAsync(new SetFrontPanelButtonEnables(FrontPanelButtons.PowerOff | FrontPanelButtons.Standby));
        Assert.Equal((byte)0xF9, (await StatusAsync()).FrontPanel);
    }

    [Fact]
    public async Task The_power_cycle_interval_is_used_by_the_next_cycle()
    {
        await _bench.SendAsync(new SetPowerCycleInterval(20));
        await _bench.SendAsync(new ChassisControl(ChassisControlAction.PowerCycle));
        _bench.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False((await StatusAsync()).IsOn);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await StatusAsync()).IsOn);
    }

    [Fact]
    public async Task The_power_on_hours_count_while_the_machine_is_on()
    {
        var before = (await _bench.SendAsync(new GetPohCounter())).PoweredOn;
        _bench.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(before + TimeSpan.FromHours(5), (await _bench.SendAsync(new GetPohCounter())).PoweredOn);
    }

    [Fact]
    public async Task A_simple_BMC_lacks_the_optional_commands()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "legacy" });
        foreach (var command in (IpmiAction[])[new SetChassisCapabilities(new ChassisCapabilities()), new SetPowerCycleInterval(5), new SetFrontPanelButtonEnables(FrontPanelButtons.None)])
            Assert.Equal(CompletionCode.InvalidCommand, (await Assert.ThrowsAsync<IpmiCommandException>(() => bench.SendAsync(command))).CompletionCode);
    }

    private Task<ChassisStatus> StatusAsync() => _bench.SendAsync(new GetChassisStatus());

    private async Task<int> IdentifyStateAsync() => (await StatusAsync()).MiscState >> 4 & 0x03;
}
