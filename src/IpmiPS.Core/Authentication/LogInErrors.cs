using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Authentication;

/// <summary>
/// The errors of a refused log-in: what the BMC responded, what that means, and what to try. BMCs do not distinguish a locked account from an unknown
/// user name; then the message names both, and how to find out.
/// </summary>
internal sealed class LogInErrors(IpmiConnectOptions options)
{
    private const string More = "See 'When a log-in is refused' in about_IpmiPS_Connections.";
    private const string Account = "Check the user name; upper and lower case differ. Whether the account is disabled or locked, another administrator's account or the BMC's own web page can show. " + More;
    private const string Password = "Check the password. A BMC that cut a longer password when it was set knows only its first 16 characters. The log-in was not tried again, so that the account is not locked. " + More;
    private const string OldBmc = "Update the BMC's firmware if there is one with IPMI 2.0";

    private static readonly byte[] Secure = [.. CipherSuite.All.Where(static suite => suite.IsSecure).Select(static suite => suite.Id)];

    /// <summary>The user, for messages.</summary>
    public static string Describe(string userName) => userName.Length == 0 ? "the null user" : $"the user '{userName}'";

    private string User => Describe(options.UserName);

    /// <summary>The lowest level that is sufficient.</summary>
    private PrivilegeLevel Needed => options.Privilege ?? options.MinimumPrivilege;

    /// <summary>What the BMC, or the session that logs in again, had before; null if unknown.</summary>
    private string? KnownBefore => options.AtLeast is { } session ? $"this session had {session} before"
        : options.Profile?.ProvenSuite is { } suite ? $"a log-in with cipher suite {suite.Id} worked before"
        : null;

    /// <summary>Whether methods weaker than suites 17 and 3 may be used: if the caller allows it, and the BMC is not known to support better ones.</summary>
    public bool AllowsWeak => options.AllowInsecure && options.Profile?.ProvenSuite is null;

    /// <summary>Rejects options that the caller has not allowed or that contradict each other, before anything is sent.</summary>
    public static void CheckOptions(IpmiConnectOptions options)
    {
        var suite = options.CipherSuite is { } id
            ? CipherSuite.Find(id) ?? throw new IpmiException(IpmiErrorKind.InvalidParameter, $"There is no standard cipher suite {id}; they are 0 to {CipherSuite.All.Count - 1}.")
            : null;
        bool is15 = options.Protocol == IpmiProtocol.Ipmi15;
        if (is15 && suite is not null)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "IPMI 1.5 has no cipher suites; nothing was sent.", "Leave out either -CipherSuite or -Protocol.");
        if (is15 && options.NeedsPayloads)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "Serial over LAN needs IPMI 2.0, which -Protocol Ipmi15 rules out; nothing was sent.", "Leave out -Protocol.");
        if (!options.AllowInsecure && suite is { IsSecure: false })
            throw new IpmiException(IpmiErrorKind.InsecureRefused, $"Cipher suite {suite} is insecure and was not allowed; nothing was sent.", "Leave out -CipherSuite to use the best that the BMC has, or accept the risk with -AllowInsecure.");
        if (!options.AllowInsecure && is15)
            throw new IpmiException(IpmiErrorKind.InsecureRefused, "IPMI 1.5 is insecure and was not allowed; nothing was sent.", "Leave out -Protocol to use IPMI 2.0 where the BMC has it, or accept the risk with -AllowInsecure.");
    }

    /// <summary>Returns why IPMI 1.5 is not used with a BMC that reports nothing better; null if it may be used.</summary>
    public IpmiException? Ipmi15Refusal(ChannelAuthenticationCapabilities capabilities)
    {
        if (options.NeedsPayloads)
            return new(IpmiErrorKind.CommandNotSupported, "Serial over LAN needs IPMI 2.0, and this BMC speaks only IPMI 1.5.", $"{OldBmc}; else use the console that the vendor offers.");
        if (KnownBefore is { } before && options.AtLeast is not { Suite: null })
            return Weaker($"This BMC now says that it speaks only IPMI 1.5, though {before}");
        if (options.CipherSuite is not null || options.Protocol == IpmiProtocol.Ipmi20)
        {
            string asked = options.CipherSuite is { } suite ? $"cipher suite {suite}" : "IPMI 2.0";
            return new(IpmiErrorKind.CipherSuiteRefused, $"This BMC speaks only IPMI 1.5, and {asked} was asked for.",
                $"{OldBmc}, or leave out {(options.CipherSuite is null ? "-Protocol" : "-CipherSuite")} and accept IPMI 1.5, which is insecure{(options.AllowInsecure ? "" : ", with -AllowInsecure")}.");
        }

        var offered = Offered(capabilities);
        if (offered.Length == 0)
            return NoAuthType(capabilities);
        if (options.AllowInsecure)
            return null;
        bool isClearText = !options.AllowClearTextPassword && Array.TrueForAll(offered, static type => type == AuthType.Straight);
        return new(IpmiErrorKind.InsecureRefused, "This BMC speaks only IPMI 1.5, which is insecure and was not allowed. No password was sent.",
            $"{OldBmc}, or accept the risk with -AllowInsecure{(isClearText ? " and -AllowClearTextPassword: this BMC wants the password in clear text" : "")}.");
    }

    /// <summary>The error if none of the IPMI 1.5 authentication types that the BMC offers is usable.</summary>
    public IpmiException NoAuthType(ChannelAuthenticationCapabilities capabilities)
    {
        var offered = Offered(capabilities);
        if (offered.Length == 0)
            return new(IpmiErrorKind.CipherSuiteRefused, "The BMC offers no IPMI 1.5 authentication type of the standard.", "Enable MD5 for this privilege level among the BMC's LAN settings (authentication type enables).");
        string names = string.Join(" and ", offered.Select(LogInStrength.NameOf));
        if (options.AtLeast is { } session && !offered.Any(session.Allows))
            return Weaker($"The BMC now offers only the IPMI 1.5 authentication type {names}, though {KnownBefore}");
        return new(IpmiErrorKind.InsecureRefused, $"The BMC offers only the IPMI 1.5 authentication type {names}, which sends the password in clear text. It was not sent.",
            "Enable MD5 among the BMC's LAN settings (authentication type enables), or send the password in clear text with -AllowClearTextPassword.");
    }

    /// <summary>The error for an RMCP+ log-in that the BMC refused.</summary>
    /// <param name="failure">The decisive refusal.</param>
    /// <param name="refusals">Descriptions of all refusals, in order.</param>
    /// <param name="levels">The privilege levels that were refused.</param>
    /// <param name="listed">The numbers of the cipher suites that the BMC lists; null if unknown.</param>
    /// <param name="capabilities">The capabilities that the BMC reports; null if unknown.</param>
    public IpmiException Refused(
        HandshakeFailure failure, IReadOnlyList<string> refusals, IEnumerable<PrivilegeLevel> levels, IReadOnlyCollection<byte>? listed, ChannelAuthenticationCapabilities? capabilities)
    {
        if (failure.Kind == IpmiErrorKind.BadCredential)
            return BadCredential(failure);
        if (failure is { Kind: IpmiErrorKind.InsufficientPrivilege, Stage: not HandshakeStage.OpenSession })
            return InsufficientPrivilege(levels, failure.Reason);
        bool isWeakOnly = options.CipherSuite is null && listed is { Count: > 0 } && !listed.Any(Secure.Contains);
        string tried = string.Join("; ", refusals);
        if (isWeakOnly && !AllowsWeak)
            return WeakOnly(tried, listed!);
        return failure.Kind switch
        {
            IpmiErrorKind.CipherSuiteRefused when options.CipherSuite is { } asked => new(failure.Kind, $"The BMC does not accept cipher suite {asked} ({failure.Reason}).",
                "Leave out -CipherSuite to use the best that the BMC has; Test-IpmiConnection shows its list."),
            IpmiErrorKind.CipherSuiteRefused => NoSuite(tried, listed, capabilities),
            IpmiErrorKind.NoSessionSlot => new(failure.Kind, $"The BMC reports that it has no session slot free ({tried}).",
                IpmiErrorKinds.AdviceFor(failure.Kind) + " Some BMCs report this for a cipher suite that they do not support: Test-IpmiConnection shows their list."),
            IpmiErrorKind.InsufficientPrivilege => new(failure.Kind, $"The BMC opens no session as {Levels(levels)} for any user ({tried}).",
                $"Raise the privilege limit of the LAN channel, or that of the cipher suites, to {Needed}. Some BMCs report this if a suite is disabled: Test-IpmiConnection shows their list."),
            _ => new(failure.Kind, $"The log-in failed ({tried})."),
        };
    }

    /// <summary>The error if the user is unknown or may not log in: the BMC does not say which.</summary>
    /// <param name="response">The response of the BMC.</param>
    public IpmiException UnknownUser(string response) => new(IpmiErrorKind.BadCredential,
        $"The BMC does not let {User} log in ({response}). BMCs respond like this if there is no user of that name, and also if the account is disabled, locked after wrong passwords, or not allowed on this channel.", Account);

    /// <summary>The error if the user exists, and the password is wrong.</summary>
    /// <param name="proof">What shows that the password is wrong.</param>
    public IpmiException WrongPassword(string proof) => new(IpmiErrorKind.BadCredential, $"The password given is not that of {User}: {proof}.", Password);

    /// <summary>The error if the user does not have the privilege level.</summary>
    /// <param name="levels">The levels that were refused.</param>
    /// <param name="response">The response of the BMC.</param>
    public IpmiException InsufficientPrivilege(IEnumerable<PrivilegeLevel> levels, string response) => new(IpmiErrorKind.InsufficientPrivilege,
        $"The BMC does not let {User} log in as {Levels(levels)}, and {Needed} {(options.Privilege is null ? "is needed" : "was asked for")} ({response}).",
        $"Use an account whose privilege limit on the LAN channel is {Needed} or more, or raise the limit of this one; the channel itself has a limit, too.{(options.Privilege is null ? "" : " Where less is enough, ask for less with -PrivilegeLevel.")} An account that is restricted to callback gets no session on some BMCs. {More}");

    private static AuthType[] Offered(ChannelAuthenticationCapabilities capabilities) => Array.FindAll(LogInStrength.TypesByStrength, capabilities.Permits);

    private static string Levels(IEnumerable<PrivilegeLevel> levels) => string.Join(" or ", levels.Distinct());

    private IpmiException BadCredential(HandshakeFailure failure) => failure switch
    {
        { Stage: HandshakeStage.Rakp4, Status: null } => new(IpmiErrorKind.BadCredential, $"The log-in was refused: {failure.Reason}.",
            options.BmcKey is { Length: > 0 } ? "Check -BmcKey, and leave it out where the BMC has no key." : "Give the BMC's key with -BmcKey."),
        { Status: null } => WrongPassword(failure.Reason),
        { Stage: HandshakeStage.Rakp4 } => new(IpmiErrorKind.BadCredential, $"The password is right, but the BMC does not let {User} in: {failure.Reason}. The account may be disabled, locked, or not allowed on this channel.", Account),
        _ => UnknownUser(failure.Reason),
    };

    private IpmiException NoSuite(string tried, IReadOnlyCollection<byte>? listed, ChannelAuthenticationCapabilities? capabilities)
    {
        string list = listed is null ? "" : listed.Count == 0 ? " It lists none." : $" It lists {Numbers(listed)}.";
        string advice = "Enable cipher suite 17 or 3 on the BMC; Test-IpmiConnection shows its list."
            + (options.AllowInsecure ? "" : " Weaker suites are tried with -AllowInsecure.")
            + (capabilities is { SupportsIpmi15: true } ? " The BMC also speaks IPMI 1.5, which is insecure: -Protocol Ipmi15 -AllowInsecure." : "");
        return new(IpmiErrorKind.CipherSuiteRefused, $"The BMC accepts none of the cipher suites that were tried ({tried}).{list}{(KnownBefore is { } before ? $" Yet {before}." : "")}", advice);
    }

    private IpmiException WeakOnly(string tried, IReadOnlyCollection<byte> listed)
    {
        string only = $"The BMC has neither cipher suite 17 nor 3, and lists {Numbers(listed)}";
        return KnownBefore is { } before
            ? Weaker($"{only}, though {before} ({tried})")
            : new(IpmiErrorKind.InsecureRefused, $"{only}, which were not allowed because they are insecure ({tried}).", IpmiErrorKinds.AdviceFor(IpmiErrorKind.InsecureRefused));
    }

    /// <summary>The error if a BMC or a session had a stronger method before.</summary>
    private IpmiException Weaker(string what) => new(IpmiErrorKind.InsecureRefused, $"{what}. Nothing weaker was tried.", options.AtLeast is null
        ? $"Find out why: something else may answer at this address. If the BMC was changed on purpose, such as to older firmware, forget it with Clear-IpmiCache {options.ComputerName} and try again."
        : "Find out why: something else may answer at this address. If the BMC was changed on purpose, close the session with Remove-IpmiSession and open another.");

    private static string Numbers(IEnumerable<byte> suites) => string.Join(", ", suites.OrderBy(static id => id));
}
