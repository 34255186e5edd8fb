using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Crypto;
using IpmiPS.Parameters;

namespace IpmiPS.Security;

/// <summary>
/// Checks of the cipher suites that the BMC lists, and of their limits in LAN parameter 24. A suite counts as permitted unless its entry is
/// 0, "unused", or a reserved number. No suite is tried: what the BMC reports is sufficient.
/// </summary>
internal static class CipherSuiteChecks
{
    private const byte Best = 17, Second = 3;

    public static IReadOnlyList<SecurityCheck> All { get; } =
    [
        new("CipherSuiteZero", SecuritySeverity.Critical, "Cipher suite 0 permitted (no password is checked)",
            "Disable cipher suite 0: with it, anyone who knows or guesses a user name can log in without the password, with that user's privilege.",
            "IPMI 2.0 section 22.15.2; CVE-2013-4782 and others",
            facts => Judge(facts, static suite => suite.Authentication == AuthenticationAlgorithm.None, "suites without authentication")),
        new("CipherSuiteUnprotected", SecuritySeverity.Medium, "Cipher suites without encryption or integrity permitted",
            "Disable the suites without encryption or integrity: others on the network can read commands, consoles and new passwords, or modify packets.",
            "IPMI 2.0 section 22.15.2, table 22-20",
            facts => Judge(facts, static suite => suite.Authentication != AuthenticationAlgorithm.None
                && (suite.Integrity == IntegrityAlgorithm.None || suite.Confidentiality == ConfidentialityAlgorithm.None), "suites without encryption or integrity")),
        new("CipherSuiteObsolete", SecuritySeverity.Low, "Cipher suites with MD5 or RC4 permitted",
            "Disable the suites with MD5 and RC4; suites 3 and 17 use SHA and AES instead.",
            "RFC 6151 (MD5), RFC 7465 (RC4)",
            facts => Judge(facts, static suite => suite is { IsSecure: false, Authentication: not AuthenticationAlgorithm.None }
                && suite.Integrity != IntegrityAlgorithm.None && suite.Confidentiality != ConfidentialityAlgorithm.None, "suites with MD5 or RC4")),
        new("CipherSuite17Missing", SecuritySeverity.Low, "Cipher suite 17 missing",
            "Enable cipher suite 17, or update the firmware to a version that supports it: the others authenticate with SHA-1 at best.",
            "IPMI 2.0 section 22.15.2, table 22-20", Best17),
    ];

    private static Verdict Judge(SecurityFacts facts, Func<CipherSuite, bool> isAffected, string meant)
    {
        if (!facts.Suites.Succeeded)
            return Verdict.NotChecked($"The cipher suites could not be read: {facts.DescribeFailure(facts.Suites)}");
        if (facts.Suites.Value.Count == 0)
            return Verdict.NotApplicable("The BMC lists no cipher suites.");
        var listed = facts.Suites.Value.Where(suite => isAffected(suite.Suite)).ToArray();
        var permitted = listed.Where(static suite => suite.IsPermitted == true).ToArray();
        if (permitted.Length > 0)
            return Verdict.Failed($"Permitted: {ListedSuite.Describe(permitted)}.", Forbid(facts, permitted));
        var unknown = listed.Where(static suite => suite.IsPermitted is null).ToArray();
        return unknown.Length > 0
            ? Verdict.NotChecked($"The BMC lists {ListedSuite.Describe(unknown)}; whether its privilege map forbids them could not be read: {facts.DescribeFailure(LanParameters.CipherSuitePrivileges)}")
            : Verdict.Passed($"The BMC lists no {meant}, or its privilege map forbids them.");
    }

    private static Verdict Best17(SecurityFacts facts)
    {
        if (!facts.Suites.Succeeded)
            return Verdict.NotChecked($"The cipher suites could not be read: {facts.DescribeFailure(facts.Suites)}");
        if (facts.Suites.Value.Count == 0)
            return Verdict.NotApplicable("The BMC lists no cipher suites.");
        var best = facts.Suites.Value.Where(static suite => suite.Suite.Id == Best).ToArray();
        if (best.Length == 0)
            return Verdict.Failed("The BMC does not list cipher suite 17.", "Look for a firmware update.");
        return best[0].IsPermitted != false
            ? Verdict.Passed($"Listed: {ListedSuite.Describe(best)}.")
            : Verdict.Failed("The BMC supports cipher suite 17, but forbids it in its privilege map.", Remedies.PermitSuite(facts, Best, BestLimit(facts)));
    }

    private static ListedSuite[] Good(SecurityFacts facts) => [.. facts.Suites.Value.Where(static suite => suite.Suite.Id is Best or Second && suite.IsPermitted == true)];

    /// <summary>The limit of suite 3, or Administrator.</summary>
    private static PrivilegeLevel BestLimit(SecurityFacts facts) => (PrivilegeLevel)(Good(facts).Select(static suite => suite.Limit).FirstOrDefault(static limit => limit != ListedSuite.NoEntry) ?? (byte)PrivilegeLevel.Administrator);

    /// <summary>The same line for all findings about insecure suites: it forbids all of them that have an entry in the map.</summary>
    private static string Forbid(SecurityFacts facts, ListedSuite[] permitted)
    {
        if (Good(facts).Length == 0)
            return "Permit cipher suite 17 or 3 first, after a firmware update if necessary; then disable the others.";
        string[] beyond = [.. permitted.Where(static suite => suite.Index is null).Select(static suite => suite.Suite.Id.ToString(CultureInfo.InvariantCulture))];
        if (!facts.TryGetLan(LanParameters.CipherSuitePrivileges, out _) || beyond.Length == permitted.Length)
            return $"In the vendor's setup program: disable cipher suite {string.Join(", ", beyond)}, for which the BMC's privilege map has no entry.";
        var insecure = facts.Suites.Value.Where(static suite => suite is { IsPermitted: true, Index: not null, Suite.Id: not (Best or Second) }).Select(static suite => suite.Suite.Id);
        return Remedies.ForbidSuites(facts, insecure) + (beyond.Length == 0 ? "" : $" # and in the vendor's setup program: disable {string.Join(", ", beyond)}, for which the map has no entry");
    }
}
