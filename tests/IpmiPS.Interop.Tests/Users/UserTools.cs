using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Interop.Users;

/// <summary>Users in the words of ipmitool and FreeIPMI, from what they print and from what this project reads.</summary>
internal static class UserTools
{
    private const string Limits = "CALLBACK USER OPERATOR ADMINISTRATOR OEM";

    /// <summary>Lines of ipmitool user list without its heading: ID, name, callin, link, messaging, limit.</summary>
    public static string[] FromIpmiTool(IEnumerable<string> lines) =>
        [.. lines.Where(static line => line.Length > 0 && char.IsDigit(line[0])).Select(static line =>
            string.Join(' ', new[] { line[..4].Trim(), line[4..21].Trim() }.Concat(line[21..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static part => part.Length > 0)))];

    /// <summary>What ipmitool user list prints for users. Its heading "Callin" is true for those that are not restricted to callback.</summary>
    public static string[] AsIpmiTool(IEnumerable<User> users) =>
        [.. users.Select(static user => string.Join(' ', new[] { $"{user.Id}", user.Name!, Word(!user.CallbackOnly), Word(user.LinkAuthentication), Word(user.Messaging), Limit(user.Privilege!.Value) }.Where(static part => part.Length > 0)))];

    /// <summary>Fields of a section of ipmi-config --checkout, without those that are comments.</summary>
    public static Dictionary<string, string> Section(IEnumerable<string> lines, string name) => lines
        .SkipWhile(line => line != $"Section {name}").Skip(1).TakeWhile(static line => line != "EndSection")
        .Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#')
        .Select(static line => line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries)).ToDictionary(static parts => parts[0], static parts => parts.Length > 1 ? parts[1].Trim() : "");

    /// <summary>What ipmi-config --checkout prints for a user.</summary>
    public static Dictionary<string, string> AsIpmiConfig(User user)
    {
        var fields = new Dictionary<string, string>
        {
            ["Lan_Enable_IPMI_Msgs"] = YesNo(user.Messaging),
            ["Lan_Enable_Link_Auth"] = YesNo(user.LinkAuthentication),
            ["Lan_Enable_Restricted_to_Callback"] = YesNo(user.CallbackOnly),
            ["Lan_Privilege_Limit"] = user.Privilege == UserPrivilege.NoAccess ? "No_Access" : $"{user.Privilege}",
        };
        if (user.Name!.Length > 0)
            fields["Username"] = user.Name;
        if (user.Enabled is not null)
            fields["Enable_User"] = YesNo(user.Enabled);
        if (user.Payloads is { } payloads)
            fields["SOL_Payload_Access"] = YesNo(payloads.HasFlag(UserPayloads.Sol));
        return fields;
    }

    private static string Limit(UserPrivilege privilege) => privilege switch
    {
        UserPrivilege.NoAccess => "NO ACCESS",
        UserPrivilege.Unknown => "Unknown (0x00)",
        _ => Limits.Split(' ')[(int)privilege - 1],
    };

    private static string Word(bool? value) => value == true ? "true" : "false";

    private static string YesNo(bool? value) => value == true ? "Yes" : "No";
}
