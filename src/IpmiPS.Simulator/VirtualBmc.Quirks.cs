using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <content>How the BMC's quirks showed.</content>
public sealed partial class VirtualBmc
{
    private readonly Dictionary<string, int> _quirkCounts = [];

    /// <summary>How often each quirk made a difference on the wire; those that have not yet are absent.</summary>
    internal IReadOnlyDictionary<string, int> QuirkCounts => Locked(() => new Dictionary<string, int>(_quirkCounts));

    /// <summary>What quirks have to remember of this one BMC.</summary>
    internal Dictionary<string, int> QuirkMemory { get; } = [];

    private QuirkSet Quirks => Definition.Quirks;

    /// <summary>Counts that a quirk made a difference. Always true.</summary>
    internal bool CountQuirk(string name)
    {
        _quirkCounts[name] = _quirkCounts.TryGetValue(name, out int count) ? count + 1 : 1;
        return true;
    }

    /// <summary>Remembers that something happened; how often it has by now.</summary>
    internal int Remember(string what) => QuirkMemory[what] = QuirkMemory.TryGetValue(what, out int count) ? count + 1 : 1;

    internal bool HasRemembered(string what) => QuirkMemory.ContainsKey(what);
}
