using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using IpmiPS.Boot;
using IpmiPS.Configuration;
using IpmiPS.Energy;
using IpmiPS.Lan;
using IpmiPS.Pef;
using IpmiPS.Power;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Serial;
using IpmiPS.Sol;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Configuration;

/// <summary>What can be set by a cmdlet is in a configuration, or is left out for a reason; so that a new setting is not forgotten.</summary>
public sealed class ConfigurationCoverageTests
{
    private const string Key = "says which one, and is the key of the part", Bytes = "bytes of any parameter, not a setting of their own", Action = "is done once, and not kept as a setting";

    private static readonly (Type Type, string Section, string[] Prefixes, (string Name, string Reason)[] LeftOut)[] s_settings =
    [
        (typeof(ChassisSettings), "Chassis", [""], [("PowerCycleInterval", "the BMC does not show it")]),
        (typeof(BootSettings), "Boot", [""],
        [
            ("ClearCmos", Action), ("NotAcknowledgedBy", "who has read the options, not a setting"), ("ServicePartitionScan", "the state of a scan, not a setting"),
            ("InitiatorChannel", "who has set the options"), ("InitiatorSession", "who has set the options"), ("InitiatorTime", "when the options were set"),
            ("MailboxManufacturerId", "data of a vendor for the next start"), ("Mailbox", "data of a vendor for the next start"), ("Parameter", Bytes), ("Data", Bytes),
        ]),
        (typeof(SystemInfo), "SystemInfo", [""], [("ComputerName", Key), ("FirmwareVersion", "what the BIOS says of itself"), ("OemParameters", Bytes), ("Notes", "remarks")]),
        (typeof(ClockSettings), "Clock", [""], [("Time", "goes on by itself"), ("UtcOffset", "is UtcOffsetMinutes")]),
        (typeof(DcmiSettings), "Dcmi", [""], [("ActivateDhcp", Action)]),
        (typeof(PowerLimitSettings), "PowerLimit", [""], []),
        (typeof(NetworkSettings), "Network", [""], [("Channel", Key), ("MacAddress", "of the hardware"), ("Community", "a secret")]),
        (typeof(NetworkRouterSettings), "Network", ["IPv6Router1", "IPv6Router2"], [("Address", "is IPv6Router1 and IPv6Router2"), ("MacAddress", "is IPv6Router1Mac and IPv6Router2Mac")]),
        (typeof(SolSettings), "Sol", [""], []),
        (typeof(SerialSettings), "Serial", [""], [("PortSharing", "one of the MuxControls"), ("Mux", Action), ("Parameter", Bytes), ("Data", Bytes)]),
        (typeof(UserSettings), "Users", [""],
        [
            ("Password", "a secret"), ("AllowUnprotectedPassword", "not a setting of the BMC"), ("Channel", Key), ("SessionLimit", "the BMC does not show it"),
        ]),
        (typeof(ChannelChangeSettings), "Channels", ["Stored", "Active"], [("Channel", Key), ("Store", "Stored and Active are settings of their own")]),
        (typeof(AlertSettings), "Pef", [""],
        [
            ("Receivers", "are in the section AlertDestinations"), ("RemoveReceivers", Action), ("On", "is Filters"), ("Community", "a secret"), ("Acknowledged", "is in the section AlertDestinations"),
            ("AlertTimeout", "is in the section AlertDestinations"), ("Retries", "are in the section AlertDestinations"), ("EventMessages", "one of Control"), ("EnabledActions", "are ActionEnables"),
            ("StartupDelay", "is StartupDelaySeconds"), ("AlertStartupDelay", "is AlertStartupDelaySeconds"), ("PostponeSeconds", Action), ("LastSoftwareEvent", "goes on by itself"), ("LastBmcEvent", "goes on by itself"),
            ("TextNumber", Key), ("Text", "is Strings"), ("TextFilter", "is Filter of StringKeys"), ("TextSet", "is StringSet of StringKeys"),
        ]),
        (typeof(AlertFilterSettings), "Pef", [""], [("Number", Key), ("Data1", "is Data1Mask and two more"), ("Data2", "is Data2Mask and two more"), ("Data3", "is Data3Mask and two more")]),
        (typeof(AlertPolicySettings), "Pef", [""], [("Number", Key)]),
        (typeof(AlertDestinationSettings), "AlertDestinations", [""],
        [
            ("Channel", Key), ("Number", Key), ("Receiver", "is Address"), ("AlertTimeout", "is TimeoutSeconds"), ("VlanId", "is in VlanTag"), ("VlanPriority", "is in VlanTag"), ("Community", "a secret"),
        ]),
        (typeof(SensorThresholdSettings), "SensorThresholds", [""], []),
        (typeof(SensorEventSettings), "SensorEvents", [""], [("Enable", "changes the lists of events"), ("Disable", "changes the lists of events"), ("Direction", "of Enable and Disable")]),
    ];

    public static TheoryData<string> Sections => [.. ConfigurationSections.Names];

    [Fact]
    public void Every_property_that_can_be_set_is_a_setting_or_is_left_out_for_a_reason()
    {
        foreach (var (type, section, prefixes, leftOut) in s_settings)
        {
            string[] known = [.. Paths(ConfigurationSections.Find(section)!.Describe()).Select(static path => path.Split('/').Last())];
            string[] properties = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static property => property.CanWrite).Select(static property => property.Name)];
            string[] missing = [.. properties.Where(name => leftOut.All(pair => pair.Name != name)).SelectMany(name => prefixes.Select(prefix => prefix + name)).Except(known)];
            Assert.True(missing.Length == 0, $"{type.Name}: not in the section {section}, and not left out in this test: {string.Join(", ", missing)}");
            Assert.Empty(leftOut.Select(static pair => pair.Name).Except(properties));
            Assert.Empty(leftOut.Where(static pair => pair.Reason != Bytes).SelectMany(pair => prefixes.Select(prefix => prefix + pair.Name)).Intersect(known));
        }
    }

    [Theory]
    [MemberData(nameof(Sections))]
    public void The_filled_configuration_of_the_tests_has_every_setting(string section)
    {
        var filled = ConfiguredBmc.Settings((ConfigurationObject)FilledConfiguration.Create().Root[section]!).Select(static setting => setting.Path.Split('/'));
        var missing = Paths(ConfigurationSections.Find(section)!.Describe()).Where(path => !filled.Any(parts => IsLike(path.Split('/'), parts)));
        Assert.Empty(missing);
    }

    /// <summary>The paths of the settings of a JSON Schema; "*" stands for keys.</summary>
    private static IEnumerable<string> Paths(ConfigurationObject schema)
    {
        foreach (var (name, value) in Parts(schema, "properties").Where(static part => part.Name != ConfigurationObject.NotesName).Concat(Parts(schema, "patternProperties").Select(static part => ("*", part.Value))))
            foreach (string rest in value["type"] is "object" ? Paths(value) : [""])
                yield return rest.Length == 0 ? name : $"{name}/{rest}";
    }

    private static IEnumerable<(string Name, ConfigurationObject Value)> Parts(ConfigurationObject schema, string name) => (schema[name] as ConfigurationObject)?.Parts ?? [];

    private static bool IsLike(string[] pattern, string[] path) => pattern.Length == path.Length && pattern.Zip(path, static (left, right) => left == "*" || left == right).All(static same => same);
}
