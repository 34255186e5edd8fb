using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Cache;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>All that is remembered of BMCs from one command to the next, in this process and on disk.</summary>
internal static class BmcMemory
{
    /// <summary>Names of the BMCs of which something is remembered, each once.</summary>
    public static IEnumerable<string> Names =>
        SdrCache.Names.Concat(BmcProfileCache.Names).Concat(CacheFolder.Current.Names).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Forgets one BMC. False where something stays on disk.</summary>
    public static bool Forget(string name)
    {
        SdrCache.Remove(name);
        BmcProfileCache.Forget(name);
        return CacheFolder.Current.Remove(name);
    }

    /// <summary>Forgets all. False where something stays on disk.</summary>
    public static bool ForgetAll()
    {
        SdrCache.Clear();
        BmcProfileCache.Clear();
        return CacheFolder.Current.Clear();
    }
}
