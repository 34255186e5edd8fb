using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace IpmiPS;

/// <summary>
/// What was learnt of the BMCs that were talked to, by the names under which callers know them: in this process, and, as far as it is
/// worth a file, by earlier ones.
/// </summary>
public static class BmcProfileCache
{
    /// <summary>Beyond so many, everything is forgotten and learnt anew: a bound for the memory, far beyond any fleet.</summary>
    private const int Capacity = 100_000;

    private static readonly ConcurrentDictionary<string, BmcProfile> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of the BMCs of which something may be known.</summary>
    public static ICollection<string> Names => Known.Keys;

    /// <summary>What is known of a BMC; empty at first. May read a small file.</summary>
    public static BmcProfile Of(string name)
    {
        if (Known.TryGetValue(name, out var knowledge))
            return knowledge;
        if (Known.Count >= Capacity)
            Known.Clear();
        return Known.GetOrAdd(name, static name =>
        {
            if (BmcProfileFile.TryLoad(name) is not { } file)
                return new BmcProfile();
            var known = BmcProfile.From(file);
            known.Kept = file;
            return known;
        });
    }

    /// <summary>Keeps for later processes what was learnt of a BMC, where that is worth a file and not kept already.</summary>
    public static void Keep(string name)
    {
        if (!Known.TryGetValue(name, out var knowledge) || knowledge.ToFile(DateTimeOffset.UtcNow) is not { } file)
            return;
        if (knowledge.Kept is { } kept && file.IsLike(kept))
            return;
        knowledge.Kept = file;
        file.Save(name);
    }

    /// <summary>Forgets a BMC.</summary>
    public static void Forget(string name) => Known.TryRemove(name, out _);

    /// <summary>Forgets all BMCs.</summary>
    public static void Clear() => Known.Clear();
}
