using System;
using System.IO;
using System.Runtime.InteropServices;

namespace IpmiPS.Cache;

/// <summary>Where the user's cache is, by the custom of the platform or by the user's word.</summary>
internal static class CacheLocation
{
    /// <summary>The environment variable that names the folder; "none", or nothing but spaces: there is to be none.</summary>
    public const string Variable = "IPMIPS_CACHE";

    private const string None = "none";

    /// <summary>The folder, whether it exists or not; null where there is to be none, or no home to put it in.</summary>
    public static string? Find() => Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath, Platform());

    internal static string? Find(Func<string, string?> variable, Func<Environment.SpecialFolder, string> known, OSPlatform platform)
    {
        if (variable(Variable) is { } named)
            return FullPath(named.Trim());
        if (platform == OSPlatform.Windows)
            return Below(known(Environment.SpecialFolder.LocalApplicationData), "IpmiPS", "Cache");
        string home = known(Environment.SpecialFolder.UserProfile);
        if (platform == OSPlatform.OSX)
            return Below(home, "Library", "Caches", "IpmiPS");

        // The XDG Base Directory Specification: a relative path is to be passed over.
        return variable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? Below(cache, "IpmiPS")
            : Below(home, ".cache", "IpmiPS");
    }

    private static OSPlatform Platform() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OSPlatform.Windows
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? OSPlatform.OSX
        : OSPlatform.Linux;

    /// <summary>Known folders are empty text where the user has no home.</summary>
    private static string? Below(string folder, params string[] names) =>
        folder.Length == 0 ? null : Path.Combine(folder, Path.Combine(names));

    private static string? FullPath(string named)
    {
        if (named.Length == 0 || string.Equals(named, None, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return Path.GetFullPath(named);
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return null; // no path at all
        }
    }
}
