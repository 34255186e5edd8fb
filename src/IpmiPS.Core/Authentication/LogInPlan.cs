using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Channels;
using IpmiPS.Crypto;

namespace IpmiPS.Authentication;

/// <summary>Which cipher suites and privilege levels a log-in tries, in which order, and what it records of the BMC.</summary>
internal sealed class LogInPlan(IpmiConnectOptions options, PacketTrace trace)
{
    private const byte Best = 17, Second = 3;

    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    /// <summary>The suite of the last log-in; null if unknown. Insecure suites are not recorded.</summary>
    public CipherSuite? KnownSuite => options.Profile?.FindSuite(_now);

    /// <summary>Whether an earlier log-in shows that the BMC supports RMCP+. If the BMC says otherwise before the log-in, that may be forged.</summary>
    public bool IsKnownToSupportRmcpPlus => options.Profile?.ProvenSuite is not null || options.AtLeast is { Suite: not null };

    /// <summary>Returns the suite of the options; or the secure ones, starting with the one that is known to work.</summary>
    public List<CipherSuite> FirstSuites()
    {
        if (options.CipherSuite is { } id)
            return [CipherSuite.Find(id)!];
        CipherSuite[] secure = [CipherSuite.Find(Best)!, CipherSuite.Find(Second)!];
        return [.. secure.Where(IsAllowed).OrderBy(suite => suite != KnownSuite)];
    }

    /// <summary>Returns the weaker suites to try: those that the BMC lists, or all if it does not return a list.</summary>
    public IEnumerable<CipherSuite> WeakSuites(List<CipherSuite> tried, IReadOnlyCollection<byte>? listed) =>
        CipherSuite.ByStrength.Where(suite => !tried.Contains(suite) && IsAllowed(suite) && listed?.Contains(suite.Id) != false);

    /// <summary>
    /// Returns the privilege level of the options; or the preferred one, those above it, and those below it down to the minimum; or those from Administrator, or the highest that is
    /// known to be granted, down to the minimum.
    /// </summary>
    public IEnumerable<PrivilegeLevel> PrivilegeLevels()
    {
        if (options.Privilege is { } level)
            return [level];
        if (options.PreferredPrivilege is { } preferred)
            return new[] { PrivilegeLevel.Operator, PrivilegeLevel.Administrator }.Where(candidate => candidate > preferred).Prepend(preferred)
                .Concat(new[] { PrivilegeLevel.Operator, PrivilegeLevel.User }.Where(candidate => candidate < preferred && candidate >= options.MinimumPrivilege));
        var highest = options.Profile?.FindPrivilege(options.UserName, _now) is { } granted && granted >= options.MinimumPrivilege ? granted : PrivilegeLevel.Administrator;
        return new[] { PrivilegeLevel.Administrator, PrivilegeLevel.Operator, PrivilegeLevel.User }.Where(candidate => candidate <= highest && candidate >= options.MinimumPrivilege);
    }

    /// <summary>Records a log-in in the BMC's profile.</summary>
    /// <param name="suite">The suite that worked.</param>
    /// <param name="privilege">The level that was granted.</param>
    /// <param name="time">The round-trip time of the log-in.</param>
    /// <param name="hadNoSlot">Whether the BMC refused a suite for lack of slots. Then a better suite may still work later.</param>
    public void Record(CipherSuite suite, PrivilegeLevel privilege, RoundTripTime? time, bool hadNoSlot)
    {
        if (options.Profile is not { } profile)
            return;
        profile.LogInTime = time ?? profile.LogInTime;
        profile.Prove(suite);
        if (options.CipherSuite is null && profile.ProvenSuite is { } proven)
        {
            if (suite.IsWeakerThan(proven))
                trace.Warning($"Cipher suite {suite.Id} is used, and the BMC refused suite {proven.Id}, with which it logged in before. If it was changed on purpose, forget it with Clear-IpmiCache; else something else may answer at this address.");
            else if (suite.IsSecure && !(hadNoSlot && suite.Id != Best))
                profile.RecordSuite(suite, _now);
        }

        if (options is { Privilege: null, PreferredPrivilege: null })
            profile.RecordPrivilege(options.UserName, privilege, _now);
    }

    /// <summary>Whether a suite is no weaker than that of the session that logs in again.</summary>
    private bool IsAllowed(CipherSuite suite) => options.AtLeast?.Allows(suite) != false;
}
