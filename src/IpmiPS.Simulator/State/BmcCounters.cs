using System;
using System.Collections.Generic;
using System.Threading;

namespace IpmiPS.Simulator;

/// <summary>What happened to a BMC since its start. Packets and refused log-ins may be read at any time, the rest under the BMC's lock.</summary>
internal sealed class BmcCounters
{
    private static readonly string[] ActionNames = ["Off", "On", "Cycle", "Reset", "Diagnostic", "Soft"];

    private readonly List<string> _powerActions = [];
    private readonly Dictionary<SimulatedCommand, long> _commands = [];
    private long _packets;
    private long _responses;
    private long _refusedLogIns;

    /// <summary>Packets received, of any kind.</summary>
    public long Packets => Interlocked.Read(ref _packets);

    /// <summary>Packets sent.</summary>
    public long Responses => Interlocked.Read(ref _responses);

    public long RefusedLogIns => Interlocked.Read(ref _refusedLogIns);

    /// <summary>Names of the Chassis Control actions that were accepted, in order.</summary>
    public IReadOnlyList<string> PowerActions => _powerActions;

    public IReadOnlyDictionary<SimulatedCommand, long> Commands => _commands;

    public SortedDictionary<string, int> CountsOfPowerActions()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string action in _powerActions)
            counts[action] = counts.TryGetValue(action, out int count) ? count + 1 : 1;
        return counts;
    }

    /// <summary>Passwords that were set and are not the ones before.</summary>
    public int PasswordChanges { get; private set; }

    public void AddPasswordChange() => PasswordChanges++;

    public void AddPacket() => Interlocked.Increment(ref _packets);

    public void AddResponse() => Interlocked.Increment(ref _responses);

    public void AddRefusedLogIn() => Interlocked.Increment(ref _refusedLogIns);

    public void AddCommand(SimulatedCommand command) => _commands[command] = _commands.TryGetValue(command, out long count) ? count + 1 : 1;

    /// <summary>Counts a Chassis Control action by its number.</summary>
    public void AddPowerAction(byte action) => _powerActions.Add(ActionNames[action]);
}
