using System;
using System.Runtime.InteropServices;

namespace IpmiPS.Cache;

/// <summary>Where files of the user are kept that are more than a cache, such as journals: the platform's usual place, unless the user names another.</summary>
internal static class StateLocation
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "IPMIPS_STATE";

    /// <summary>The folder, which need not exist; null if there is none, because the user has no home directory or the variable is "none".</summary>
    public static string? Find() => Find(Environment.GetEnvironmentVariable, Environment.GetFolderPath, CacheLocation.Platform());

    internal static string? Find(Func<string, string?> variable, Func<Environment.SpecialFolder, string> known, OSPlatform platform)
    {
        if (variable(Variable) is { } named)
            return CacheLocation.FullPath(named.Trim());
        if (platform == OSPlatform.Windows)
            return CacheLocation.Below(known(Environment.SpecialFolder.LocalApplicationData), "IpmiPS", "State");
        string home = known(Environment.SpecialFolder.UserProfile);
        if (platform == OSPlatform.OSX)
            return CacheLocation.Below(home, "Library", "Application Support", "IpmiPS");

        // The XDG Base Directory Specification: a relative path must be ignored.
        return variable("XDG_STATE_HOME") is { Length: > 0 } state && System.IO.Path.IsPathRooted(state)
            ? CacheLocation.Below(state, "IpmiPS")
            : CacheLocation.Below(home, ".local", "state", "IpmiPS");
    }
}
