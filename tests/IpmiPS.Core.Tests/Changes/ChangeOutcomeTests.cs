using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Commands.Storage;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;
using IpmiPS.Power;
using IpmiPS.Sel;
using IpmiPS.Tests.Boot;
using IpmiPS.Tests.Parameters;
using IpmiPS.Tests.Power;
using IpmiPS.Tests.Sel;
using IpmiPS.Tests.Support;
using IpmiPS.Tests.Users;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Changes;

/// <summary>
/// Every change, with every fault at each of its requests and pauses: what is reported has to be true. If the BMC has carried the change out, only a result or
/// OutcomeUnknown may follow; if it has carried out a part, only CommandFailed or OutcomeUnknown; if it has carried out nothing, no result.
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
        ["Chassis settings"] = Chassis,
        ["Identify light"] = Identify,
        ["Clear SEL"] = () => ClearSel(returnEntries: false, polls: 0),
        ["Clear SEL slowly"] = () => ClearSel(returnEntries: false, polls: 3),
        ["Read and clear SEL"] = () => ClearSel(returnEntries: true, polls: 1),
        ["Boot device"] = () => Boot(manufacturer: 674, BootDevice.Pxe),
        ["Boot device of a vendor"] = () => Boot(manufacturer: 10876, BootDevice.Disk),
        ["Password"] = () => Password(PasswordBmc.Old),
        ["Password without the previous one"] = () => Password(null),
        ["LAN parameter"] = () => Parameters(LanParameters.Family, ParameterWrite.Of(LanParameters.CommunityString, "alerts")),
        ["LAN parameters"] = () => Parameters(LanParameters.Family, ParameterWrite.Of(LanParameters.IPAddressSource, AddressSource.Static), ParameterWrite.Of(LanParameters.CommunityString, "alerts")),
        ["SOL parameter"] = () => Parameters(SolParameters.Family, ParameterWrite.Of(SolParameters.Enable, true)),
    };

    static ChangeOutcomeTests()
    {
        foreach (var setting in SettingTrials.All)
            s_changes.Add(setting.Key, setting.Value);
    }

    private static readonly Fault[] s_faults = [.. Enumerable.Range(0, (int)Fault.Refusal + 1).Select(static number => (Fault)number)];

    public static TheoryData<string, Fault> Cases()
    {
        var cases = new TheoryData<string, Fault>();
        foreach (string change in s_changes.Keys)
            foreach (Fault fault in s_faults)
                cases.Add(change, fault);
        return cases;
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
            string report = $"{change}, {fault} at {moment}: {error?.GetType().Name} {(error as IpmiException)?.Kind} {error?.Message}";
            if (error is IpmiException { Kind: IpmiErrorKind.OutcomeUnknown })
                Assert.True(connection.Sent.Any(IsChange), report);
            else
                Assert.True(trial.WasCarriedOut() == error is null, report);
            if (error is not (null or IpmiException { Kind: IpmiErrorKind.OutcomeUnknown or IpmiErrorKind.CommandFailed }))
                Assert.False(trial.WasBegun(), report);
            Assert.True(error is null or IpmiException or OperationCanceledException, report);
        }

        Assert.Fail($"{change} does not come to an end.");
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
        Assert.Contains("accepted the command to clear its event log", error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
    }

    private static bool IsChange(IpmiCommand command) =>
        command is ChassisControl or ChassisIdentify or SetPowerRestorePolicy or SetFrontPanelButtonEnables or ClearSel { IsIdempotent: false } or SetUserPassword { Operation: UserPasswordOperation.SetPassword }
            or SetSystemBootOptions { Parameter: 5 } or SetLanConfigurationParameters { Parameter: not 0 } or SetSolConfigurationParameters { Parameter: not 0 }
        || SettingTrials.IsChange(command);

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
            () => hasCycle ? machine.Orders.Count > 0 : machine.Orders.Contains(ChassisControlAction.PowerUp))
        {
            WasBegun = () => machine.Orders.Any(order => !machine.Refusals.ContainsKey(order)),
        };
    }

    private static Trial Chassis()
    {
        var chassis = new ScriptedChassis();
        return new Trial(
            chassis.Bmc,
            new FakeClock(),
            async (bmc, token) =>
            {
                var settings = new ChassisSettings { RestorePolicy = PowerRestorePolicy.AlwaysOn, DisabledButtons = FrontPanelButtons.Reset };
                await (await ChassisSettingsChange.PrepareAsync(bmc, settings, token)).RunAsync(token);
            },
            () => chassis is { Policy: PowerRestorePolicy.AlwaysOn, Disabled: FrontPanelButtons.Reset })
        {
            WasBegun = () => chassis.Policy != PowerRestorePolicy.AlwaysOff || chassis.Disabled != FrontPanelButtons.None,
        };
    }

    private static Trial Identify()
    {
        var chassis = new ScriptedChassis();
        return new Trial(chassis.Bmc, new FakeClock(), (bmc, token) => IdentifyLight.SetIndefinitelyAsync(bmc, token), () => chassis.Light == IdentifyState.Indefinite);
    }

    private static Trial ClearSel(bool returnEntries, int polls)
    {
        var log = SelBmc.With([1, 2, 3]);
        log.ErasurePolls = polls;
        var clock = new FakeClock();
        return new Trial(log, clock, (bmc, token) => SelReader.ClearAsync(bmc, null, returnEntries, clock, token), () => log.Clears > 0);
    }

    private static Trial Boot(int manufacturer, BootDevice device)
    {
        var boot = new ScriptedBoot { ManufacturerId = manufacturer };
        return new Trial(
            boot.Bmc,
            boot.Clock,
            (bmc, token) => BootDeviceControl.SetAsync(bmc, device, persistent: false, uefi: true, boot.Clock, token),
            () => boot.Flags[0] != 0);
    }

    /// <summary>A password that was restored counts as not carried out.</summary>
    private static Trial Password(string? present)
    {
        const string New = "new password";
        var bmc = new PasswordBmc();
        return new Trial(bmc.Connection, bmc.Clock, RunAsync, () => bmc.Password == New);

        async Task RunAsync(IIpmiConnection connection, CancellationToken token)
        {
            var change = new PasswordChange(connection, await UserAccount.FindAsync(bmc.Connection, "admin", default), new PasswordChangeOptions
            {
                PresentPassword = present is null ? null : ClientSetup.Secret(present),
                IsPresentPasswordProven = true,
                LogInAsync = bmc.LogInAsync,
                Clock = bmc.Clock,
            });
            await change.PrepareAsync(token);
            if ((await change.SetAsync(ClientSetup.Secret(New), token)).Failure is { } failure)
                throw failure;
        }
    }

    private static Trial Parameters(ParameterFamily family, params ParameterWrite[] writes)
    {
        var bmc = new ParameterBmc();
        bool IsWritten(ParameterWrite write) => bmc.Values.TryGetValue(write.Parameter.Number, out byte[]? value) && value.SequenceEqual(write.Data);
        return new Trial(
            bmc.Bmc,
            bmc.Clock,
            (connection, token) => new ParameterTransaction(connection, new ParameterValuesChange(family, 1, writes), bmc.Clock).RunAsync(token),
            () => writes.All(IsWritten))
        {
            WasBegun = () => writes.Any(IsWritten),
        };
    }
}
