using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>
/// One virtual BMC: a server that answers IPMI over LAN on an address and port of its own. It counts what it gets, so that a test
/// or a runbook author can say afterwards what was done to it. Safe for many threads.
/// </summary>
public sealed partial class VirtualBmc
{
    private const byte SessionAudit = 0x2A;

    private readonly object _gate = new();
    private readonly List<string> _powerActions = [];
    private readonly Dictionary<SimulatedCommand, long> _commandCounts = [];
    private volatile SimulatorFaults _faults;
    private Exception? _fault;
    private long _packetCount;
    private long _answerCount;
    private long _refusedLogIns;

    internal VirtualBmc(int index, MachineDefinition definition, SimulatorOptions options, SimulatorTime time)
    {
        Index = index;
        Definition = definition;
        Options = options;
        _faults = options.Faults;
        Time = time;
        MachineName = $"sim-{index + 1:D4}";
        Number = options.MachineNumber(index);
        Guid = definition.Guid is { } played ? PlayedGuid(played, index) : NewGuid(options.Seed, Number, definition.HasSmbiosGuid);
        Suites = SuitesOf(options, definition);
        AuthTypes = AuthTypesOf(options, definition);
        BmcKey = options.BmcKey is { } key ? User.Limited(key, User.LongPasswordLength, "-BmcKey: a BMC key") : [];
        Users = new UserTable(options, time);
        Sessions = new SessionTable(time, Math.Min(options.SessionSlots, definition.SessionSlots ?? int.MaxValue), options.IdleTimeout, unchecked(options.Seed * 7919 + index));
        Chassis = new Chassis(time, options, SettleLater);
        Boot = new BootOptions(time);
        Watchdog = new Watchdog(time);
        ChannelAccess = new ChannelAccess((byte)(options.UserLevelAuthentication ? 0x02 : 0x0A), options.ChannelPrivilegeLimit);
        Lan = new LanParameters(this);
        Controllers = new ControllerSet(definition, this);
        Sol = new SolServer(this);
        Chassis.Changed += OnPowerChanged;
    }

    /// <summary>Position within its rack, from 0.</summary>
    public int Index { get; }

    /// <summary>The number that its GUID, MAC address and serial numbers are made of.</summary>
    public int Number { get; }

    /// <summary>Kind of server.</summary>
    public string Profile => Definition.Name;

    /// <summary>IP address that it listens on.</summary>
    public string Address { get; internal set; } = "";

    /// <summary>UDP port that it listens on.</summary>
    public int Port { get; internal set; }

    /// <summary>Name of an administrator.</summary>
    public string UserName => Options.UserName;

    /// <summary>The administrator's password.</summary>
    public string Password => Options.Password;

    /// <summary>Packets received, of any kind.</summary>
    public long PacketCount => Interlocked.Read(ref _packetCount);

    /// <summary>Packets sent.</summary>
    public long ResponseCount => Interlocked.Read(ref _answerCount);

    /// <summary>Log-ins that were refused: unknown user, wrong password, privilege too high.</summary>
    public long RefusedLogIns => Interlocked.Read(ref _refusedLogIns);

    /// <summary>The Chassis Control actions that were accepted, in order: On, Off, Cycle, Reset, Diagnostic, Soft.</summary>
    public IReadOnlyList<string> PowerActions => Locked(() => _powerActions.ToArray());

    /// <summary>How often each of <see cref="PowerActions"/> was accepted.</summary>
    public IReadOnlyDictionary<string, int> PowerActionCounts => Locked(() =>
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string action in _powerActions)
            counts[action] = counts.TryGetValue(action, out int count) ? count + 1 : 1;
        return counts;
    });

    /// <summary>How often each command arrived, those that were refused or not answered among them.</summary>
    public IReadOnlyDictionary<SimulatedCommand, long> CommandCounts => Locked(() => new Dictionary<SimulatedCommand, long>(_commandCounts));

    /// <summary>Sessions open now.</summary>
    public int OpenSessions => Locked(() =>
    {
        Sessions.Expire();
        return Sessions.Sessions.Count;
    });

    /// <summary>The most sessions that were open at one time.</summary>
    public int PeakSessions => Locked(() => Sessions.Peak);

    /// <summary>Sessions opened since the start.</summary>
    public long SessionsOpened => Locked(() => Sessions.OpenedCount);

    /// <summary>Sessions that ended since the start, by the client or by idleness.</summary>
    public long SessionsClosed => Locked(() => Sessions.ClosedCount);

    /// <summary>Sessions that ended because nothing was heard of the client.</summary>
    public long SessionsExpired => Locked(() => Sessions.ExpiredCount);

    /// <summary>Whether the machine's power is on.</summary>
    public bool IsPoweredOn => Locked(() =>
    {
        Chassis.Settle();
        return Chassis.IsOn;
    });

    /// <summary>Entries in the SEL.</summary>
    public int SelCount => Locked(() => Controllers.Log?.Count ?? 0);

    /// <summary>How often the SEL was cleared.</summary>
    public int SelClearCount => Locked(() => Controllers.Log?.ClearCount ?? 0);

    /// <summary>What goes wrong with this BMC; can be changed while it runs.</summary>
    public SimulatorFaults Faults
    {
        get => _faults;
        set => _faults = value;
    }

    /// <summary>The first fault of the simulator itself; null while it has none, which is as it should be.</summary>
    public Exception? Fault => _fault ?? Time.Fault;

    internal MachineDefinition Definition { get; }

    internal SimulatorOptions Options { get; }

    internal SimulatorTime Time { get; }

    internal UserTable Users { get; }

    internal SessionTable Sessions { get; }

    internal Chassis Chassis { get; }

    internal BootOptions Boot { get; }

    internal Watchdog Watchdog { get; }

    internal ControllerSet Controllers { get; }

    internal SolServer Sol { get; }

    internal LanParameters Lan { get; }

    /// <summary>Access settings of the LAN channel: always available.</summary>
    internal ChannelAccess ChannelAccess { get; set; }

    /// <summary>System info parameters that were asked for or set, in blocks of 16 bytes.</summary>
    internal Dictionary<byte, List<byte[]>> SystemInfo { get; } = [];

    /// <summary>The machine's own name, on its console.</summary>
    internal string MachineName { get; }

    /// <summary>The machine's GUID, in the byte order of the wire.</summary>
    internal byte[] Guid { get; }

    internal byte[] BmcKey { get; set; }

    /// <summary>Numbers of the cipher suites, in order.</summary>
    internal byte[] Suites { get; }

    /// <summary>IPMI 1.5 authentication types, as bits.</summary>
    internal byte AuthTypes { get; }

    /// <summary>Whether every packet of an IPMI 1.5 session is authenticated.</summary>
    internal bool AuthenticatesMessages => Options.PerMessageAuthentication && Definition.PerMessageAuthentication;

    /// <summary>Takes where packets go; set once, before the first packet.</summary>
    internal IPacketSender? Sender { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Address}:{Port} ({Profile})";

    internal void Stop() => UnderLock(() =>
    {
        Sender = null;
        Sessions.CloseAll();
    });

    /// <summary>Keeps what went wrong in the simulator. It must not end the process that it is a guest in; whoever looks at the BMC sees it.</summary>
    internal void TakeFault(Exception fault) => _fault ??= fault;

    internal void CountRefusedLogIn(User? user)
    {
        Interlocked.Increment(ref _refusedLogIns);
        user?.BadPasswordCame(Lan.LockOut, Time.Now);
        if (!Options.LogRefusedLogIns || Controllers.Main.Definition.Sensors.Find(sensor => sensor.SensorType == SessionAudit) is not { } audit)
            return;

        // Session audit: offset 3 invalid user name or password; data 2 the user id, data 3 the channel.
        Controllers.Main.Sensors.Report(audit, 0xF3, true, user?.Id ?? 0, SessionCommands.LanChannel);
    }

    internal void CountPowerAction(byte action)
    {
        string[] names = ["Off", "On", "Cycle", "Reset", "Diagnostic", "Soft"];
        _powerActions.Add(names[action]);
    }

    /// <summary>Does something with the BMC that nobody else uses meanwhile.</summary>
    internal void UnderLock(Action action)
    {
        lock (_gate)
            action();
    }

    /// <summary>Does something that was due at a time.</summary>
    internal void DoLater(Action action) => UnderLock(() =>
    {
        try
        {
            action();
        }
        catch (Exception fault)
        {
            TakeFault(fault);
        }
    });

    private T Locked<T>(Func<T> get)
    {
        lock (_gate)
            return get();
    }

    private void SettleLater() => DoLater(Chassis.Settle);

    private void Count(SimulatedCommand command) => _commandCounts[command] = _commandCounts.TryGetValue(command, out long count) ? count + 1 : 1;

    /// <summary>The first BMC of a rack has the GUID of the file that it plays; the others differ from it in their last four bytes.</summary>
    private static byte[] PlayedGuid(byte[] played, int index)
    {
        byte[] guid = (byte[])played.Clone();
        for (int i = 0; i < 4; i++)
            guid[guid.Length - 1 - i] ^= (byte)(index >> 8 * i);
        return guid;
    }

    /// <summary>
    /// A random GUID (version 4) in the order of IPMI 2.0 section 20.8, the last byte of its text first; or as SMBIOS has it,
    /// which many BMCs take from there unchanged.
    /// </summary>
    private static byte[] NewGuid(int seed, int number, bool asSmbios)
    {
        byte[] guid = Noise.Bytes(unchecked(seed * 104729 + 17), number, 16);
        guid[6] = (byte)(guid[6] & 0x0F | 0x40);
        guid[8] = (byte)(guid[8] & 0x3F | 0x80);
        if (!asSmbios)
        {
            Array.Reverse(guid);
            return guid;
        }

        Array.Reverse(guid, 0, 4);
        Array.Reverse(guid, 4, 2);
        Array.Reverse(guid, 6, 2);
        return guid;
    }
}
