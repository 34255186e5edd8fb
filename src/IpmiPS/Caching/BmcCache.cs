using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Cache;
using IpmiPS.Sdr;

namespace IpmiPS.Cmdlets;

/// <summary>Everything that is cached about BMCs, in this process and on disk.</summary>
internal static class BmcCache
{
    /// <summary>Names of the BMCs with cached data, each once.</summary>
    public static IEnumerable<string> ComputerNames =>
        SdrCache.Names.Concat(BmcProfileCache.Names).Concat(CacheFolder.Current.Names).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Removes one BMC. False if something could not be deleted from disk.</summary>
    public static bool Remove(string computerName)
    {
        SdrCache.Remove(computerName);
        BmcProfileCache.Remove(computerName);
        return CacheFolder.Current.Remove(computerName);
    }

    /// <summary>Removes all BMCs. False if something could not be deleted from disk.</summary>
    public static bool Clear()
    {
        SdrCache.Clear();
        BmcProfileCache.Clear();
        return CacheFolder.Current.Clear();
    }
}
