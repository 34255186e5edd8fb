using System;
using IpmiPS.Commands.Chassis;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class ChassisTests
{
    private const byte Chassis = 0x00, Control = 0x02;

    private static bool IsOn(Bench bench) => ChassisStatus.Read(new ByteReader(bench.Get(Chassis, GetChassisStatus.Definition.Code))).IsOn;

    [Fact]
    public void Power_off_is_accepted_at_once_and_happens_later()
    {
        var bench = new Bench();
        bench.Get(Chassis, Control, 0);
        Assert.True(IsOn(bench));
        bench.Time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.True(IsOn(bench));
        bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(IsOn(bench));
    }

    [Fact]
    public void A_power_cycle_switches_off_and_on()
    {
        var bench = new Bench();
        bench.Get(Chassis, Control, 2);
        bench.Time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.False(IsOn(bench));
        bench.Time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(IsOn(bench));
        bench.Time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.True(IsOn(bench));
        Assert.Equal(["Cycle"], bench.Bmc.PowerActions);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Actions_that_need_power_are_refused_while_the_machine_is_off(byte action)
    {
        var bench = new Bench(new SimulatorOptions { PoweredOn = false });
        Assert.Equal([0xD5], bench.Send(Chassis, Control, action));
        Assert.Empty(bench.Bmc.PowerActions);
    }

    [Fact]
    public void A_soft_shutdown_takes_longer_than_a_hard_one()
    {
        var bench = new Bench();
        bench.Get(Chassis, Control, 5);
        bench.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.True(IsOn(bench));
        bench.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(IsOn(bench));
    }

    [Fact]
    public void A_new_action_replaces_the_pending_one()
    {
        var bench = new Bench();
        bench.Get(Chassis, Control, 5);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        bench.Get(Chassis, Control, 1);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(IsOn(bench));
        Assert.Equal(["Soft", "On"], bench.Bmc.PowerActions);
    }

    [Fact]
    public void Switching_on_by_command_is_reported_as_last_event_and_restart_cause()
    {
        var bench = new Bench(new SimulatorOptions { PoweredOn = false });
        Assert.Equal(0x06, bench.Get(Chassis, 0x07)[0]);
        bench.Get(Chassis, Control, 1);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0x10, bench.Get(Chassis, 0x01)[1]);
        Assert.Equal([0x01, 0x01], bench.Get(Chassis, 0x07));
    }

    [Fact]
    public void Power_control_needs_an_operator()
    {
        var bench = new Bench(privilege: PrivilegeLevel.User);
        Assert.Equal([0xD4], bench.Send(Chassis, Control, 0));
        Assert.Equal([0xD4], bench.SendWithoutSession(Chassis, Control, 0));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 0 })]
    public void A_request_of_the_wrong_length_is_refused(byte[] data) => Assert.Equal([0xC7], new Bench().Send(Chassis, Control, data, 0));

    [Fact]
    public void Unknown_commands_and_actions_are_refused()
    {
        var bench = new Bench();
        Assert.Equal([0xC1], bench.Send(Chassis, 0x7F));
        Assert.Equal([0xC1], bench.Send(0x30, 0x01));
        Assert.Equal([0xCC], bench.Send(Chassis, Control, 0x0F));
    }

    [Fact]
    public void Boot_flags_expire_after_a_minute_without_a_restart()
    {
        var bench = new Bench();
        bench.Get(Chassis, 0x08, 5, 0x80, 0x04, 0, 0, 0);
        bench.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0x80, bench.Get(Chassis, 0x09, 5, 0, 0)[2]);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0x00, bench.Get(Chassis, 0x09, 5, 0, 0)[2]);
    }

    [Fact]
    public void Boot_flags_do_not_expire_if_the_timeout_is_switched_off()
    {
        var bench = new Bench();
        bench.Get(Chassis, 0x08, 3, 0x1F);
        bench.Get(Chassis, 0x08, 5, 0x80, 0x04, 0, 0, 0);
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal([0x01, 0x05, 0x80, 0x04, 0, 0, 0], bench.Get(Chassis, 0x09, 5, 0, 0));
    }

    [Theory]
    [InlineData(0x80, 0x00)]
    [InlineData(0xC0, 0xC0)]
    public void A_restart_uses_up_boot_flags_for_one_boot(byte before, byte after)
    {
        var bench = new Bench();
        bench.Get(Chassis, 0x08, 5, before, 0x04, 0, 0, 0);
        bench.Get(Chassis, Control, 3);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(after, bench.Get(Chassis, 0x09, 5, 0, 0)[2]);
    }

    [Fact]
    public void The_identify_lamp_switches_itself_off()
    {
        var bench = new Bench();
        bench.Get(Chassis, 0x04, 10);
        Assert.Equal(0x50, bench.Get(Chassis, 0x01)[2] & 0x70);
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0x40, bench.Get(Chassis, 0x01)[2] & 0x70);
        bench.Get(Chassis, 0x04, 0, 1);
        Assert.Equal(0x60, bench.Get(Chassis, 0x01)[2] & 0x70);
    }

    [Fact]
    public void Power_changes_are_recorded_in_the_SEL()
    {
        var bench = new Bench();
        int before = bench.Bmc.SelCount;
        bench.Get(Chassis, Control, 2);
        bench.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(bench.Bmc.SelCount > before + 2);
    }
}
