using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;
using IpmiPS.Device;

namespace IpmiPS.Security;

/// <summary>Checks of authentication: IPMI 1.5 types, channel settings, the BMC key, and the protection against guessing.</summary>
internal static class AuthenticationChecks
{
    private const byte None = 0x01, Md2 = 0x02, Straight = 0x10, AllTypes = 0x3F;

    private static readonly string[] Levels = ["callback", "user", "operator", "administrator", "OEM"];

    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("AuthenticationNone", SecuritySeverity.Critical, "IPMI 1.5 authentication type none enabled",
            "Disable the authentication type none: with it, IPMI 1.5 sessions need no password.",
            "IPMI 2.0 table 23-4, LAN parameter 2",
            facts => JudgeType(facts, None)),
        new("AuthenticationStraightPassword", SecuritySeverity.High, "IPMI 1.5 straight password enabled",
            "Disable the authentication type straight password: it sends the password in clear text.",
            "IPMI 2.0 table 23-4, LAN parameter 2",
            facts => JudgeType(facts, Straight)),
        new("AuthenticationMd2", SecuritySeverity.Medium, "IPMI 1.5 authentication type MD2 enabled",
            "Disable the authentication type MD2, which is a broken hash.",
            "RFC 6149",
            facts => JudgeType(facts, Md2)),
        new("Ipmi15Enabled", SecuritySeverity.High, "IPMI 1.5 sessions enabled",
            "Disable IPMI 1.5: its sessions are not encrypted, and the log-in is weak. If the BMC supports nothing else, look for newer firmware, and keep it on an isolated network.",
            "IPMI 2.0 section 22.13", JudgeIpmi15),
        new("PerMessageAuthenticationDisabled", SecuritySeverity.High, "Per-message authentication off",
            "Enable per-message authentication: without it, only the log-in is authenticated, and others on the network can send commands in the session.",
            "IPMI 2.0 section 6.11.4 and 22.23",
            facts => JudgeAccess(facts, static access => access.PerMessageAuthenticationDisabled, "Per-message authentication", 0x10, Remedies.AuthenticateMessages)),
        new("UserLevelAuthenticationDisabled", SecuritySeverity.Medium, "User-level authentication off",
            "Enable user-level authentication: without it, commands at the privilege User are not authenticated.",
            "IPMI 2.0 section 6.11.4 and 22.23",
            facts => JudgeAccess(facts, static access => access.UserLevelAuthenticationDisabled, "User-level authentication", 0x08, Remedies.AuthenticateUserLevel)),
        new("HmacExposure", SecuritySeverity.High, "Password hashes sent to anyone (RAKP 2)",
            "IPMI 2.0 sends a keyed hash of a user's password to anyone who sends the user name, so passwords can be tried offline; firmware cannot fix that. Use random passwords of 16 to 20 characters and other user names than the vendor's, and keep the BMC on an isolated network.",
            "IPMI 2.0 section 13.31; CVE-2013-4786", JudgeHmacExposure),
        new("KgUnset", SecuritySeverity.Low, "No BMC key (Kg)",
            "Set a BMC key: a second secret, so that a password alone is not sufficient for a session. Clients then need -BmcKey.",
            "IPMI 2.0 section 13.33", JudgeKg),
        new("BadPasswordThresholdOff", SecuritySeverity.Medium, "Bad passwords not limited",
            "Set a limit for bad passwords, with a temporary lock-out: without a limit, passwords can be guessed indefinitely.",
            "IPMI 2.0 table 23-4, LAN parameter 26", JudgeThreshold),
        new("BadPasswordThresholdUnsupported", SecuritySeverity.Low, "Limit for bad passwords not supported",
            "The BMC does not support the standard limit for bad passwords. Look for a vendor-specific one in its setup program; otherwise monitor its log for refused log-ins.",
            "IPMI 2.0 table 23-4, LAN parameter 26", JudgeThresholdSupport),
    ];

    private static Verdict JudgeType(SecurityFacts facts, byte type)
    {
        string[] levels = facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out var enables)
            ? [.. enables.ToArray().Take(Levels.Length).Select((types, level) => ((byte)types & type) != 0 ? Levels[level] : "").Where(static level => level.Length > 0)]
            : [.. LevelsByCapabilities(facts, type)];
        if (levels.Length > 0)
        {
            string evidence = $"Enabled for: {string.Join(", ", levels)}.";
            return facts is { Capabilities.Succeeded: true, HasIpmi15: false }
                ? Verdict.Failed(evidence + " The BMC reports that it does not support IPMI 1.5 sessions.", DisableTypes(facts), SecuritySeverity.Low)
                : Verdict.Failed(evidence, DisableTypes(facts));
        }

        bool isRead = facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out _) || facts.Capabilities.Succeeded && facts.HigherCapabilities.Length > 0 && facts.HigherCapabilities.All(static response => response.Succeeded);
        return isRead
            ? Verdict.Passed("The type is not enabled for any privilege level.")
            : Verdict.NotChecked($"The enabled authentication types could not be read: {facts.DescribeFailure(LanParameters.AuthenticationTypeEnables)}");
    }

    /// <summary>The levels for which the BMC offers a type, if its settings cannot be read.</summary>
    private static IEnumerable<string> LevelsByCapabilities(SecurityFacts facts, byte type) =>
        ((OptionalResponse<ChannelAuthenticationCapabilities>[])[facts.Capabilities, .. facts.HigherCapabilities]).Select((response, level) => response.Succeeded && (response.Value.AuthenticationTypes & type) != 0 ? Levels[1 + level] : "").Where(static level => level.Length > 0);

    private static Verdict JudgeIpmi15(SecurityFacts facts)
    {
        if (!facts.HasIpmi15)
            return facts.Capabilities.Succeeded
                ? Verdict.Passed("The BMC supports only IPMI 2.0 sessions.")
                : Verdict.NotChecked($"The BMC did not report which sessions it supports: {facts.DescribeFailure(facts.Capabilities)}");
        byte offered = facts.Capabilities.Succeeded ? facts.Capabilities.Value.AuthenticationTypes : (byte)0;
        string types = DescribeTypes(offered);
        if (facts.HasIpmi20 && facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out var enables) && enables == default)
        {
            return Verdict.Failed($"The BMC supports IPMI 1.5 sessions in addition to IPMI 2.0. Its settings enable no authentication type; it offers: {types}.",
                "In the vendor's setup program: disable IPMI 1.5, if there is an option for it.", (offered & AllTypes) == 0 ? SecuritySeverity.Low : SecuritySeverity.Medium);
        }

        return facts.HasIpmi20
            ? Verdict.Failed($"The BMC supports IPMI 1.5 sessions in addition to IPMI 2.0. Authentication types: {types}.", DisableTypes(facts), SecuritySeverity.Medium)
            : Verdict.Failed($"The BMC supports only IPMI 1.5 sessions. Authentication types: {types}.", "Look for newer firmware; keep the BMC on an isolated network.");
    }

    private static Verdict JudgeAccess(SecurityFacts facts, Func<ChannelAccess, bool> isOff, string what, byte bit, Func<SecurityFacts, string> remedy)
    {
        if (facts is { Capabilities.Succeeded: true, HasIpmi15: false })
            return Verdict.NotApplicable("The BMC does not support IPMI 1.5 sessions.");
        if (!facts.Access.Succeeded)
        {
            // The BMC also reports it before a log-in, in the same bits. That is not authenticated, so it never counts as passed.
            return facts.Capabilities.Succeeded && (facts.Capabilities.Value.Status & bit) != 0
                ? Verdict.Failed($"The BMC reports that {what.ToLowerInvariant()} is off.", "Enable it in the vendor's setup program, or audit the BMC with a log-in to get the command for it.")
                : Verdict.NotChecked($"The settings of the channel could not be read: {facts.DescribeFailure(facts.Access)}");
        }

        return isOff(facts.Access.Value)
            ? Verdict.Failed($"{what} is off on channel {facts.Channel}.", remedy(facts))
            : Verdict.Passed($"{what} is on.");
    }

    /// <summary>
    /// Every BMC with IPMI 2.0 has this weakness; no hash is requested. The length of passwords cannot be read. Kg does not prevent the hash from
    /// being sent, because the hash depends only on the password; but without Kg, a password is not sufficient for a session.
    /// </summary>
    private static Verdict JudgeHmacExposure(SecurityFacts facts)
    {
        if (!facts.HasIpmi20)
            return facts.Capabilities.Succeeded
                ? Verdict.NotApplicable("The BMC does not support IPMI 2.0 sessions.")
                : Verdict.NotChecked($"The BMC did not report which sessions it supports: {facts.DescribeFailure(facts.Capabilities)}");
        bool isPublic = ServiceChecks.PublicAddresses(facts).Any(), hasKey = facts.NeedsBmcKey == true;
        bool allRead = facts.Users.Succeeded && facts.Users.Value.All(static user => user.Access.Succeeded);
        string accounts = allRead ? $"accounts that can log in: {facts.Enabled.Count()}" : "the number of accounts that can log in could not be read";
        string key = hasKey ? "a BMC key is set, so that a password alone is not sufficient" : facts.NeedsBmcKey == false ? "no BMC key is set" : "whether a BMC key is set could not be read";
        return Verdict.Failed(
            $"The BMC supports IPMI 2.0 sessions; {accounts}; {key}; {(isPublic ? "it has a public address" : "no public address is known")}. No hash was requested.",
            Remedies.NewPassword(facts),
            isPublic ? SecuritySeverity.High : hasKey ? SecuritySeverity.Low : SecuritySeverity.Medium);
    }

    private static Verdict JudgeKg(SecurityFacts facts)
    {
        if (facts.NeedsBmcKey is not { } needsKey)
            return Verdict.NotChecked($"The BMC did not report whether a key is set: {facts.DescribeFailure(facts.Capabilities)}");
        if (!facts.HasIpmi20)
            return Verdict.NotApplicable("The BMC does not support IPMI 2.0 sessions.");
        string says = facts.Options.UsedBmcKey is null ? "The BMC reports that" : "The log-in of the audit shows that";
        return needsKey
            ? Verdict.Passed($"{says} log-ins require its key.")
            : Verdict.Failed($"{says} no key is set.", Remedies.BmcKey(facts));
    }

    private static Verdict JudgeThreshold(SecurityFacts facts)
    {
        if (LockOut.Of(facts) is { } lockOut)
            return lockOut.IsOff
                ? Verdict.Failed("The limit for bad passwords is off.", Remedies.LockOut(facts))
                : Verdict.Passed(lockOut.ToString());
        return IsThresholdUnsupported(facts) ? Verdict.NotApplicable("The BMC does not support this parameter.") : Verdict.NotChecked($"The limit could not be read: {facts.DescribeFailure(LanParameters.BadPasswordThreshold)}");
    }

    private static Verdict JudgeThresholdSupport(SecurityFacts facts)
    {
        if (LockOut.Of(facts) is not null)
            return Verdict.Passed("The BMC supports this parameter.");
        return IsThresholdUnsupported(facts)
            ? Verdict.Failed("The BMC does not support LAN parameter 26, which is optional.", "Look for a lock-out of accounts in the vendor's setup program.")
            : Verdict.NotChecked($"The limit could not be read: {facts.DescribeFailure(LanParameters.BadPasswordThreshold)}");
    }

    private static bool IsThresholdUnsupported(SecurityFacts facts) => facts.Lan.TryGetValue(LanParameters.BadPasswordThreshold, out var response) && SecurityFacts.IsUnsupported(response);

    /// <summary>
    /// The same line for all findings about types, so that fixing one does not undo another: no types if the BMC supports IPMI 2.0, otherwise only
    /// MD5 and OEM.
    /// </summary>
    private static string DisableTypes(SecurityFacts facts)
    {
        const AuthenticationTypes Md5AndOem = AuthenticationTypes.Md5 | AuthenticationTypes.Oem;
        if (!facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out var enables))
            return "In the vendor's setup program: disable IPMI 1.5, or its authentication types none, MD2 and password.";
        var kept = facts.HasIpmi20 ? AuthenticationTypes.None : Md5AndOem;
        return Remedies.AuthenticationTypes(facts, enables.Limit(kept));
    }

    private static string DescribeTypes(byte types)
    {
        string[] names = [.. new[] { (0, "none"), (1, "MD2"), (2, "MD5"), (4, "straight password"), (5, "OEM") }.Where(type => (types & 1 << type.Item1) != 0).Select(static type => type.Item2)];
        return names.Length == 0 ? "none reported" : string.Join(", ", names);
    }
}
