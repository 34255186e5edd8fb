using System;
using System.Collections.Generic;
using System.Threading;

namespace IpmiPS.Simulator;

/// <summary>The settings of a rack of virtual BMCs: how many, which kind of server, where they listen, who may log in.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Machine numbers are the last three bytes of MAC addresses.</summary>
    internal const int MaximumMachine = 0xFFFFFF;

    private static int s_nextMachine = Guid.NewGuid().GetHashCode() & MaximumMachine;

    private static readonly IReadOnlyDictionary<byte, byte[]> NoParameters = new Dictionary<byte, byte[]>();

    /// <summary>Number of BMCs, 1 to 65,000.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Kind of server: one of <see cref="SimulatorRack.ProfileNames"/> or <see cref="SimulatorRack.PersonaNames"/>. Not used if <see cref="Path"/> is set.</summary>
    public string Profile { get; init; } = "rack-1u";

    /// <summary>A command file of OpenIPMI's ipmi_sim (.emu) that describes the server, instead of a profile.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Every n-th server, starting with the n-th, is unhealthy (a failed fan, a lost power supply); 0 for none.
    /// Has no effect with <see cref="Path"/>.
    /// </summary>
    public int UnhealthyEvery { get; init; }

    /// <summary>The address of the first BMC, IPv4 or IPv6; other addresses than loopback need <see cref="AllowNetwork"/>.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>
    /// Whether the BMCs have consecutive addresses from <see cref="Address"/> on and the same port, instead of the same address and
    /// consecutive ports from <see cref="Port"/> on. IPv4 only; macOS needs an alias for each address but 127.0.0.1.
    /// </summary>
    public bool OnePort { get; init; }

    /// <summary>UDP port of the first BMC; 0 for free ports.</summary>
    public int Port { get; init; }

    /// <summary>UDP port to which alerts are sent, 1 to 65535; a BMC has no setting for it.</summary>
    public int AlertPort { get; init; } = 162;

    /// <summary>How alerts are sent.</summary>
    public AlertFormat AlertFormat { get; init; }

    /// <summary>Whether to listen on an address that other machines can reach, and to send alerts to such addresses. Virtual BMCs have well-known passwords.</summary>
    public bool AllowNetwork { get; init; }

    /// <summary>Seed of everything random: sensor values, faults, ids. The same seed gives the same rack.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Number of the first machine, 0 to 16,777,215; the others follow. GUIDs, MAC addresses, serial numbers and asset tags are made of it.
    /// Null: derived from <see cref="Seed"/>. See <see cref="WithOwnMachines"/>.
    /// </summary>
    public int? FirstMachine { get; init; }

    /// <summary>Name of the administrator, at most 16 bytes.</summary>
    public string UserName { get; init; } = "admin";

    /// <summary>Password of the administrator, at most 20 bytes; with more than 16, IPMI 1.5 log-ins are not possible.</summary>
    public string Password { get; init; } = "simulated";

    /// <summary>Further users, from user id 3 on.</summary>
    public IReadOnlyList<SimulatorUser> Users { get; init; } =
    [
        new() { Name = "operator", Password = "operator", Privilege = PrivilegeLevel.Operator },
        new() { Name = "user", Password = "user", Privilege = PrivilegeLevel.User },
    ];

    /// <summary>The null user, user id 1; null if it may not log in.</summary>
    public SimulatorUser? NullUser { get; init; }

    /// <summary>BMC key Kg, at most 20 bytes of text; null if none is set.</summary>
    public string? BmcKey { get; init; }

    /// <summary>Cipher suites of RMCP+, by number; if empty, the BMC supports only IPMI 1.5. Null: those of the profile.</summary>
    public IReadOnlyList<byte>? CipherSuites { get; init; }

    /// <summary>Authentication types of IPMI 1.5, any of "none", "md2", "md5", "straight"; if empty, the BMC supports only RMCP+. Null: those of the profile.</summary>
    public IReadOnlyList<string>? AuthenticationTypes { get; init; }

    /// <summary>Whether every packet of an IPMI 1.5 session is authenticated. IPMI 2.0 section 6.11.4.</summary>
    public bool PerMessageAuthentication { get; init; } = true;

    /// <summary>Initial LAN configuration parameters by number, if they differ from the default; no bytes if the BMC does not have the parameter.</summary>
    public IReadOnlyDictionary<byte, byte[]> LanParameters { get; init; } = NoParameters;

    /// <summary>Initial SOL configuration parameters by number, if they differ from the default.</summary>
    public IReadOnlyDictionary<byte, byte[]> SolParameters { get; init; } = NoParameters;

    /// <summary>Whether the BMC has a serial port for IPMI, as channel 2.</summary>
    public bool SerialChannel { get; init; }

    /// <summary>The privilege limit of the LAN channel.</summary>
    public PrivilegeLevel ChannelPrivilegeLimit { get; init; } = PrivilegeLevel.Administrator;

    /// <summary>Whether user-level commands of IPMI 1.5 are authenticated. The BMC only reports this; it has no effect.</summary>
    public bool UserLevelAuthentication { get; init; } = true;

    /// <summary>Number of session slots, 1 to 63.</summary>
    public int SessionSlots { get; init; } = 16;

    /// <summary>How long a session may be idle.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Number of bad passwords after which a user is locked, 1 to 255; 0 for never. LAN parameter 26, IPMI 2.0 table 23-4.</summary>
    public int LockOutThreshold { get; init; }

    /// <summary>How long a user stays locked, in steps of 10 seconds up to 655,350; zero: until it is enabled again.</summary>
    public TimeSpan LockOutTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the machine is on initially.</summary>
    public bool PoweredOn { get; init; } = true;

    /// <summary>Delay from the command until the machine is on or off; a soft shutdown takes six times as long.</summary>
    public TimeSpan PowerDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a power cycle keeps the machine off.</summary>
    public TimeSpan PowerCycleInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether refused log-ins are recorded in the SEL.</summary>
    public bool LogRefusedLogIns { get; init; }

    /// <summary>Initial number of SEL entries; null for those of the profile. If the profile has fewer, its entries are repeated.</summary>
    public int? SelEntries { get; init; }

    /// <summary>The faults at the start.</summary>
    public SimulatorFaults Faults { get; init; } = new();

    /// <summary>
    /// Returns the same options with an unused <see cref="FirstMachine"/>: no other rack of this process has the same machines, and
    /// racks of other processes hardly ever do.
    /// </summary>
    public SimulatorOptions WithOwnMachines() => this with { FirstMachine = (Interlocked.Add(ref s_nextMachine, Count) - Count) & MaximumMachine };

    /// <summary>The machine number for an index within the rack.</summary>
    internal int MachineNumber(int index) => ((FirstMachine ?? unchecked((Seed - 1) << 16)) + index) & MaximumMachine;

    /// <summary>Count, profile and address, without the password and key that a record would print.</summary>
    public override string ToString() => $"{Count} x {Path ?? Profile} on {Address}";
}
