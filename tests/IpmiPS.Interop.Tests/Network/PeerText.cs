using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using Xunit;

namespace IpmiPS.Interop.Network;

/// <summary>Our objects in the words of ipmitool and FreeIPMI.</summary>
internal static class PeerText
{
    /// <summary>"Name : value" lines; continued ones are left out.</summary>
    public static Dictionary<string, string> Fields(IEnumerable<string> lines) => lines
        .Select(static line => line.Split(':', 2))
        .Where(static parts => parts.Length == 2 && parts[0].Trim().Length > 0)
        .GroupBy(static parts => parts[0].Trim())
        .ToDictionary(static group => group.Key, static group => group.First()[1].Trim());

    /// <summary>Keys of an ipmi-config checkout with the section in front; "_" instead of a value that is commented out.</summary>
    public static Dictionary<string, string> Checkout(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>();
        string section = "";
        foreach (string[] words in lines.Select(static line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length > 1 && words[0][0] != '#'))
        {
            if (words[0] == "Section")
                section = words[1];
            else
                values[$"{section}:{words[0]}"] = words[1];
        }

        return values;
    }

    /// <summary>Compares what ipmitool's "lan print" shows with what we read. Returns how many fields were compared.</summary>
    public static int AssertLanPrint(IReadOnlyDictionary<string, string> theirs, IpmiPS.Network ours, IReadOnlyList<CipherSuiteInfo> suites)
    {
        var expected = new Dictionary<string, string?>
        {
            ["IP Address"] = ours.IPv4Address,
            ["IP Address Source"] = ours.AddressSource switch { AddressSource.Static => "Static Address", AddressSource.Dhcp => "DHCP Address", AddressSource.Bios => "BIOS Assigned Address", _ => "Unspecified" },
            ["Subnet Mask"] = ours.SubnetMask,
            ["MAC Address"] = ours.MacAddress,
            ["SNMP Community String"] = ours.Community,
            ["Default Gateway IP"] = ours.DefaultGateway,
            ["Default Gateway MAC"] = ours.DefaultGatewayMac,
            ["Backup Gateway IP"] = ours.BackupGateway,
            ["Backup Gateway MAC"] = ours.BackupGatewayMac,
            ["802.1q VLAN ID"] = ours.VlanId == 0 ? "Disabled" : $"{ours.VlanId}",
            ["802.1q VLAN Priority"] = $"{ours.VlanPriority}",
            ["IP Header"] = $"TTL=0x{ours.TimeToLive:x2} Flags=0x{ours.IPv4Flags << 5:x2} Precedence=0x{ours.Precedence:x2} TOS=0x{ours.TypeOfService << 1:x2}",
            ["BMC ARP Control"] = $"ARP Responses {OnOff(ours.ArpResponses)}, Gratuitous ARP {OnOff(ours.GratuitousArp)}",
            ["Gratituous ARP Intrvl"] = string.Create(CultureInfo.InvariantCulture, $"{ours.GratuitousArpInterval:0.0} seconds"),
            ["Auth Type Support"] = Types(ours.AuthenticationSupport),
            ["Auth Type Enable"] = $"Callback : {Types(ours.CallbackAuthentication)}".TrimEnd(),
            ["Bad Password Threshold"] = $"{ours.BadPasswordThreshold}",
            ["Invalid password disable"] = ours.BadPasswordEvent == true ? "yes" : "no",
            ["Attempt Count Reset Int."] = $"{ours.BadPasswordResetInterval}",
            ["User Lockout Interval"] = $"{ours.LockOutInterval}",
            ["RMCP+ Cipher Suites"] = string.Join(",", suites.Where(static suite => suite.PrivilegeLimit != SuitePrivilege.Unknown).Select(static suite => suite.Suite)),
        };
        return Compare(expected, theirs);
    }

    /// <summary>Compares the network sections of an ipmi-config checkout with what we read. Returns how many keys were compared.</summary>
    public static int AssertCheckout(IReadOnlyDictionary<string, string> theirs, IpmiPS.Network ours, ChannelSettings channel, IReadOnlyList<CipherSuiteInfo> suites)
    {
        var expected = new Dictionary<string, string?>
        {
            ["Lan_Conf:IP_Address_Source"] = ours.AddressSource switch { AddressSource.Static => "Static", AddressSource.Dhcp => "Use_DHCP", AddressSource.Bios => "Use_BIOS", _ => "Unspecified" },
            ["Lan_Conf:IP_Address"] = ours.IPv4Address,
            ["Lan_Conf:MAC_Address"] = ours.MacAddress?.ToUpperInvariant(),
            ["Lan_Conf:Subnet_Mask"] = ours.SubnetMask,
            ["Lan_Conf:Default_Gateway_IP_Address"] = ours.DefaultGateway,
            ["Lan_Conf:Default_Gateway_MAC_Address"] = ours.DefaultGatewayMac?.ToUpperInvariant(),
            ["Lan_Conf:Backup_Gateway_IP_Address"] = ours.BackupGateway,
            ["Lan_Conf:Backup_Gateway_MAC_Address"] = ours.BackupGatewayMac?.ToUpperInvariant(),
            ["Lan_Conf_User_Security:Bad_Password_Threshold"] = $"{ours.BadPasswordThreshold}",
            ["Lan_Conf_User_Security:Attempt_Count_Reset_Interval"] = $"{ours.BadPasswordResetInterval / 10}",
            ["Lan_Conf_User_Security:User_Lockout_Interval"] = $"{ours.LockOutInterval / 10}",
            ["Lan_Conf_User_Security:Enable_Event_Message_When_User_Disabled"] = YesNo(ours.BadPasswordEvent),
            ["Lan_Conf_Misc:Enable_Gratuitous_ARPs"] = YesNo(ours.GratuitousArp),
            ["Lan_Conf_Misc:Enable_ARP_Response"] = YesNo(ours.ArpResponses),
            ["Lan_Conf_Misc:Gratuitous_ARP_Interval"] = $"{ours.GratuitousArpInterval * 2 - 1}",
            ["Lan6_Conf:IPv6_IPv4_Addressing_Enables"] = ours.IPVersion switch { IpVersions.Ipv4Only => "IPv6_disabled", IpVersions.Ipv6Only => "IPv6_only", _ => "IPv6_and_IPv4" },
            ["Lan6_Conf:IPv6_Static_Router_Address_Enable"] = YesNo((ours.IPv6RouterControl & Ipv6RouterControl.Static) != 0),
            ["Lan6_Conf:IPv6_Static_Router_Address_1"] = ours.IPv6Router1,
            ["Lan6_Conf:IPv6_Static_Router_Prefix_Value_1"] = ours.IPv6Router1Prefix?.Split('/')[0],
            ["Lan6_Conf:IPv6_Static_Address"] = ours.IPv6Address.FirstOrDefault(static address => address is { Source: Ipv6AddressSource.Static, Index: 0 })?.Address ?? "::",
            ["Lan_Channel:Volatile_Access_Mode"] = Mode(channel.ActiveAccessMode),
            ["Lan_Channel:Volatile_Enable_User_Level_Auth"] = YesNo(channel.ActiveUserLevelAuthentication),
            ["Lan_Channel:Volatile_Enable_Per_Message_Auth"] = YesNo(channel.ActivePerMessageAuthentication),
            ["Lan_Channel:Volatile_Enable_Pef_Alerting"] = YesNo(channel.ActiveAlerting),
            ["Lan_Channel:Volatile_Channel_Privilege_Limit"] = $"{channel.ActivePrivilegeLimit}",
            ["Lan_Channel:Non_Volatile_Access_Mode"] = Mode(channel.StoredAccessMode),
            ["Lan_Channel:Non_Volatile_Enable_User_Level_Auth"] = YesNo(channel.StoredUserLevelAuthentication),
            ["Lan_Channel:Non_Volatile_Enable_Per_Message_Auth"] = YesNo(channel.StoredPerMessageAuthentication),
            ["Lan_Channel:Non_Volatile_Enable_Pef_Alerting"] = YesNo(channel.StoredAlerting),
            ["Lan_Channel:Non_Volatile_Channel_Privilege_Limit"] = $"{channel.StoredPrivilegeLimit}",
        };
        foreach (var suite in suites)
            expected[$"Rmcpplus_Conf_Privilege:Maximum_Privilege_Cipher_Suite_Id_{suite.Suite}"] = $"{suite.PrivilegeLimit}";
        foreach (var (level, types) in new[] { ("Callback", ours.CallbackAuthentication), ("User", ours.UserAuthentication), ("Operator", ours.OperatorAuthentication), ("Admin", ours.AdministratorAuthentication), ("OEM", ours.OemAuthentication) })
        {
            expected[$"Lan_Conf_Auth:{level}_Enable_Auth_Type_None"] = YesNo(types?.HasFlag(AuthenticationTypes.Unauthenticated));
            expected[$"Lan_Conf_Auth:{level}_Enable_Auth_Type_MD2"] = YesNo(types?.HasFlag(AuthenticationTypes.Md2));
            expected[$"Lan_Conf_Auth:{level}_Enable_Auth_Type_MD5"] = YesNo(types?.HasFlag(AuthenticationTypes.Md5));
            expected[$"Lan_Conf_Auth:{level}_Enable_Auth_Type_Straight_Password"] = YesNo(types?.HasFlag(AuthenticationTypes.Password));
        }

        return Compare(expected, theirs);
    }

    private static int Compare(IReadOnlyDictionary<string, string?> ours, IReadOnlyDictionary<string, string> theirs)
    {
        string[] keys = [.. ours.Keys.Where(key => theirs.TryGetValue(key, out string? value) && value != "Not Available")];
        string[] differences = [.. keys.Where(key => theirs[key] != ours[key]).Select(key => $"{key}: ours '{ours[key]}', theirs '{theirs[key]}'")];
        Assert.True(differences.Length == 0, string.Join("\n", differences));
        return keys.Length;
    }

    private static string Types(AuthenticationTypes? types) => string.Join(" ", new[]
    {
        (AuthenticationTypes.Unauthenticated, "NONE"), (AuthenticationTypes.Md2, "MD2"), (AuthenticationTypes.Md5, "MD5"), (AuthenticationTypes.Password, "PASSWORD"), (AuthenticationTypes.Oem, "OEM"),
    }.Where(pair => types?.HasFlag(pair.Item1) == true).Select(static pair => pair.Item2));

    private static string OnOff(bool? isOn) => isOn == true ? "Enabled" : "Disabled";

    private static string? YesNo(bool? isOn) => isOn switch { true => "Yes", false => "No", _ => null };

    private static string Mode(ChannelAccessMode? mode) => mode switch { ChannelAccessMode.Disabled => "Disabled", ChannelAccessMode.PreBootOnly => "Pre_Boot_Only", ChannelAccessMode.AlwaysAvailable => "Always_Available", _ => "Shared" };
}
