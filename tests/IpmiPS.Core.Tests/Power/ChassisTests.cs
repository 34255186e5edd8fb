using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Power;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Power;

public class ChassisTests
{
    private static readonly ChassisSettings s_settings = new() { RestorePolicy = PowerRestorePolicy.AlwaysOn, DisabledButtons = FrontPanelButtons.PowerOff | FrontPanelButtons.Reset };

    [Fact]
    public async Task Everything_is_read_with_four_commands()
    {
        var chassis = new ScriptedChassis { Policy = PowerRestorePolicy.Previous, Disabled = FrontPanelButtons.Standby, Light = IdentifyState.Timed };
        var read = await ChassisReader.GetAsync(chassis.Bmc);
        Assert.Equal(4, chassis.Bmc.Requests.Count);
        Assert.Equal(("bmc1", PowerState.On, PowerRestorePolicy.Previous, FrontPanelButtons.Standby), (read.ComputerName, read.PowerState, read.RestorePolicy, read.DisabledButtons));
        Assert.Equal(FrontPanelButtons.PowerOff | FrontPanelButtons.Reset | FrontPanelButtons.DiagnosticInterrupt | FrontPanelButtons.Standby, read.DisableableButtons);
        Assert.Equal((IdentifyState.Timed, RestartCause.Watchdog, 10000.0), (read.IdentifyState, read.RestartCause, read.PowerOnHours));
        Assert.Equal(ChassisFeatures.IntrusionSensor | ChassisFeatures.DiagnosticInterrupt, read.Capabilities);
        Assert.StartsWith("PowerCycleInterval: ", Assert.Single(read.Notes));
    }

    [Fact]
    public async Task What_a_BMC_does_not_report_is_null_with_a_note()
    {
        var chassis = new ScriptedChassis { IsTalkative = false, Refusal = 0xC1, RefusedCommand = 0x0F };
        var read = await ChassisReader.GetAsync(chassis.Bmc);
        Assert.Null(read.DisabledButtons);
        Assert.Null(read.IdentifyState);
        Assert.Null(read.PowerOnHours);
        Assert.Equal(
            ["PowerCycleInterval", "PowerOnHours", "IdentifyState", "DisabledButtons, DisableableButtons"],
            read.Notes.Select(static note => note.Substring(0, note.IndexOf(':'))));
    }

    [Fact]
    public async Task Settings_that_differ_are_sent_and_read_back()
    {
        var chassis = new ScriptedChassis();
        var change = await ChassisSettingsChange.PrepareAsync(chassis.Bmc, s_settings);
        Assert.Equal("restore policy AlwaysOff -> AlwaysOn, disabled buttons None -> PowerOff, Reset", change.Description);
        Assert.Single(chassis.Bmc.Requests);
        var update = await change.RunAsync();
        Assert.Equal(4, chassis.Bmc.Requests.Count);
        Assert.Equal((PowerRestorePolicy.AlwaysOn, s_settings.DisabledButtons, true, true), (update.RestorePolicy, update.DisabledButtons, update.Changed, update.Verified));
        Assert.Null(update.Difference);
    }

    [Fact]
    public async Task Settings_that_are_right_already_are_not_sent()
    {
        var chassis = new ScriptedChassis { Policy = PowerRestorePolicy.AlwaysOn, Disabled = FrontPanelButtons.PowerOff | FrontPanelButtons.Reset };
        var change = await ChassisSettingsChange.PrepareAsync(chassis.Bmc, s_settings);
        Assert.Null(change.Description);
        var update = await change.RunAsync();
        Assert.Single(chassis.Bmc.Requests);
        Assert.Equal((false, true), (update.Changed, update.Verified));
    }

    [Fact]
    public async Task An_interval_cannot_be_read_back()
    {
        var chassis = new ScriptedChassis();
        var update = await (await ChassisSettingsChange.PrepareAsync(chassis.Bmc, new ChassisSettings { PowerCycleInterval = 9 })).RunAsync();
        Assert.Equal((9, true, false), (update.PowerCycleInterval, update.Changed, update.Verified));
        Assert.Equal([9], chassis.Bmc.Requests[1].Data);
    }

    [Fact]
    public async Task A_BMC_that_keeps_something_else_is_an_error_with_both_values()
    {
        var chassis = new ScriptedChassis { IsDeaf = true };
        var update = await (await ChassisSettingsChange.PrepareAsync(chassis.Bmc, s_settings)).RunAsync();
        Assert.Equal((PowerRestorePolicy.AlwaysOff, false), (update.RestorePolicy, update.Verified));
        Assert.Equal(IpmiErrorKind.CommandFailed, update.Difference!.Kind);
        Assert.Contains("restore policy AlwaysOff instead of AlwaysOn, disabled buttons None instead of PowerOff, Reset", update.Difference.Message);
    }

    [Fact]
    public async Task Buttons_that_a_BMC_does_not_report_are_set_and_not_verified()
    {
        var chassis = new ScriptedChassis { IsTalkative = false };
        var change = await ChassisSettingsChange.PrepareAsync(chassis.Bmc, new ChassisSettings { DisabledButtons = FrontPanelButtons.None });
        Assert.Equal("disabled buttons (unknown) -> None", change.Description);
        Assert.Equal((true, false), ((await change.RunAsync()) is var update && update.Changed, update.Verified));
    }

    [Fact]
    public async Task A_refusal_names_what_was_sent_before_it()
    {
        var chassis = new ScriptedChassis { Refusal = 0xC1, RefusedCommand = 0x0A };
        var change = await ChassisSettingsChange.PrepareAsync(chassis.Bmc, s_settings);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.EndsWith("Sent before it: restore policy AlwaysOff -> AlwaysOn.", error.Message);
    }

    [Fact]
    public async Task A_setting_that_is_refused_alone_is_an_error_of_its_own_kind()
    {
        var chassis = new ScriptedChassis { Refusal = 0xC1, RefusedCommand = 0x0A };
        var change = await ChassisSettingsChange.PrepareAsync(chassis.Bmc, new ChassisSettings { DisabledButtons = FrontPanelButtons.Reset });
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAnyAsync<IpmiException>(() => change.RunAsync())).Kind);
    }

    [Theory]
    [InlineData(30, "1E", IdentifyState.Timed, 30)]
    [InlineData(0, "00", IdentifyState.Off, null)]
    public async Task The_light_is_set_for_a_time_and_read_back(byte seconds, string sent, IdentifyState state, int? shown)
    {
        var chassis = new ScriptedChassis { Light = IdentifyState.Indefinite };
        var result = await IdentifyLight.SetAsync(chassis.Bmc, seconds);
        Assert.Equal(sent, Hex.Format(chassis.Bmc.Requests[0].Data));
        Assert.Equal((state, shown, true), (result.State, result.Seconds, result.Verified));
    }

    [Fact]
    public async Task The_light_is_set_until_it_is_turned_off()
    {
        var chassis = new ScriptedChassis();
        var result = await IdentifyLight.SetIndefinitelyAsync(chassis.Bmc);
        Assert.Equal((IdentifyState.Indefinite, true), (result.State, result.Verified));
        Assert.Null(result.Seconds);
    }

    [Fact]
    public async Task A_light_that_the_BMC_does_not_report_is_not_verified()
    {
        var result = await IdentifyLight.SetAsync(new ScriptedChassis { IsTalkative = false }.Bmc, 15);
        Assert.Null(result.State);
        Assert.False(result.Verified);
    }

    [Fact]
    public async Task An_old_BMC_that_knows_no_light_without_an_end_says_so()
    {
        var chassis = new ScriptedChassis { Refusal = 0xC7, RefusedCommand = 0x04 };
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => IdentifyLight.SetIndefinitelyAsync(chassis.Bmc));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
    }

    [Fact]
    public async Task A_light_without_a_clear_response_is_known_if_it_was_read_back()
    {
        var chassis = new ScriptedChassis { Light = IdentifyState.Timed, Refusal = 0xFF, RefusedCommand = 0x04 };
        Assert.True((await IdentifyLight.SetAsync(chassis.Bmc, 15)).Verified);
        chassis.Light = IdentifyState.Off;
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAnyAsync<IpmiException>(() => IdentifyLight.SetAsync(chassis.Bmc, 15))).Kind);
    }

    [Theory]
    [InlineData(0xFF, "there was no clear response")]
    [InlineData(0x00, "accepted Chassis Identify, but the identify light could not be read back")]
    public async Task A_light_of_which_nothing_is_known_is_reported_so(byte code, string text)
    {
        var bmc = new ScriptedBmc(request => request.Code == 0x01 ? [] : [code]);
        var error = await Assert.ThrowsAsync<IpmiException>(() => IdentifyLight.SetAsync(bmc, 15));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains(text, error.Message);
        Assert.Contains("Get-IpmiChassis", error.RecommendedAction);
        Assert.Equal(2, bmc.Requests.Count);
    }

    [Fact]
    public async Task An_old_BMC_gets_advice_for_its_light()
    {
        var chassis = new ScriptedChassis { Refusal = 0xCC, RefusedCommand = 0x04 };
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => IdentifyLight.SetIndefinitelyAsync(chassis.Bmc));
        Assert.Equal("The BMC cannot keep the identify light on indefinitely.", error.Message);
        Assert.Contains("255 seconds", error.RecommendedAction);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_setting_without_a_clear_response_is_known_where_it_was_read_back(bool isDeaf, bool isKnown)
    {
        var policy = PowerRestorePolicy.AlwaysOff;
        var bmc = new ScriptedBmc(request =>
        {
            if (request.Code == 0x06)
                policy = isDeaf ? policy : (PowerRestorePolicy)request.Data[0];
            return request.Code == 0x01 ? [0, (byte)(0x01 | (byte)policy << 5), 0x10, 0x40, 0xF0] : [0xFF];
        });
        var change = await ChassisSettingsChange.PrepareAsync(bmc, new ChassisSettings { RestorePolicy = PowerRestorePolicy.AlwaysOn });
        if (isKnown)
        {
            Assert.True((await change.RunAsync()).Verified);
            return;
        }

        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("no clear response to: restore policy AlwaysOff -> AlwaysOn.", error.Message);
        Assert.Contains("Get-IpmiChassis", error.RecommendedAction);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Buttons_and_intervals_without_a_clear_response_are_unknown(bool isInterval)
    {
        var bmc = new ScriptedBmc(request => request.Code == 0x01 ? [0, 0x01, 0x10, 0x40, 0xF0] : [0xFF]);
        var settings = isInterval ? new ChassisSettings { PowerCycleInterval = 9 } : new ChassisSettings { DisabledButtons = FrontPanelButtons.Reset };
        var change = await ChassisSettingsChange.PrepareAsync(bmc, settings);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains(isInterval ? "power cycle interval (unknown) -> 9 s" : "disabled buttons None -> Reset", error.Message);
    }

    [Fact]
    public async Task Settings_that_can_no_longer_be_read_back_are_unknown()
    {
        int reads = 0;
        var bmc = new ScriptedBmc(request => request.Code != 0x01 ? [0, 0x07] : ++reads > 1 ? [] : [0, 0x01, 0x10, 0x40, 0xF0]);
        var change = await ChassisSettingsChange.PrepareAsync(bmc, s_settings);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("Settings of the chassis were sent. They could not be read back:", error.Message);
    }

    [Fact]
    public void Settings_are_empty_without_a_value()
    {
        Assert.True(new ChassisSettings().IsEmpty);
        Assert.False(s_settings.IsEmpty);
        Assert.False(new ChassisSettings { PowerCycleInterval = 0 }.IsEmpty);
    }

    [Theory]
    [InlineData(0x01, true)]
    [InlineData(0x04, false)]
    public async Task Intrusion_is_one_of_the_faults(byte miscState, bool isIntruded)
    {
        var read = await ChassisReader.GetAsync(new ScriptedBmc(request => request.Code == 0x01 ? [0, 0x01, 0x10, miscState, 0x30] : []));
        Assert.Equal(isIntruded, read.Intrusion);
        Assert.Equal((FrontPanelButtons.PowerOff | FrontPanelButtons.Reset, false), (read.DisableableButtons, read.FrontPanelLockout));
        Assert.Contains("was not answered", read.Notes[1]);
    }
}
