using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Security;

/// <summary>
/// Command lines that fix a finding. They contain only numbers and the name that the caller specified, never text
/// from the BMC, because they are pasted into a shell.
/// </summary>
internal static class Remedies
{
    /// <summary>Sends a command as bytes.</summary>
    public static string Invoke(SecurityFacts facts, CommandDefinition command, params byte[] data) => Command(facts, command) + $"'{Hex.Format(data, " ")}'";

    /// <summary>Set LAN Configuration Parameters, section 23.1: channel, parameter, data.</summary>
    public static string Lan<T>(SecurityFacts facts, Parameter<T> parameter, T value) => Invoke(facts, SetLanConfigurationParameters.Definition, [facts.Channel, parameter.Number, .. parameter.Encode(value)]);

    /// <summary>Set SOL Configuration Parameters, section 26.2: channel, parameter, data.</summary>
    public static string Sol<T>(SecurityFacts facts, Parameter<T> parameter, T value) => Invoke(facts, SetSolConfigurationParameters.Definition, [facts.Channel, parameter.Number, .. parameter.Encode(value)]);

    /// <summary>Set User Password, section 22.30: user, operation 0, disable.</summary>
    public static string DisableUser(SecurityFacts facts, byte id) => Invoke(facts, SetUserPassword.Definition, id, 0);

    /// <summary>
    /// Set User Access, section 22.26: channel with bit 7 clear, so that only the limit changes; user; limit. The user is not filled in, so
    /// that pasting does not lower the rights of all administrators.
    /// </summary>
    public static string LimitUser(SecurityFacts facts, PrivilegeLevel limit) => Invoke(facts, SetUserAccess.Definition, facts.Channel, 0, (byte)limit).Replace(" 00 ", " <id> ");

    /// <summary>Set User Payload Access, section 24.6: channel; bits 7:6 01b, disable, and user; payload 1, SOL.</summary>
    public static string ForbidSol(SecurityFacts facts, byte id) => Invoke(facts, SetUserPayloadAccess.Definition, facts.Channel, (byte)(0x40 | id), 0x02, 0, 0, 0);

    /// <summary>Set Channel Access, section 22.22: kept (01b) and present (10b) settings; the privilege limit stays (00b).</summary>
    public static string ChannelAccess(SecurityFacts facts, byte settings) =>
        string.Join("; ", new byte[] { 0x40, 0x80 }.Select(which => Invoke(facts, SetChannelAccess.Definition, facts.Channel, (byte)(which | settings & 0x3F), 0)));

    /// <summary>The same, for the privilege limit.</summary>
    public static string LimitChannel(SecurityFacts facts, PrivilegeLevel limit) =>
        string.Join("; ", new byte[] { 0x40, 0x80 }.Select(which => Invoke(facts, SetChannelAccess.Definition, facts.Channel, 0, (byte)(which | (byte)limit))));

    /// <summary>A new, random password for the account that logs in, or for one of the known default accounts.</summary>
    public static string NewPassword(SecurityFacts facts, string? account = null) =>
        $"Update-IpmiPassword -ComputerName {Name(facts)}" + (account is null ? "" : $" -Account '{account}'");

    /// <summary>Set User Name, section 22.28: user, 16 bytes. The administrator chooses the names.</summary>
    public static string RenameUsers(SecurityFacts facts, byte[] ids) =>
        string.Join("; ", ids.Select(id => InvokeWithText(facts, SetUserName.Definition, $"$name{id}", 16, id)))
        + $" # first set {string.Join(", ", ids.Select(static id => $"$name{id}"))}: the new name of each, at most 16 characters";

    /// <summary>LAN parameter 16, table 23-4: 18 bytes. The administrator chooses the name.</summary>
    public static string Community(SecurityFacts facts) =>
        InvokeWithText(facts, SetLanConfigurationParameters.Definition, "$community", 18, facts.Channel, LanParameters.CommunityString.Number)
        + " # first set $community: the new name, at most 18 characters";

    /// <summary>Set Channel Security Keys, section 22.25: channel, operation 1, set; key 1, Kg; 20 bytes.</summary>
    public static string BmcKey(SecurityFacts facts) =>
        InvokeWithText(facts, SetChannelSecurityKeys.Definition, "[Net.NetworkCredential]::new('', $bmcKey).Password", 20, facts.Channel, 1, 1)
        + " # first set $bmcKey = New-IpmiPassword -Length 20, and keep it: each log-in then needs -BmcKey $bmcKey";

    /// <summary>
    /// Sends bytes and a text of a fixed length, padded with zeros. The text is in a variable that the administrator has to set; until then, nothing
    /// is changed.
    /// </summary>
    private static string InvokeWithText(SecurityFacts facts, CommandDefinition command, string text, int length, params byte[] data) =>
        Command(facts, command) + $"(@({string.Join(", ", data.Select(static b => $"0x{b:X2}"))}) + [Text.Encoding]::ASCII.GetBytes({text}.PadRight({length}, [char]0)))";

    private static string Command(SecurityFacts facts, CommandDefinition command) =>
        $"Invoke-IpmiCommand -ComputerName {Name(facts)} -NetFn {command.NetFn} -Command 0x{command.Code:X2} -Data ";

    /// <summary>The BMC's name as PowerShell reads it literally.</summary>
    private static string Name(SecurityFacts facts) => $"'{facts.ComputerName.Replace("'", "''")}'";
}
