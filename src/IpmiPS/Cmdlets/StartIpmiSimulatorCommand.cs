using System;
using System.IO;
using System.Management.Automation;
using System.Net.Sockets;
using System.Security;
using IpmiPS.Simulator;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Starts virtual BMCs in this process, which behave like servers and can be piped to every other cmdlet. They listen on loopback,
/// can simulate faults, and count what they receive. They stop with Stop-IpmiSimulator, the module or the process.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "IpmiSimulator", DefaultParameterSetName = ByProfile, SupportsShouldProcess = true)]
[OutputType(typeof(IpmiSimulator))]
public sealed class StartIpmiSimulatorCommand : PSCmdlet
{
    private const string ByProfile = "Profile";
    private const string ByPath = "Path";

    /// <summary>Number of virtual BMCs.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, 65000)]
    public int Count { get; set; } = 1;

    /// <summary>Kind of server.</summary>
    [Parameter(Position = 1, ParameterSetName = ByProfile)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Profile { get; set; }

    /// <summary>A command file of OpenIPMI's ipmi_sim (.emu) to simulate.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [Alias("PSPath", "FilePath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Every n-th virtual BMC has failed parts; 0 for none.</summary>
    [Parameter(ParameterSetName = ByProfile)]
    [ValidateRange(0, 65000)]
    public int UnhealthyEvery { get; set; }

    /// <summary>UDP port of the first; the next ones follow. Default: free ports.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>UDP port that alerts are sent to. Real BMCs always send to 162, which is the default.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int AlertPort { get; set; } = 162;

    /// <summary>How alerts are sent: as SNMP version 1 traps, version 2c traps, or informs, which are repeated until they get a response.</summary>
    [Parameter]
    [ValidateSet("TrapV1", "TrapV2c", "Inform")]
    public string AlertFormat { get; set; } = "TrapV1";

    /// <summary>IP address of the first; loopback only, except with -AllowNetwork.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Consecutive addresses from -Address, all with the same -Port.</summary>
    [Parameter]
    public SwitchParameter OnePort { get; set; }

    /// <summary>Allow an address that other machines can reach. Virtual BMCs have well-known passwords.</summary>
    [Parameter]
    public SwitchParameter AllowNetwork { get; set; }

    /// <summary>User and password of the administrator; default admin and simulated.</summary>
    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>BMC key Kg, text of at most 20 bytes.</summary>
    [Parameter]
    public SecureString? BmcKey { get; set; }

    /// <summary>Cipher suites of the BMC; with an empty list, it supports IPMI 1.5 only.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(CipherSuiteCompleter))]
    public byte[]? CipherSuite { get; set; }

    /// <summary>Authentication types of IPMI 1.5: none, md2, md5, straight; with an empty list, the BMC supports RMCP+ only.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(AuthenticationTypeCompleter))]
    public string[]? AuthenticationType { get; set; }

    /// <summary>Number of session slots.</summary>
    [Parameter]
    [ValidateRange(1, 63)]
    public int SessionSlots { get; set; } = 16;

    /// <summary>How long a session lives without a packet, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.1, 3600)]
    public double IdleTimeoutSeconds { get; set; } = 60;

    /// <summary>Number of bad passwords after which a user is locked for -LockOutSeconds; 0 for never.</summary>
    [Parameter]
    [ValidateRange(0, 255)]
    public int LockOutThreshold { get; set; }

    /// <summary>How long a user stays locked, in steps of 10 seconds; 0 until it is enabled again.</summary>
    [Parameter]
    [ValidateRange(0.0, 655350.0)]
    public double LockOutSeconds { get; set; } = 300;

    /// <summary>The BMC has a serial port for IPMI, as channel 2.</summary>
    [Parameter]
    public SwitchParameter SerialChannel { get; set; }

    /// <summary>The machines are off at the start.</summary>
    [Parameter]
    public SwitchParameter PoweredOff { get; set; }

    /// <summary>From a command until the machine is really on or off, in milliseconds or as a time span; a soft shutdown takes six times as long.</summary>
    [Parameter]
    [Milliseconds]
    public TimeSpan PowerDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Entries that the event log holds at the start.</summary>
    [Parameter]
    [ValidateRange(0, 65534)]
    public int SelEntries { get; set; }

    /// <summary>Delay of the network, there and back, in milliseconds or as a time span.</summary>
    [Parameter]
    [Milliseconds]
    public TimeSpan Latency { get; set; }

    /// <summary>Packets lost, in each direction, 0 to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double LossPercent { get; set; }

    /// <summary>Packets that arrive twice, 0 to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double DuplicatePercent { get; set; }

    /// <summary>Packets that the next one overtakes, 0 to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double ReorderPercent { get; set; }

    /// <summary>Packets that arrive long after they were sent, by -LateBy, 0 to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double LatePercent { get; set; }

    /// <summary>How late these are, in milliseconds or as a time span; 3 seconds where not given.</summary>
    [Parameter]
    [Milliseconds]
    public TimeSpan LateBy { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Packets in which one bit is changed, 0 to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double CorruptPercent { get; set; }

    /// <summary>Answers that are replaced by random bytes, 0 to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double GarbagePercent { get; set; }

    /// <summary>Commands answered with "node busy", 0 to 100.</summary>
    [Parameter]
    [ValidateRange(0.0, 100.0)]
    public double BusyPercent { get; set; }

    /// <summary>Commands that are carried out and never answered, as NetFn and command in hexadecimal, such as 00/02.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] SilentCommand { get; set; } = [];

    /// <summary>Commands that the BMC does not know, as NetFn and command in hexadecimal.</summary>
    [Parameter]
    [ValidateNotNull]
    public string[] UnknownCommand { get; set; } = [];

    /// <summary>How many bytes of an SDR or a FRU can be read at once; 0 for no limit.</summary>
    [Parameter]
    [ValidateRange(0, 255)]
    public int MaximumRead { get; set; }

    /// <summary>How long the BMC works on a command, one at a time, in milliseconds or as a time span.</summary>
    [Parameter]
    [Milliseconds]
    public TimeSpan ServiceTime { get; set; }

    /// <summary>Seed of all that is random. The same seed gives the same rack; without one, each rack has GUIDs, MAC addresses and serial numbers of its own.</summary>
    [Parameter]
    public int Seed { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            Start(BuildOptions());
        }
        catch (Exception error) when (error is ArgumentException or FormatException or IOException or SocketException or UnauthorizedAccessException)
        {
            string? advice = error is SocketException ? "Give another -Port or -Address, or none; see with Get-IpmiSimulator what runs already." : null;
            ThrowTerminatingError(ErrorRecords.InvalidParameter(error.Message, null, advice));
        }
    }

    private void Start(SimulatorOptions options)
    {
        string what = options.Count == 1 ? "virtual BMC" : "virtual BMCs";
        if (!ShouldProcess($"{options.Count} {what} on {options.Address}", "Start"))
            return;
        SimulatorRack rack = SimulatorRack.Start(options);
        foreach (string warning in rack.Warnings)
            WriteWarning(warning);
        WriteObject(SimulatorRegistry.Add(rack, Credential ?? new PSCredential(options.UserName, Secrets.Protect(options.Password))), enumerateCollection: true);
    }

    private SimulatorOptions BuildOptions()
    {
        var options = new SimulatorOptions
        {
            Count = Count,
            Path = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path),
            UnhealthyEvery = UnhealthyEvery,
            Address = Address,
            Port = Port,
            OnePort = OnePort,
            AlertPort = AlertPort,
            AlertFormat = (AlertFormat)Enum.Parse(typeof(AlertFormat), AlertFormat, ignoreCase: true),
            AllowNetwork = AllowNetwork,
            Seed = Seed,
            BmcKey = BmcKey is null ? null : Secrets.Reveal(BmcKey),
            CipherSuites = CipherSuite,
            AuthenticationTypes = AuthenticationType,
            SessionSlots = SessionSlots,
            SerialChannel = SerialChannel,
            IdleTimeout = TimeSpan.FromSeconds(IdleTimeoutSeconds),
            LockOutThreshold = LockOutThreshold,
            LockOutTime = TimeSpan.FromSeconds(LockOutSeconds),
            PoweredOn = !PoweredOff,
            PowerDelay = PowerDelay,
            SelEntries = MyInvocation.BoundParameters.ContainsKey(nameof(SelEntries)) ? SelEntries : null,
            Faults = BuildFaults(),
        };
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(Seed)))
            options = options.WithOwnMachines();
        if (Profile is { } profile)
            options = options with { Profile = profile };
        return Credential is { } credential
            ? options with { UserName = credential.UserName ?? "", Password = Secrets.Reveal(credential.Password) }
            : options;
    }

    private SimulatorFaults BuildFaults() => new()
    {
        Latency = Latency,
        LossPercent = LossPercent,
        DuplicatePercent = DuplicatePercent,
        ReorderPercent = ReorderPercent,
        LatePercent = LatePercent,
        LateBy = LateBy,
        CorruptPercent = CorruptPercent,
        GarbagePercent = GarbagePercent,
        BusyPercent = BusyPercent,
        SilentCommands = Commands(nameof(SilentCommand), SilentCommand),
        UnknownCommands = Commands(nameof(UnknownCommand), UnknownCommand),
        MaximumRead = MaximumRead,
        ServiceTime = ServiceTime,
    };

    private static SimulatedCommand[] Commands(string parameter, string[] commands)
    {
        try
        {
            return Array.ConvertAll(commands, SimulatedCommand.Parse);
        }
        catch (FormatException error)
        {
            throw new FormatException($"-{parameter}: {error.Message}", error);
        }
    }
}
