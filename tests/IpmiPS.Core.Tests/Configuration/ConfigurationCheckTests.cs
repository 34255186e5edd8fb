using System.Linq;
using IpmiPS.Configuration;
using Xunit;
using static IpmiPS.Tests.Configuration.ConfiguredBmc;

namespace IpmiPS.Tests.Configuration;

/// <summary>What is not valid in a file is found before anything is sent, with its place.</summary>
public sealed class ConfigurationCheckTests
{
    public static TheoryData<string, object, string> Wrong => new()
    {
        { "Netwrok", Part(), "There is no section 'Netwrok'. The nearest of 19 are 'Network'" },
        { "Network", 1, "Network has to be an object." },
        { "Network/1", 1, "Network/1 has to be an object with the settings of a channel." },
        { "Network/16/VlanId", 1, "Network: '16' is not a channel." },
        { "Network/01/VlanId", 1, "Network: '01' is not a channel." },
        { "Network/1/VlanID", 1, "Network/1: There is no setting 'VlanID'." },
        { "Network/1/VlanId", 4095, "Network/1/VlanId has to be a whole number from 0 to 4094, and is '4095'." },
        { "Network/1/VlanId", 1.5, "Network/1/VlanId has to be a whole number from 0 to 4094, and is '1.5'." },
        { "Network/1/VlanId", "1", "Network/1/VlanId has to be a whole number from 0 to 4094, and is '1'." },
        { "Network/1/VlanId", Part(), "Network/1/VlanId has to be a whole number from 0 to 4094, and is an object." },
        { "Network/1/GratuitousArpInterval", 200, "Network/1/GratuitousArpInterval has to be a number from 0.5 to 128, and is '200'." },
        { "Network/1/ArpResponses", "true", "Network/1/ArpResponses has to be true or false, and is 'true'." },
        { "Network/1/IPv4Address", "10.0.0", "Network/1/IPv4Address: '10.0.0' is not an IPv4 address." },
        { "Network/1/DefaultGatewayMac", "02:00", "Network/1/DefaultGatewayMac: '02:00' is not a MAC address." },
        { "Network/1/IPv6StaticAddress", List("2001:db8::1/64", "nonsense"), "Network/1/IPv6StaticAddress: '2001:db8::1/64, nonsense' is not a list of IPv6 addresses" },
        { "Network/1/IPv6StaticDuid", "0G", "Network/1/IPv6StaticDuid: '0G' is not hexadecimal bytes." },
        { "Network/1/AddressSource", "dhcp", "Network/1/AddressSource has to be one of Unspecified, Static, Dhcp, Bios, Other, and is 'dhcp'." },
        { "Network/1/UserAuthentication", List("Md5", "Sha1"), "Network/1/UserAuthentication has to be a list of Unauthenticated, Md2, Md5, Password, Oem, and is 'Md5, Sha1'." },
        { "Network/1/UserAuthentication", "Md5", "Network/1/UserAuthentication has to be a list of" },
        { "Chassis/RestorePolicy", "Unknown", "Chassis/RestorePolicy has to be one of AlwaysOff, Previous, AlwaysOn, and is 'Unknown'." },
        { "Chassis/RestorePolicy", "1", "Chassis/RestorePolicy has to be one of" },
        { "AssetTag/AssetTag", new string('x', 64), "AssetTag/AssetTag has to be text of at most 63 characters, and is" },
        { "Serial/2/TerminalInputNewline", "Lf", "Serial/2/TerminalInputNewline has to be one of None, Nul, Cr, and is 'Lf'." },
        { "Users/64/Enabled", true, "Users/64 is not the ID of a user, 1 to 63, with settings." },
        { "Users/4", true, "Users/4 is not the ID of a user, 1 to 63, with settings." },
        { "Users/4/Enable", true, "Users/4: There is no setting 'Enable'." },
        { "Users/4/Channels", true, "Users/4/Channels has to be an object." },
        { "Users/4/Channels/15/Privilege", "User", "Users/4/Channels/15 is not a channel, 1 to 14, with rights." },
        { "Users/4/Channels/1/Privilege", "Root", "Users/4/Channels/1/Privilege has to be one of Callback, User, Operator, Administrator, Oem, NoAccess, and is 'Root'." },
        { "Users/4/Name", "12345678901234567", "Users/4/Name has to be a name of at most 16 characters" },
        { "CipherSuites/16/3", "User", "CipherSuites/16 is not a channel with cipher suites." },
        { "CipherSuites/1/256", "User", "CipherSuites/1: '256' is not the number of a cipher suite." },
        { "CipherSuites/1/3", "Root", "CipherSuites/1/3 has to be one of" },
        { "Pef/StartupDelay", 1, "Pef: There is no setting 'StartupDelay'." },
        { "Pef/SystemGuid", "00", "Pef/SystemGuid: '00' is not 16 hexadecimal bytes." },
        { "Pef/Filters", true, "Pef/Filters has to be an object." },
        { "Pef/Filters/0/Enabled", true, "Pef/Filters/0 is not the number of a filter, 1 to 127, with settings." },
        { "Pef/Filters/007/Enabled", true, "Pef/Filters/007 is not the number of a filter, 1 to 127, with settings." },
        { "Pef/Filters/1/PolicyNumber", 16, "Pef/Filters/1/PolicyNumber has to be a whole number from 0 to 15, and is '16'." },
        { "Pef/Strings/128", "x", "Pef/Strings/128 is not the number of a string, 1 to 127." },
        { "Pef/Strings/1", "x\u0416", "Pef/Strings/1 has a character that is not Latin-1." },
        { "Pef/Strings/1", new string('x', 240), "Pef/Strings/1 has to be text of at most 239 characters" },
        { "AlertDestinations/16", Part(), "AlertDestinations/16 is not a channel with settings." },
        { "AlertDestinations/1/Addresses/1/Address", "bmc", "AlertDestinations/1/Addresses/1/Address: 'bmc' is not an IPv4 or IPv6 address." },
        { "SensorThresholds/Fan/UpperCritical", "1", "SensorThresholds/Fan/UpperCritical has to be a number from" },
        { "SensorEvents/Fan/AssertionEvents", true, "SensorEvents/Fan/AssertionEvents has to be a list of names of events" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_not_valid_is_refused_with_its_place(string path, object value, string message)
    {
        string[] names = path.Split('/');
        object part = value;
        foreach (string name in names.Skip(1).Reverse())
            part = Part((name, part));
        var error = Assert.Throws<IpmiException>(() => File((names[0], part)));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.StartsWith(message, error.Message);
        Assert.Contains("Nothing was sent", error.RecommendedAction);
    }

    [Fact]
    public void Two_users_of_one_name_are_refused() => Assert.Contains(
        "two users have the name 'ann'", Assert.Throws<IpmiException>(() => File(("Users", Part(("3", Part(("Name", "ann"))), ("4", Part(("Name", "ann"))))))).Message);

    [Fact]
    public void A_file_of_another_kind_or_of_a_later_version_is_refused()
    {
        Assert.Contains("the member Format is missing", Assert.Throws<IpmiException>(() => BmcConfiguration.Parse(Part(("Chassis", Part())))).Message);
        Assert.Contains("The file has format 2", Assert.Throws<IpmiException>(() => BmcConfiguration.Parse(Part(("Format", 2)))).Message);
    }

    [Fact]
    public void The_filled_configuration_is_valid_and_so_is_an_empty_one()
    {
        Assert.Equal(ConfigurationSections.Names, FilledConfiguration.Create().SectionNames);
        Assert.Empty(File().SectionNames);
    }
}
