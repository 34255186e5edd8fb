using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;

namespace IpmiPS.Authentication;

/// <content>One RMCP+ log-in: its packets, their repetitions, and what is closed where it fails.</content>
internal sealed partial class LogInProcedure
{
    /// <summary>So often a log-in is begun where the BMC stays silent, though each of its packets was repeated.</summary>
    private const int SilentRunLimit = 3;

    /// <summary>So often RAKP 3 is sent to a BMC that refuses it, though its own RAKP 2 has proved the password: it may count them as bad passwords all the same.</summary>
    private const int RefusedRunLimit = 3;

    /// <summary>A BMC may forget a log-in that does not go on; after such a pause it is begun anew.</summary>
    private static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(2);

    private readonly List<byte[]> _farewells = [];
    private PendingRequest? _early;
    private bool _wasHeldBack;

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
            _wasHeldBack = false;
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

                // Nothing was asked after a pause, so it says nothing about the BMC.
                if (_wasHeldBack)
                {
                    run = 0;
                    continue;
                }

                // RAKP 2 has proved the password, so what was refused twice then may be the look-up bit, which some BMCs want left out of RAKP 3.
                plainRakp3 = wasRefused && refused == 2;
                if (silentAt == HandshakeStage.OpenSession && await capabilities.ConfigureAwait(false) is { SupportsIpmi20: false } only15)
                    return _errors.WhyNotIpmi15(only15) is { } refusal ? throw refusal : null;
                if (silentAt is { } stage && !(mayRestart && stage != HandshakeStage.OpenSession))
                    throw NoResponse(stage);
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
            if (stage == HandshakeStage.Rakp2 && attempt is not null && await attempt.EnterAsync(cancellationToken).ConfigureAwait(false) > MaximumPause)
            {
                _wasHeldBack = true;
                return stage;
            }

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
            if (!exchange.IsCompleted && !IsKnownToSpeakRmcpPlus && capabilities.Status == TaskStatus.RanToCompletion && capabilities.Result is { SupportsIpmi20: false })
            {
                // The flag may be wrong, or forged, so the answer to Open Session gets one more wait before it is believed. A BMC that is known to
                // speak RMCP+ gets all of them.
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
        if (options.FirstCommand is not { IsIdempotent: true, Privilege: <= PrivilegeLevel.User } command)
            return;
        _early = SessionChannel.Request(command, IpmbTarget.Bmc, PendingRequests.FirstSequence);
        _early.Attempts = 1;
        _early.SentAt = options.Clock.Now;
        trace.SentRequest(command, IpmbTarget.Bmc, _early.Sequence, _early.Message, 1);
        channel.SendInSession(handshake.OpenSession().Seal(PayloadType.Ipmi, _early.Message));
    }
}
