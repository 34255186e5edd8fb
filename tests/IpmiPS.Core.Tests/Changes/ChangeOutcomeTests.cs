using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;
using IpmiPS.Commands.Storage;
using IpmiPS.Power;
using IpmiPS.Sel;
using IpmiPS.Tests.Boot;
using IpmiPS.Tests.Power;
using IpmiPS.Tests.Sel;
using IpmiPS.Tests.Support;
using IpmiPS.Tests.Users;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Changes;

/// <summary>
/// Every change, with every fault at every one of its requests and pauses: what is reported has to be true. Only OutcomeUnknown, or a
/// result, may follow once the BMC carried the change out; and where it did not, no result may say that it did.
/// </summary>
public class ChangeOutcomeTests
{
    /// <summary>More moments than any of these changes has.</summary>
    private const int MaximumMoments = 200;

    private static readonly Dictionary<string, Func<Trial>> s_changes = new()
    {
        ["On"] = () => Power(PowerAction.On),
        ["Off"] = () => Power(PowerAction.Off),
        ["Soft"] = () => Power(PowerAction.Soft),
        ["Cycle"] = () => Power(PowerAction.Cycle),
        ["Reset"] = () => Power(PowerAction.Reset),
        ["Diagnostic"] = () => Power(PowerAction.Diagnostic),
        ["Off and on"] = () => Power(PowerAction.Cycle, hasCycle: false),
        ["Clear SEL"] = () => ClearSel(returnEntries: false, polls: 0),
        ["Clear SEL slowly"] = () => ClearSel(returnEntries: false, polls: 3),
        ["Read and clear SEL"] = () => ClearSel(returnEntries: true, polls: 1),
        ["Boot device"] = Boot,
    };

    private static readonly Fault[] s_faults = [.. Enumerable.Range(0, (int)Fault.UnspecifiedError + 1).Select(static number => (Fault)number)];

    public static TheoryData<string, Fault> Cases()
    {
        var cases = new TheoryData<string, Fault>();
        foreach (string change in s_changes.Keys)
            foreach (Fault fault in s_faults)
                cases.Add(change, fault);
        return cases;
    }

    public static TheoryData<Fault> Faults()
    {
        var faults = new TheoryData<Fault>();
        foreach (Fault fault in s_faults)
            faults.Add(fault);
        return faults;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_change_never_looks_as_if_it_was_not_sent_once_it_was(string change, Fault fault)
    {
        for (int moment = 1; moment < MaximumMoments; moment++)
        {
            using var cancel = new CancellationTokenSource();
            var trial = s_changes[change]();
            var connection = new FaultyMoment(trial.Bmc, fault, moment, cancel);
            trial.Clock.Waited = _ => connection.Pause();
            Exception? error = await Record.ExceptionAsync(() => trial.Run(connection, cancel.Token));
            if (!connection.WasReached)
                return;
            string told = $"{change}, {fault} at {moment}: {error?.GetType().Name} {(error as IpmiException)?.Kind} {error?.Message}";
            if (error is IpmiException { Kind: IpmiErrorKind.OutcomeUnknown })
                Assert.True(connection.Sent.Any(IsChange), told);
            else
                Assert.True(trial.WasCarriedOut() == error is null, told);
            Assert.True(error is null or IpmiException or OperationCanceledException, told);
        }

        Assert.Fail($"{change} does not come to an end.");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_told_of_a_password_is_true(Fault fault)
    {
        for (int moment = 1; moment < MaximumMoments; moment++)
        {
            using var cancel = new CancellationTokenSource();
            var bmc = new PasswordBmc();
            var connection = new FaultyMoment(bmc.Connection, fault, moment, cancel);
            bmc.Clock.Waited = _ => connection.Pause();
            var change = new PasswordChange(connection, await UserAccount.FindAsync(bmc.Connection, "admin", default), new PasswordChangeOptions
            {
                PresentPassword = ClientSetup.Secret(PasswordBmc.Old),
                IsPresentPasswordProven = true,
                LogInAsync = bmc.LogInAsync,
                Clock = bmc.Clock,
            });
            PasswordOutcome? outcome = null;
            Exception? error = await Record.ExceptionAsync(async () =>
            {
                await change.PrepareAsync(cancel.Token);
                outcome = await change.SetAsync(ClientSetup.Secret("new password"), cancel.Token);
            });
            if (!connection.WasReached)
                return;
            string told = $"{fault} at {moment}: {outcome?.State} {error}";
            if (outcome is null)
                Assert.True(error is IpmiException or OperationCanceledException && bmc.Set.Count == 0, told);
            else if (outcome.State != PasswordState.Unknown)
                Assert.True(bmc.Password == (outcome.State == PasswordState.Changed ? "new password" : PasswordBmc.Old), told);
        }

        Assert.Fail("The change of a password does not come to an end.");
    }

    [Fact]
    public async Task Clearing_that_is_cancelled_at_its_first_look_is_told_as_unknown()
    {
        using var cancel = new CancellationTokenSource();
        var bmc = SelBmc.With([1, 2, 3]);
        bmc.ErasurePolls = 5;
        bmc.Meddle = _ =>
        {
            if (bmc.Clears > 0)
                cancel.Cancel();
            return null;
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => SelReader.ClearAsync(bmc, null, returnEntries: false, new FakeClock(), cancel.Token));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("accepted to clear its event log", error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
    }

    private static bool IsChange(IpmiCommand command) =>
        command is ChassisControl or ClearSel { IsIdempotent: false } or SetSystemBootOptions { Parameter: 5 };

    private static Trial Power(PowerAction action, bool hasCycle = true)
    {
        var machine = new ScriptedMachine(on: action != PowerAction.On) { Delay = TimeSpan.FromSeconds(1), Cause = RestartCause.PowerButton };
        machine.OnOrder = () => machine.Cause = RestartCause.ChassisControl;
        if (!hasCycle)
            machine.Refusals[ChassisControlAction.PowerCycle] = (byte)CompletionCode.InvalidDataField;
        return new Trial(
            machine.Bmc,
            machine.Clock,
            (bmc, token) => ChassisPower.InvokeAsync(bmc, action, machine.Options(wait: true, waitSeconds: 20), token),
            () => machine.Orders.Any(order => !machine.Refusals.ContainsKey(order)));
    }

    private static Trial ClearSel(bool returnEntries, int polls)
    {
        var log = SelBmc.With([1, 2, 3]);
        log.ErasurePolls = polls;
        var clock = new FakeClock();
        return new Trial(log, clock, (bmc, token) => SelReader.ClearAsync(bmc, null, returnEntries, clock, token), () => log.Clears > 0);
    }

    private static Trial Boot()
    {
        var boot = new ScriptedBoot();
        return new Trial(
            boot.Bmc,
            boot.Clock,
            (bmc, token) => BootDeviceControl.SetAsync(bmc, BootDevice.Pxe, persistent: false, uefi: true, boot.Clock, token),
            () => boot.Flags[0] != 0);
    }

    /// <summary>A change on a BMC of its own.</summary>
    private sealed record Trial(IIpmiConnection Bmc, FakeClock Clock, Func<IIpmiConnection, CancellationToken, Task> Run, Func<bool> WasCarriedOut);
}
