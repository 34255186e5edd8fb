using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace IpmiPS;

/// <summary>
/// The profiles of BMCs by their names: from this process and, as far as they were saved, from earlier ones.
/// </summary>
public static class BmcProfileCache
{
    /// <summary>A limit for memory, far beyond any fleet. When it is reached, all profiles are cleared.</summary>
    private const int Capacity = 100_000;

    private static readonly ConcurrentDictionary<string, BmcProfile> Known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names of the BMCs with a profile in memory.</summary>
    public static ICollection<string> Names => Known.Keys;

    /// <summary>Returns the profile of a BMC; empty at first. May read a small file.</summary>
    public static BmcProfile Of(string name)
    {
        if (Known.TryGetValue(name, out var profile))
            return profile;
        if (Known.Count >= Capacity)
            Known.Clear();
        return Known.GetOrAdd(name, static name =>
        {
            if (BmcProfileFile.TryLoad(name) is not { } file)
                return new BmcProfile();
            var known = BmcProfile.From(file);
            known.Saved = file;
            return known;
        });
    }

    /// <summary>Saves the profile of a BMC for later processes, if it is worth a file and differs from the saved one.</summary>
    public static void Save(string name)
    {
        if (!Known.TryGetValue(name, out var profile) || profile.ToFile(DateTimeOffset.UtcNow) is not { } file)
            return;
        if (profile.Saved is { } saved && file.IsSimilarTo(saved))
            return;
        profile.Saved = file;
        file.Save(name);
    }

    /// <summary>Removes the profile of a BMC from memory.</summary>
    public static void Remove(string name) => Known.TryRemove(name, out _);

    /// <summary>Removes all profiles from memory.</summary>
    public static void Clear() => Known.Clear();
}
