using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using IpmiPS.Cache;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Cache;

public class CacheLocationTests
{
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "home");
    private static readonly string Elsewhere = Path.Combine(Path.GetTempPath(), "elsewhere");

    [Fact]
    public void Tests_do_not_touch_the_users_cache() => Assert.Equal(OwnCache.Folder, CacheFolder.Current.Folder);

    [Fact]
    public void Each_platform_has_its_place()
    {
        Assert.Equal(Path.Combine(Home, "local", "IpmiPS", "Cache"), Find(OSPlatform.Windows));
        Assert.Equal(Path.Combine(Home, "Library", "Caches", "IpmiPS"), Find(OSPlatform.OSX));
        Assert.Equal(Path.Combine(Home, ".cache", "IpmiPS"), Find(OSPlatform.Linux));
        Assert.Equal(Path.Combine(Elsewhere, "IpmiPS"), Find(OSPlatform.Linux, ("XDG_CACHE_HOME", Elsewhere)));
        Assert.Equal(Path.Combine(Home, "Library", "Caches", "IpmiPS"), Find(OSPlatform.OSX, ("XDG_CACHE_HOME", Elsewhere)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("relative/path")]
    public void An_XDG_folder_that_is_no_absolute_path_is_passed_over(string folder) =>
        Assert.Equal(Path.Combine(Home, ".cache", "IpmiPS"), Find(OSPlatform.Linux, ("XDG_CACHE_HOME", folder)));

    [Fact]
    public void The_variable_goes_before()
    {
        foreach (OSPlatform platform in new[] { OSPlatform.Windows, OSPlatform.OSX, OSPlatform.Linux })
        {
            Assert.Equal(Elsewhere, Find(platform, ("IPMIPS_CACHE", Elsewhere)));
            Assert.Equal(Elsewhere, Find(platform, ("IPMIPS_CACHE", $" {Elsewhere} "), ("XDG_CACHE_HOME", Home)));
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None ")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\0b")]
    public void The_variable_switches_off(string value) => Assert.Null(Find(OSPlatform.Linux, ("IPMIPS_CACHE", value)));

    [Fact]
    public void Without_a_home_there_is_no_cache()
    {
        foreach (OSPlatform platform in new[] { OSPlatform.Windows, OSPlatform.OSX, OSPlatform.Linux })
            Assert.Null(CacheLocation.Find(static _ => null, static _ => "", platform));
        Assert.Equal(Elsewhere, CacheLocation.Find(static name => name == "IPMIPS_CACHE" ? Elsewhere : null, static _ => "", OSPlatform.Linux));
    }

    private static string? Find(OSPlatform platform, params (string Name, string Value)[] variables)
    {
        var set = new Dictionary<string, string>();
        foreach (var (name, value) in variables)
            set[name] = value;
        return CacheLocation.Find(
            name => set.TryGetValue(name, out string? value) ? value : null,
            folder => folder == Environment.SpecialFolder.LocalApplicationData ? Path.Combine(Home, "local") : Home,
            platform);
    }
}
