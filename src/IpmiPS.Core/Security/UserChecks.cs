using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Oem;

namespace IpmiPS.Security;

/// <summary>Accounts: those without a name, those whose name everybody knows, and those that may do more than they need.</summary>
internal static class UserChecks
{
    private const byte AnonymousLogIn = 0x01, NullUserLogIn = 0x02;

    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("AnonymousLogIn", SecuritySeverity.Critical, "Anonymous log-in enabled",
            "Disable the null user: it has neither a name nor a password, so anyone logs in.",
            "IPMI 2.0 section 6.9 and 22.13", JudgeAnonymous),
        new("NullUser", SecuritySeverity.High, "Null user enabled",
            "Disable users without a name: only a password stands before them, and nothing tells who used them.",
            "IPMI 2.0 section 6.9", JudgeNullUser),
        new("DefaultAccountName", SecuritySeverity.Medium, "Vendor's default account name",
            "Rename the account, or disable it and use another: whoever guesses passwords, or asks for their hashes, begins with these names.",
            "Rapid7, A Penetration Tester's Guide to IPMI and BMCs, 2013", JudgeDefaultName),
        new("DefaultPassword", SecuritySeverity.Critical, "Vendor's default password",
            "Change the password at once: it is printed in manuals.",
            "US-CERT alert TA13-207A", JudgeDefaultPassword),
        new("ExcessAdministrators", SecuritySeverity.Low, "Many administrators",
            "Lower the limit of accounts that need not change the BMC's set-up: Operator is enough for power, boot device, sensors and logs.",
            "IPMI 2.0 section 6.8 and appendix G", JudgeAdministrators),
        new("AuditAccountAdministrator", SecuritySeverity.Information, "Audit run as an administrator",
            "Audit with an account of its own, limited to Operator: that reads all that the audit asks. Only -IncludeDefaultCredential needs an administrator.",
            "IPMI 2.0 appendix G", JudgeAuditAccount),
        new("SolPayloadAccess", SecuritySeverity.Low, "Console (SOL) open to users who may only read",
            "Forbid SOL to accounts that may only read: the console is that of the host, where a user may be logged in or the boot be stopped.",
            "IPMI 2.0 section 24.7, and table 26-5, SOL parameter 2", JudgeSol),
    ];

    private static Verdict JudgeAnonymous(SecurityFacts facts)
    {
        if (!facts.Capabilities.Succeeded)
            return Verdict.NotChecked($"The BMC did not say whether anonymous log-in is enabled: {facts.WhyNot(facts.Capabilities)}");
        return (facts.Capabilities.Value.Status & AnonymousLogIn) != 0
            ? Flagged(facts, "The BMC says that a user with neither name nor password is enabled.")
            : Verdict.Well("The BMC says that no user without name and password is enabled.");
    }

    private static Verdict JudgeNullUser(SecurityFacts facts)
    {
        // Entries that are free have no name either; where the BMC does not say whether one is enabled, its word before the log-in counts.
        var nameless = facts.Users.Succeeded ? facts.Enabled.Where(static user => user.Name.Succeeded && user.Text.Length == 0 && user.Access.Value.Status == UserEnableStatus.Enabled).ToArray() : [];
        if (nameless.Length > 0)
            return Verdict.Found($"Enabled: {string.Join(", ", nameless.AsEnumerable())}.", string.Join("; ", nameless.Select(user => Remedies.DisableUser(facts, user.Id))));
        if (facts.Capabilities.Succeeded && (facts.Capabilities.Value.Status & (NullUserLogIn | AnonymousLogIn)) != 0)
            return Flagged(facts, "The BMC says that a user without a name is enabled.");
        if (facts.Users.Succeeded)
            return UnlessUnread(facts, "No user without a name is enabled.");
        return facts.Capabilities.Succeeded ? Verdict.Well("The BMC says that no user without a name is enabled.") : NotRead(facts);
    }

    /// <summary>Some BMCs set these flags wrongly. Where the users were all read and show nobody without a name who can log in, the flag alone weighs little.</summary>
    private static Verdict Flagged(SecurityFacts facts, string evidence) => facts.Users.Succeeded && facts.Users.Value.All(static user => user.IsKnown) && !facts.Enabled.Any(static user => user.Text.Length == 0)
        ? Verdict.Found(evidence + " Its list of users has none that could log in.", Remedies.DisableUser(facts, 1), SecuritySeverity.Low)
        : Verdict.Found(evidence, Remedies.DisableUser(facts, 1));

    private static Verdict JudgeDefaultName(SecurityFacts facts)
    {
        if (!facts.Users.Succeeded)
            return NotRead(facts);
        var found = facts.Enabled.Select(static user => (User: user, Accounts: DefaultAccounts.OfName(user.Text).ToArray())).Where(static match => match.Accounts.Length > 0).ToArray();
        return found.Length == 0
            ? UnlessUnread(facts, "No account that can log in has a name that a vendor delivers.")
            : Verdict.Found($"{string.Join("; ", found.Select(static match => $"{match.User}, a name of {DescribeVendors(match.Accounts)}"))}.",
                Remedies.RenameUsers(facts, [.. found.Select(static match => match.User.Id)]));
    }

    private static Verdict JudgeDefaultPassword(SecurityFacts facts)
    {
        if (facts.DefaultPasswords is not { } result)
            return Verdict.NotChecked(facts.Obstacle is { } obstacle ? $"Not tried: {obstacle}" : "Not tried; it needs -IncludeDefaultCredential.");
        string rest = result.WhyNot is { } whyNot ? " " + whyNot : "";
        if (result.Found.Count > 0)
        {
            string[] accounts = [.. result.Found.Select(static found => $"{found.User} has the password that {found.Account.Vendor} delivered")];
            return Verdict.Found($"{string.Join("; ", accounts)}.{rest}", string.Join("; ", result.Found.Select(found => Remedies.NewPassword(facts, found.Account.UserName))));
        }

        if (result.WhyNot is { } reason)
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
        return Verdict.Found(evidence, Remedies.LimitUser(facts, PrivilegeLevel.Operator));
    }

    private static Verdict JudgeAuditAccount(SecurityFacts facts)
    {
        if (!facts.Users.Succeeded)
            return NotRead(facts);
        if (facts.Options.UserName is not { } name || facts.Enabled.FirstOrDefault(user => user.Name.Succeeded && user.Text == name) is not { } user)
            return UnlessUnread(facts, "") is { Status: SecurityStatus.NotChecked } unread ? unread : Verdict.NotChecked("The account that runs the audit was not found among the users.");
        return user.Privilege >= PrivilegeLevel.Administrator
            ? Verdict.Found($"The audit runs as {user}.", "Use an account that is limited to Operator.")
            : Verdict.Well($"The audit runs as {user}.");
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
            return Verdict.Found($"Below Operator, and allowed SOL: {string.Join(", ", found.AsEnumerable())}.", string.Join("; ", found.Select(user => Remedies.ForbidSol(facts, user.Id))));
        if (lesser.FirstOrDefault(user => !user.Payloads.Succeeded && user.Privilege >= needed) is { } unread)
            return Verdict.NotChecked($"What user {unread.Id} may do could not be read: {facts.WhyNot(unread.Payloads)}");
        return UnlessUnread(facts, "No account below Operator may take the console.");
    }

    private static string DescribeVendors(DefaultAccount[] accounts)
    {
        const int Enough = 3;
        return string.Join(", ", accounts.Take(Enough).Select(static account => account.Vendor)) + (accounts.Length > Enough ? " and others" : "");
    }

    private static Verdict NotRead(SecurityFacts facts) => Verdict.NotChecked($"The users could not be read: {facts.WhyNot(facts.Users)}");

    /// <summary>Passed, unless there are users of whom too little is known to say so.</summary>
    private static Verdict UnlessUnread(SecurityFacts facts, string evidence)
    {
        var unread = facts.Users.Succeeded ? facts.Users.Value.Where(static user => !user.IsKnown).ToArray() : [];
        if (unread.Length == 0)
            return Verdict.Well(evidence);
        const int Enough = 5;
        string ids = string.Join(", ", unread.Take(Enough).Select(static user => user.Id)) + (unread.Length > Enough ? $" and {unread.Length - Enough} others" : "");
        return Verdict.NotChecked($"Users {ids} could not be read: {(unread[0].Access.Succeeded ? facts.WhyNot(unread[0].Name) : facts.WhyNot(unread[0].Access))}");
    }
}
