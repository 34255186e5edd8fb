using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Oem;

namespace IpmiPS.Security;

/// <summary>Checks of accounts: without a name, with a default name, or with more privileges than needed.</summary>
internal static class UserChecks
{
    private const byte AnonymousLogIn = 0x01, NullUserLogIn = 0x02;

    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("AnonymousLogIn", SecuritySeverity.Critical, "Anonymous log-in enabled",
            "Disable the null user: it has neither a name nor a password, so anyone can log in.",
            "IPMI 2.0 section 6.9 and 22.13", JudgeAnonymous),
        new("NullUser", SecuritySeverity.High, "Null user enabled",
            "Disable users without a name: only a password protects them, and it is not known who uses them.",
            "IPMI 2.0 section 6.9", JudgeNullUser),
        new("DefaultAccountName", SecuritySeverity.Medium, "Vendor's default account name",
            "Rename the account, or disable it and use another one: attackers try these names first.",
            "Rapid7, A Penetration Tester's Guide to IPMI and BMCs, 2013", JudgeDefaultName),
        new("DefaultPassword", SecuritySeverity.Critical, "Vendor's default password",
            "Change the password at once: it is printed in manuals.",
            "US-CERT alert TA13-207A", JudgeDefaultPassword),
        new("ExcessAdministrators", SecuritySeverity.Low, "Many administrators",
            "Lower the privilege of accounts that need not change the BMC's settings: Operator is sufficient for power, boot device, sensors and logs.",
            "IPMI 2.0 section 6.8 and appendix G", JudgeAdministrators),
        new("AuditAccountAdministrator", SecuritySeverity.Information, "Audit run as an administrator",
            "Use a separate account with the privilege Operator for audits: it can read everything that the audit needs. Only -IncludeDefaultCredential requires an administrator.",
            "IPMI 2.0 appendix G", JudgeAuditAccount),
        new("SolPayloadAccess", SecuritySeverity.Low, "Console (SOL) open to users who may only read",
            "Disable SOL for accounts that may only read: the console is that of the server, where a user may be logged in, or the boot process can be stopped.",
            "IPMI 2.0 section 24.7, and table 26-5, SOL parameter 2", JudgeSol),
    ];

    private static Verdict JudgeAnonymous(SecurityFacts facts)
    {
        if (!facts.Capabilities.Succeeded)
            return Verdict.NotChecked($"The BMC did not report whether anonymous log-in is enabled: {facts.DescribeFailure(facts.Capabilities)}");
        return (facts.Capabilities.Value.Status & AnonymousLogIn) != 0
            ? Flagged(facts, "The BMC reports that a user with neither name nor password is enabled.")
            : Verdict.Passed("The BMC reports that no user without name and password is enabled.");
    }

    private static Verdict JudgeNullUser(SecurityFacts facts)
    {
        // Unused entries have no name either. If the BMC does not report whether one is enabled, its flags before the log-in count.
        var nameless = facts.Users.Succeeded ? facts.Enabled.Where(static user => user.Name.Succeeded && user.Text.Length == 0 && user.Access.Value.Status == UserEnableStatus.Enabled).ToArray() : [];
        if (nameless.Length > 0)
            return Verdict.Failed($"Enabled: {string.Join(", ", nameless.AsEnumerable())}.", string.Join("; ", nameless.Select(user => Remedies.DisableUser(facts, user.Id))));
        if (facts.Capabilities.Succeeded && (facts.Capabilities.Value.Status & (NullUserLogIn | AnonymousLogIn)) != 0)
            return Flagged(facts, "The BMC reports that a user without a name is enabled.");
        if (facts.Users.Succeeded)
            return UnlessUnread(facts, "No user without a name is enabled.");
        return facts.Capabilities.Succeeded ? Verdict.Passed("The BMC reports that no user without a name is enabled.") : NotRead(facts);
    }

    /// <summary>Some BMCs set these flags wrongly. If all users were read, and none without a name can log in, the flag alone is less severe.</summary>
    private static Verdict Flagged(SecurityFacts facts, string evidence) => facts.Users.Succeeded && facts.Users.Value.All(static user => user.IsKnown) && !facts.Enabled.Any(static user => user.Text.Length == 0)
        ? Verdict.Failed(evidence + " Its list of users has none that could log in.", Remedies.DisableUser(facts, 1), SecuritySeverity.Low)
        : Verdict.Failed(evidence, Remedies.DisableUser(facts, 1));

    private static Verdict JudgeDefaultName(SecurityFacts facts)
    {
        if (!facts.Users.Succeeded)
            return NotRead(facts);
        var found = facts.Enabled.Select(static user => (User: user, Accounts: DefaultAccounts.OfName(user.Text).ToArray())).Where(static match => match.Accounts.Length > 0).ToArray();
        return found.Length == 0
            ? UnlessUnread(facts, "No account that can log in has a vendor's default name.")
            : Verdict.Failed($"{string.Join("; ", found.Select(static match => $"{match.User}, a default name of {DescribeVendors(match.Accounts)}"))}.",
                Remedies.RenameUsers(facts, [.. found.Select(static match => match.User.Id)]));
    }

    private static Verdict JudgeDefaultPassword(SecurityFacts facts)
    {
        if (facts.DefaultPasswords is not { } result)
            return Verdict.NotChecked(facts.UnavailableReason is { } unavailable ? $"Not tested: {unavailable}" : "Not tested; use -IncludeDefaultCredential.");
        string rest = result.NotTestedReason is { } partial ? " " + partial : "";
        if (result.Found.Count > 0)
        {
            string[] accounts = [.. result.Found.Select(static found => $"{found.User} has the default password of {found.Account.Vendor}")];
            return Verdict.Failed($"{string.Join("; ", accounts)}.{rest}", string.Join("; ", result.Found.Select(found => Remedies.NewPassword(facts, found.Account.UserName))));
        }

        if (result.NotTestedReason is { } reason)
            return Verdict.NotChecked(reason);
        return UnlessUnread(facts, result.Tested.Count == 0
            ? "No account that can log in has a name with a known default password."
            : $"None has a known default password: {string.Join(", ", result.Tested)}. One password was compared for each.");
    }

    private static Verdict JudgeAdministrators(SecurityFacts facts)
    {
        if (!facts.Users.Succeeded)
            return NotRead(facts);
        var administrators = facts.Enabled.Where(static user => user.Privilege >= PrivilegeLevel.Administrator).ToArray();
        string evidence = administrators.Length == 0 ? "No account can log in as administrator."
            : $"Administrators who can log in: {administrators.Length} (more than {facts.Options.MaximumAdministrators} is a finding): {string.Join(", ", administrators.AsEnumerable())}.";
        if (administrators.Length <= facts.Options.MaximumAdministrators)
            return UnlessUnread(facts, evidence);
        return Verdict.Failed(evidence, Remedies.LimitUser(facts, PrivilegeLevel.Operator));
    }

    private static Verdict JudgeAuditAccount(SecurityFacts facts)
    {
        if (!facts.Users.Succeeded)
            return NotRead(facts);
        if (facts.Options.UserName is not { } name || facts.Enabled.FirstOrDefault(user => user.Name.Succeeded && user.Text == name) is not { } user)
            return UnlessUnread(facts, "") is { Status: SecurityStatus.NotChecked } unread ? unread : Verdict.NotChecked("The account that runs the audit was not found among the users.");
        return user.Privilege >= PrivilegeLevel.Administrator
            ? Verdict.Failed($"The audit runs as {user}.", "Use an account that is limited to Operator.")
            : Verdict.Passed($"The audit runs as {user}.");
    }

    private static Verdict JudgeSol(SecurityFacts facts)
    {
        if (ServiceChecks.SolIsOff(facts) is { } off)
            return Verdict.NotApplicable(off);
        if (!facts.Users.Succeeded)
            return NotRead(facts);
        var needed = ServiceChecks.SolSettings(facts)?.Privilege ?? 0;
        var lesser = facts.Enabled.Where(static user => user.Privilege < PrivilegeLevel.Operator).ToArray();
        var found = lesser.Where(user => user.Payloads is { Succeeded: true, Value.Sol: true } && user.Privilege >= needed).ToArray();
        if (found.Length > 0)
            return Verdict.Failed($"Below Operator, but allowed to use SOL: {string.Join(", ", found.AsEnumerable())}.", string.Join("; ", found.Select(user => Remedies.ForbidSol(facts, user.Id, user.Payloads.Value))));
        if (lesser.FirstOrDefault(user => !user.Payloads.Succeeded && user.Privilege >= needed) is { } unread)
            return Verdict.NotChecked($"The rights of user {unread.Id} could not be read: {facts.DescribeFailure(unread.Payloads)}");
        return UnlessUnread(facts, "No account below Operator may use the console.");
    }

    private static string DescribeVendors(DefaultAccount[] accounts)
    {
        const int Enough = 3;
        return string.Join(", ", accounts.Take(Enough).Select(static account => account.Vendor)) + (accounts.Length > Enough ? " and others" : "");
    }

    private static Verdict NotRead(SecurityFacts facts) => Verdict.NotChecked($"The users could not be read: {facts.DescribeFailure(facts.Users)}");

    /// <summary>Passed, unless users could not be read.</summary>
    private static Verdict UnlessUnread(SecurityFacts facts, string evidence)
    {
        var unread = facts.Users.Succeeded ? facts.Users.Value.Where(static user => !user.IsKnown).ToArray() : [];
        if (unread.Length == 0)
            return Verdict.Passed(evidence);
        const int Enough = 5;
        string ids = string.Join(", ", unread.Take(Enough).Select(static user => user.Id)) + (unread.Length > Enough ? $" and {unread.Length - Enough} others" : "");
        return Verdict.NotChecked($"Users {ids} could not be read: {(unread[0].Access.Succeeded ? facts.DescribeFailure(unread[0].Name) : facts.DescribeFailure(unread[0].Access))}");
    }
}
