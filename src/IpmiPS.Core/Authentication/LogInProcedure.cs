using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Authentication;

/// <summary>
/// Chooses protocol, cipher suite and privilege, and logs in: with suite 17, then 3. Then, if the caller allows insecure methods and the BMC is
/// not known to support better ones, with the other suites that the BMC lists and IPMI 1.5. BMCs reject an unsupported suite with one of several
/// codes; after each of them the next suite is tried. A refused user, password or key ends the log-in: it is never retried.
/// </summary>
internal sealed class LogInProcedure(SessionlessChannel channel, IpmiConnectOptions options, LogInSecrets secrets, PacketTrace trace, LogInAttempt? attempt)
{
    private static readonly TimeSpan FirstSlotWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaximumSlotWait = TimeSpan.FromSeconds(8);

    private readonly LogInErrors _errors = new(options);
    private readonly LogInPlan _plan = new(options, trace);
    private readonly List<(HandshakeFailure Failure, CipherSuite Suite, PrivilegeLevel Privilege)> _refusals = [];
    private ChannelAuthenticationCapabilities? _capabilities;
    private IReadOnlyCollection<byte>? _listed;
    private bool _hadNoSlot;

    /// <summary>Logs in. While the BMC has no free slot, it retries with growing waits until the timeout: slots become free when sessions end.</summary>
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

            // Jitter, so that several clients that wait for one slot do not retry at the same moment.
            await options.Clock.DelayAsync(TimeSpan.FromTicks((long)(wait.Ticks * (1 - options.Clock.Jitter() / 4))), cancellationToken).ConfigureAwait(false);
            _refusals.Clear();
        }

        bool HasTimeFor(TimeSpan wait) => options.Clock.Now - begin - (attempt?.Waited ?? TimeSpan.Zero) + wait + wait < options.Timeout;
    }

    private async Task<LogInResult> TryAsync(CancellationToken cancellationToken)
    {
        if (options.Protocol == IpmiProtocol.Ipmi15)
            return await LogIn15Async(cancellationToken).ConfigureAwait(false);

        // The capabilities are requested together with the first Open Session. That costs no time, prepares BMCs that expect the request, and
        // distinguishes a BMC of IPMI 1.5 from one that is absent. From a BMC with a known suite, they are requested only if it does not
        // respond at once.
        using var requesting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var rmcpPlus = new RmcpPlusLogIn(channel, options, secrets, trace, attempt, _errors, _plan);
        var capabilities = _plan.KnownSuite is null ? RequestCapabilitiesAsync(requesting.Token) : RequestCapabilitiesLaterAsync(requesting.Token);
        try
        {
            return await LogIn20Async(rmcpPlus, capabilities, cancellationToken).ConfigureAwait(false)
                ?? await LogIn15Async(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            requesting.Cancel();
            capabilities.Forget();
        }
    }

    /// <summary>Tries each suite, and for each the privilege levels. Returns null if the BMC supports IPMI 1.5 only.</summary>
    private async Task<LogInResult?> LogIn20Async(RmcpPlusLogIn rmcpPlus, Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        var suites = _plan.FirstSuites();
        for (int next = 0; next < suites.Count; next++)
        {
            var suite = suites[next];
            foreach (var privilege in _plan.PrivilegeLevels())
            {
                using var handshake = await rmcpPlus.RunAsync(suite, privilege, capabilities, cancellationToken).ConfigureAwait(false);
                if (handshake is null)
                    return null;
                if (handshake.Session is { } session)
                {
                    _plan.Record(suite, privilege, channel.Timer.RoundTrip, _hadNoSlot);
                    return Report(new LogInResult(session, privilege, suite) { EarlyRequest = rmcpPlus.EarlyRequest, SystemGuid = handshake.SystemGuid });
                }

                _refusals.Add((handshake.Failure!, suite, privilege));
                trace.Note($"Log-in with cipher suite {suite} as {privilege} failed: {handshake.Failure!.Reason}.");
                if (handshake.Failure.Kind != IpmiErrorKind.InsufficientPrivilege)
                    break;
            }

            // Some BMCs reject a suite with "no slot", so the next suite is tried. All other failures that are no mismatch are final.
            var failure = _refusals[_refusals.Count - 1].Failure;
            _hadNoSlot |= IsNoSlotAtOpenSession(failure);
            if (failure.Kind is not (IpmiErrorKind.CipherSuiteRefused or IpmiErrorKind.InsufficientPrivilege) && !IsNoSlotAtOpenSession(failure))
                break;
            if (next == suites.Count - 1)
                suites.AddRange(await MoreSuitesAsync(suites, cancellationToken).ConfigureAwait(false));
        }

        throw Refused();
    }

    private static bool IsNoSlotAtOpenSession(HandshakeFailure failure) =>
        failure is { Stage: HandshakeStage.OpenSession, Kind: IpmiErrorKind.NoSessionSlot };

    private async Task<ChannelAuthenticationCapabilities?> RequestCapabilitiesAsync(CancellationToken cancellationToken)
    {
        var privilege = options.Privilege ?? options.PreferredPrivilege ?? PrivilegeLevel.Administrator;
        _capabilities = await SessionlessRequests.CapabilitiesAsync(channel, privilege, options.RetryCount, cancellationToken).ConfigureAwait(false);
        return _capabilities;
    }

    private async Task<ChannelAuthenticationCapabilities?> RequestCapabilitiesLaterAsync(CancellationToken cancellationToken)
    {
        await options.Clock.DelayAsync(channel.Timer.WaitFor(1), cancellationToken).ConfigureAwait(false);
        return await RequestCapabilitiesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns the weaker suites to try, if they are allowed. The BMC's list is also requested for the error message, but not if all it lacks is a slot:
    /// some BMCs fail on that request before a log-in.
    /// </summary>
    private async Task<IEnumerable<CipherSuite>> MoreSuitesAsync(List<CipherSuite> tried, CancellationToken cancellationToken)
    {
        bool isAboutSuites = _refusals.TrueForAll(static refusal => refusal.Failure.Stage == HandshakeStage.OpenSession);
        bool isAboutSlots = _refusals.TrueForAll(static refusal => IsNoSlotAtOpenSession(refusal.Failure));
        if (!isAboutSuites || options.CipherSuite is not null || isAboutSlots && !_errors.AllowsWeak)
            return [];
        _listed ??= await SessionlessRequests.CipherSuitesAsync(channel, cancellationToken).ConfigureAwait(false);
        bool isWeak = _errors.AllowsWeak && !(isAboutSlots && _listed?.Any(tried.Select(static suite => suite.Id).Contains) == true);
        return isWeak ? _plan.WeakSuites(tried, _listed) : [];
    }

    private async Task<LogInResult> LogIn15Async(CancellationToken cancellationToken)
    {
        var procedure = new LogInProcedure15(channel, options, secrets, trace, _errors, attempt);
        var capabilities = _capabilities ?? await RequestCapabilitiesAsync(cancellationToken).ConfigureAwait(false) ?? throw channel.InvalidPackets.NoResponse("The BMC did not answer.");
        return Report(await procedure.RunAsync(capabilities, _plan.PrivilegeLevels(), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Writes the result to the trace, with warnings for insecure methods.</summary>
    private LogInResult Report(LogInResult logIn)
    {
        trace.Note($"Session {logIn.Session.RemoteId:X8}h is open, {(logIn.Suite is { } used ? $"cipher suite {used}" : "IPMI 1.5")}, highest privilege {logIn.Privilege}.");
        if (logIn.Suite is { IsSecure: false } suite)
            trace.Warning($"Cipher suite {suite} is used, which is insecure.");
        if (logIn.Suite is null)
        {
            bool isUnproven = logIn.Strength.AuthType == AuthType.None;
            trace.Warning($"IPMI 1.5 is used: commands and responses are not encrypted, and {(isUnproven ? "no password is checked: any host that responds at this address is accepted" : "the log-in is weak")}.");
        }

        return logIn;
    }

    /// <summary>The error for all refusals. One that came after the BMC had accepted a suite says more than those of other suites.</summary>
    private IpmiException Refused()
    {
        var decisive = _refusals.FindLast(static refusal => refusal.Failure.Stage != HandshakeStage.OpenSession).Failure ?? _refusals[_refusals.Count - 1].Failure;
        return _errors.Refused(decisive, [.. _refusals.Select(static refusal => $"suite {refusal.Suite.Id} as {refusal.Privilege}: {refusal.Failure.Reason}")],
            _refusals.Where(refusal => refusal.Failure.Kind == IpmiErrorKind.InsufficientPrivilege).Select(static refusal => refusal.Privilege), _listed, _capabilities);
    }
}
