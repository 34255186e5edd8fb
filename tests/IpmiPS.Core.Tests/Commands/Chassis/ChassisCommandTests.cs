using System;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.Chassis;

public class ChassisCommandTests
{
    [Theory]
    [InlineData(typeof(GetChassisCapabilities), 0x00)]
    [InlineData(typeof(GetChassisStatus), 0x01)]
    [InlineData(typeof(GetSystemRestartCause), 0x07)]
    [InlineData(typeof(GetPohCounter), 0x0F)]
    public void Queries_have_no_request_data(Type type, byte code)
    {
        var command = (IpmiCommand)Activator.CreateInstance(type)!;
        Assert.Equal(NetFn.Chassis, command.NetFn);
        Assert.Equal(code, command.Code);
        Assert.Equal(PrivilegeLevel.User, command.Privilege);
        Assert.True(command.IsIdempotent);
        Assert.Empty(Vectors.Written(command.WriteRequest));
    }

    [Theory]
    [InlineData(ChassisControlAction.PowerDown, "00")]
    [InlineData(ChassisControlAction.PowerUp, "01")]
    [InlineData(ChassisControlAction.PowerCycle, "02")]
    [InlineData(ChassisControlAction.HardReset, "03")]
    [InlineData(ChassisControlAction.DiagnosticInterrupt, "04")]
    [InlineData(ChassisControlAction.SoftShutdown, "05")]
    public void Chassis_control_is_written_and_read(ChassisControlAction action, string hex)
    {
        var command = new ChassisControl(action);
        Vectors.Request(hex, command, ChassisControl.ReadRequest);
        Vectors.RequestPrefixes(hex, ChassisControl.ReadRequest);
        Assert.False(command.IsIdempotent);
        Assert.Equal(PrivilegeLevel.Operator, command.Privilege);
        Assert.Equal((NetFn.Chassis, (byte)0x02), (command.NetFn, command.Code));
    }

    [Fact]
    public void Chassis_control_ignores_reserved_bits() =>
        Assert.Equal(ChassisControlAction.HardReset, ChassisControl.ReadRequest(new ByteReader([0xF3])).Action);

    [Theory]
    [InlineData("21 10 00", true, 0x10, null)]
    [InlineData("AA 55 AA 55", false, 0x55, (byte)0x55)]
    [InlineData("55 AA 55 AA", true, 0xAA, (byte)0xAA)]
    public void Chassis_status_is_read(string hex, bool on, byte lastEvent, byte? panel)
    {
        var status = Vectors.Response(hex, new GetChassisStatus(), 3, (s, w) => s.Write(w));
        Assert.Equal(on, status.IsOn);
        Assert.Equal(lastEvent, status.LastPowerEvent);
        Assert.Equal(panel, status.FrontPanel);
    }

    [Theory]
    [InlineData("00 20 20 20 20", false, false, false, false, null)]
    [InlineData("0A 20 22 24 26 28", false, true, false, true, (byte)0x28)]
    [InlineData("05 00 00 00 00 00", true, false, true, false, (byte)0x00)]
    public void Chassis_capabilities_are_read(string hex, bool intrusion, bool lockout, bool interrupt, bool interlock, byte? bridge)
    {
        var capabilities = Vectors.Response(hex, new GetChassisCapabilities(), 5, (c, w) => c.Write(w));
        Assert.Equal((intrusion, lockout, interrupt, interlock), (capabilities.HasIntrusionSensor, capabilities.HasFrontPanelLockout, capabilities.HasDiagnosticInterrupt, capabilities.HasPowerInterlock));
        Assert.Equal(bridge, capabilities.BridgeDeviceAddress);
    }

    [Theory]
    [InlineData(null, false, "")]
    [InlineData((byte)0, false, "00")]
    [InlineData((byte)30, false, "1E")]
    [InlineData((byte)30, true, "1E 01")]
    [InlineData(null, true, "00 01")]
    public void Identify_sends_only_the_bytes_that_are_needed(byte? interval, bool force, string hex) =>
        Vectors.Request(hex, new ChassisIdentify { Interval = interval, Force = force }, ChassisIdentify.ReadRequest);

    [Theory]
    [InlineData(PowerRestorePolicy.AlwaysOff, "00")]
    [InlineData(PowerRestorePolicy.Previous, "01")]
    [InlineData(PowerRestorePolicy.AlwaysOn, "02")]
    [InlineData(PowerRestorePolicy.Unknown, "03")]
    public void Restore_policy_is_written_and_read(PowerRestorePolicy policy, string hex)
    {
        Vectors.Request(hex, new SetPowerRestorePolicy(policy), SetPowerRestorePolicy.ReadRequest);
        Vectors.RequestPrefixes(hex, SetPowerRestorePolicy.ReadRequest);
    }

    [Fact]
    public void Restore_policy_support_is_read()
    {
        var support = Vectors.Response("05", new SetPowerRestorePolicy(PowerRestorePolicy.Unknown), 1, (s, w) => s.Write(w));
        Assert.True(support.Supports(PowerRestorePolicy.AlwaysOff));
        Assert.False(support.Supports(PowerRestorePolicy.Previous));
        Assert.True(support.Supports(PowerRestorePolicy.AlwaysOn));
        Assert.False(support.Supports(PowerRestorePolicy.Unknown));
    }

    [Theory]
    [InlineData("01 01", RestartCause.ChassisControl, 1)]
    [InlineData("0B 0F", RestartCause.ClockWakeup, 15)]
    [InlineData("00 00", RestartCause.Unknown, 0)]
    public void Restart_cause_is_read(string hex, RestartCause cause, byte channel)
    {
        var restart = Vectors.Response(hex, new GetSystemRestartCause(), 1, (c, w) => c.Write(w));
        Assert.Equal((cause, channel), (restart.Cause, restart.Channel));
    }

    [Fact]
    public void Restart_cause_ignores_reserved_bits() =>
        Assert.Equal(RestartCause.SoftReset, SystemRestartCause.Read(new ByteReader([0xAA, 0x55])).Cause);

    [Fact]
    public void Poh_counter_multiplies_without_overflow()
    {
        var counter = Vectors.Response("3C 10 27 00 00", new GetPohCounter(), 5, (c, w) => c.Write(w));
        Assert.Equal(TimeSpan.FromHours(10000), counter.PoweredOn);
        Assert.Equal(TimeSpan.MaxValue, new PohCounter(255, uint.MaxValue).PoweredOn);
    }

    [Theory]
    [InlineData(FrontPanelButtons.None, "00")]
    [InlineData(FrontPanelButtons.PowerOff | FrontPanelButtons.Reset, "03")]
    [InlineData(FrontPanelButtons.DiagnosticInterrupt | FrontPanelButtons.Standby, "0C")]
    public void Front_panel_buttons_are_written_and_read(FrontPanelButtons buttons, string hex)
    {
        Vectors.Request(hex, new SetFrontPanelButtonEnables(buttons), SetFrontPanelButtonEnables.ReadRequest);
        Vectors.RequestPrefixes(hex, SetFrontPanelButtonEnables.ReadRequest);
        Assert.Equal(0x0A, new SetFrontPanelButtonEnables(buttons).Code);
    }

    [Theory]
    [InlineData("03 20 20 20 20 20", (byte)0x20)]
    [InlineData("01 20 22 24 26", null)]
    public void Chassis_capabilities_are_set_all_at_once(string hex, byte? bridge)
    {
        var capabilities = ChassisCapabilities.Read(new ByteReader(Hex.Parse(hex)));
        Assert.Equal(bridge, capabilities.BridgeDeviceAddress);
        Vectors.Request(hex, new SetChassisCapabilities(capabilities), SetChassisCapabilities.ReadRequest);
        Vectors.RequestPrefixes("03 20 20 20 20", SetChassisCapabilities.ReadRequest);
    }

    [Fact]
    public void Only_intrusion_sensor_and_lock_out_are_set() =>
        Vectors.Request("02 00 00 00 00", new SetChassisCapabilities(new ChassisCapabilities { Flags = 0x0E }), SetChassisCapabilities.ReadRequest);

    [Theory]
    [InlineData(0, "00")]
    [InlineData(10, "0A")]
    [InlineData(255, "FF")]
    public void Power_cycle_interval_is_in_seconds(byte seconds, string hex)
    {
        Vectors.Request(hex, new SetPowerCycleInterval(seconds), SetPowerCycleInterval.ReadRequest);
        Vectors.RequestPrefixes(hex, SetPowerCycleInterval.ReadRequest);
    }
}
