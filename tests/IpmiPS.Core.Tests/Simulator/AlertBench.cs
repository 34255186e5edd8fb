using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Alerts;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;
using IpmiPS.Simulator;

namespace IpmiPS.Tests.Simulator;

/// <summary>A virtual BMC without a network, whose alerts are collected. PEF is on, filter 1 alerts every event by policy 1, whose only entry is destination 1.</summary>
internal sealed class AlertBench : IPacketSender
{
    public const string Receiver = "127.0.0.1";
    public const int Port = 10162;

    public AlertBench(SimulatorOptions? options = null)
    {
        Bench = new Bench((options ?? new SimulatorOptions()) with { AlertPort = Port, PowerDelay = TimeSpan.FromSeconds(1) });
        Bench.Bmc.Address = "127.0.0.2";
        Bench.Bmc.Sender = this;
        SetDestination(1);
        Set(PefParameters.Policy, new PefPolicy(1, true, PefPolicyRule.Always, 1, 1, 0), 1);
        Set(PefParameters.Filter, Filter(), 1);
        Set(PefParameters.ActionEnables, PefActions.Alert | PefActions.PowerOff | PefActions.PowerCycle | PefActions.Reset | PefActions.DiagnosticInterrupt);
        Set(PefParameters.Control, PefControl.Enabled);
    }

    public Bench Bench { get; }

    /// <summary>What was sent: packet, receiver, and when.</summary>
    public List<(byte[] Packet, IPEndPoint To, TimeSpan At)> Sent { get; } = [];

    public VirtualBmc Bmc => Bench.Bmc;

    public EventFiltering Filtering => Bmc.State.Filtering;

    /// <summary>The alerts that were sent, decoded, without repetitions.</summary>
    public IReadOnlyList<Alert> Alerts =>
        [.. Sent.Select(sent => AlertDecoder.Decode(sent.Packet, Bench.Time.UtcNow)).GroupBy(static alert => alert.Sequence).Select(static alerts => alerts.First())];

    /// <summary>A filter that alerts every event by a policy.</summary>
    public static PefFilter Filter(byte policy = 1, PefActions actions = PefActions.Alert) => new() { State = new(true, false), Actions = actions, PolicyNumber = policy };

    public void Send(byte[] packet, IPEndPoint to) => Sent.Add((packet, to, Bench.Time.Now));

    public void Set<T>(Parameter<T> parameter, T value, byte set = 0, byte block = 0) => Bench.Get(0x04, 0x12, [parameter.Number, .. parameter.Encode(value, set, block)]);

    public void SetDestination(byte destination, string address = Receiver, bool acknowledged = false, byte timeout = 2, byte retries = 0)
    {
        SetLan(LanParameters.DestinationType, new AlertDestinationType(acknowledged, 0, timeout, retries), destination);
        SetLan(LanParameters.DestinationAddress, new AlertDestinationAddress(IPAddress.Parse(address), false, new PhysicalAddress(new byte[6])), destination);
    }

    public void SetLan<T>(Parameter<T> parameter, T value, byte set = 0) => Bench.Get(0x0C, 0x01, [1, parameter.Number, .. parameter.Encode(value, set)]);

    /// <summary>Reports an event as ipmitool does it: upper critical temperature.</summary>
    public void Report(byte sensor = 0x30, byte offset = 9) => Bench.Get(0x04, 0x02, 0x04, 0x01, sensor, 0x01, offset, 0xFF, 0xFF);

    public void Advance(double seconds) => Bench.Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Acknowledges what was sent last, without a session.</summary>
    public byte[] Acknowledge()
    {
        byte[] pet = SnmpTrap.Read(Sent[Sent.Count - 1].Packet).Variables[0].Octets!;
        return Bench.SendWithoutSession(0x04, 0x17, pet[17], pet[16], pet[21], pet[20], pet[19], pet[18], pet[25], pet[27], pet[28], pet[31], pet[32], pet[33]);
    }
}
