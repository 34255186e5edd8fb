using System;
using System.Threading.Tasks;
using IpmiPS.Interop.Support;
using IpmiPS.Power;
using Xunit;

namespace IpmiPS.Interop.Chassis;

/// <summary>Power of a captured server. What reaches the chassis is what its log says, whatever the client believes.</summary>
public sealed class PowerTests : IAsyncLifetime
{
    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartAsync(Captures.DellR730);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Off_and_on_are_each_sent_once_and_seen_by_ipmitool()
    {
        using var client = await _bmc.ConnectAsync();
        Assert.Equal(PowerState.On, (await ChassisPower.GetAsync(client)).State);

        var off = await ChassisPower.InvokeAsync(client, PowerAction.Off, new PowerOptions());
        Assert.Equal((PowerState.On, PowerState.Off, true, true), (off.PreviousState, off.State, off.Changed, off.Verified));
        Assert.Equal(["Chassis Power is off"], (await _bmc.IpmiToolAsync("chassis", "power", "status")).Lines);

        var on = await ChassisPower.InvokeAsync(client, PowerAction.On, new PowerOptions());
        Assert.Equal((PowerState.Off, PowerState.On, true, true), (on.PreviousState, on.State, on.Changed, on.Verified));
        Assert.Equal(["Chassis Power is on"], (await _bmc.IpmiToolAsync("chassis", "power", "status")).Lines);

        Assert.Equal(["power 0", "power 1"], _bmc.ChassisActions);
    }

    [InteropFact(Needs.Captures)]
    public async Task What_is_so_already_is_not_sent()
    {
        using var client = await _bmc.ConnectAsync();

        var on = await ChassisPower.InvokeAsync(client, PowerAction.On, new PowerOptions());
        Assert.Equal((PowerState.On, false, true), (on.State, on.Changed, on.Verified));
        Assert.Equal(PowerState.On, (await ChassisPower.InvokeAsync(client, PowerAction.Status, new PowerOptions())).State);

        Assert.Empty(_bmc.ChassisActions);
    }

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task A_cycle_goes_off_and_on_once()
    {
        using var client = await _bmc.ConnectAsync();

        var cycle = await ChassisPower.InvokeAsync(client, PowerAction.Cycle, new PowerOptions { Wait = true, WaitTimeout = TimeSpan.FromMinutes(1) });

        Assert.Equal((PowerState.On, PowerState.On, true, true), (cycle.PreviousState, cycle.State, cycle.Changed, cycle.Verified));
        Assert.Equal(["power 0", "power 1"], _bmc.ChassisActions);
        Assert.Equal(["Chassis Power is on"], (await _bmc.IpmiToolAsync("chassis", "power", "status")).Lines);
    }

    [InteropFact(Needs.Captures)]
    public async Task A_cycle_of_a_machine_that_is_off_is_refused_and_turned_into_on_by_force()
    {
        using var client = await _bmc.ConnectAsync();
        await ChassisPower.InvokeAsync(client, PowerAction.Off, new PowerOptions());

        var error = await Assert.ThrowsAsync<IpmiException>(() => ChassisPower.InvokeAsync(client, PowerAction.Cycle, new PowerOptions()));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Equal(["power 0"], _bmc.ChassisActions);

        var forced = await ChassisPower.InvokeAsync(client, PowerAction.Cycle, new PowerOptions { Force = true });
        Assert.Equal((PowerState.Off, PowerState.On, true, true), (forced.PreviousState, forced.State, forced.Changed, forced.Verified));
        Assert.Equal(["power 0", "power 1"], _bmc.ChassisActions);
    }

    [InteropFact(Needs.Captures)]
    public async Task A_reset_is_sent_once_and_not_claimed_to_be_seen()
    {
        using var client = await _bmc.ConnectAsync();

        var reset = await ChassisPower.InvokeAsync(client, PowerAction.Reset, new PowerOptions());

        Assert.Equal((PowerState.On, PowerState.On, true, false), (reset.PreviousState, reset.State, reset.Changed, reset.Verified));
        Assert.Equal(["reset 1"], _bmc.ChassisActions);
    }

    /// <summary>The captured machine has no operating system: it takes note and stays on.</summary>
    [InteropFact(Needs.Captures)]
    public async Task A_soft_shut_down_that_is_not_followed_is_reported_as_not_yet_seen()
    {
        using var client = await _bmc.ConnectAsync();

        var soft = await ChassisPower.InvokeAsync(client, PowerAction.Soft, new PowerOptions());

        // On a busy machine, ipmi_sim may take too long for the state to be known.
        Assert.Equal((PowerState.On, true, false), (soft.PreviousState, soft.Changed, soft.Verified));
        Assert.NotEqual(PowerState.Off, soft.State);
        Assert.Equal(["shutdown 1"], _bmc.ChassisActions);
    }

    [InteropFact(Needs.Captures)]
    public async Task A_diagnostic_interrupt_that_ipmi_sim_lacks_is_an_error_and_nothing_else()
    {
        using var client = await _bmc.ConnectAsync();

        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => ChassisPower.InvokeAsync(client, PowerAction.Diagnostic, new PowerOptions()));

        Assert.Equal(CompletionCode.InvalidDataField, error.CompletionCode);
        Assert.Empty(_bmc.ChassisActions);
    }
}
