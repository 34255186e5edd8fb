using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>What quirks keep about one BMC: how often each took effect, and what they have to remember.</summary>
internal sealed class QuirkMemory
{
    private readonly Dictionary<string, int> _effects = [];
    private readonly Dictionary<string, int> _events = [];
    private readonly Dictionary<string, TimeSpan> _times = [];

    /// <summary>How often each quirk changed something on the wire; one that has not yet is missing.</summary>
    public IReadOnlyDictionary<string, int> Effects => _effects;

    /// <summary>Counts that a quirk took effect. Always true.</summary>
    public bool CountEffect(string quirk)
    {
        _effects[quirk] = _effects.TryGetValue(quirk, out int count) ? count + 1 : 1;
        return true;
    }

    /// <summary>Remembers an event. Returns how often it has happened by now.</summary>
    public int Remember(string what) => _events[what] = _events.TryGetValue(what, out int count) ? count + 1 : 1;

    /// <summary>Notes the time of an event. Returns the time since the one before; null if there was none.</summary>
    public TimeSpan? SinceLast(string what, TimeSpan now)
    {
        TimeSpan? since = _times.TryGetValue(what, out var last) ? now - last : null;
        _times[what] = now;
        return since;
    }

    public bool Remembers(string what) => _events.ContainsKey(what);
}
