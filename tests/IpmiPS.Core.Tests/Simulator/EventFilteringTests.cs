using System;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Which events PEF matches, and what it does. IPMI 2.0 section 17.</summary>
public sealed class EventFilteringTests
{
    private static readonly EventMessage s_event = new(0x20, 0x12, 0x01, 0x30, 0x01, 0x59, 0x64, 0x5F);

    /// <summary>Filter bytes 5 to 20, as the wire has them, against <see cref="s_event"/>.</summary>
    [Theory]
    [InlineData("FF FF FF FF FF FFFF 000000 000000 000000", true)]
    [InlineData("20 12 01 30 01 0200 000000 000000 000000", true)]
    [InlineData("21 FF FF FF FF FFFF 000000 000000 000000", false)]
    [InlineData("FF 10 FF FF FF FFFF 000000 000000 000000", false)]
    [InlineData("FF FF 02 FF FF FFFF 000000 000000 000000", false)]
    [InlineData("FF FF FF 31 FF FFFF 000000 000000 000000", false)]
    [InlineData("FF FF FF FF 6F FFFF 000000 000000 000000", false)]
    [InlineData("FF FF FF FF FF FDFF 000000 000000 000000", false)] // all offsets but 9
    [InlineData("FF FF FF FF FF 0000 000000 000000 000000", false)]
    [InlineData("FF FF FF FF FF FFFF F0FF50 000000 000000", true)] // data 2 is a reading, data 3 a threshold
    [InlineData("FF FF FF FF FF FFFF F0FF90 000000 000000", false)]
    [InlineData("FF FF FF FF FF FFFF 000000 FFFF64 000000", true)]
    [InlineData("FF FF FF FF FF FFFF 000000 FFFF65 000000", false)]
    [InlineData("FF FF FF FF FF FFFF 000000 000000 FFFF5F", true)]
    [InlineData("FF FF FF FF FF FFFF 000000 000000 FFFF5E", false)]
    public void A_filter_matches_if_all_its_fields_do(string fields, bool matches)
    {
        // The mask is written here with its most significant byte first.
        byte[] bytes = Hex.Parse(fields);
        (bytes[5], bytes[6]) = (bytes[6], bytes[5]);
        Assert.Equal(matches, EventFiltering.Matches(PefFilter.Read(new ByteReader([0x80, 0x01, 0x01, 0x10, .. bytes])), s_event));
    }

    /// <summary>The examples of section 17.10, and the wildcard bit that never matches.</summary>
    [Theory]
    [InlineData(0x06, 0xFF, 0x06, new byte[] { 0x06, 0xFF }, new byte[] { 0x02, 0x04, 0x00 })]
    [InlineData(0x06, 0xF9, 0x06, new byte[] { 0x02, 0x04, 0x06, 0xFD }, new byte[] { 0x00, 0xF9 })]
    [InlineData(0x06, 0xFF, 0x04, new byte[] { 0x04, 0xFD }, new byte[] { 0x06, 0x00, 0x02 })]
    [InlineData(0x06, 0xF9, 0x04, new byte[] { 0x04, 0x06, 0x00 }, new byte[] { 0x02, 0xFB })]
    [InlineData(0xFF, 0xF0, 0xAF, new byte[] { 0xA1, 0xA8, 0xAF }, new byte[] { 0xA0, 0xB1 })]
    [InlineData(0xFF, 0xF0, 0xA0, new byte[] { 0xA0, 0xA7 }, new byte[] { 0xAF, 0xB0 })]
    [InlineData(0x00, 0x00, 0x00, new byte[] { 0x00, 0x5A, 0xFF }, new byte[0])]
    [InlineData(0x00, 0x01, 0x01, new byte[0], new byte[] { 0x00, 0x01, 0xFF })]
    public void A_byte_of_event_data_is_compared_as_in_the_examples_of_the_specification(byte mask, byte compare1, byte compare2, byte[] matching, byte[] others)
    {
        var match = new PefDataMatch(mask, compare1, compare2);
        Assert.All(matching, data => Assert.True(match.Matches(data)));
        Assert.All(others, data => Assert.False(match.Matches(data)));
    }

    [Fact]
    public void An_event_of_a_sensor_is_alerted()
    {
        var bench = new AlertBench();
        bench.Bmc.SetSensorStates("PS1 Status", 0, 1);
        var alert = Assert.Single(bench.Alerts);
        Assert.Equal("127.0.0.2", alert.ComputerName);
        Assert.Equal("Power Supply", alert.SensorType);
        Assert.Equal("Power Supply 1", alert.Entity);
        Assert.Equal(bench.Bench.Time.UtcNow, alert.Timestamp);
    }

    [Theory]
    [InlineData(PefControl.None, PefActions.Alert, true, true, false)]
    [InlineData(PefControl.Enabled, PefActions.None, true, true, false)]
    [InlineData(PefControl.Enabled, PefActions.Alert, false, true, false)]
    [InlineData(PefControl.Enabled, PefActions.Alert, true, false, false)]
    [InlineData(PefControl.Enabled, PefActions.Alert, true, true, true)]
    public void PEF_the_alert_action_the_filter_and_the_policy_have_to_be_on(PefControl control, PefActions enabled, bool filter, bool policy, bool isSent)
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Control, control);
        bench.Set(PefParameters.ActionEnables, enabled);
        bench.Set(PefParameters.FilterState, new PefFilterState(filter, false), 1);
        bench.Set(PefParameters.Policy, new PefPolicy(1, policy, PefPolicyRule.Always, 1, 1, 0), 1);
        bench.Report();
        Assert.Equal(isSent ? 1 : 0, bench.Sent.Count);
    }

    [Fact]
    public void The_lowest_policy_number_is_used_with_the_highest_severity_of_its_filters()
    {
        var bench = new AlertBench();
        bench.SetDestination(2, "127.0.0.3");
        bench.Set(PefParameters.Policy, new PefPolicy(3, true, PefPolicyRule.Always, 1, 1, 0), 1);
        bench.Set(PefParameters.Policy, new PefPolicy(2, true, PefPolicyRule.Always, 1, 2, 0), 2);
        bench.Set(PefParameters.Filter, AlertBench.Filter(3) with { Severity = PefSeverity.NonRecoverable }, 1);
        bench.Set(PefParameters.Filter, AlertBench.Filter(2) with { Severity = PefSeverity.Information }, 2);
        bench.Set(PefParameters.Filter, AlertBench.Filter(2) with { Severity = PefSeverity.Critical }, 3);
        bench.Report();
        Assert.Equal("127.0.0.3", Assert.Single(bench.Sent).To.Address.ToString());
        Assert.Equal(SelSeverity.Critical, bench.Alerts[0].Severity);
    }

    [Fact]
    public void Events_are_filtered_even_if_they_are_not_logged()
    {
        var bench = new AlertBench();
        int logged = bench.Bmc.SelCount;
        bench.Bench.Get(0x06, 0x2E, 0x00); // global enables: no event logging
        bench.Report();
        Assert.Single(bench.Sent);
        Assert.Equal(logged, bench.Bmc.SelCount);
        Assert.Equal(0, bench.Filtering.LastBmcId);
    }

    [Fact]
    public void A_record_that_is_only_added_to_the_log_is_no_event()
    {
        var bench = new AlertBench();
        bench.Bench.Get(0x0A, 0x44, 0, 0, 0x02, 0, 0, 0, 0, 0x20, 0, 4, 0x01, 0x30, 0x01, 0x59, 0x64, 0x5F);
        Assert.Empty(bench.Sent);
    }

    [Theory]
    [InlineData(PefActions.PowerOff | PefActions.PowerCycle | PefActions.Reset | PefActions.DiagnosticInterrupt, false, 0)]
    [InlineData(PefActions.PowerCycle | PefActions.Reset, true, 9)]
    [InlineData(PefActions.Reset | PefActions.DiagnosticInterrupt, true, 8)]
    public void One_action_changes_the_power(PefActions actions, bool isOn, byte cause)
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Filter, AlertBench.Filter(0, actions) with { SensorType = 0x01 }, 1);
        bench.Report();
        Assert.True(bench.Bmc.IsPoweredOn);
        bench.Advance(5);
        Assert.Equal(isOn, bench.Bmc.IsPoweredOn);
        if (cause != 0)
            Assert.Equal(cause, bench.Bench.Get(0x00, 0x07)[0]);
    }

    [Fact]
    public void An_alert_is_sent_once_the_power_is_off()
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Filter, AlertBench.Filter(1, PefActions.Alert | PefActions.PowerOff) with { SensorType = 0x01 }, 1);
        bench.Report();
        bench.Advance(1);
        Assert.Empty(bench.Sent);
        bench.Advance(1);
        Assert.False(bench.Bmc.IsPoweredOn);
        Assert.Equal("Temperature", Assert.Single(bench.Alerts).SensorType);
    }

    [Fact]
    public void A_filter_that_resets_the_machine_at_every_event_does_so_after_the_startup_delay()
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.StartupDelay, TimeSpan.FromSeconds(30));
        bench.Set(PefParameters.Control, PefControl.Enabled | PefControl.StartupDelay);
        bench.Set(PefParameters.Filter, AlertBench.Filter(0, PefActions.Reset), 1);
        int resets = 0;
        bench.Bmc.State.Chassis.Changed += change => resets += change == PowerChange.Reset ? 1 : 0;
        bench.Report();
        bench.Advance(100);

        // At once, and then at 30, 60 and 90 seconds.
        Assert.Equal(4, resets);
    }

    [Fact]
    public void Alerts_wait_after_a_start_if_they_are_to()
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.AlertStartupDelay, TimeSpan.FromSeconds(10));
        bench.Set(PefParameters.Control, PefControl.Enabled | PefControl.AlertStartupDelay);
        bench.Set(PefParameters.Filter, AlertBench.Filter() with { SensorType = 0x01 }, 1);
        bench.Report();
        Assert.Single(bench.Sent);
        bench.Bench.Get(0x00, 0x02, 3); // hard reset
        bench.Advance(1);
        bench.Report();
        bench.Advance(8);
        Assert.Single(bench.Sent);
        bench.Advance(2);
        Assert.Equal(2, bench.Sent.Count);
    }

    [Fact]
    public void Actions_are_reported_once_and_the_report_is_filtered_too()
    {
        var bench = new AlertBench();
        int logged = bench.Bmc.SelCount;
        bench.Set(PefParameters.Control, PefControl.Enabled | PefControl.EventMessages);
        bench.Report();
        Assert.Equal(logged + 2, bench.Bmc.SelCount);
        Assert.Equal(["Temperature", "System Event"], bench.Alerts.Select(static alert => alert.SensorType));
        Assert.Equal("C4 01 FF", Hex.Format([.. bench.Alerts[1].EventData!], " "));
    }

    [Fact]
    public void Software_that_processes_events_in_time_keeps_them_from_PEF()
    {
        var bench = new AlertBench();
        bench.Filtering.SetLastProcessed(isBmc: false, bench.Filtering.LastRecordId!.Value);
        Assert.Equal([20], bench.Bench.Get(0x04, 0x11, 20));
        bench.Advance(100);
        Assert.Equal([20], bench.Bench.Get(0x04, 0x11, 0xFF)); // there is nothing that software has to process
        bench.Report(0x31);
        bench.Advance(15);
        Assert.Equal([5], bench.Bench.Get(0x04, 0x11, 0xFF));
        bench.Filtering.SetLastProcessed(isBmc: false, bench.Filtering.LastRecordId!.Value);
        bench.Advance(100);
        Assert.Empty(bench.Sent);

        bench.Report(0x32);
        bench.Report(0x33);
        bench.Advance(19);
        Assert.Empty(bench.Sent);
        bench.Advance(1);
        Assert.Equal([0x32, 0x33], bench.Alerts.Select(static alert => alert.SensorNumber));
        bench.Report(0x34); // the timer stays expired
        Assert.Equal(3, bench.Alerts.Count);
    }

    [Fact]
    public void PEF_can_be_off_until_the_machine_restarts()
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Filter, AlertBench.Filter() with { SensorType = 0x01 }, 1);
        Assert.Equal([0xFE], bench.Bench.Get(0x04, 0x11, 0xFE));
        bench.Report();
        Assert.Empty(bench.Sent);
        bench.Bench.Get(0x00, 0x02, 3); // hard reset
        bench.Advance(1);
        Assert.Equal([0], bench.Bench.Get(0x04, 0x11, 0xFF));
        bench.Report();
        Assert.Single(bench.Sent);
    }

    [Fact]
    public void Switching_PEF_off_cancels_what_waits()
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Filter, AlertBench.Filter(1, PefActions.Alert | PefActions.PowerOff), 1);
        bench.Report();
        bench.Set(PefParameters.Control, PefControl.None);
        bench.Advance(10);
        Assert.True(bench.Bmc.IsPoweredOn);
        Assert.Empty(bench.Sent);
    }

    [Fact]
    public void The_last_processed_event_follows_the_alerts_and_is_forgotten_with_the_log()
    {
        var bench = new AlertBench();
        bench.SetDestination(1, acknowledged: true, retries: 1);
        ushort before = bench.Filtering.LastBmcId;
        bench.Report();
        Assert.Equal(before, bench.Filtering.LastBmcId); // it waits for the acknowledgement
        bench.Acknowledge();
        Assert.Equal(bench.Filtering.LastRecordId, bench.Filtering.LastBmcId);
        byte[] reservation = bench.Bench.Get(0x0A, 0x42);
        bench.Bench.Get(0x0A, 0x47, reservation[0], reservation[1], (byte)'C', (byte)'L', (byte)'R', 0xAA);
        Assert.Equal("FF FF FF FF FF FF", Hex.Format([.. bench.Bench.Get(0x04, 0x15).Skip(4)], " "));
    }

    [Theory]
    [InlineData("openbmc")]
    [InlineData("legacy")]
    public void A_BMC_without_PEF_knows_none_of_its_commands(string profile)
    {
        var bench = new Bench(new SimulatorOptions { Profile = profile });
        Assert.Equal([0xC1], bench.Send(0x04, 0x10));
        Assert.Equal([0xC1], bench.Send(0x04, 0x13, 1, 0, 0));
        Assert.Equal([0xC1], bench.Send(0x04, 0x15));
        Assert.Equal([0xC1], bench.Send(0x04, 0x16, 1, 0x41, 0));
    }
}
