using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>
/// Command lines that fix a finding, with the cmdlets that read back what they have set. They contain only numbers, names of enumerations and the name that the
/// caller specified, never text from the BMC, because they are pasted into a shell. What the administrator has to choose is a variable; while it is not set, the
/// cmdlets report an error and change nothing.
/// </summary>
internal static class Remedies
{
    private const byte LastLanChannel = 11;

    /// <summary>Disables a user, on all channels.</summary>
    public static string DisableUser(SecurityFacts facts, byte id) => Line(facts, "Disable-IpmiUser", $"-Id {id}");

    /// <summary>Lowers the privilege of a user. The user is not filled in, so that pasting does not lower all administrators.</summary>
    public static string LimitUser(SecurityFacts facts, PrivilegeLevel limit) =>
        LineOnChannel(facts, "Set-IpmiUser", $"-Id $userId -Privilege {limit}") + " # first set $userId: the ID of an administrator who needs no more than that";

    /// <summary>Forbids the console to a user. The cmdlet sets all payloads, so the others are listed.</summary>
    public static string ForbidSol(SecurityFacts facts, byte id, PayloadAccess present)
    {
        const int OemPayloads = 8;
        string[] kept = [.. Enumerable.Range(0, OemPayloads).Where(bit => (present.Oem >> bit & 1) != 0).Select(static bit => $"Oem{bit}")];
        return LineOnChannel(facts, "Set-IpmiUser", $"-Id {id} -Payloads {(kept.Length == 0 ? "None" : string.Join(", ", kept))}");
    }

    /// <summary>The administrator chooses the names.</summary>
    public static string RenameUsers(SecurityFacts facts, byte[] ids) =>
        string.Join("; ", ids.Select(id => Line(facts, "Set-IpmiUser", $"-Id {id} -NewName $name{id}")))
        + $" # first set {string.Join(", ", ids.Select(static id => $"$name{id}"))}: the new name{(ids.Length == 1 ? "" : " of each")}, at most 16 bytes";

    /// <summary>A new, random password for the account that logs in, or for one of the known default accounts.</summary>
    public static string NewPassword(SecurityFacts facts, string? account = null) => $"Update-IpmiPassword -ComputerName {Name(facts)}" + (account is null ? "" : $" -Account '{account}'");

    /// <summary>Turns per-message authentication on.</summary>
    public static string AuthenticateMessages(SecurityFacts facts) => LineOnChannel(facts, "Set-IpmiChannel", "-PerMessageAuthentication $true");

    /// <summary>Turns user-level authentication on.</summary>
    public static string AuthenticateUserLevel(SecurityFacts facts) => LineOnChannel(facts, "Set-IpmiChannel", "-UserLevelAuthentication $true");

    /// <summary>Limits the privilege of all sessions over the channel.</summary>
    public static string LimitChannel(SecurityFacts facts, PrivilegeLevel limit) =>
        LineOnChannel(facts, "Set-IpmiChannel", $"-PrivilegeLimit {limit}") + $" # run this last: afterwards, no session over this channel has more than {limit}";

    /// <summary>Authentication types of IPMI 1.5, for each level.</summary>
    public static string AuthenticationTypes(SecurityFacts facts, AuthenticationTypeEnables types) => LineOnChannel(facts, "Set-IpmiNetwork",
        $"-CallbackAuthentication {types.Callback} -UserAuthentication {types.User} -OperatorAuthentication {types.Operator} -AdministratorAuthentication {types.Administrator} -OemAuthentication {types.Oem}");

    /// <summary>Disables a user for five minutes after five bad passwords.</summary>
    public static string LockOut(SecurityFacts facts) => LineOnChannel(facts, "Set-IpmiNetwork", "-BadPasswordThreshold 5 -BadPasswordResetInterval 300 -LockOutInterval 300");

    /// <summary>The administrator chooses the community.</summary>
    public static string Community(SecurityFacts facts) =>
        LineOnChannel(facts, "Set-IpmiNetwork", "-Community $community") + " # first set $community = Read-Host 'New community, at most 18 characters' -AsSecureString";

    /// <summary>Sets the highest privilege of log-ins with a suite.</summary>
    public static string PermitSuite(SecurityFacts facts, byte suite, PrivilegeLevel limit) => LineOnChannel(facts, "Set-IpmiCipherSuite", $"-Suite {suite} -PrivilegeLimit {limit}");

    /// <summary>Forbids suites.</summary>
    public static string ForbidSuites(SecurityFacts facts, IEnumerable<byte> suites) => LineOnChannel(facts, "Set-IpmiCipherSuite", $"-Suite {string.Join(", ", suites)} -PrivilegeLimit Unused");

    /// <summary>Requires encryption and authentication of the console, and a higher privilege if the present one is too low.</summary>
    public static string Sol(SecurityFacts facts, PrivilegeLevel? privilege) =>
        LineOnChannel(facts, "Set-IpmiSolConfiguration", "-ForceEncryption $true -ForceAuthentication $true" + (privilege is null ? "" : $" -Privilege {privilege}"));

    /// <summary>The administrator has to keep the key.</summary>
    public static string BmcKey(SecurityFacts facts) =>
        LineOnChannel(facts, "Set-IpmiBmcKey", "-NewKey $bmcKey") + " # first set $bmcKey = New-IpmiPassword -Length 20, and keep it: each log-in then needs -BmcKey $bmcKey";

    private static string Line(SecurityFacts facts, string cmdlet, string settings) => $"{cmdlet} -ComputerName {Name(facts)} {settings}";

    /// <summary>With the channel; a cmdlet finds that of the connection if its number is not known.</summary>
    private static string LineOnChannel(SecurityFacts facts, string cmdlet, string settings) =>
        Line(facts, cmdlet, facts.Channel is >= 1 and <= LastLanChannel ? $"-Channel {facts.Channel} {settings}" : settings);

    /// <summary>The BMC's name as PowerShell reads it literally. For PowerShell, typographic quotation marks are quotation marks, too.</summary>
    private static string Name(SecurityFacts facts) => $"'{Regex.Replace(facts.ComputerName, "['\u2018-\u201B]", "$0$0")}'";
}
