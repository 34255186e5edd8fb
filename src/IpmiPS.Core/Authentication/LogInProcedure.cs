using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Authentication;

/// <summary>
/// Chooses protocol, cipher suite and privilege, and logs in. Suite 17, then 3, then, only where the caller allows insecure
/// methods and the BMC is not known to do better, the rest that the BMC lists and IPMI 1.5. A BMC that does not have a suite says so with one of
/// several codes; then the next one is tried. A refused user, password or key ends the attempt: it is never tried again.
/// </summary>
internal sealed partial class LogInProcedure(SessionlessChannel channel, IpmiConnectOptions options, LogInSecrets secrets, PacketTrace trace, LogInAttempt? attempt)
{
    private static readonly TimeSpan FirstSlotWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaximumSlotWait = TimeSpan.FromSeconds(8);

    private const byte Best = 17, Second = 3;

    private readonly LogInErrors _errors = new(options);
    private readonly List<(HandshakeFailure Failure, CipherSuite Suite, PrivilegeLevel Privilege)> _refusals = [];
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private ChannelAuthenticationCapabilities? _capabilities;
    private IReadOnlyCollection<byte>? _listed;
    private bool _lackedSlots;

    /// <summary>Logs in. Where the BMC has no slot free, it is asked again after growing waits, as long as there is time: slots come free when sessions end or time out.</summary>
    public async Task<LogInResult> RunAsync(CancellationToken cancellationToken)
    {
        var begin = options.Clock.Now;
        for (var wait = FirstSlotWait; ; wait = wait + wait < MaximumSlotWait ? wait + wait : MaximumSlotWait)
        {
            try
            {
                return await TryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiException error) when (error.Kind == IpmiErrorKind.NoSessionSlot && HasTimeFor(wait))
            {
                trace.Note($"The BMC has no session slot free; it is asked again in {wait.TotalSeconds:0.#} s.");
            }

            // Those who wait for one slot shall not all come back at once.
            await options.Clock.DelayAsync(TimeSpan.FromTicks((long)(wait.Ticks * (1 - options.Clock.Jitter() / 4))), cancellationToken).ConfigureAwait(false);
            _refusals.Clear();
        }

        bool HasTimeFor(TimeSpan wait) => options.Clock.Now - begin - (attempt?.Waited ?? TimeSpan.Zero) + wait + wait < options.Timeout;
    }

    private async Task<LogInResult> TryAsync(CancellationToken cancellationToken)
    {
        if (options.Protocol == IpmiProtocol.Ipmi15)
            return await LogIn15Async(cancellationToken).ConfigureAwait(false);

        // The question what the BMC can do travels together with the first Open Session. It costs no time, prepares BMCs that
        // expect it, and tells apart a BMC of IPMI 1.5 from one that is not there. One that is known to speak RMCP+ is only asked
        // when it does not answer at once.
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var capabilities = KnownSuite is null ? AskCapabilitiesAsync(asking.Token) : AskCapabilitiesLaterAsync(asking.Token);
        try
        {
            return await LogIn20Async(capabilities, cancellationToken).ConfigureAwait(false)
                ?? await LogIn15Async(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            asking.Cancel();
            capabilities.Forget();
            foreach (byte[] close in _farewells)
                channel.Send(close);
            _farewells.Clear();
        }
    }

    /// <summary>Tries suite after suite, and for each the privilege levels from the top; null where the BMC speaks only IPMI 1.5.</summary>
    private async Task<LogInResult?> LogIn20Async(Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        var suites = FirstSuites();
        for (int next = 0; next < suites.Count; next++)
        {
            var suite = suites[next];
            foreach (var privilege in Privileges())
            {
                using var handshake = await HandshakeAsync(suite, privilege, capabilities, cancellationToken).ConfigureAwait(false);
                if (handshake is null)
                    return null;
                if (handshake.Session is { } session)
                {
                    Learn(suite, privilege);
                    return Opened(new LogInResult(session, privilege, suite) { Early = _early, SystemGuid = handshake.SystemGuid });
                }

                _refusals.Add((handshake.Failure!, suite, privilege));
                trace.Note($"Log-in with cipher suite {suite} as {privilege} failed: {handshake.Failure!.Reason}.");
                if (handshake.Failure.Kind != IpmiErrorKind.InsufficientPrivilege)
                    break;
            }

            // Lack of slots is how some BMCs refuse a suite, so the next suite gets its try; all else that is no mismatch is final.
            var failure = _refusals[_refusals.Count - 1].Failure;
            _lackedSlots |= IsSlotRefusalOfOpenSession(failure);
            if (failure.Kind is not (IpmiErrorKind.CipherSuiteRefused or IpmiErrorKind.InsufficientPrivilege) && !IsSlotRefusalOfOpenSession(failure))
                break;
            if (next == suites.Count - 1)
                suites.AddRange(await MoreSuitesAsync(suites, cancellationToken).ConfigureAwait(false));
        }

        throw Refused();
    }

    private static bool IsSlotRefusalOfOpenSession(HandshakeFailure failure) =>
        failure is { Stage: HandshakeStage.OpenSession, Kind: IpmiErrorKind.NoSessionSlot };

    /// <summary>The suite of the last log-in; null where nothing is known. Insecure ones are not remembered.</summary>
    private CipherSuite? KnownSuite => options.Profile?.FindSuite(_now);

    /// <summary>Whether it is no hint, but known by a log-in. What says otherwise now may be forged.</summary>
    private bool IsKnownToSpeakRmcpPlus => options.Profile?.ProvenSuite is not null || options.AtLeast is { Suite: not null };

    /// <summary>The suite that the caller names; or those that need no leave, the one that is known to work first.</summary>
    private List<CipherSuite> FirstSuites()
    {
        if (options.CipherSuite is { } id)
            return [CipherSuite.Find(id)!];
        CipherSuite[] secure = [CipherSuite.Find(Best)!, CipherSuite.Find(Second)!];
        return [.. secure.Where(MayUse).OrderBy(suite => suite != KnownSuite)];
    }

    /// <summary>Whether the session that logs in again had no better one.</summary>
    private bool MayUse(CipherSuite suite) => options.AtLeast?.Allows(suite) != false;

    /// <summary>
    /// The level asked for; or the one preferred, and up from there; or from Administrator, or the highest that is known to be granted, down to the lowest that
    /// is of use.
    /// </summary>
    private IEnumerable<PrivilegeLevel> Privileges()
    {
        if (options.Privilege is { } level)
            return [level];
        if (options.PreferredPrivilege is { } preferred)
            return new[] { PrivilegeLevel.Operator, PrivilegeLevel.Administrator }.Where(candidate => candidate > preferred).Prepend(preferred);
        var highest = options.Profile?.FindPrivilege(options.UserName, _now) is { } granted && granted >= options.MinimumPrivilege ? granted : PrivilegeLevel.Administrator;
        return new[] { PrivilegeLevel.Administrator, PrivilegeLevel.Operator, PrivilegeLevel.User }.Where(candidate => candidate <= highest && candidate >= options.MinimumPrivilege);
    }

    private void Learn(CipherSuite suite, PrivilegeLevel privilege)
    {
        if (options.Profile is not { } knowledge)
            return;
        knowledge.LogInTime = channel.Timer.RoundTrip ?? knowledge.LogInTime;
        knowledge.Prove(suite);
        if (options.CipherSuite is null && knowledge.ProvenSuite is { } proven)
        {
            if (suite.IsWeakerThan(proven))
                trace.Warning($"Cipher suite {suite.Id} is used, and the BMC refused suite {proven.Id}, with which it logged in before. If it was changed on purpose, forget it with Clear-IpmiCache; else something else may answer at this address.");

            // Where the best suite failed for lack of slots, it may yet be the one.
            else if (suite.IsSecure && !(_lackedSlots && suite.Id != Best))
                knowledge.KeepSuite(suite, _now);
        }

        if (options is { Privilege: null, PreferredPrivilege: null })
            knowledge.KeepPrivilege(options.UserName, privilege, _now);
    }

    private async Task<ChannelAuthenticationCapabilities?> AskCapabilitiesAsync(CancellationToken cancellationToken)
    {
        var privilege = options.Privilege ?? options.PreferredPrivilege ?? PrivilegeLevel.Administrator;
        _capabilities = await SessionlessRequests.CapabilitiesAsync(channel, privilege, options.RetryCount, cancellationToken).ConfigureAwait(false);
        return _capabilities;
    }

    private async Task<ChannelAuthenticationCapabilities?> AskCapabilitiesLaterAsync(CancellationToken cancellationToken)
    {
        await options.Clock.DelayAsync(channel.Timer.WaitFor(1), cancellationToken).ConfigureAwait(false);
        return await AskCapabilitiesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The weaker suites to try, where they are allowed: those that the BMC lists, or all where it does not answer the question. It is also asked to say
    /// rightly why nothing else worked; but not by whom only slots are lacked, because there are BMCs that do not bear the question before a log-in.
    /// </summary>
    private async Task<IEnumerable<CipherSuite>> MoreSuitesAsync(List<CipherSuite> tried, CancellationToken cancellationToken)
    {
        bool isOfSuites = _refusals.TrueForAll(static refusal => refusal.Failure.Stage == HandshakeStage.OpenSession);
        bool isOfSlots = _refusals.TrueForAll(static refusal => IsSlotRefusalOfOpenSession(refusal.Failure));
        if (!isOfSuites || options.CipherSuite is not null || isOfSlots && !_errors.AllowsWeak)
            return [];
        _listed ??= await SessionlessRequests.CipherSuitesAsync(channel, cancellationToken).ConfigureAwait(false);
        bool isWeak = _errors.AllowsWeak && !(isOfSlots && _listed?.Any(tried.Select(static suite => suite.Id).Contains) == true);
        return isWeak ? CipherSuite.ByStrength.Where(suite => !tried.Contains(suite) && MayUse(suite) && _listed?.Contains(suite.Id) != false) : [];
    }

    private async Task<LogInResult> LogIn15Async(CancellationToken cancellationToken)
    {
        var procedure = new LogInProcedure15(channel, options, secrets, trace, _errors, attempt);
        var capabilities = _capabilities ?? await AskCapabilitiesAsync(cancellationToken).ConfigureAwait(false) ?? throw NoResponse(HandshakeStage.OpenSession);
        return Opened(await procedure.RunAsync(capabilities, Privileges(), cancellationToken).ConfigureAwait(false));
    }

    private LogInResult Opened(LogInResult logIn)
    {
        trace.Note($"Session {logIn.Session.RemoteId:X8}h is open, {(logIn.Suite is { } used ? $"cipher suite {used}" : "IPMI 1.5")}, highest privilege {logIn.Privilege}.");
        if (logIn.Suite is { IsSecure: false } suite)
            trace.Warning($"Cipher suite {suite} is used, which is insecure.");
        if (logIn.Suite is null)
        {
            bool isUnproven = logIn.Strength.AuthType == AuthType.None;
            trace.Warning($"IPMI 1.5 is used: commands and answers are not encrypted, and {(isUnproven ? "no password is checked: whoever responses at this address is believed" : "the log-in is weak")}.");
        }

        return logIn;
    }

    private IpmiException NoResponse(HandshakeStage stage)
    {
        if (stage == HandshakeStage.OpenSession && _capabilities is null)
            return channel.InvalidPackets.NoResponse("The BMC did not answer.");
        return channel.InvalidPackets.NoResponse(
            stage == HandshakeStage.OpenSession ? "The BMC did not answer Open Session, though it answers other questions." : $"The BMC stopped answering during the log-in ({stage}).",
            "Name, address and port are right. Try again, with a longer -TimeoutSeconds; if it stays so, look whether the LAN channel is enabled for sessions, and reset the BMC.");
    }

    /// <summary>What the refusals come to. One that came after the BMC had taken a suite says more than those of other suites.</summary>
    private IpmiException Refused()
    {
        var counts = _refusals.FindLast(static refusal => refusal.Failure.Stage != HandshakeStage.OpenSession).Failure ?? _refusals[_refusals.Count - 1].Failure;
        return _errors.Refused(counts, [.. _refusals.Select(static refusal => $"suite {refusal.Suite.Id} as {refusal.Privilege}: {refusal.Failure.Reason}")],
            _refusals.Where(refusal => refusal.Failure.Kind == IpmiErrorKind.InsufficientPrivilege).Select(static refusal => refusal.Privilege), _listed, _capabilities);
    }
}
