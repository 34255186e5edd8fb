using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Client;

/// <summary>
/// Chooses protocol, cipher suite and privilege, and logs in. Suite 17, then 3, then, only where the caller allows insecure
/// methods, the rest that the BMC lists and IPMI 1.5. A BMC that does not have a suite says so with one of several codes; then the
/// next one is tried. A refused user, password or key ends the attempt: it is never tried again.
/// </summary>
internal sealed class LogInProcedure(SessionlessChannel channel, IpmiConnectOptions options, LogInSecrets secrets, PacketTrace trace, LogInAttempt? attempt)
{
    /// <summary>So often a log-in is begun where the BMC stays silent, though each of its packets was repeated.</summary>
    private const int SilentRunLimit = 3;

    /// <summary>So often RAKP 3 is sent to a BMC that refuses it, though its own RAKP 2 has proved the password: it may count them as bad passwords all the same.</summary>
    private const int RefusedRunLimit = 3;

    /// <summary>A BMC may forget a log-in that does not go on; after such a pause it is begun anew.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstSlotWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestSlotWait = TimeSpan.FromSeconds(8);

    private const byte Best = 17, Second = 3;

    private readonly List<string> _refusals = [];
    private readonly List<byte[]> _farewells = [];
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private ChannelAuthenticationCapabilities? _capabilities;
    private bool _lackedSlots;
    private PendingRequest? _early;

    /// <summary>Whether IPMI 1.5 may take the place of RMCP+: not where the caller named the one or one of its suites.</summary>
    private bool MayFallBack => options is { Protocol: IpmiProtocol.Auto, CipherSuite: null };

    /// <summary>Logs in. Where the BMC has no slot free, it is asked again after growing waits, as long as there is time: slots come free when sessions end or time out.</summary>
    public async Task<LogIn> RunAsync(CancellationToken cancellationToken)
    {
        RefuseInsecureOptions(options);
        var begin = options.Clock.Now;
        for (var wait = FirstSlotWait; ; wait = wait + wait < LongestSlotWait ? wait + wait : LongestSlotWait)
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

    private async Task<LogIn> TryAsync(CancellationToken cancellationToken)
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

    /// <summary>Refuses before anything is sent what the caller has not allowed.</summary>
    public static void RefuseInsecureOptions(IpmiConnectOptions options)
    {
        if (options.CipherSuite is { } id && CipherSuite.Find(id) is null)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"There is no standard cipher suite {id}; they are 0 to {CipherSuite.All.Count - 1}.");
        if (options.AllowInsecure)
            return;
        if (options.CipherSuite is { } weak && CipherSuite.Find(weak) is { IsSecure: false } suite)
            throw new IpmiException(IpmiErrorKind.InsecureRefused, $"Cipher suite {suite} is insecure and was not allowed; nothing was sent.");
        if (options.Protocol == IpmiProtocol.Ipmi15)
            throw new IpmiException(IpmiErrorKind.InsecureRefused, "IPMI 1.5 is insecure and was not allowed; nothing was sent.");
    }

    /// <summary>Tries suite after suite, and for each the privilege levels from the top; null where the BMC speaks only IPMI 1.5.</summary>
    private async Task<LogIn?> LogIn20Async(Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        var suites = FirstSuites();
        HandshakeFailure? failure = null;
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
                    return Opened(new LogIn(session, privilege, suite) { Early = _early, SystemGuid = handshake.SystemGuid });
                }

                failure = handshake.Failure!;
                _refusals.Add($"suite {suite.Id} as {privilege}: {failure.Reason}");
                trace.Note($"Log-in with cipher suite {suite} as {privilege} failed: {failure.Reason}.");
                if (failure.Kind != IpmiErrorKind.InsufficientPrivilege)
                    break;
            }

            _lackedSlots |= IsSlotRefusalOfOpenSession(failure!);

            // Lack of slots is how some BMCs refuse a suite, so the next suite gets its try; all else that is no mismatch is final.
            if (failure!.Kind is not (IpmiErrorKind.CipherSuiteRefused or IpmiErrorKind.InsufficientPrivilege) && !IsSlotRefusalOfOpenSession(failure))
                break;
            if (next == suites.Count - 1 && options is { AllowInsecure: true, CipherSuite: null })
                suites.AddRange(await MoreSuitesAsync(suites, cancellationToken).ConfigureAwait(false));
        }

        throw Refused(failure!);
    }

    private static bool IsSlotRefusalOfOpenSession(HandshakeFailure failure) =>
        failure is { Stage: HandshakeStage.OpenSession, Kind: IpmiErrorKind.NoSessionSlot };

    /// <summary>The suite of the last log-in; null where nothing is known. Insecure ones are not remembered.</summary>
    private CipherSuite? KnownSuite => options.Knowledge?.FindSuite(_now);

    /// <summary>The suite that the caller names; or those that need no leave, the one that is known to work first.</summary>
    private List<CipherSuite> FirstSuites()
    {
        if (options.CipherSuite is { } id)
            return [CipherSuite.Find(id)!];
        CipherSuite[] secure = [CipherSuite.Find(Best)!, CipherSuite.Find(Second)!];
        return [.. secure.OrderBy(suite => suite != KnownSuite)];
    }

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
        var highest = options.Knowledge?.FindPrivilege(options.UserName, _now) is { } granted && granted >= options.MinimumPrivilege ? granted : PrivilegeLevel.Administrator;
        return new[] { PrivilegeLevel.Administrator, PrivilegeLevel.Operator, PrivilegeLevel.User }.Where(candidate => candidate <= highest && candidate >= options.MinimumPrivilege);
    }

    private void Learn(CipherSuite suite, PrivilegeLevel privilege)
    {
        if (options.Knowledge is not { } knowledge)
            return;
        knowledge.LogInTime = channel.Timer.RoundTrip ?? knowledge.LogInTime;

        // Where the best suite failed for lack of slots, it may yet be the one.
        if (suite.IsSecure && options.CipherSuite is null && !(_lackedSlots && suite.Id != Best))
            knowledge.KeepSuite(suite, _now);
        if (options is { Privilege: null, PreferredPrivilege: null })
            knowledge.KeepPrivilege(options.UserName, privilege, _now);
    }

    /// <summary>
    /// One log-in through to session or failure; null where only IPMI 1.5 is there. When RAKP 4 stays out, the BMC may already hold the
    /// session open and would not answer RAKP 3 again in a way that can be used; then a new session is opened instead.
    /// </summary>
    private async Task<RmcpPlusHandshake?> HandshakeAsync(CipherSuite suite, PrivilegeLevel privilege, Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        bool plainRakp3 = false;
        int refused = 0;
        for (int run = 1; ; run++)
        {
            var handshake = new RmcpPlusHandshake(suite, privilege, secrets.UserName, secrets.Password, secrets.BmcKey, plainRakp3: plainRakp3);
            trace.Note($"Opening an RMCP+ session with cipher suite {suite} as {privilege}{(run > 1 ? ", once more" : "")}.");
            bool isOver = false;
            try
            {
                var silentAt = await RunAsync(handshake, capabilities, cancellationToken).ConfigureAwait(false);

                // RAKP 3 goes out once in a run, so that the runs are its repetitions.
                bool wasRefused = handshake.Failure is { Stage: HandshakeStage.Rakp4, Status: RmcpStatus.InvalidIntegrityCheckValue };
                refused += wasRefused ? 1 : 0;
                bool mayRestart = silentAt == HandshakeStage.Rakp2 ? run < SilentRunLimit : run <= options.RetryCount && refused < RefusedRunLimit;
                isOver = silentAt is null && !(mayRestart && IsLostHandshake(handshake));
                if (isOver)
                    return handshake;

                // RAKP 2 has proved the password, so what was refused twice then may be the look-up bit, which some BMCs want left out of RAKP 3.
                plainRakp3 = wasRefused && refused == 2;
                if (silentAt == HandshakeStage.OpenSession && _capabilities is { SupportsIpmi20: false })
                    return MayFallBack ? null : throw new IpmiException(IpmiErrorKind.CipherSuiteRefused, "This BMC speaks only IPMI 1.5, and IPMI 2.0 or one of its cipher suites was asked for.");
                if (silentAt is { } stage && !(mayRestart && stage != HandshakeStage.OpenSession))
                    throw NoAnswer(stage);
            }
            finally
            {
                if (!isOver && handshake.GiveUp() is { } close)
                    SayFarewell(close);
                if (!isOver)
                    handshake.Dispose();
            }
        }
    }

    /// <summary>A session that the BMC may hold without this end's knowing is closed twice: now, and at the end of the log-in, because nothing confirms it.</summary>
    private void SayFarewell(byte[] close)
    {
        channel.Send(close);
        _farewells.Add(close);
    }

    /// <summary>Runs a log-in until it is done or has failed; the stage at which no answer came, or null.</summary>
    private async Task<HandshakeStage?> RunAsync(RmcpPlusHandshake handshake, Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        while (handshake.Stage is not (HandshakeStage.Done or HandshakeStage.Failed))
        {
            var stage = handshake.Stage;
            if (stage == HandshakeStage.Rakp2 && attempt is not null && await attempt.EnterAsync(cancellationToken).ConfigureAwait(false) > LongestPause)
                return stage;
            if (!await StepAsync(handshake, capabilities, cancellationToken).ConfigureAwait(false))
                return stage;
            if (stage == HandshakeStage.Rakp2 && handshake.Stage == HandshakeStage.Rakp4)
                attempt?.Proved();
        }

        if (handshake is { Stage: HandshakeStage.Failed, Outgoing: { } farewell })
            channel.Send(farewell);
        return null;
    }

    /// <summary>The BMC has forgotten the log-in, or took a repeated RAKP 1 for a new one. Neither says anything about user or password.</summary>
    private static bool IsLostHandshake(RmcpPlusHandshake handshake) => handshake.Failure is
    {
        Stage: not HandshakeStage.OpenSession,
        Status: RmcpStatus.InvalidSessionId or RmcpStatus.InactiveSessionId,
    } or { Stage: HandshakeStage.Rakp4, Status: RmcpStatus.InvalidIntegrityCheckValue };

    private async Task<bool> StepAsync(RmcpPlusHandshake handshake, Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        using var step = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stage = handshake.Stage;
        int repetitions = stage == HandshakeStage.Rakp4 ? 0 : options.RetryCount;
        var exchange = channel.ExchangeAsync(handshake.Outgoing!, (reader, datagram) =>
            Rmcp.ReadHeader(reader) == Rmcp.IpmiClass && handshake.Receive(SessionPacket.Read(datagram, reader)) ? handshake : null,
            repetitions, step.Token);
        if (stage == HandshakeStage.Rakp4 && handshake.Stage != HandshakeStage.Failed)
            SendEarly(handshake);
        if (stage == HandshakeStage.OpenSession)
        {
            await Task.WhenAny(exchange, capabilities).ConfigureAwait(false);
            if (!exchange.IsCompleted && capabilities.Status == TaskStatus.RanToCompletion && capabilities.Result is { SupportsIpmi20: false })
            {
                // The flag may be wrong, so the answer to Open Session gets one more wait before it is believed.
                await Task.WhenAny(exchange, options.Clock.DelayAsync(RetransmissionTimer.Initial, step.Token)).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                if (!exchange.IsCompleted)
                    step.Cancel();
            }
        }

        try
        {
            return await exchange.ConfigureAwait(false) is not null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Sends the first command behind RAKP 3: all keys are there, and the BMC has them as soon as it has read that.</summary>
    private void SendEarly(RmcpPlusHandshake handshake)
    {
        if (options.FirstCommand is not { IsRepeatable: true, Privilege: <= PrivilegeLevel.User } command)
            return;
        _early = SessionChannel.Request(command, IpmbTarget.Bmc, PendingRequests.FirstSequence);
        _early.Attempts = 1;
        _early.SentAt = options.Clock.Now;
        trace.SentRequest(command, IpmbTarget.Bmc, _early.Sequence, _early.Message, 1);
        channel.SendInSession(handshake.OpenSession().Seal(PayloadType.Ipmi, _early.Message));
    }

    private async Task<ChannelAuthenticationCapabilities?> AskCapabilitiesAsync(CancellationToken cancellationToken)
    {
        var privilege = options.Privilege ?? options.PreferredPrivilege ?? PrivilegeLevel.Administrator;
        _capabilities = await BmcQuestions.CapabilitiesAsync(channel, privilege, options.RetryCount, cancellationToken).ConfigureAwait(false);
        return _capabilities;
    }

    private async Task<ChannelAuthenticationCapabilities?> AskCapabilitiesLaterAsync(CancellationToken cancellationToken)
    {
        await options.Clock.DelayAsync(channel.Timer.WaitFor(1), cancellationToken).ConfigureAwait(false);
        return await AskCapabilitiesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The insecure suites to try: those that the BMC lists, or all where it does not answer the question.</summary>
    private async Task<IEnumerable<CipherSuite>> MoreSuitesAsync(List<CipherSuite> tried, CancellationToken cancellationToken)
    {
        var listed = await BmcQuestions.CipherSuitesAsync(channel, cancellationToken).ConfigureAwait(false);
        return CipherSuite.ByStrength.Where(suite => !tried.Contains(suite) && (listed is null || listed.Contains(suite.Id)));
    }

    private async Task<LogIn> LogIn15Async(CancellationToken cancellationToken)
    {
        if (!options.AllowInsecure)
            throw new IpmiException(IpmiErrorKind.InsecureRefused, "This BMC speaks only IPMI 1.5, which is insecure and was not allowed. No password was sent.");
        var procedure = new LogInProcedure15(channel, options, secrets, trace, attempt);
        var capabilities = _capabilities ?? await AskCapabilitiesAsync(cancellationToken).ConfigureAwait(false) ?? throw NoAnswer(HandshakeStage.OpenSession);
        return Opened(await procedure.RunAsync(capabilities, Privileges(), cancellationToken).ConfigureAwait(false));
    }

    private LogIn Opened(LogIn logIn)
    {
        trace.Note($"Session {logIn.Session.RemoteId:X8}h is open, {(logIn.Suite is { } used ? $"cipher suite {used}" : "IPMI 1.5")}, highest privilege {logIn.Privilege}.");
        if (logIn.Suite is null)
            trace.Warning("IPMI 1.5 is used: commands and answers are not encrypted, and the log-in is weak.");
        else if (!logIn.Suite.IsSecure)
            trace.Warning($"Cipher suite {logIn.Suite} is used, which is insecure.");
        return logIn;
    }

    private IpmiException NoAnswer(HandshakeStage stage) => BmcContact.NoAnswer(channel.Rubbish.Last, stage == HandshakeStage.OpenSession
        ? $"The BMC did not answer{(_capabilities is null ? "" : " Open Session, though it answers other questions")}."
        : $"The BMC stopped answering during the log-in ({stage}).");

    private IpmiException Refused(HandshakeFailure failure)
    {
        bool bySuite = failure.Kind == IpmiErrorKind.CipherSuiteRefused;
        bool secureOnly = bySuite && options is { AllowInsecure: false, CipherSuite: null };
        string tried = string.Join("; ", _refusals);
        return new IpmiException(failure.Kind, failure.Kind switch
        {
            IpmiErrorKind.BadCredential => $"The log-in was refused: {failure.Reason}.",
            IpmiErrorKind.CipherSuiteRefused => $"The BMC accepts none of the cipher suites that were tried ({tried}).",
            _ => $"The log-in failed ({tried}).",
        },
        secureOnly ? IpmiErrorKinds.AdviceFor(failure.Kind) + " Weaker suites are tried only with -AllowInsecure." : null);
    }
}
