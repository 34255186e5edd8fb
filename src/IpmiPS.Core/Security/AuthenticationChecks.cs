using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;
using IpmiPS.Device;

namespace IpmiPS.Security;

/// <summary>How log-ins are proved: the types of IPMI 1.5, what the channel leaves out, the BMC key, and what guards against guessing.</summary>
internal static class AuthenticationChecks
{
    private const byte None = 0x01, Md2 = 0x02, Straight = 0x10, AllTypes = 0x3F;

    private static readonly string[] Levels = ["callback", "user", "operator", "administrator", "OEM"];

    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("AuthenticationNone", SecuritySeverity.Critical, "IPMI 1.5 authentication type none enabled",
            "Forbid the authentication type none: sessions of IPMI 1.5 are then opened without any password.",
            "IPMI 2.0 table 23-4, LAN parameter 2",
            facts => JudgeType(facts, None)),
        new("AuthenticationStraightPassword", SecuritySeverity.High, "IPMI 1.5 straight password enabled",
            "Forbid the authentication type straight password: it puts the password into packets as it is.",
            "IPMI 2.0 table 23-4, LAN parameter 2",
            facts => JudgeType(facts, Straight)),
        new("AuthenticationMd2", SecuritySeverity.Medium, "IPMI 1.5 authentication type MD2 enabled",
            "Forbid the authentication type MD2, a hash that is broken.",
            "RFC 6149",
            facts => JudgeType(facts, Md2)),
        new("Ipmi15Enabled", SecuritySeverity.High, "IPMI 1.5 sessions enabled",
            "Turn IPMI 1.5 off: nothing in its sessions is encrypted, and the log-in is weak. Where the BMC has nothing else, look for newer firmware and keep it on a network of its own.",
            "IPMI 2.0 section 22.13", JudgeIpmi15),
        new("PerMessageAuthenticationDisabled", SecuritySeverity.High, "Per-message authentication off",
            "Turn per-message authentication on: without it only the log-in is proved, and others on the network may send commands in the session.",
            "IPMI 2.0 section 6.11.4 and 22.23",
            facts => JudgeAccess(facts, static access => access.PerMessageAuthenticationDisabled, "Per-message authentication", 0x10)),
        new("UserLevelAuthenticationDisabled", SecuritySeverity.Medium, "User-level authentication off",
            "Turn user-level authentication on: without it commands that a user may give are taken without proof.",
            "IPMI 2.0 section 6.11.4 and 22.23",
            facts => JudgeAccess(facts, static access => access.UserLevelAuthenticationDisabled, "User-level authentication", 0x08)),
        new("HmacExposure", SecuritySeverity.High, "Password hashes given to anyone (RAKP 2)",
            "IPMI 2.0 sends a keyed hash of a user's password to anyone who names the user, so passwords can be tried offline; firmware cannot mend that. Use random passwords of 16 to 20 characters, other user names than the vendor's, and keep the BMC on a network of its own.",
            "IPMI 2.0 section 13.31; CVE-2013-4786", JudgeHmacExposure),
        new("KgUnset", SecuritySeverity.Low, "No BMC key (Kg)",
            "Set a BMC key: a second secret without which a password alone opens no session. Clients then need -BmcKey.",
            "IPMI 2.0 section 13.33", JudgeKg),
        new("BadPasswordThresholdOff", SecuritySeverity.Medium, "Bad passwords not limited",
            "Set a limit of bad passwords, with a lock-out that ends by itself: without one, passwords can be guessed without end.",
            "IPMI 2.0 table 23-4, LAN parameter 26", JudgeThreshold),
        new("BadPasswordThresholdUnsupported", SecuritySeverity.Low, "Limit of bad passwords not supported",
            "The BMC does not have the standard's limit of bad passwords. Look for the vendor's own in its set-up; else watch its log for refused log-ins.",
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
                ? Verdict.Found(evidence + " The BMC says that it opens no sessions of IPMI 1.5.", DisableTypes(facts), SecuritySeverity.Low)
                : Verdict.Found(evidence, DisableTypes(facts));
        }

        bool isRead = facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out _) || facts.Capabilities.Succeeded && facts.HigherCapabilities.Length > 0 && facts.HigherCapabilities.All(static response => response.Succeeded);
        return isRead
            ? Verdict.Well("The type is not enabled for any privilege level.")
            : Verdict.NotChecked($"For which levels types are enabled could not be read: {facts.WhyNot(LanParameters.AuthenticationTypeEnables)}");
    }

    /// <summary>Where the settings cannot be read, the BMC's word on how one may log in with each level.</summary>
    private static IEnumerable<string> LevelsByCapabilities(SecurityFacts facts, byte type) =>
        ((OptionalResponse<ChannelAuthenticationCapabilities>[])[facts.Capabilities, .. facts.HigherCapabilities]).Select((response, level) => response.Succeeded && (response.Value.AuthenticationTypes & type) != 0 ? Levels[1 + level] : "").Where(static level => level.Length > 0);

    private static Verdict JudgeIpmi15(SecurityFacts facts)
    {
        if (!facts.HasIpmi15)
            return facts.Capabilities.Succeeded
                ? Verdict.Well("The BMC opens sessions of IPMI 2.0 only.")
                : Verdict.NotChecked($"The BMC did not say which sessions it opens: {facts.WhyNot(facts.Capabilities)}");
        byte offered = facts.Capabilities.Succeeded ? facts.Capabilities.Value.AuthenticationTypes : (byte)0;
        string types = DescribeTypes(offered);
        if (facts.HasIpmi20 && facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out var enables) && enables == default)
        {
            return Verdict.Found($"The BMC opens sessions of IPMI 1.5 beside those of 2.0. Its settings enable no authentication type; it offers: {types}.",
                "In the vendor's set-up: turn IPMI 1.5 off, where there is a switch for it.", (offered & AllTypes) == 0 ? SecuritySeverity.Low : SecuritySeverity.Medium);
        }

        return facts.HasIpmi20
            ? Verdict.Found($"The BMC opens sessions of IPMI 1.5 beside those of 2.0. Authentication types: {types}.", DisableTypes(facts), SecuritySeverity.Medium)
            : Verdict.Found($"The BMC opens sessions of IPMI 1.5 only. Authentication types: {types}.", "Look for newer firmware of the vendor's; keep the BMC on a network of its own.");
    }

    private static Verdict JudgeAccess(SecurityFacts facts, Func<ChannelAccess, bool> isOff, string what, byte bit)
    {
        if (facts is { Capabilities.Succeeded: true, HasIpmi15: false })
            return Verdict.NotApplicable("The BMC opens no sessions of IPMI 1.5.");
        if (!facts.Access.Succeeded)
        {
            // The BMC tells it before a log-in, too, in the same bits. Nobody has authenticated that, so it is not taken for well.
            return facts.Capabilities.Succeeded && (facts.Capabilities.Value.Status & bit) != 0
                ? Verdict.Found($"The BMC says that {what.ToLowerInvariant()} is off.", "Turn it on in the vendor's set-up, or audit the BMC with a log-in for the line that does it.")
                : Verdict.NotChecked($"The settings of the channel could not be read: {facts.WhyNot(facts.Access)}");
        }

        return isOff(facts.Access.Value)
            ? Verdict.Found($"{what} is off on channel {facts.Channel}.", Remedies.ChannelAccess(facts, (byte)(facts.Access.Value.Settings & ~bit)))
            : Verdict.Well($"{what} is on.");
    }

    /// <summary>
    /// The structure alone is judged; nobody's hash is asked for. How long passwords are, nothing tells. Kg does not keep the hash from
    /// being sent, for that is keyed with the password alone; but a password that was found out opens no session without it.
    /// </summary>
    private static Verdict JudgeHmacExposure(SecurityFacts facts)
    {
        if (!facts.HasIpmi20)
            return facts.Capabilities.Succeeded
                ? Verdict.NotApplicable("The BMC opens no sessions of IPMI 2.0.")
                : Verdict.NotChecked($"The BMC did not say which sessions it opens: {facts.WhyNot(facts.Capabilities)}");
        bool isPublic = ServiceChecks.PublicAddresses(facts).Any(), hasKey = facts.NeedsBmcKey == true;
        bool allRead = facts.Users.Succeeded && facts.Users.Value.All(static user => user.Access.Succeeded);
        string accounts = allRead ? $"accounts that can log in: {facts.Enabled.Count()}" : "how many accounts can log in could not be read";
        string key = hasKey ? "a BMC key is set, so that a password alone opens no session" : facts.NeedsBmcKey == false ? "no BMC key is set" : "whether a BMC key is set could not be read";
        return Verdict.Found(
            $"The BMC opens sessions of IPMI 2.0; {accounts}; {key}; {(isPublic ? "it has a public address" : "no public address is known of it")}. No hash was asked for.",
            Remedies.NewPassword(facts),
            isPublic ? SecuritySeverity.High : hasKey ? SecuritySeverity.Low : SecuritySeverity.Medium);
    }

    private static Verdict JudgeKg(SecurityFacts facts)
    {
        if (facts.NeedsBmcKey is not { } needsKey)
            return Verdict.NotChecked($"The BMC did not say whether a key is set: {facts.WhyNot(facts.Capabilities)}");
        if (!facts.HasIpmi20)
            return Verdict.NotApplicable("The BMC opens no sessions of IPMI 2.0.");
        string says = facts.Options.UsedBmcKey is null ? "The BMC says that" : "The log-in of the audit shows that";
        return needsKey
            ? Verdict.Well($"{says} log-ins need its key.")
            : Verdict.Found($"{says} no key is set.", Remedies.BmcKey(facts));
    }

    private static Verdict JudgeThreshold(SecurityFacts facts)
    {
        if (LockOut.Of(facts) is { } lockOut)
            return lockOut.IsOff
                ? Verdict.Found("The limit of bad passwords is off.", Remedies.Lan(facts, LanParameters.BadPasswordThreshold, LockOut.Recommended))
                : Verdict.Well(lockOut.ToString());
        return IsThresholdUnsupported(facts) ? Verdict.NotApplicable("The BMC does not have this parameter.") : Verdict.NotChecked($"The limit could not be read: {facts.WhyNot(LanParameters.BadPasswordThreshold)}");
    }

    private static Verdict JudgeThresholdSupport(SecurityFacts facts)
    {
        if (LockOut.Of(facts) is not null)
            return Verdict.Well("The BMC has this parameter.");
        return IsThresholdUnsupported(facts)
            ? Verdict.Found("The BMC does not have LAN parameter 26, which is optional.", "Look for a lock-out of accounts in the vendor's set-up.")
            : Verdict.NotChecked($"The limit could not be read: {facts.WhyNot(LanParameters.BadPasswordThreshold)}");
    }

    private static bool IsThresholdUnsupported(SecurityFacts facts) => facts.Lan.TryGetValue(LanParameters.BadPasswordThreshold, out var response) && SecurityFacts.IsUnsupported(response);

    /// <summary>
    /// One line for all findings about types, so that mending one does not undo what mended another: none where IPMI 2.0 takes their place, else
    /// MD5 and the vendor's alone.
    /// </summary>
    private static string DisableTypes(SecurityFacts facts)
    {
        const AuthenticationTypes Md5AndOem = AuthenticationTypes.Md5 | AuthenticationTypes.Oem;
        if (!facts.TryGetLan(LanParameters.AuthenticationTypeEnables, out var enables))
            return "In the vendor's set-up: turn IPMI 1.5 off, or its authentication types none, MD2 and password.";
        var kept = facts.HasIpmi20 ? AuthenticationTypes.None : Md5AndOem;
        return Remedies.Lan(facts, LanParameters.AuthenticationTypeEnables, enables.Limit(kept));
    }

    private static string DescribeTypes(byte types)
    {
        string[] names = [.. new[] { (0, "none"), (1, "MD2"), (2, "MD5"), (4, "straight password"), (5, "OEM") }.Where(type => (types & 1 << type.Item1) != 0).Select(static type => type.Item2)];
        return names.Length == 0 ? "none told" : string.Join(", ", names);
    }
}
