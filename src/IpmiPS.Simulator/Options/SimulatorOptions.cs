using System;
using System.Collections.Generic;
using System.Threading;

namespace IpmiPS.Simulator;

/// <summary>What a rack of virtual BMCs is like: how many, what kind of server, where they listen, who may log in.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The numbers are the last three bytes of MAC addresses.</summary>
    internal const int HighestMachine = 0xFFFFFF;

    private static int s_nextMachine = Guid.NewGuid().GetHashCode() & HighestMachine;

    private static readonly IReadOnlyDictionary<byte, byte[]> AsUsual = new Dictionary<byte, byte[]>();

    /// <summary>How many BMCs, 1 to 65,000.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Kind of server: one of <see cref="SimulatorRack.ProfileNames"/> or <see cref="SimulatorRack.PersonaNames"/>. Not used where <see cref="Path"/> is given.</summary>
    public string Profile { get; init; } = "rack-1u";

    /// <summary>A command file of OpenIPMI's ipmi_sim (.emu) to play instead of a profile.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Every n-th BMC is an unhealthy one (a fan failed, a power supply lost), beginning with the n-th; 0 for none.
    /// Has no effect on a played file.
    /// </summary>
    public int UnhealthyEvery { get; init; }

    /// <summary>The address of the first BMC, IPv4 or IPv6; anything but loopback is refused unless <see cref="AllowNetwork"/> is set.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>
    /// Whether each BMC has an address of its own, counted up from <see cref="Address"/>, and all have one port; otherwise all
    /// have one address and ports counted up from <see cref="Port"/>. IPv4 only; macOS needs aliases for more than 127.0.0.1.
    /// </summary>
    public bool OnePort { get; init; }

    /// <summary>UDP port of the first BMC; 0 lets the system choose a free one for each.</summary>
    public int Port { get; init; }

    /// <summary>Listen on an address that other machines can reach. A virtual BMC has well-known passwords and guards nothing.</summary>
    public bool AllowNetwork { get; init; }

    /// <summary>Seed of all that is random: sensor values, faults, ids. The same seed gives the same rack.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Number of the first machine, 0 to 16,777,215; the next ones follow. GUIDs, MAC addresses, serial numbers and asset tags are made of it. Null: it
    /// follows from <see cref="Seed"/>. See <see cref="WithOwnMachines"/>.
    /// </summary>
    public int? FirstMachine { get; init; }

    /// <summary>Name of the administrator, at most 16 bytes.</summary>
    public string UserName { get; init; } = "admin";

    /// <summary>Password of the administrator, at most 20 bytes; more than 16 rule out IPMI 1.5.</summary>
    public string Password { get; init; } = "simulated";

    /// <summary>Further users, from user id 3 on.</summary>
    public IReadOnlyList<SimulatorUser> Users { get; init; } =
    [
        new() { Name = "operator", Password = "operator", Privilege = PrivilegeLevel.Operator },
        new() { Name = "user", Password = "user", Privilege = PrivilegeLevel.User },
    ];

    /// <summary>The null user, user id 1, where it may log in.</summary>
    public SimulatorUser? NullUser { get; init; }

    /// <summary>BMC key Kg, at most 20 bytes of text; null where none is set.</summary>
    public string? BmcKey { get; init; }

    /// <summary>Cipher suites of RMCP+, by number; none of them and the BMC speaks IPMI 1.5 only. Null: what the profile has.</summary>
    public IReadOnlyList<byte>? CipherSuites { get; init; }

    /// <summary>Authentication types of IPMI 1.5, any of "none", "md2", "md5", "straight"; empty and the BMC speaks RMCP+ only. Null: what the profile has.</summary>
    public IReadOnlyList<string>? AuthenticationTypes { get; init; }

    /// <summary>Whether every packet of an IPMI 1.5 session is authenticated. IPMI 2.0 section 6.11.4.</summary>
    public bool PerMessageAuthentication { get; init; } = true;

    /// <summary>LAN configuration parameters as they are at the start, by number, where they differ from the usual ones; no bytes: the BMC does not have the parameter.</summary>
    public IReadOnlyDictionary<byte, byte[]> LanParameters { get; init; } = AsUsual;

    /// <summary>SOL configuration parameters as they are at the start, by number, where they differ from the usual ones.</summary>
    public IReadOnlyDictionary<byte, byte[]> SolParameters { get; init; } = AsUsual;

    /// <summary>The highest privilege that the LAN channel allows.</summary>
    public PrivilegeLevel ChannelPrivilegeLimit { get; init; } = PrivilegeLevel.Administrator;

    /// <summary>Whether user-level commands of IPMI 1.5 are authenticated. It is only told, and changes nothing.</summary>
    public bool UserLevelAuthentication { get; init; } = true;

    /// <summary>Sessions that the BMC has room for, 1 to 63.</summary>
    public int SessionSlots { get; init; } = 16;

    /// <summary>How long a session lives without a packet.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so many bad passwords a user is locked, 1 to 255; 0 for never. LAN parameter 26, IPMI 2.0 table 23-4.</summary>
    public int LockOutThreshold { get; init; }

    /// <summary>How long a user stays locked, in steps of 10 seconds up to 655,350; zero until it is enabled again.</summary>
    public TimeSpan LockOutTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the machine is on at the start.</summary>
    public bool PoweredOn { get; init; } = true;

    /// <summary>From the command until the machine is really on or off; a soft shutdown takes six times as long.</summary>
    public TimeSpan PowerDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a power cycle keeps the machine off.</summary>
    public TimeSpan PowerCycleInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether log-ins that were refused are recorded in the SEL.</summary>
    public bool LogRefusedLogIns { get; init; }

    /// <summary>Entries that the SEL holds at the start; null for those of the profile. More than the profile has are repeated from it.</summary>
    public int? SelEntries { get; init; }

    /// <summary>What goes wrong.</summary>
    public SimulatorFaults Faults { get; init; } = new();

    /// <summary>
    /// The same options with a <see cref="FirstMachine"/> of their own, so that no other rack of this process, and hardly one of another process, has
    /// the same machines.
    /// </summary>
    public SimulatorOptions WithOwnMachines() => this with { FirstMachine = (Interlocked.Add(ref s_nextMachine, Count) - Count) & HighestMachine };

    /// <summary>The number of a machine of the rack, from 0.</summary>
    internal int MachineNumber(int index) => ((FirstMachine ?? unchecked((Seed - 1) << 16)) + index) & HighestMachine;

    /// <summary>How many of what, and where; a record would tell password and key, too.</summary>
    public override string ToString() => $"{Count} x {Path ?? Profile} on {Address}";
}
