using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using IpmiPS.Cache;
using Xunit;

namespace IpmiPS.Tests.Cache;

public class StateLocationTests
{
    private static readonly string Home = Path.Combine(Path.GetTempPath(), "home");
    private static readonly string Elsewhere = Path.Combine(Path.GetTempPath(), "elsewhere");

    [Fact]
    public void Each_platform_has_its_place()
    {
        Assert.Equal(Path.Combine(Home, "local", "IpmiPS", "State"), Find(OSPlatform.Windows));
        Assert.Equal(Path.Combine(Home, "Library", "Application Support", "IpmiPS"), Find(OSPlatform.OSX));
        Assert.Equal(Path.Combine(Home, ".local", "state", "IpmiPS"), Find(OSPlatform.Linux));
        Assert.Equal(Path.Combine(Elsewhere, "IpmiPS"), Find(OSPlatform.Linux, ("XDG_STATE_HOME", Elsewhere)));
        Assert.Equal(Path.Combine(Home, ".local", "state", "IpmiPS"), Find(OSPlatform.Linux, ("XDG_STATE_HOME", "relative")));
    }

    [Fact]
    public void The_variable_goes_before_and_a_user_without_a_home_has_no_folder()
    {
        Assert.Equal(Elsewhere, Find(OSPlatform.Linux, ("IPMIPS_STATE", Elsewhere)));
        Assert.Null(Find(OSPlatform.Linux, ("IPMIPS_STATE", "none")));
        Assert.Null(StateLocation.Find(static _ => null, static _ => "", OSPlatform.Linux));
        Assert.Null(StateLocation.Find(static _ => null, static _ => "", OSPlatform.Windows));
    }

    private static string? Find(OSPlatform platform, params (string Name, string Value)[] variables) => StateLocation.Find(
        name => variables.FirstOrDefault(variable => variable.Name == name).Value,
        known => known == Environment.SpecialFolder.LocalApplicationData ? Path.Combine(Home, "local") : Home,
        platform);
}
