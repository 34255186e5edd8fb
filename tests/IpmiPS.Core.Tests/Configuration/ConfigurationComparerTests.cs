using System.Linq;
using IpmiPS.Configuration;
using Xunit;
using static IpmiPS.Tests.Configuration.ConfiguredBmc;

namespace IpmiPS.Tests.Configuration;

/// <summary>Which settings count as different, and what is said of them.</summary>
public sealed class ConfigurationComparerTests
{
    [Fact]
    public void A_difference_says_where_what_and_how_grave()
    {
        var difference = Assert.Single(Compare(File(("Users", Part(("4", Part(("Enabled", true)))))), File(("Users", Part(("4", Part(("Enabled", false))))))));
        Assert.Equal(("right", "left", "Users/4/Enabled", "true", "false", ConfigurationSeverity.Critical, null),
            (difference.ComputerName, difference.Reference, difference.Path, difference.Left, difference.Right, difference.Severity, difference.Note));
        Assert.Equal("Users/4/Enabled: false instead of true", difference.ToString());
    }

    [Theory]
    [InlineData("Chassis", ConfigurationSeverity.Warning)]
    [InlineData("SystemInfo", ConfigurationSeverity.Information)]
    [InlineData("AssetTag", ConfigurationSeverity.Information)]
    [InlineData("CipherSuites", ConfigurationSeverity.Critical)]
    [InlineData("Channels", ConfigurationSeverity.Critical)]
    public void Each_section_has_its_severity(string section, ConfigurationSeverity severity) => Assert.Equal(severity, ConfigurationSections.Find(section)!.Severity);

    [Fact]
    public void As_a_part_what_the_reference_does_not_have_does_not_count_and_as_a_whole_it_does()
    {
        var left = File(("Chassis", Part(("RestorePolicy", "Previous"))));
        var right = File(("Chassis", Part(("RestorePolicy", "Previous"), ("DisabledButtons", List("Reset")))), ("Clock", Part(("UtcOffsetMinutes", 60))));
        Assert.Empty(Compare(left, right, isPart: true));
        Assert.Equal(["Chassis/DisabledButtons: Reset instead of (none)", "Clock/UtcOffsetMinutes: 60 instead of (none)"], Compare(left, right).Select(static difference => difference.ToString()));
        Assert.Equal(["Chassis/DisabledButtons: (none) instead of Reset", "Clock/UtcOffsetMinutes: (none) instead of 60"], Compare(right, left).Select(static difference => difference.ToString()));
    }

    [Fact]
    public void A_setting_that_the_BMC_lacks_differs_with_its_reason()
    {
        var left = File(("Network", Part(("1", Part(("TimeToLive", 64), ("VlanId", 2))))), ("Serial", Part(("1", Part(("DtrHangUp", true))))));
        var right = File(
            ("Network", Part(("1", Part(("TimeToLive", 64), ("Notes", List("VlanId: parameter not supported")))))), ("Serial", Part(("Notes", List("The BMC has no serial channel.")))));
        Assert.Equal(
            [("Network/1/VlanId", "VlanId: parameter not supported"), ("Serial/1/DtrHangUp", "The BMC has no serial channel.")],
            Compare(left, right, isPart: true).Select(static difference => (difference.Path, difference.Note!)));
    }

    [Fact]
    public void Lists_are_compared_as_sets_and_numbers_by_value()
    {
        var left = File(("Chassis", Part(("DisabledButtons", List("Reset", "PowerOff")))), ("SensorThresholds", Part(("Fan", Part(("UpperCritical", 42.50m))))));
        var right = File(("Chassis", Part(("DisabledButtons", List("PowerOff", "Reset")))), ("SensorThresholds", Part(("Fan", Part(("UpperCritical", 42.5m))))));
        Assert.Empty(Compare(left, right));
        Assert.Single(Compare(left, File(("Chassis", Part(("DisabledButtons", List()))), ("SensorThresholds", Part(("Fan", Part(("UpperCritical", 42.5m))))))));
    }

    [Fact]
    public void Remarks_the_device_and_the_schema_are_not_compared()
    {
        var left = File(("$schema", "one"), ("Device", Part(("ProductId", 1))), ("Clock", Part(("UtcOffsetMinutes", 0), ("Notes", List("one")))));
        var right = File(("$schema", "two"), ("Device", Part(("ProductId", 2))), ("Clock", Part(("UtcOffsetMinutes", 0), ("Notes", List("two")))));
        Assert.Empty(Compare(left, right));
    }

    [Fact]
    public void What_differs_is_a_part_with_those_settings_only()
    {
        var wanted = Part(("1", Part(("TimeToLive", 64), ("VlanId", 2))), ("2", Part(("TimeToLive", 64))));
        var differing = ConfigurationComparer.Differing(wanted, Part(("1", Part(("TimeToLive", 64), ("VlanId", 0))), ("2", Part(("TimeToLive", 64)))))!;
        Assert.Equal(("1/VlanId", 2m), Assert.Single(Settings(differing)));
        Assert.Null(ConfigurationComparer.Differing(wanted, wanted));
    }

    [Fact]
    public void Identity_is_left_out_and_nothing_else()
    {
        var configuration = FilledConfiguration.Create();
        string[] all = [.. Settings(configuration.Root).Select(static setting => setting.Path)];
        configuration.RemoveIdentity();
        Assert.Equal(
            [
                "SystemInfo/SystemName", "SystemInfo/PrimaryOperatingSystem", "SystemInfo/OperatingSystem", "SystemInfo/OperatingSystemVersion", "SystemInfo/BmcUrl", "SystemInfo/HypervisorUrl",
                "AssetTag/AssetTag", "AssetTag/ControllerIdentifier", "Network/1/IPv4Address", "Network/1/SubnetMask", "Network/1/DefaultGateway", "Network/1/DefaultGatewayMac",
                "Network/1/BackupGateway", "Network/1/BackupGatewayMac", "Network/1/RmcpPort", "Network/1/IPv6StaticAddress", "Network/1/IPv6Router1", "Network/1/IPv6Router1Mac", "Network/1/IPv6Router1Prefix",
                "Network/1/IPv6Router2", "Network/1/IPv6Router2Mac", "Network/1/IPv6Router2Prefix", "Network/1/IPv6StaticDuid", "Sol/1/PayloadPort", "Pef/SystemGuid",
            ],
            all.Except(Settings(configuration.Root).Select(static setting => setting.Path)));
    }

    private static ConfigurationDifference[] Compare(BmcConfiguration left, BmcConfiguration right, bool isPart = false) => [.. ConfigurationComparer.Compare(left, right, isPart, "right", "left")];
}
