using System;
using System.Net;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>
/// The state of one BMC in its parts: what commands, log-ins and quirks work on. All of it is used under <see cref="Lock"/>,
/// except where a part says otherwise.
/// </summary>
internal sealed class BmcState
{
    public BmcState(int index, MachineDefinition definition, SimulatorOptions options, SimulatorTime time)
    {
        Definition = definition;
        Options = options;
        Time = new LockedTime(time, Lock);
        Identity = new BmcIdentity(index, options, definition);
        Faults = new FaultInjector(options.Faults, unchecked(options.Seed * 31337 + index));
        Suites = LogInMethods.CipherSuites(options, definition);
        AuthTypes = LogInMethods.AuthenticationTypes(options, definition);
        BmcKey = options.BmcKey is { } key ? User.Limited(key, User.LongPasswordLength, "-BmcKey: a BMC key") : [];
        Users = new UserTable(options, Time);
        Sessions = new SessionTable(Time, Math.Min(options.SessionSlots, definition.SessionSlots ?? int.MaxValue), options.IdleTimeout, unchecked(options.Seed * 7919 + index));
        Chassis = new Chassis(Time, options, definition.BmcAddress);
        Boot = new BootOptions(Time);
        Pef = new PefConfiguration();
        Watchdog = new Watchdog(Time);
        ChannelAccess = new ChannelAccess((byte)(options.UserLevelAuthentication ? 0x02 : 0x0A), options.ChannelPrivilegeLimit);
        StoredChannelAccess = ChannelAccess;
        Lan = new LanConfiguration(options, Identity, AuthTypes, Suites);
        Dcmi = new DcmiState(Identity);
        Controllers = new ControllerSet(definition, options, Identity, Time, Chassis);
        Controllers.IsLogging = () => (Device.GlobalEnables & BmcGlobalEnables.SystemEventLogging) != 0;
        Alerts = new LanAlerts(options, Lan, Pef, Identity, definition, Time);
        Filtering = new EventFiltering(Pef, options, Controllers, Chassis, Alerts, () => ChannelAccess, () => definition.AlertsWait && Sessions.Sessions.Count > 0, Time);
        SystemInfo = new SystemInfo(Controllers, Identity);
        Fans = new FanState(Controllers.Main);
        Sensors = new MachineSensors(Controllers.Main, definition, Chassis);

        // In this order: sensors record the change first, then the boot flags are used, then the console shows it.
        Chassis.Changed += Sensors.OnPowerChanged;
        Chassis.Changed += UseBootOptions;
        Sol = new SolServer(new SolParameterStore(options, Identity), definition, Identity, Chassis, Sessions, Faults, Time);
    }

    public BmcLock Lock { get; } = new();

    /// <summary>The serial port, for a BMC that has one.</summary>
    public SerialParameterStore Serial { get; } = new();

    public MachineDefinition Definition { get; }

    public SimulatorOptions Options { get; }

    /// <summary>The clock; what is scheduled with it runs under <see cref="Lock"/>.</summary>
    public SimulatorTime Time { get; }

    public BmcIdentity Identity { get; }

    public FaultInjector Faults { get; }

    public BmcCounters Counters { get; } = new();

    public QuirkMemory QuirkMemory { get; } = new();

    public UserTable Users { get; }

    public SessionTable Sessions { get; }

    public Chassis Chassis { get; }

    public BootOptions Boot { get; }

    public PefConfiguration Pef { get; }

    /// <summary>What happens on events, as PEF is configured.</summary>
    public EventFiltering Filtering { get; }

    /// <summary>Alerts to the network.</summary>
    public LanAlerts Alerts { get; }

    public Watchdog Watchdog { get; }

    /// <summary>What DCMI has set.</summary>
    public DcmiState Dcmi { get; }

    /// <summary>What Intel Node Manager has set, where a controller has it.</summary>
    public NodeManagerState NodeManager { get; } = new();

    /// <summary>The fans, where the maker lets them be controlled.</summary>
    public FanState Fans { get; }

    public ControllerSet Controllers { get; }

    /// <summary>The BMC's own sensors as the machine moves them.</summary>
    public MachineSensors Sensors { get; }

    public SolServer Sol { get; }

    public LanConfiguration Lan { get; }

    /// <summary>Access settings of the LAN channel at present.</summary>
    public ChannelAccess ChannelAccess { get; set; }

    public SystemInfo SystemInfo { get; }

    /// <summary>Global enables, message flags, ACPI states, and the devices on the BMC's bus.</summary>
    public DeviceSettings Device { get; } = new();

    public FirmwareFirewall Firewall { get; } = new();

    /// <summary>Access settings of the LAN channel as stored.</summary>
    public ChannelAccess StoredChannelAccess { get; set; }

    /// <summary>Packets that had been received and sent when the LAN statistics were cleared.</summary>
    public (long Received, long Sent) StatisticsStart { get; set; }

    /// <summary>Called when the BMC gets another IPv4 address; null while it is not on a network.</summary>
    public Action<IPAddress>? Move { get; set; }

    /// <summary>The BMC key Kg; empty if none is set.</summary>
    public byte[] BmcKey { get; set; }

    /// <summary>Whether the BMC key can no longer be set.</summary>
    public bool IsBmcKeyLocked { get; set; }

    /// <summary>The random number key Kr, on which nothing depends here.</summary>
    public byte[] RandomKey { get; set; } = [];

    /// <summary>Whether the random number key can no longer be set.</summary>
    public bool IsRandomKeyLocked { get; set; }

    /// <summary>Numbers of the cipher suites, in order.</summary>
    public byte[] Suites { get; }

    /// <summary>IPMI 1.5 authentication types, as bits.</summary>
    public byte AuthTypes { get; }

    /// <summary>Whether every packet of an IPMI 1.5 session is authenticated.</summary>
    public bool AuthenticatesMessages => Options.PerMessageAuthentication && Definition.PerMessageAuthentication;

    /// <summary>Counts a refused log-in, and a bad password against its user.</summary>
    /// <param name="user">The user whose password was wrong; null if there is no such user.</param>
    public void RecordRefusedLogIn(User? user)
    {
        Counters.AddRefusedLogIn();
        user?.CountBadPassword(Lan.LockOut, Time.Now);
        if (Options.LogRefusedLogIns)
            Sensors.ReportRefusedLogIn(user);
    }

    private void UseBootOptions(PowerChange change)
    {
        if (change is PowerChange.On or PowerChange.Reset)
            Boot.Consume();
    }
}
