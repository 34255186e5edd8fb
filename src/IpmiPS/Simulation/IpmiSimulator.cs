using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Cmdlets;
using IpmiPS.Simulator;

namespace IpmiPS;

/// <summary>A virtual BMC of this process. Its counters are current when they are read.</summary>
[DisplayProperties(
    nameof(Id), nameof(ComputerName), nameof(Port), nameof(Credential), nameof(Profile), nameof(Running), nameof(PoweredOn),
    nameof(PacketCount), nameof(ResponseCount), nameof(PowerActions), nameof(OpenSessions), nameof(SessionsOpened),
    nameof(SessionsClosed), nameof(SelCount))]
public sealed class IpmiSimulator
{
    private readonly VirtualBmc _bmc;

    internal IpmiSimulator(int id, SimulatorRack rack, VirtualBmc bmc, PSCredential credential)
    {
        _bmc = bmc;
        Rack = rack;
        Id = id;
        Credential = credential;
    }

    /// <summary>Number of the virtual BMC in this process.</summary>
    public int Id { get; }

    /// <summary>IP address that it listens on.</summary>
    public string ComputerName => _bmc.Address;

    /// <summary>UDP port that it listens on.</summary>
    public int Port => _bmc.Port;

    /// <summary>User and password of an administrator.</summary>
    public PSCredential Credential { get; }

    /// <summary>Kind of server, or the simulated file.</summary>
    public string Profile => _bmc.Profile;

    /// <summary>Whether it is running.</summary>
    public bool Running { get; private set; } = true;

    /// <summary>Whether the machine's power is on.</summary>
    public bool PoweredOn => _bmc.IsPoweredOn;

    /// <summary>Packets received, of any kind.</summary>
    public long PacketCount => _bmc.PacketCount;

    /// <summary>Packets sent.</summary>
    public long ResponseCount => _bmc.ResponseCount;

    /// <summary>The power actions that were accepted, in order.</summary>
    public string[] PowerActions => [.. _bmc.PowerActions];

    /// <summary>Sessions open now.</summary>
    public int OpenSessions => _bmc.OpenSessions;

    /// <summary>The most sessions that were open at one time.</summary>
    public int PeakSessions => _bmc.PeakSessions;

    /// <summary>Sessions opened since the start.</summary>
    public long SessionsOpened => _bmc.SessionsOpened;

    /// <summary>Sessions that ended since the start.</summary>
    public long SessionsClosed => _bmc.SessionsClosed;

    /// <summary>Of these, sessions that ended by the idle timeout.</summary>
    public long SessionsExpired => _bmc.SessionsExpired;

    /// <summary>Log-ins that were refused.</summary>
    public long RefusedLogIns => _bmc.RefusedLogIns;

    /// <summary>How often a user's password was set to another one.</summary>
    public int PasswordChanges => _bmc.PasswordChanges;

    /// <summary>Entries in the system event log.</summary>
    public int SelCount => _bmc.SelCount;

    /// <summary>How often the system event log was cleared.</summary>
    public int SelClearCount => _bmc.SelClearCount;

    /// <summary>How often each command arrived, by network function and number such as "06h/01h".</summary>
    public IReadOnlyDictionary<string, long> CommandCounts => _bmc.CommandCounts.ToDictionary(static count => count.Key.ToString(), static count => count.Value);

    /// <summary>A fault of the simulator itself; null if there is none.</summary>
    public string? Fault => _bmc.Fault?.ToString();

    internal SimulatorRack Rack { get; }

    internal void Stop()
    {
        Running = false;
        Rack.Stop(_bmc);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}:{Port} ({Profile})";
}
