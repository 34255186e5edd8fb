using System;
using System.IO;
using System.Runtime.InteropServices;

namespace IpmiPS.Cache;

/// <summary>Where the user's cache is: the platform's usual place, unless the user names another.</summary>
internal static class CacheLocation
{
    /// <summary>The environment variable that names the folder; "none" or white space turns the cache off.</summary>
    public const string Variable = "IPMIPS_CACHE";

    private const string None = "none";

    /// <summary>The folder, which need not exist; null if the cache is off, or the user has no home directory.</summary>
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

        // The XDG Base Directory Specification: a relative path must be ignored.
        return variable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? Below(cache, "IpmiPS")
            : Below(home, ".cache", "IpmiPS");
    }

    internal static OSPlatform Platform() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OSPlatform.Windows
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? OSPlatform.OSX
        : OSPlatform.Linux;

    /// <summary>Special folders are empty strings for a user without a home directory.</summary>
    internal static string? Below(string folder, params string[] names) =>
        folder.Length == 0 ? null : Path.Combine(folder, Path.Combine(names));

    internal static string? FullPath(string named)
    {
        if (named.Length == 0 || string.Equals(named, None, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return Path.GetFullPath(named);
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return null; // not a valid path
        }
    }
}
