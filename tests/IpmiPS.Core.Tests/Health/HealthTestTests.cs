using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Health;
using IpmiPS.Device;
using IpmiPS.Sel;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Health;

/// <summary>Each fault of a server has its reason, and a server without it has not; what cannot be read is never Ok; nothing is changed.</summary>
public sealed class HealthTestTests
{
    private static readonly HealthPart[] s_all = [.. new HealthOptions().Parts];

    /// <summary>The fault, its part, the severity and the words of its reason.</summary>
    private static readonly Dictionary<string, Fault> s_faults = new()
    {
        ["power off"] = new(HealthPart.Chassis, SensorHealth.Warning, "The server is off.", answers: ("00h/01h", "00 20 00 00")),
        ["overload"] = new(HealthPart.Chassis, SensorHealth.Critical, "overload", answers: ("00h/01h", "00 03 00 00")),
        ["interlock"] = new(HealthPart.Chassis, SensorHealth.Warning, "panel", answers: ("00h/01h", "00 05 00 00")),
        ["power fault"] = new(HealthPart.Chassis, SensorHealth.Critical, "main power", answers: ("00h/01h", "00 09 00 00")),
        ["power control fault"] = new(HealthPart.Chassis, SensorHealth.Critical, "did not follow", answers: ("00h/01h", "00 11 00 00")),
        ["intrusion"] = new(HealthPart.Chassis, SensorHealth.Warning, "open", answers: ("00h/01h", "00 21 00 01")),
        ["drive"] = new(HealthPart.Chassis, SensorHealth.Critical, "faulty drive", answers: ("00h/01h", "00 21 00 04")),
        ["cooling"] = new(HealthPart.Chassis, SensorHealth.Critical, "cooling", answers: ("00h/01h", "00 21 00 08")),
        ["fan"] = new(HealthPart.Sensors, SensorHealth.Critical, "Fan3: 0 RPM, Lower Critical.", bmc => bmc.SetSensorValue("Fan3", 0)),
        ["temperature"] = new(HealthPart.Sensors, SensorHealth.Warning, "CPU1 Temp: 90 °C, Upper Non-Critical.", bmc => bmc.SetSensorValue("CPU1 Temp", 90)),
        ["power supply"] = new(HealthPart.PowerSupplies, SensorHealth.Critical, "PS2 Status: Presence detected; Power Supply Failure detected.", bmc => bmc.SetSensorStates("PS2 Status", 0, 1)),
        ["redundancy"] = new(HealthPart.PowerSupplies, SensorHealth.Critical, "PS Redundancy: Redundancy Lost.", bmc => bmc.SetSensorStates("PS Redundancy", 1)),
        ["self-test"] = new(HealthPart.Bmc, SensorHealth.Warning, "SEL device not accessible", answers: ("06h/04h", "00 57 80")),
        ["fatal self-test"] = new(HealthPart.Bmc, SensorHealth.Critical, "Fatal hardware error", answers: ("06h/04h", "00 58 01")),
        ["update"] = new(HealthPart.Bmc, SensorHealth.Warning, "updated", answers: ("06h/01h", "00 20 01 82 14 02 BF D9 7E 00 01 01")),
        ["full log"] = new(HealthPart.EventLog, SensorHealth.Warning, "full", answers: ("0Ah/40h", "00 51 01 00 10 00 FF FF FF FF FF FF FF FF 80")),
    };

    public static TheoryData<string> Faults => [.. s_faults.Keys];

    [Fact]
    public async Task A_good_server_is_Ok_and_only_commands_that_read_are_sent()
    {
        var bench = new Bench();
        HealthVerdict verdict = await HealthTest.RunAsync(bench, Options());
        Assert.Equal((SensorHealth.Ok, 0, "", 0), (verdict.Health, verdict.ExitCode, verdict.ReasonText, verdict.UnhealthySensorCount));
        Assert.Equal(("bench", PowerState.On, 2, 2, 0), (verdict.ComputerName, verdict.PowerState, verdict.PowerSupplyCount, verdict.WorkingPowerSupplyCount, verdict.EventCount));
        Assert.True(verdict.SensorCount > 40);
        Assert.Equal(s_all.Select(static part => part.ToString()), verdict.Parts);
        Assert.All(bench.Bmc.CommandCounts.Keys, static command => Assert.Contains(AllReading, code => code == command.ToString()));
    }

    private static IEnumerable<string> AllReading =>
        ["00h/01h", "04h/20h", "04h/27h", "04h/2Dh", "06h/01h", "06h/04h", "0Ah/20h", "0Ah/22h", "0Ah/23h", "0Ah/40h", "0Ah/41h", "0Ah/43h", "0Ah/48h", "0Ah/5Ch"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_has_its_reason_alone(string name)
    {
        Fault fault = s_faults[name];
        HealthVerdict verdict = await fault.TestAsync(Options() with { Parts = [fault.Part] });
        HealthReason reason = verdict.Reasons.First(found => found.Text.Contains(fault.Text));
        Assert.Equal((fault.Part, fault.Severity), (reason.Part, reason.Severity));
        Assert.Equal(fault.Severity, verdict.Health);
        Assert.Equal(fault.Severity == SensorHealth.Warning ? 1 : 2, (int)verdict);

        // The other parts do not see it.
        HealthVerdict others = await fault.TestAsync(Options() with { Parts = [.. s_all.Except([fault.Part, HealthPart.EventLog])] });
        Assert.DoesNotContain(others.Reasons, found => found.Text.Contains(fault.Text));
    }

    [Fact]
    public async Task A_server_that_may_be_off_is_Ok()
    {
        HealthVerdict verdict = await s_faults["power off"].TestAsync(Options() with { Parts = [HealthPart.Chassis], AllowPowerOff = true });
        Assert.Equal((SensorHealth.Ok, PowerState.Off), (verdict.Health, verdict.PowerState));
    }

    [Theory]
    [InlineData("00h/01h", HealthPart.Chassis, "The chassis could not be read")]
    [InlineData("0Ah/40h", HealthPart.EventLog, "The state of the event log could not be read")]
    [InlineData("0Ah/43h", HealthPart.EventLog, "The event log could not be read")]
    [InlineData("04h/2Dh", HealthPart.Sensors, "The sensors could not be read")]
    [InlineData("06h/01h", HealthPart.Firmware, "The firmware's version could not be read")]
    [InlineData("06h/04h", HealthPart.Bmc, "The BMC's self-test could not be read")]
    public async Task What_could_not_be_read_is_Unknown(string command, HealthPart part, string text)
    {
        HealthVerdict verdict = await Answering(new Bench(), (command, "")).TestAsync(Options());
        Assert.Contains(verdict.Reasons, reason => reason.Part == part && reason.Severity == SensorHealth.Unknown && reason.Text.StartsWith(text, StringComparison.Ordinal));
        Assert.Equal((SensorHealth.Unknown, 3), (verdict.Health, verdict.ExitCode));
    }

    [Fact]
    public async Task A_known_problem_is_worse_than_what_is_not_known()
    {
        HealthVerdict verdict = await Answering(new Bench(), ("0Ah/43h", ""), ("00h/01h", "00 21 00 01")).TestAsync(Options());
        Assert.Equal(SensorHealth.Warning, verdict.Health);
        Assert.Equal([SensorHealth.Warning, SensorHealth.Unknown], verdict.Reasons.Select(static reason => reason.Severity));
    }

    [Fact]
    public async Task A_self_test_that_a_BMC_lacks_is_no_reason() =>
        Assert.Equal(SensorHealth.Ok, (await Answering(new Bench(), ("06h/04h", "C1")).TestAsync(Options())).Health);

    [Theory]
    [InlineData(2, SensorHealth.Ok)]
    [InlineData(3, SensorHealth.Critical)]
    public async Task A_number_of_power_supplies_has_to_work(int wanted, SensorHealth health) =>
        Assert.Equal(health, (await HealthTest.RunAsync(new Bench(), Options() with { PowerSupplyCount = wanted })).Health);

    [Fact]
    public async Task Without_a_redundancy_sensor_the_supplies_are_counted()
    {
        var bench = new Bench();
        bench.Bmc.SetSensorStates("PS2 Status", 0, 3);
        var facts = await new HealthReader(bench, Options(), CancellationToken.None).ReadAsync();
        facts = facts with { Sensors = new(true, new SensorFacts([.. facts.Sensors.Value.All.Where(static sensor => sensor.Name != "PS Redundancy")], null), null) };
        Assert.Contains(HealthChecks.Judge(facts).Reasons, static reason => reason.Text == "The power supplies are not redundant: 1 of 2 work." && reason.Severity == SensorHealth.Warning);
    }

    [Theory]
    [InlineData(32473, 257, "2.14", false, SensorHealth.Ok, "")]
    [InlineData(32473, null, "2.13", false, SensorHealth.Ok, "")]
    [InlineData(32473, 257, "2.15", false, SensorHealth.Warning, "The BMC's firmware is 2.14, older than 2.15.")]
    [InlineData(32473, 257, "2.14", true, SensorHealth.Ok, "")]
    [InlineData(32473, 257, "2.13", true, SensorHealth.Warning, "The BMC's firmware is 2.14, not 2.13.")]
    [InlineData(674, null, "2.13", false, SensorHealth.Unknown, "The baseline has no firmware for manufacturer 32473")]
    public async Task The_firmware_is_compared_with_the_baseline(int manufacturer, int? product, string version, bool isExact, SensorHealth health, string text)
    {
        HealthVerdict verdict = await HealthTest.RunAsync(new Bench(), new HealthOptions { Parts = [HealthPart.Firmware], Firmware = [new FirmwareBaseline(manufacturer, product, version) { IsExact = isExact }] });
        Assert.Equal(health, verdict.Health);
        Assert.StartsWith(text, verdict.ReasonText);
        Assert.Equal("2.14", verdict.FirmwareVersion);
    }

    [Fact]
    public async Task Only_new_events_count_and_the_place_moves_on()
    {
        var bench = new Bench();
        HealthOptions options = new() { Parts = [HealthPart.EventLog] };
        bench.Bmc.SetSensorValue("Fan3", 0);
        HealthVerdict first = await HealthTest.RunAsync(bench, options);
        Assert.Equal((SensorHealth.Critical, 2), (first.Health, first.EventCount));
        HealthVerdict second = await HealthTest.RunAsync(bench, options with { Mark = first.Mark });
        Assert.Equal((SensorHealth.Ok, 0, first.Mark), (second.Health, second.EventCount, second.Mark));

        // The fan works again: events of its end are new, and no problem.
        bench.Bmc.ReleaseSensor("Fan3");
        HealthVerdict third = await HealthTest.RunAsync(bench, options with { Mark = second.Mark });
        Assert.Equal((SensorHealth.Ok, 2), (third.Health, third.EventCount));
        Assert.NotEqual(second.Mark, third.Mark);

        // From the first place on, the events have begun and ended.
        Assert.Equal(SensorHealth.Warning, (await HealthTest.RunAsync(bench, options)).Health);
    }

    [Fact]
    public async Task After_the_log_was_cleared_every_entry_is_new()
    {
        var bench = new Bench();
        HealthOptions options = new() { Parts = [HealthPart.EventLog] };
        bench.Bmc.SetSensorValue("Fan3", 0);
        SelMark? mark = (await HealthTest.RunAsync(bench, options)).Mark;
        await SelReader.ClearAsync(bench, null, returnEntries: false, CancellationToken.None);
        HealthVerdict cleared = await HealthTest.RunAsync(bench, options with { Mark = mark });
        bench.Bmc.SetSensorStates("PS2 Status", 0, 1);
        HealthVerdict verdict = await HealthTest.RunAsync(bench, options with { Mark = cleared.Mark });
        Assert.Equal(SensorHealth.Critical, verdict.Health);
        Assert.Contains("PS2 Status", verdict.ReasonText);
    }

    [Fact]
    public async Task The_same_event_is_one_reason_and_rules_apply()
    {
        var bench = new Bench();
        for (int i = 0; i < 3; i++)
        {
            bench.Bmc.SetSensorStates("PS2 Status", 0, 1);
            bench.Bmc.SetSensorStates("PS2 Status", 0);
        }

        HealthOptions options = new() { Parts = [HealthPart.EventLog] };
        HealthReason reason = Assert.Single((await HealthTest.RunAsync(bench, options)).Reasons, static found => found.Text.Contains("PS2"));
        Assert.Equal(SensorHealth.Warning, reason.Severity);
        Assert.EndsWith("Power Supply Failure detected, 3 times [ended].", reason.Text);
        HealthVerdict ruled = await HealthTest.RunAsync(bench, options with { Rules = new SelRules([new SelRule { IsIgnored = true }]) });
        Assert.Equal(SensorHealth.Ok, ruled.Health);
        Assert.True(ruled.EventCount >= 6);
    }

    [Theory]
    [InlineData(IpmiErrorKind.Timeout, SensorHealth.Critical, 2)]
    [InlineData(IpmiErrorKind.Unreachable, SensorHealth.Critical, 2)]
    [InlineData(IpmiErrorKind.BadCredential, SensorHealth.Unknown, 3)]
    [InlineData(IpmiErrorKind.NameResolution, SensorHealth.Unknown, 3)]
    public void A_BMC_without_a_log_in_has_a_verdict(IpmiErrorKind kind, SensorHealth health, int code)
    {
        var verdict = HealthVerdict.NotExamined("bmc1", new IpmiException(kind, "No."));
        Assert.Equal((health, code, "No.", "Ipmi" + kind), (verdict.Health, verdict.ExitCode, verdict.ReasonText, verdict.ErrorId));
    }

    [Fact]
    public void Plugins_get_one_line_with_the_worst_first()
    {
        HealthVerdict good = new() { ComputerName = "a", SensorCount = 1, Sensors = [new Sensor { Name = "T|1's=x\n", Value = 21.5, Unit = "°C", UpperNonCritical = 30, LowerCritical = 5, UpperCritical = 40 }] };
        HealthVerdict unknown = Verdict("b", SensorHealth.Unknown), bad = Verdict("c", SensorHealth.Critical), warning = Verdict("d", SensorHealth.Warning);
        Assert.Equal("IPMI OK - a: 1 sensors | 'T/1''s x'=21.5;~:30;5:40", NagiosOutput.Format([good]));
        Assert.Equal("IPMI OK - 2 BMCs | ok=2 warning=0 critical=0 unknown=0", NagiosOutput.Format([good, good]));
        Assert.Equal("IPMI CRITICAL - 3 of 4 BMCs: c: Critical! d: Warning! b: Unknown! | ok=1 warning=1 critical=1 unknown=1", NagiosOutput.Format([good, unknown, bad, warning]));
        Assert.Equal("IPMI WARNING - 2 of 2 BMCs: d: Warning! b: Unknown! | ok=0 warning=1 critical=0 unknown=1", NagiosOutput.Format([unknown, warning]));
        Assert.Equal("IPMI UNKNOWN - 0 BMCs | ok=0 warning=0 critical=0 unknown=0", NagiosOutput.Format([]));
    }

    [Fact]
    public async Task Many_reasons_are_limited()
    {
        var facts = await new HealthReader(new Bench(), Options(), CancellationToken.None).ReadAsync();
        Sensor[] sensors = [.. Enumerable.Range(0, 30).Select(static i => new Sensor { Name = $"S{i}", Health = SensorHealth.Critical, State = ["Bad"] })];
        HealthVerdict verdict = HealthChecks.Judge(facts with { Sensors = new(true, new SensorFacts(sensors, null), null) });
        Assert.Equal(HealthChecks.MaximumListed + 1, verdict.Reasons.Length);
        Assert.Equal("There are 10 more reasons like these.", verdict.Reasons.Last().Text);
    }

    private static HealthVerdict Verdict(string name, SensorHealth health) => new() { ComputerName = name, Reasons = [new HealthReason { Severity = health, Text = health + "!" }] };

    /// <summary>The log of the virtual server has old entries, some of them faults. They are not new.</summary>
    private static HealthOptions Options() => new() { Firmware = [new FirmwareBaseline(32473, null, "1.00")] };

    private static ScriptedServer Answering(Bench bench, params (string Command, string Answer)[] answers) => new(bench, answers);

    private sealed record ScriptedServer(Bench Bench, (string Command, string Answer)[] Answers)
    {
        /// <summary>Tests a BMC with some responses replaced: completion code and data; none where the text is empty.</summary>
        public Task<HealthVerdict> TestAsync(HealthOptions options) => HealthTest.RunAsync(
            new ScriptedBmc(request =>
            {
                string command = $"{(int)request.NetFn:X2}h/{request.Code:X2}h";
                foreach (var (wanted, answer) in Answers)
                    if (wanted == command)
                        return Hex.Parse(answer);
                return Bench.Send((byte)request.NetFn, request.Code, request.Data, request.Lun, request.Target.Address);
            }),
            options);
    }

    private sealed record Fault(HealthPart Part, SensorHealth Severity, string Text, Action<VirtualBmc>? Cause = null, params (string Command, string Answer)[] answers)
    {
        public Task<HealthVerdict> TestAsync(HealthOptions options)
        {
            var bench = new Bench();
            Cause?.Invoke(bench.Bmc);
            return Answering(bench, answers).TestAsync(options);
        }
    }
}
