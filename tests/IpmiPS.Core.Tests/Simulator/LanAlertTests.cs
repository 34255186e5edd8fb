using System;
using System.Linq;
using System.Net;
using IpmiPS.Alerts;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Alert policies, traps and their acknowledgement. IPMI 2.0 sections 17.11 to 17.16, 30.7 and 30.8.</summary>
public sealed class LanAlertTests
{
    private const byte Event = 0x04;

    /// <summary>Destination 1 fails where it has no receiver, and 4 always. Entries: rule and destination.</summary>
    [Theory]
    [InlineData(true, "0/1 0/2 0/3", "1 2 3")]
    [InlineData(true, "0/1 1/2 1/3", "1")]
    [InlineData(false, "0/1 1/2 1/3", "2")]
    [InlineData(true, "0/1 1/2 0/3", "1 3")]
    [InlineData(true, "0/1 2/2 0/3", "1")]
    [InlineData(false, "0/1 2/2 0/3", "2 3")]
    [InlineData(true, "0/1 3/2 0/3", "1")] // all of them are on one channel
    [InlineData(false, "0/1 3/2 0/3", "2 3")]
    [InlineData(true, "0/1 4/2 0/3 0/4", "1")] // 4 has another type, the manufacturer's, which is not sent here
    [InlineData(true, "0/1 4/2 0/3 0/4 0/3", "1 3")]
    public void Entries_follow_their_rule(bool firstSucceeds, string entries, string destinations)
    {
        var bench = new AlertBench();
        for (byte destination = 1; destination <= 3; destination++)
            bench.SetDestination(destination, destination == 1 && !firstSucceeds ? "0.0.0.0" : $"127.0.1.{destination}");
        bench.SetLan(LanParameters.DestinationType, new AlertDestinationType(false, 6, 0, 0), 4);
        byte number = 0;
        foreach (string entry in entries.Split(' '))
            bench.Set(PefParameters.Policy, new PefPolicy(1, true, (PefPolicyRule)(entry[0] - '0'), 1, (byte)(entry[2] - '0'), 0), ++number);
        bench.Report();
        Assert.Equal(destinations, string.Join(" ", bench.Sent.Select(static sent => sent.To.Address.GetAddressBytes()[3])));
        Assert.Equal(bench.Filtering.LastRecordId, bench.Filtering.LastBmcId);
    }

    [Fact]
    public void Entries_of_another_channel_fail_and_entries_that_are_off_are_left_out()
    {
        var bench = new AlertBench();
        bench.SetDestination(2, "127.0.1.2");
        bench.Set(PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.Always, 2, 1, 0), 1);
        bench.Set(PefParameters.Policy, new PefPolicy(1, false, PefPolicyRule.Always, 1, 1, 0), 2);
        bench.Set(PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.SkipAfterSuccess, 1, 2, 0), 3);
        bench.Report();
        Assert.Equal("127.0.1.2", Assert.Single(bench.Sent).To.Address.ToString());
    }

    [Fact]
    public void An_acknowledged_alert_is_repeated_unchanged_until_the_acknowledgement()
    {
        var bench = new AlertBench();
        bench.SetDestination(1, acknowledged: true, timeout: 2, retries: 5);
        bench.Report();
        bench.Advance(7);
        Assert.Equal([0, 3, 6], bench.Sent.Select(static sent => (int)sent.At.TotalSeconds)); // the timeout counts from 0
        Assert.Single(bench.Sent.Select(static sent => Hex.Format(SnmpTrap.Read(sent.Packet).Variables[0].Octets!)).Distinct());
        Assert.Equal([0], bench.Acknowledge());
        bench.Advance(60);
        Assert.Equal(3, bench.Sent.Count);
    }

    [Fact]
    public void Without_an_acknowledgement_the_alert_fails_after_its_retries_and_the_next_entry_is_used()
    {
        var bench = new AlertBench();
        bench.SetDestination(1, acknowledged: true, timeout: 0, retries: 2);
        bench.SetDestination(2, "127.0.1.2");
        bench.Set(PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.SkipAfterSuccess, 1, 2, 0), 2);
        bench.Report();
        bench.Advance(60);
        Assert.Equal([(1, 0), (1, 1), (1, 2), (2, 3)], bench.Sent.Select(static sent => ((int)sent.To.Address.GetAddressBytes()[3], (int)sent.At.TotalSeconds)));
        Assert.Equal([1, 2], bench.Alerts.Select(static alert => alert.Sequence));
    }

    [Fact]
    public void The_acknowledgement_of_something_else_changes_nothing()
    {
        var bench = new AlertBench();
        bench.SetDestination(1, acknowledged: true, timeout: 0, retries: 1);
        bench.Report();
        byte[] pet = SnmpTrap.Read(bench.Sent[0].Packet).Variables[0].Octets!;
        Assert.Equal([0], bench.Bench.SendWithoutSession(Event, 0x17, pet[16], pet[17], pet[18], pet[19], pet[20], pet[21], pet[25], pet[27], pet[28], pet[31], pet[32], pet[33]));
        bench.Advance(60);
        Assert.Equal(2, bench.Sent.Count);
    }

    [Fact]
    public void An_unacknowledged_alert_is_delivered_once_it_is_sent_and_still_repeated()
    {
        var bench = new AlertBench();
        bench.SetDestination(1, timeout: 0, retries: 2);
        bench.Report();
        Assert.Equal(bench.Filtering.LastRecordId, bench.Filtering.LastBmcId);
        bench.Report();
        bench.Advance(60);
        Assert.Equal(6, bench.Sent.Count);
        Assert.Equal(2, bench.Alerts.Count);
    }

    [Fact]
    public void An_inform_is_repeated_until_its_response()
    {
        var bench = new AlertBench(new SimulatorOptions { AlertFormat = AlertFormat.Inform });
        bench.SetDestination(1, timeout: 0, retries: 3);
        bench.Report();
        bench.Advance(1);
        Assert.Equal(2, bench.Sent.Count);
        Assert.True(bench.Alerts[0].IsInform);
        byte[] response = (byte[])bench.Sent[0].Packet.Clone();
        int pdu = Array.IndexOf(response, (byte)0xA6);
        response[pdu] = 0xA2;
        bench.Bmc.Receive(response, response.Length, new IPEndPoint(IPAddress.Parse("127.0.0.9"), AlertBench.Port)); // not where it was sent
        bench.Advance(1);
        Assert.Equal(3, bench.Sent.Count);
        bench.Bmc.Receive(response, response.Length, new IPEndPoint(IPAddress.Parse(AlertBench.Receiver), AlertBench.Port));
        bench.Advance(60);
        Assert.Equal(3, bench.Sent.Count);
        Assert.Equal(bench.Filtering.LastRecordId, bench.Filtering.LastBmcId);
    }

    [Theory]
    [InlineData(AlertFormat.TrapV1, "1", "1.3.6.1.4.1.3183.1.1.0.65801")]
    [InlineData(AlertFormat.TrapV2c, "2c", "1.3.6.1.4.1.3183.1.1.0.65801")]
    [InlineData(AlertFormat.Inform, "2c", "1.3.6.1.4.1.3183.1.1.0.65801")]
    public void Each_format_has_the_same_alert(AlertFormat format, string version, string oid)
    {
        var bench = new AlertBench(new SimulatorOptions { AlertFormat = format });
        bench.SetLan(LanParameters.CommunityString, "a community");
        bench.Report();
        var alert = Assert.Single(bench.Alerts);
        Assert.Equal((version, oid, 0x30, 0x81), (alert.SnmpVersion, alert.TrapOid, alert.SensorNumber, alert.GeneratorId));
        Assert.Contains("0B 61 20 63 6F 6D 6D 75 6E 69 74 79", Hex.Format(bench.Sent[0].Packet, " "), StringComparison.Ordinal);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(AlertBench.Receiver), AlertBench.Port), bench.Sent[0].To);
    }

    /// <summary>The string of a policy entry's key: directly, or by the filter that matched and a set.</summary>
    [Theory]
    [InlineData(0x00, null)]
    [InlineData(0x02, "Rack 7")]
    [InlineData(0x85, "Too hot in rack 7, call the night shift")]
    [InlineData(0x86, null)]
    public void The_alert_string_is_sent_as_a_multirecord(byte key, string? text)
    {
        var bench = new AlertBench();
        SetText(bench, 2, "Rack 7");
        SetText(bench, 3, "Too hot in rack 7, call the night shift");
        bench.Set(PefParameters.StringKey, new PefStringKey(1, 5), 3);
        bench.Set(PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.Always, 1, 1, key), 1);
        bench.Report();
        byte[]? fields = Assert.Single(bench.Alerts).OemData is { } data ? [.. data] : null;
        Assert.Equal(text is null ? null : [0x80, (byte)(0x40 | text.Length), 0x01, .. text.Select(static letter => (byte)letter)], fields);
    }

    [Fact]
    public void A_trap_has_at_most_64_bytes_of_fields()
    {
        var bench = new AlertBench();
        SetText(bench, 1, new string('x', 64));
        bench.Set(PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.Always, 1, 1, 1), 1);
        bench.Report();
        Assert.Equal(46 + 64, SnmpTrap.Read(bench.Sent[0].Packet).Variables[0].Octets!.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_GUID_is_that_of_the_parameter_or_of_the_machine(bool isSet)
    {
        var bench = new AlertBench();
        byte[] own = Hex.Parse("00 11 22 33 44 55 46 77 88 99 AA BB CC DD EE FF");
        bench.Set(PefParameters.SystemGuid, new PefSystemGuid(isSet, own));
        bench.Report();
        byte[] sent = [.. SnmpTrap.Read(bench.Sent[0].Packet).Variables[0].Octets!.Take(16)];
        Assert.Equal(isSet ? own : [.. bench.Bmc.State.Identity.Guid.Reverse()], sent);
    }

    [Fact]
    public void Alerts_of_PEF_end_with_the_channel_and_Alert_Immediate_does_not()
    {
        var bench = new AlertBench();
        bench.Bench.Get(0x06, 0x40, 1, 0xA2, 0); // active settings: no PEF alerting
        bench.Report();
        Assert.Empty(bench.Sent);
        bench.Bench.Get(Event, 0x16, 1, 0x01, 0);
        Assert.Single(bench.Sent);
    }

    [Fact]
    public void Alerts_leave_the_machine_only_with_permission()
    {
        var bench = new AlertBench();
        bench.SetDestination(1, "10.0.0.5");
        bench.Report();
        Assert.Empty(bench.Sent);
        bench = new AlertBench(new SimulatorOptions { AllowNetwork = true });
        bench.SetDestination(1, "10.0.0.5");
        bench.Report();
        Assert.Equal("10.0.0.5", Assert.Single(bench.Sent).To.Address.ToString());
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0xFF)]
    public void Alert_Immediate_sends_to_a_destination_and_keeps_its_status(bool acknowledged, byte status)
    {
        var bench = new AlertBench();
        bench.Set(PefParameters.Control, PefControl.None); // it has nothing to do with PEF
        bench.SetDestination(0, acknowledged: acknowledged, timeout: 0, retries: 1);
        Assert.Empty(bench.Bench.Get(Event, 0x16, 1, 0x00, 0));
        Assert.Equal([status], bench.Bench.Get(Event, 0x16, 1, 0x40, 0));
        if (acknowledged)
        {
            Assert.Equal([0x81], bench.Bench.Send(Event, 0x16, 1, 0x00, 0));
            bench.Advance(2);
            Assert.Equal([3], bench.Bench.Get(Event, 0x16, 1, 0x40, 0));
            bench.Bench.Get(Event, 0x16, 1, 0x00, 0);
            bench.Acknowledge();
            Assert.Equal([1], bench.Bench.Get(Event, 0x16, 1, 0x40, 0));
        }

        bench.Bench.Get(Event, 0x16, 1, 0x80, 0);
        Assert.Equal([0], bench.Bench.Get(Event, 0x16, 1, 0x40, 0));
        Assert.Equal("Alert without an event, as for a test", bench.Alerts[0].Event);
        Assert.Equal(0, bench.Bmc.State.Controllers.Log!.Count - bench.Bmc.SelCount);
    }

    [Fact]
    public void Alert_Immediate_can_send_an_event_and_a_string()
    {
        var bench = new AlertBench();
        SetText(bench, 0, "Test");
        bench.Bench.Get(Event, 0x16, 1, 0x01, 0x80, 0x20, 0x04, 0x08, 0x50, 0x6F, 0x01, 0xFF, 0xFF);
        var alert = Assert.Single(bench.Alerts);
        Assert.Equal(("Power Supply", 0x50, 1), (alert.SensorType, alert.SensorNumber, alert.Offset));
        Assert.Equal("80 44 01 54 65 73 74", Hex.Format([.. alert.OemData!], " "));
    }

    [Theory]
    [InlineData(new byte[] { 1, 0x05, 0 }, 0xC9)] // there are four destinations
    [InlineData(new byte[] { 1, 0x01, 0x89 }, 0xC9)] // and eight strings
    [InlineData(new byte[] { 1, 0x01, 0, 0x20 }, 0xC7)]
    [InlineData(new byte[] { 1, 0xC1, 0 }, 0xCC)]
    [InlineData(new byte[] { 0, 0x01, 0 }, 0xCC)]
    public void Alert_Immediate_refuses_what_there_is_not(byte[] request, byte code) => Assert.Equal([code], new Bench().Send(Event, 0x16, request));

    [Fact]
    public void Alert_Immediate_to_an_empty_destination_fails()
    {
        var bench = new Bench();
        bench.Get(Event, 0x16, 1, 0x01, 0);
        Assert.Equal([3], bench.Get(Event, 0x16, 1, 0x41, 0));
    }

    [Fact]
    public void A_BMC_may_send_no_alert_while_there_is_a_session_and_no_event_with_Alert_Immediate()
    {
        var bench = new AlertBench(new SimulatorOptions { Profile = "deferred-alerts" });
        Assert.Equal([0x82], bench.Bench.Send(Event, 0x16, 1, 0x01, 0));
        Assert.Equal([0x83], bench.Bench.Send(Event, 0x16, 1, 0x01, 0, 0x20, 0x04, 0x08, 0x50, 0x6F, 0x01, 0xFF, 0xFF));
        bench.Report();
        bench.Advance(10);
        Assert.Empty(bench.Sent);
        bench.Bmc.State.Sessions.CloseAll();
        bench.Advance(1);
        Assert.Single(bench.Sent);
    }

    private static void SetText(AlertBench bench, byte selector, string text)
    {
        byte[] bytes = [.. text.Select(static letter => (byte)letter), 0];
        for (byte block = 0; block * 16 < Math.Min(bytes.Length, 64); block++)
            bench.Set(PefParameters.AlertString, [.. bytes.Skip(block * 16).Take(16)], selector, (byte)(block + 1));
    }
}
