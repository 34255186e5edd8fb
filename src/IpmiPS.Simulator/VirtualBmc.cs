using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace IpmiPS.Simulator;

/// <summary>
/// One virtual BMC, which serves IPMI over LAN on an address and port of its own. It counts what it receives and does, so that a test
/// or a runbook author can check it afterwards. Safe for use by several threads.
/// </summary>
public sealed class VirtualBmc
{
    private readonly PacketDispatcher _dispatcher;

    internal VirtualBmc(int index, MachineProfile profile, SimulatorOptions options, SimulatorTime time)
    {
        State = new BmcState(index, profile.Machine, options, time);
        _dispatcher = new PacketDispatcher(State, profile.Quirks);
    }

    /// <summary>Position within its rack, from 0.</summary>
    public int Index => State.Identity.Index;

    /// <summary>The number that its GUID, MAC address and serial numbers are made of.</summary>
    public int Number => State.Identity.Number;

    /// <summary>Kind of server.</summary>
    public string Profile => State.Definition.Name;

    /// <summary>IP address that it listens on.</summary>
    public string Address
    {
        get => State.Identity.Address;
        internal set => State.Identity.Address = value;
    }

    /// <summary>UDP port that it listens on.</summary>
    public int Port
    {
        get => State.Identity.Port;
        internal set => State.Identity.Port = value;
    }

    /// <summary>Name of an administrator.</summary>
    public string UserName => State.Options.UserName;

    /// <summary>The administrator's password.</summary>
    public string Password => State.Options.Password;

    /// <summary>Packets received, of any kind.</summary>
    public long PacketCount => State.Counters.Packets;

    /// <summary>Packets sent.</summary>
    public long ResponseCount => State.Counters.Responses;

    /// <summary>Log-ins that were refused: unknown user, wrong password, privilege too high.</summary>
    public long RefusedLogIns => State.Counters.RefusedLogIns;

    /// <summary>The Chassis Control actions that were accepted, in order: On, Off, Cycle, Reset, Diagnostic, Soft.</summary>
    public IReadOnlyList<string> PowerActions => Get(state => state.Counters.PowerActions.ToArray());

    /// <summary>How often each of <see cref="PowerActions"/> was accepted.</summary>
    public IReadOnlyDictionary<string, int> PowerActionCounts => Get(state => state.Counters.CountsOfPowerActions());

    /// <summary>How often each command arrived, including those that were refused or got no response.</summary>
    public IReadOnlyDictionary<SimulatedCommand, long> CommandCounts => Get(state => state.Counters.Commands.ToDictionary(pair => pair.Key, pair => pair.Value));

    /// <summary>Sessions open now.</summary>
    public int OpenSessions => Get(state =>
    {
        state.Sessions.Expire();
        return state.Sessions.Sessions.Count;
    });

    /// <summary>The largest number of sessions that were open at one time.</summary>
    public int PeakSessions => Get(state => state.Sessions.Peak);

    /// <summary>Sessions opened since the start.</summary>
    public long SessionsOpened => Get(state => state.Sessions.OpenedCount);

    /// <summary>Sessions that ended since the start, closed by the client or idle for too long.</summary>
    public long SessionsClosed => Get(state => state.Sessions.ClosedCount);

    /// <summary>Sessions that ended because the client was idle for too long.</summary>
    public long SessionsExpired => Get(state => state.Sessions.ExpiredCount);

    /// <summary>Whether the machine's power is on.</summary>
    public bool IsPoweredOn => Get(state =>
    {
        state.Chassis.ApplyDueChanges();
        return state.Chassis.IsOn;
    });

    /// <summary>Entries in the SEL.</summary>
    public int SelCount => Get(state => state.Controllers.Log?.Count ?? 0);

    /// <summary>How often a user's password was set to another one.</summary>
    public int PasswordChanges => Get(static state => state.Counters.PasswordChanges);

    /// <summary>How often the SEL was cleared.</summary>
    public int SelClearCount => Get(state => state.Controllers.Log?.ClearCount ?? 0);

    /// <summary>Names of the BMC's own sensors, in the order of its SDRs.</summary>
    public IReadOnlyList<string> SensorNames => State.Sensors.Names;

    /// <summary>The faults of this BMC; can be changed while it runs.</summary>
    public SimulatorFaults Faults
    {
        get => State.Faults.Current;
        set => State.Faults.Current = value;
    }

    /// <summary>The first fault of the simulator itself; normally null.</summary>
    public Exception? Fault => State.Lock.Fault ?? State.Time.Fault;

    internal BmcState State { get; }

    internal CommandExecutor Commands => _dispatcher.Commands;

    /// <summary>Where packets go; set before the first packet, and again when the BMC moves to another address.</summary>
    internal IPacketSender? Sender
    {
        get => _dispatcher.Output.Sender;
        set => _dispatcher.Output.Sender = value;
    }

    /// <summary>How often each quirk changed something on the wire; one that has not yet is missing.</summary>
    internal IReadOnlyDictionary<string, int> QuirkCounts => Get(state => state.QuirkMemory.Effects.ToDictionary(pair => pair.Key, pair => pair.Value));

    /// <summary>Makes an analog sensor measure a value, as near to it as the sensor can, until <see cref="ReleaseSensor"/>. Thresholds that it crosses are recorded in the SEL.</summary>
    /// <param name="name">The sensor's name, exactly as in its SDR.</param>
    /// <param name="value">The value in the sensor's unit.</param>
    /// <exception cref="ArgumentException">There is no such sensor, or it is not analog.</exception>
    public void SetSensorValue(string name, double value) => State.Lock.Run(() => State.Sensors.SetValue(name, value));

    /// <summary>Asserts exactly these states of a discrete sensor. The changes are recorded in the SEL.</summary>
    /// <param name="name">The sensor's name, exactly as in its SDR.</param>
    /// <param name="offsets">The offsets of the states, 0 to 14.</param>
    /// <exception cref="ArgumentException">There is no such sensor, or it is analog.</exception>
    public void SetSensorStates(string name, params int[] offsets) => State.Lock.Run(() => State.Sensors.SetStates(name, offsets));

    /// <summary>Lets an analog sensor measure the machine again.</summary>
    /// <exception cref="ArgumentException">There is no such sensor.</exception>
    public void ReleaseSensor(string name) => State.Lock.Run(() => State.Sensors.Release(name));

    /// <summary>Makes the failures happen that the profile defines, such as a failed fan and a lost power supply. They are recorded in the SEL.</summary>
    public void MakeUnhealthy() => State.Lock.Run(State.Sensors.MakeUnhealthy);

    /// <inheritdoc/>
    public override string ToString() => $"{Address}:{Port} ({Profile})";

    /// <summary>Counts a packet that arrived on the socket, even if it is lost on a faulty link afterwards.</summary>
    internal void CountPacket() => State.Counters.AddPacket();

    /// <inheritdoc cref="PacketDispatcher.Receive"/>
    internal void Receive(byte[] buffer, int length, IPEndPoint from) => _dispatcher.Receive(buffer, length, from);

    internal void Stop() => State.Lock.Run(() =>
    {
        Sender = null;
        State.Sessions.CloseAll();
    });

    private T Get<T>(Func<BmcState, T> get) => State.Lock.Run(() => get(State));
}
