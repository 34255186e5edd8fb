using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Security;

/// <summary>
/// Command lines that mend something. Only numbers and the name under which the caller knows the BMC go into them, never text that came
/// from the BMC: somebody will paste them into a shell.
/// </summary>
internal static class Remedies
{
    private const byte SetChannelAccess = 0x40, SetUserAccess = 0x43, SetUserName = 0x45, SetUserPassword = 0x47, SetUserPayloadAccess = 0x4C, SetSecurityKeys = 0x56;
    private static readonly byte SetLan = SetLanConfigurationParameters.Definition.Code, SetSol = SetSolConfigurationParameters.Definition.Code;

    /// <summary>Sends a command as bytes.</summary>
    public static string Invoke(SecurityFacts facts, NetFn netFn, byte command, params byte[] data) => Command(facts, netFn, command) + $"'{Hex.Format(data, " ")}'";

    /// <summary>Set LAN Configuration Parameters, section 23.1: channel, parameter, data.</summary>
    public static string Lan<T>(SecurityFacts facts, Parameter<T> parameter, T value) => Invoke(facts, NetFn.Transport, SetLan, [facts.Channel, parameter.Number, .. parameter.Encode(value)]);

    /// <summary>Set SOL Configuration Parameters, section 26.2: channel, parameter, data.</summary>
    public static string Sol<T>(SecurityFacts facts, Parameter<T> parameter, T value) => Invoke(facts, NetFn.Transport, SetSol, [facts.Channel, parameter.Number, .. parameter.Encode(value)]);

    /// <summary>Set User Password, section 22.30: user, operation 0, disable.</summary>
    public static string DisableUser(SecurityFacts facts, byte id) => Invoke(facts, NetFn.App, SetUserPassword, id, 0);

    /// <summary>
    /// Set User Access, section 22.26: channel with bit 7 clear, so that only the limit changes; user; limit. Which user is not filled in, so
    /// that nobody takes the rights of all administrators by pasting.
    /// </summary>
    public static string LimitUser(SecurityFacts facts, PrivilegeLevel limit) => Invoke(facts, NetFn.App, SetUserAccess, facts.Channel, 0, (byte)limit).Replace(" 00 ", " <id> ");

    /// <summary>Set User Payload Access, section 24.6: channel; bits 7:6 01b, disable, and user; payload 1, SOL.</summary>
    public static string ForbidSol(SecurityFacts facts, byte id) => Invoke(facts, NetFn.App, SetUserPayloadAccess, facts.Channel, (byte)(0x40 | id), 0x02, 0, 0, 0);

    /// <summary>Set Channel Access, section 22.22: kept (01b) and present (10b) settings; the privilege limit stays (00b).</summary>
    public static string ChannelAccess(SecurityFacts facts, byte settings) =>
        string.Join("; ", new byte[] { 0x40, 0x80 }.Select(which => Invoke(facts, NetFn.App, SetChannelAccess, facts.Channel, (byte)(which | settings & 0x3F), 0)));

    /// <summary>The same, for the limit alone.</summary>
    public static string LimitChannel(SecurityFacts facts, PrivilegeLevel limit) =>
        string.Join("; ", new byte[] { 0x40, 0x80 }.Select(which => Invoke(facts, NetFn.App, SetChannelAccess, facts.Channel, 0, (byte)(which | (byte)limit))));

    /// <summary>A new, random password for the account that logs in, or for one whose name stands in this module's own table.</summary>
    public static string NewPassword(SecurityFacts facts, string? account = null) =>
        $"Update-IpmiPassword -ComputerName {Name(facts)}" + (account is null ? "" : $" -Account '{account}'");

    /// <summary>Set User Name, section 22.28: user, 16 bytes. The administrator chooses the names.</summary>
    public static string RenameUsers(SecurityFacts facts, byte[] ids) =>
        string.Join("; ", ids.Select(id => InvokeWithText(facts, NetFn.App, SetUserName, $"$name{id}", 16, id)))
        + $" # first set {string.Join(", ", ids.Select(static id => $"$name{id}"))}: the new name of each, at most 16 characters";

    /// <summary>LAN parameter 16, table 23-4: 18 bytes. The administrator chooses the name.</summary>
    public static string Community(SecurityFacts facts) =>
        InvokeWithText(facts, NetFn.Transport, SetLan, "$community", 18, facts.Channel, LanParameters.CommunityString.Number)
        + " # first set $community: the new name, at most 18 characters";

    /// <summary>Set Channel Security Keys, section 22.25: channel, operation 1, set; key 1, Kg; 20 bytes.</summary>
    public static string BmcKey(SecurityFacts facts) =>
        InvokeWithText(facts, NetFn.App, SetSecurityKeys, "[Net.NetworkCredential]::new('', $bmcKey).Password", 20, facts.Channel, 1, 1)
        + " # first set $bmcKey = New-IpmiPassword -Length 20, and keep it: each log-in then needs -BmcKey $bmcKey";

    /// <summary>
    /// Sends bytes and a text of a fixed length, filled up with zeros. The text is in a variable of the administrator's; while that is not set, nothing
    /// is changed.
    /// </summary>
    private static string InvokeWithText(SecurityFacts facts, NetFn netFn, byte command, string text, int length, params byte[] data) =>
        Command(facts, netFn, command) + $"(@({string.Join(", ", data.Select(static b => $"0x{b:X2}"))}) + [Text.Encoding]::ASCII.GetBytes({text}.PadRight({length}, [char]0)))";

    private static string Command(SecurityFacts facts, NetFn netFn, byte command) => $"Invoke-IpmiCommand -ComputerName {Name(facts)} -NetFn {netFn} -Command 0x{command:X2} -Data ";

    /// <summary>The BMC's name as PowerShell reads it literally.</summary>
    private static string Name(SecurityFacts facts) => $"'{facts.ComputerName.Replace("'", "''")}'";
}
