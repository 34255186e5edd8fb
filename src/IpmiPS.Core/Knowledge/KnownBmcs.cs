using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace IpmiPS;

/// <summary>What this process has learnt of the BMCs that it talked to, by the names under which callers know them.</summary>
public static class KnownBmcs
{
    /// <summary>Beyond so many, everything is forgotten and learnt anew: a bound for the memory, far beyond any fleet.</summary>
    private const int Capacity = 100_000;

    private static readonly ConcurrentDictionary<string, BmcKnowledge> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of the BMCs of which something may be known.</summary>
    public static ICollection<string> Names => Known.Keys;

    /// <summary>What is known of a BMC; empty at first.</summary>
    public static BmcKnowledge Of(string name)
    {
        if (Known.TryGetValue(name, out var knowledge))
            return knowledge;
        if (Known.Count >= Capacity)
            Known.Clear();
        return Known.GetOrAdd(name, static _ => new BmcKnowledge());
    }

    /// <summary>Forgets a BMC.</summary>
    public static void Forget(string name) => Known.TryRemove(name, out _);

    /// <summary>Forgets all BMCs.</summary>
    public static void Clear() => Known.Clear();
}
