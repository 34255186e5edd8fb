using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;
using IpmiPS.Power;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Power;

public class ChassisPowerTests
{
    private static TimeSpan Seconds(double number) => TimeSpan.FromSeconds(number);

    [Fact]
    public async Task Status_costs_one_command()
    {
        var bmc = new ScriptedBmc(_ => [0, 0x7F, 0x11, 0x5F, 0x35]);
        var status = await ChassisPower.GetAsync(bmc);
        Assert.Single(bmc.Requests);
        Assert.Equal("bmc1", status.ComputerName);
        Assert.Equal(PowerState.On, status.State);
        Assert.Equal(PowerEvents.AcFailed | PowerEvents.Command, status.LastEvent);
        Assert.Equal(PowerRestorePolicy.Unknown, status.RestorePolicy);
        Assert.Equal(
            PowerFaults.Overload | PowerFaults.Interlock | PowerFaults.PowerFault | PowerFaults.ControlFault | PowerFaults.Intrusion | PowerFaults.DriveFault | PowerFaults.CoolingFault,
            status.Fault);
        Assert.True(status.Intrusion && status.FrontPanelLockout && status.DriveFault && status.CoolingFault);
        Assert.Equal(IdentifyState.Timed, status.IdentifyState);
        Assert.Equal(FrontPanelButtons.PowerOff | FrontPanelButtons.DiagnosticInterrupt, status.DisabledButtons);
        Assert.Null(status.RestartCause);
    }

    [Theory]
    [InlineData(0x08, 0x00, "PowerFault")]
    [InlineData(0x00, 0x01, "Intrusion")]
    [InlineData(0x00, 0x04, "DriveFault")]
    [InlineData(0x00, 0x08, "CoolingFault")]
    [InlineData(0x02, 0x0D, "Overload, Intrusion, DriveFault, CoolingFault")]
    [InlineData(0x61, 0x72, "None")] // power, policy, front panel, identify light
    public async Task All_faults_are_in_one_property(byte powerState, byte miscState, string expected)
    {
        var status = await ChassisPower.GetAsync(new ScriptedBmc(_ => [0, powerState, 0x00, miscState]));
        Assert.Equal(expected, status.Fault.ToString());
        Assert.Equal(
            (status.Fault.HasFlag(PowerFaults.Intrusion), status.Fault.HasFlag(PowerFaults.DriveFault), status.Fault.HasFlag(PowerFaults.CoolingFault)),
            (status.Intrusion, status.DriveFault, status.CoolingFault));
    }

    [Fact]
    public async Task Status_does_not_make_up_what_the_bmc_leaves_out()
    {
        var status = await ChassisPower.GetAsync(new ScriptedBmc(_ => [0, 0x40, 0x00, 0x30]));
        Assert.Equal((PowerState.Off, PowerEvents.None, PowerRestorePolicy.AlwaysOn, PowerFaults.None), (status.State, status.LastEvent, status.RestorePolicy, status.Fault));
        Assert.Null(status.IdentifyState);
        Assert.Null(status.DisabledButtons);
    }

    [Theory]
    [InlineData(RestartCause.Watchdog)]
    [InlineData(null)]
    public async Task Restart_cause_is_asked_when_wanted(RestartCause? cause)
    {
        var machine = new ScriptedMachine(on: true) { Cause = cause };
        var status = await ChassisPower.GetWithRestartCauseAsync(machine.Bmc);
        Assert.Equal((PowerState.On, cause), (status.State, status.RestartCause));
        Assert.Equal(2, machine.Bmc.Requests.Count);
    }

    [Theory]
    [InlineData(PowerAction.Status, true)]
    [InlineData(PowerAction.Status, false)]
    [InlineData(PowerAction.On, true)]
    [InlineData(PowerAction.Off, false)]
    [InlineData(PowerAction.Soft, false)]
    public async Task What_is_so_already_is_no_change_and_sends_nothing(PowerAction action, bool on)
    {
        var machine = new ScriptedMachine(on);
        var result = await ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options());
        Assert.Single(machine.Bmc.Requests);
        Assert.Empty(machine.Orders);
        var state = on ? PowerState.On : PowerState.Off;
        Assert.Equal((action, state, state, false, true), (result.Action, result.PreviousState, result.State, result.Changed, result.Verified));
        Assert.Equal("bmc1", result.ComputerName);
    }

    [Theory]
    [InlineData(PowerAction.On, false, ChassisControlAction.PowerUp)]
    [InlineData(PowerAction.Off, true, ChassisControlAction.PowerDown)]
    [InlineData(PowerAction.Soft, true, ChassisControlAction.SoftShutdown)]
    public async Task A_switch_takes_three_commands(PowerAction action, bool on, ChassisControlAction order)
    {
        var machine = new ScriptedMachine(on);
        var result = await ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options());
        Assert.Equal(3, machine.Bmc.Requests.Count);
        Assert.Equal([order], machine.Orders);
        Assert.Equal((!on, true, true), (result.State == PowerState.On, result.Changed, result.Verified));
    }

    [Fact]
    public async Task A_late_switch_is_seen_and_timed()
    {
        var machine = new ScriptedMachine(on: true) { Delay = Seconds(3) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options());
        Assert.Equal((PowerState.On, PowerState.Off, true), (result.PreviousState, result.State, result.Verified));
        Assert.InRange(result.Duration, Seconds(3), Seconds(4));
    }

    [Fact]
    public async Task Without_waiting_a_slow_switch_is_told_as_not_verified()
    {
        var machine = new ScriptedMachine(on: true) { Delay = Seconds(30) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Soft, machine.Options());
        Assert.Equal((PowerState.On, true, false), (result.State, result.Changed, result.Verified));
        Assert.InRange(result.Duration, Seconds(1), Seconds(3));
    }

    [Fact]
    public async Task Waiting_sees_a_slow_switch_through()
    {
        var machine = new ScriptedMachine(on: true) { Delay = Seconds(90) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Soft, machine.Options(wait: true));
        Assert.Equal((PowerState.Off, true, true), (result.State, result.Changed, result.Verified));
        Assert.InRange(machine.StatusCount, 20, 80);
    }

    [Fact]
    public async Task Waiting_in_vain_is_an_error_that_says_what_is_known()
    {
        var machine = new ScriptedMachine(on: true) { IgnoresOrders = true };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Soft, machine.Options(wait: true, waitSeconds: 60)));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("the BMC accepted it", error.Message);
        Assert.Contains("did not turn off within the 60 s", error.Message);
        Assert.Contains("was On when its state was last read", error.Message);
        Assert.Single(machine.Orders);
    }

    [Theory]
    [InlineData(PowerAction.On, false)]
    [InlineData(PowerAction.Off, true)]
    [InlineData(PowerAction.Cycle, true)]
    public async Task A_lost_answer_is_not_asked_for_again_but_looked_up(PowerAction action, bool on)
    {
        var machine = new ScriptedMachine(on) { LosesAnswer = true, Delay = Seconds(1) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options());
        Assert.Single(machine.Orders);
        Assert.Equal((true, true), (result.Changed, result.Verified));
    }

    [Theory]
    [InlineData(PowerAction.On, false)]
    [InlineData(PowerAction.Off, true)]
    [InlineData(PowerAction.Cycle, true)]
    [InlineData(PowerAction.Reset, true)]
    [InlineData(PowerAction.Diagnostic, true)]
    public async Task A_lost_order_is_told_as_unknown_and_never_sent_again(PowerAction action, bool on)
    {
        var machine = new ScriptedMachine(on) { LosesOrder = true };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options()));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("its response was lost, and it was not sent again", error.Message);
        Assert.Contains($"The machine was {(on ? "On" : "Off")} when its state was last read", error.Message);
        Assert.Single(machine.Orders);
        Assert.InRange(machine.Clock.Now, TimeSpan.Zero, Seconds(15));
    }

    [Fact]
    public async Task A_lost_order_to_a_bmc_that_stays_silent_is_unknown()
    {
        var machine = new ScriptedMachine(on: true) { LosesAnswer = true };
        machine.OnOrder = () => machine.IsSilent = _ => true;
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options()));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("could not be read since", error.Message);
    }

    [Fact]
    public async Task A_bmc_that_is_silent_for_a_while_after_the_order_is_waited_for()
    {
        var machine = new ScriptedMachine(on: false);
        machine.OnOrder = () => machine.IsSilent = now => now < Seconds(2);
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.On, machine.Options());
        Assert.Equal((PowerState.On, true), (result.State, result.Verified));
    }

    [Fact]
    public async Task An_accepted_order_to_a_bmc_that_then_falls_silent_is_not_verified()
    {
        var machine = new ScriptedMachine(on: false);
        machine.OnOrder = () => machine.IsSilent = _ => true;
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.On, machine.Options());
        Assert.Equal((PowerState.Unknown, true, false), (result.State, result.Changed, result.Verified));
    }

    [Theory]
    [InlineData(PowerAction.Cycle)]
    [InlineData(PowerAction.Reset)]
    [InlineData(PowerAction.Diagnostic)]
    public async Task What_needs_power_is_refused_on_a_machine_that_is_off(PowerAction action)
    {
        var machine = new ScriptedMachine(on: false);
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options()));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("is off", error.Message);
        Assert.Contains("On", error.RecommendedAction);
        Assert.Empty(machine.Orders);
    }

    [Theory]
    [InlineData(PowerAction.Cycle)]
    [InlineData(PowerAction.Reset)]
    public async Task With_force_a_machine_that_is_off_is_turned_on_instead(PowerAction action)
    {
        var machine = new ScriptedMachine(on: false);
        var result = await ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options(force: true));
        Assert.Equal([ChassisControlAction.PowerUp], machine.Orders);
        Assert.Equal((action, PowerState.Off, PowerState.On, true, true), (result.Action, result.PreviousState, result.State, result.Changed, result.Verified));
    }

    [Fact]
    public async Task Force_does_not_make_a_diagnostic_interrupt_of_a_power_up()
    {
        var machine = new ScriptedMachine(on: false);
        await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Diagnostic, machine.Options(force: true)));
        Assert.Empty(machine.Orders);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 2)]
    [InlineData(1.5, 5)]
    public async Task A_cycle_is_verified_when_it_was_seen_off_and_on(double delay, double off)
    {
        var machine = new ScriptedMachine(on: true) { Delay = Seconds(delay), OffTime = Seconds(off) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options());
        Assert.Equal((PowerState.On, PowerState.On, true, true), (result.PreviousState, result.State, result.Changed, result.Verified));
        Assert.InRange(result.Duration, Seconds(delay + off), Seconds(delay + off + 1));
        Assert.Equal([ChassisControlAction.PowerCycle], machine.Orders);
    }

    [Fact]
    public async Task A_cycle_that_nobody_saw_is_not_claimed()
    {
        var machine = new ScriptedMachine(on: true) { OffTime = null };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options(wait: true));
        Assert.Equal((PowerState.On, true, false), (result.State, result.Changed, result.Verified));
        Assert.InRange(result.Duration, Seconds(9), Seconds(11));
    }

    [Theory]
    [InlineData(true, 15, 10)]
    [InlineData(true, 4, 4)]
    [InlineData(false, 3, 3)]
    public async Task A_cycle_that_was_accepted_and_not_seen_is_told_within_the_time(bool wait, double limit, double most)
    {
        var machine = new ScriptedMachine(on: true) { OffTime = null, Cause = RestartCause.ChassisControl, LastEvent = 0x10 };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options(wait: wait, waitSeconds: limit));
        Assert.Equal((PowerState.On, true, false), (result.State, result.Changed, result.Verified));
        Assert.InRange(result.Duration, Seconds(most - 0.5), Seconds(most));
    }

    [Fact]
    public async Task Without_waiting_an_effect_is_looked_for_no_longer_than_the_time()
    {
        var machine = new ScriptedMachine(on: true) { Delay = Seconds(30) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options(waitSeconds: 3));
        Assert.Equal((PowerState.On, true, false), (result.State, result.Changed, result.Verified));
        Assert.InRange(result.Duration, Seconds(2.5), Seconds(3));
    }

    [Fact]
    public async Task A_cycle_too_short_to_see_is_proved_by_the_last_power_event()
    {
        var machine = new ScriptedMachine(on: true) { OffTime = null };
        machine.OnOrder = () => machine.LastEvent = 0x10;
        Assert.True((await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options())).Verified);
    }

    [Theory]
    [InlineData(PowerAction.Cycle)]
    [InlineData(PowerAction.Reset)]
    public async Task Another_restart_cause_proves_it_too(PowerAction action)
    {
        var machine = new ScriptedMachine(on: true) { OffTime = null, Cause = RestartCause.PowerButton, LosesAnswer = true };
        machine.OnOrder = () => machine.Cause = RestartCause.ChassisControl;
        var result = await ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options());
        Assert.Equal((true, true), (result.Changed, result.Verified));
    }

    [Fact]
    public async Task The_same_restart_cause_as_before_proves_nothing()
    {
        var machine = new ScriptedMachine(on: true) { OffTime = null, Cause = RestartCause.ChassisControl, LastEvent = 0x10 };
        Assert.False((await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Reset, machine.Options())).Verified);
        Assert.False((await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options())).Verified);
    }

    [Fact]
    public async Task A_cycle_that_is_still_off_is_told_so()
    {
        var machine = new ScriptedMachine(on: true) { OffTime = Seconds(60) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options());
        Assert.Equal((PowerState.Off, true, false), (result.State, result.Changed, result.Verified));
        var waitedFor = new ScriptedMachine(on: true) { OffTime = Seconds(60) };
        Assert.True((await ChassisPower.InvokeAsync(waitedFor.Bmc, PowerAction.Cycle, waitedFor.Options(wait: true))).Verified);
    }

    [Fact]
    public async Task A_cycle_that_does_not_come_back_in_the_time_to_wait_is_an_error()
    {
        var machine = new ScriptedMachine(on: true) { OffTime = TimeSpan.FromHours(1) };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options(wait: true, waitSeconds: 20)));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("went off and did not come back", error.Message);
    }

    [Theory]
    [InlineData(0xCC)]
    [InlineData(0xC9)]
    public async Task A_bmc_without_power_cycle_is_turned_off_and_on(byte code)
    {
        var machine = new ScriptedMachine(on: true) { Refusals = { [ChassisControlAction.PowerCycle] = code }, Delay = Seconds(1) };
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options());
        Assert.Equal([ChassisControlAction.PowerCycle, ChassisControlAction.PowerDown, ChassisControlAction.PowerUp], machine.Orders);
        Assert.Equal((PowerState.On, true, true), (result.State, result.Changed, result.Verified));
    }

    [Fact]
    public async Task A_machine_that_could_not_be_turned_on_again_is_told_to_be_off()
    {
        var machine = new ScriptedMachine(on: true) { Refusals = { [ChassisControlAction.PowerCycle] = 0xCC, [ChassisControlAction.PowerUp] = 0xD4 } };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options()));
        Assert.Equal((IpmiErrorKind.CommandFailed, IpmiErrorKind.InsufficientPrivilege), (error.Kind, Assert.IsType<IpmiCommandException>(error.InnerException).Kind));
        Assert.Contains("It is off now", error.Message);
    }

    [Theory]
    [InlineData(PowerAction.On, false, 0xD4, IpmiErrorKind.InsufficientPrivilege)]
    [InlineData(PowerAction.Reset, true, 0xC1, IpmiErrorKind.CommandNotSupported)]
    [InlineData(PowerAction.Cycle, true, 0xD4, IpmiErrorKind.InsufficientPrivilege)]
    [InlineData(PowerAction.Diagnostic, true, 0xCC, IpmiErrorKind.InvalidParameter)]
    public async Task A_refusal_is_passed_on(PowerAction action, bool on, byte code, IpmiErrorKind kind)
    {
        var machine = new ScriptedMachine(on);
        for (var order = ChassisControlAction.PowerDown; order <= ChassisControlAction.SoftShutdown; order++)
            machine.Refusals[order] = code;
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options()));
        Assert.Equal(kind, error.Kind);
        Assert.Single(machine.Orders);
    }

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xCE)]
    [InlineData(0xCF)]
    [InlineData(0xFF)]
    public async Task An_answer_that_leaves_open_what_was_done_is_no_refusal(byte code)
    {
        // The BMC carried it out all the same.
        var machine = new ScriptedMachine(on: true) { Refusals = { [ChassisControlAction.PowerDown] = code } };
        machine.ChangeAt(Seconds(1), false);
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options());
        Assert.Equal((PowerState.Off, true, true), (result.State, result.Changed, result.Verified));

        // It did not, or nothing shows that it did.
        machine = new ScriptedMachine(on: true) { Refusals = { [ChassisControlAction.PowerDown] = code, [ChassisControlAction.HardReset] = code } };
        foreach (var action in (PowerAction[])[PowerAction.Off, PowerAction.Reset])
        {
            var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options()));
            Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
            Assert.Contains($"answered with completion code {code:X2}h", error.Message);
        }

        Assert.Equal(2, machine.Orders.Count);
    }

    [Theory]
    [InlineData(IpmiErrorKind.Timeout)]
    [InlineData(IpmiErrorKind.Unreachable)]
    [InlineData(IpmiErrorKind.InsufficientPrivilege)]
    public async Task An_order_that_could_not_be_sent_is_told_as_not_sent(IpmiErrorKind kind)
    {
        // As when the session was dropped, or could not be raised.
        var machine = new ScriptedMachine(on: true) { OnOrder = () => throw new IpmiException(kind, "Nothing was sent.") };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options()));
        Assert.Equal(kind, error.Kind);
        Assert.Equal(TimeSpan.Zero, machine.Clock.Now);
    }

    [Fact]
    public async Task A_machine_that_was_turned_off_and_got_no_order_to_turn_on_is_told_to_be_off()
    {
        var machine = new ScriptedMachine(on: true) { Refusals = { [ChassisControlAction.PowerCycle] = 0xCC } };
        machine.OnOrder = () =>
        {
            if (machine.Orders.Last() == ChassisControlAction.PowerUp)
                throw new IpmiException(IpmiErrorKind.Timeout, "Nothing was sent.");
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options()));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("It is off now", error.Message);
    }

    [Fact]
    public async Task A_refusal_because_somebody_was_faster_is_no_error()
    {
        // The state changes between question and order.
        int asked = 0;
        var bmc = new ScriptedBmc(request => request.Command switch
        {
            GetChassisStatus => [0, (byte)(asked++ == 0 ? 1 : 0), 0, 0],
            _ => [0xD5],
        });
        var result = await ChassisPower.InvokeAsync(bmc, PowerAction.Off, new PowerOptions { Clock = new FakeClock() });
        Assert.Equal((PowerState.Off, false, true), (result.State, result.Changed, result.Verified));
    }

    [Fact]
    public async Task A_power_control_fault_ends_the_wait()
    {
        var machine = new ScriptedMachine(on: false) { IgnoresOrders = true };
        machine.OnOrder = () => machine.Fault = 0x10;
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.On, machine.Options(wait: true)));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("power control fault", error.Message);
        Assert.Equal(3, machine.Bmc.Requests.Count);
    }

    [Fact]
    public async Task Giving_up_after_the_order_is_told_as_unknown()
    {
        using var cancel = new CancellationTokenSource();
        var machine = new ScriptedMachine(on: true) { IgnoresOrders = true };
        machine.Clock.Waited = now =>
        {
            if (now > Seconds(3))
                cancel.Cancel();
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options(wait: true), cancel.Token));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
    }

    [Fact]
    public async Task Giving_up_before_the_order_sends_none()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var machine = new ScriptedMachine(on: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options(), cancel.Token));
        Assert.Empty(machine.Orders);
    }

    [Fact]
    public async Task A_bmc_that_does_not_answer_at_first_is_a_time_out()
    {
        var machine = new ScriptedMachine(on: true) { IsSilent = _ => true };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options()));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Empty(machine.Orders);
    }

    [Fact]
    public async Task A_diagnostic_interrupt_is_never_claimed_to_be_verified()
    {
        var machine = new ScriptedMachine(on: true);
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Diagnostic, machine.Options());
        Assert.Equal((PowerState.On, true, false), (result.State, result.Changed, result.Verified));
        Assert.Equal(1, machine.Orders.Count(o => o == ChassisControlAction.DiagnosticInterrupt));
    }

    [Theory]
    [InlineData(PowerAction.On, false, "The machine did not turn on within 5 s.")]
    [InlineData(PowerAction.Off, true, "The machine did not turn off within 5 s.")]
    [InlineData(PowerAction.Cycle, true, "The machine was not seen off within 10 s.")]
    [InlineData(PowerAction.Reset, true, "A reset leaves no trace")]
    [InlineData(PowerAction.Diagnostic, true, "A diagnostic interrupt leaves no trace")]
    public async Task A_lost_order_is_reported_with_what_was_not_seen(PowerAction action, bool on, string text)
    {
        var machine = new ScriptedMachine(on) { LosesOrder = true };
        machine.Clock.Advance(Seconds(100));
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options()));
        Assert.Contains(text, error.Message);
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, Assert.IsType<IpmiException>(error.InnerException).Kind);
    }

    [Fact]
    public async Task Waiting_in_vain_for_a_machine_to_turn_on_is_reported_with_the_time()
    {
        var machine = new ScriptedMachine(on: false) { IgnoresOrders = true };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.On, machine.Options(wait: true, waitSeconds: 60)));
        Assert.Contains("The machine did not turn on within the 60 s to wait.", error.Message);
    }

    [Fact]
    public async Task A_cycle_that_does_not_come_back_is_reported_with_the_time()
    {
        var machine = new ScriptedMachine(on: true) { OffTime = Seconds(1000) };
        machine.Clock.Advance(Seconds(100));
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options(wait: true, waitSeconds: 40)));
        Assert.Contains("The machine went off and did not come back within 40 s.", error.Message);
    }

    [Theory]
    [InlineData(false, 300, 30)]
    [InlineData(true, 10, 30)]
    [InlineData(true, 60, 60)]
    public async Task Off_and_on_in_place_of_a_cycle_have_their_time_each(bool wait, double waitSeconds, int expected)
    {
        var machine = new ScriptedMachine(on: true) { Refusals = { [ChassisControlAction.PowerCycle] = 0xCC }, IgnoresOrders = true };
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options(wait, waitSeconds: waitSeconds)));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains($"did not go off within {expected} s, so it was not turned on", error.Message);
        Assert.Equal([ChassisControlAction.PowerCycle, ChassisControlAction.PowerDown], machine.Orders);
    }

    [Fact]
    public async Task A_machine_that_was_turned_off_and_does_not_come_back_is_reported_so()
    {
        var machine = new ScriptedMachine(on: true) { Refusals = { [ChassisControlAction.PowerCycle] = 0xCC } };
        machine.OnOrder = () => machine.IgnoresOrders = machine.Orders.Last() == ChassisControlAction.PowerUp;
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Cycle, machine.Options()));
        Assert.Contains("the machine was turned off and did not come back within 30 s", error.Message);
    }

    [Theory]
    [InlineData(PowerAction.Cycle, "or let Cycle turn on machines that are off with -Force")]
    [InlineData(PowerAction.Diagnostic, "Turn it on first with -Action On.")]
    public async Task Advice_for_a_machine_that_is_off_fits_the_action(PowerAction action, string advice)
    {
        var machine = new ScriptedMachine(on: false);
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, action, machine.Options()));
        Assert.Contains($"bmc1 is off, so {action} would do nothing.", error.Message);
        Assert.Contains(advice, error.RecommendedAction);
    }

    [Fact]
    public async Task What_ends_the_work_after_the_order_is_in_the_message()
    {
        using var cancel = new CancellationTokenSource();
        var machine = new ScriptedMachine(on: true) { IgnoresOrders = true };
        machine.Clock.Waited = _ => cancel.Cancel();
        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options(wait: true), cancel.Token));
        Assert.Contains("The command was cancelled before the effect was seen.", error.Message);

        machine = new ScriptedMachine(on: true) { IgnoresOrders = true };
        machine.Clock.Waited = _ => throw new InvalidOperationException("the clock broke");
        error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options(wait: true)));
        Assert.Contains("Its effect could not be read back: the clock broke", error.Message);
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public async Task The_duration_counts_from_the_first_request()
    {
        var machine = new ScriptedMachine(on: true) { Delay = Seconds(1) };
        machine.Clock.Advance(Seconds(100));
        var result = await ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Off, machine.Options());
        Assert.InRange(result.Duration, Seconds(1), Seconds(2));
    }

    [Fact]
    public async Task The_state_is_read_every_half_second_at_first_and_every_two_seconds_later()
    {
        var machine = new ScriptedMachine(on: true) { IgnoresOrders = true };
        var waits = new System.Collections.Generic.List<TimeSpan>();
        var last = TimeSpan.Zero;
        machine.Clock.Waited = now => (last, _) = (now, Add(waits, now - last));
        await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(machine.Bmc, PowerAction.Soft, machine.Options(wait: true, waitSeconds: 60)));
        Assert.Equal(100, waits[0].TotalMilliseconds);
        Assert.Equal(150, waits[1].TotalMilliseconds);
        Assert.All(waits.Take(12), wait => Assert.True(wait <= Seconds(0.5)));
        Assert.Equal(Seconds(2), waits.Max());
        Assert.Equal(waits.Count + 2, machine.StatusCount);

        static bool Add(System.Collections.Generic.List<TimeSpan> list, TimeSpan item)
        {
            list.Add(item);
            return true;
        }
    }
}
