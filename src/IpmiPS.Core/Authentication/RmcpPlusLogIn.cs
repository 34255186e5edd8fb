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

/// <summary>RMCP+ log-ins with one suite and privilege level: their packets, their retries, and the closing of sessions that failed.</summary>
internal sealed class RmcpPlusLogIn(SessionlessChannel channel, IpmiConnectOptions options, LogInSecrets secrets, PacketTrace trace, LogInAttempt? attempt, LogInErrors errors, LogInPlan plan) : IDisposable
{
    /// <summary>How often a handshake is started if the BMC stays silent, though each of its packets was retried.</summary>
    private const int MaximumSilentRuns = 3;

    /// <summary>How often RAKP 3 is sent to a BMC that refuses it after its own RAKP 2 has proved the password: it may still count each as a bad password.</summary>
    private const int MaximumRefusedRuns = 3;

    /// <summary>A BMC may drop a handshake that does not continue; after a longer pause it is restarted.</summary>
    private static readonly TimeSpan MaximumPause = TimeSpan.FromSeconds(2);

    private readonly List<byte[]> _closeRequests = [];
    private byte _firstTag = SecretBytes.Random(1)[0];
    private bool _waitedTooLong;

    /// <summary>The command that was sent together with RAKP 3; null if there was none.</summary>
    public PendingRequest? EarlyRequest { get; private set; }

    /// <summary>
    /// Runs handshakes until one is done or has failed. Returns null if the BMC supports IPMI 1.5 only. If RAKP 4 does not come, the BMC may already
    /// hold the session open and then cannot answer RAKP 3 again; so a new session is opened instead.
    /// </summary>
    public async Task<RmcpPlusHandshake?> RunAsync(CipherSuite suite, PrivilegeLevel privilege, Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        bool plainRakp3 = false;
        int refused = 0;
        for (int run = 1; ; run++)
        {
            _waitedTooLong = false;
            var handshake = new RmcpPlusHandshake(suite, privilege, secrets.UserName, secrets.Password, secrets.BmcKey, firstTag: _firstTag, plainRakp3: plainRakp3);
            _firstTag = unchecked((byte)(_firstTag + RmcpPlusHandshake.TagCount));
            trace.Note($"Opening an RMCP+ session with cipher suite {suite} as {privilege}{(run > 1 ? ", once more" : "")}.");
            bool isOver = false;
            try
            {
                var silentAt = await RunAsync(handshake, capabilities, cancellationToken).ConfigureAwait(false);

                // RAKP 3 is sent once in each run, so the runs are its retries.
                bool wasRefused = handshake.Failure is { Stage: HandshakeStage.Rakp4, Status: RmcpStatus.InvalidIntegrityCheckValue };
                refused += wasRefused ? 1 : 0;
                bool mayRestart = silentAt == HandshakeStage.Rakp2 ? run < MaximumSilentRuns : run <= options.RetryCount && refused < MaximumRefusedRuns;
                isOver = silentAt is null && !(mayRestart && IsLostHandshake(handshake));
                if (isOver)
                    return handshake;

                // Nothing was sent after the pause, so this run says nothing about the BMC.
                if (_waitedTooLong)
                {
                    run = 0;
                    continue;
                }

                // RAKP 2 has proved the password. So a second refusal may be about the look-up bit, which some BMCs do not expect in RAKP 3.
                plainRakp3 = wasRefused && refused == 2;
                if (silentAt is { } stage)
                {
                    var known = stage == HandshakeStage.OpenSession ? await capabilities.ConfigureAwait(false) : null;
                    if (known is { SupportsIpmi20: false })
                        return errors.Ipmi15Refusal(known) is { } refusal ? throw refusal : null;
                    if (!(mayRestart && stage != HandshakeStage.OpenSession))
                        throw NoResponse(stage, known);
                }
            }
            finally
            {
                if (!isOver && handshake.GiveUp() is { } closeRequest)
                    Close(closeRequest);
                if (!isOver)
                    handshake.Dispose();
            }
        }
    }

    /// <summary>Sends the Close Session requests of failed handshakes once more.</summary>
    public void Dispose()
    {
        foreach (byte[] closeRequest in _closeRequests)
            channel.Send(closeRequest);
    }

    /// <summary>Closes a session that the BMC may hold open for a failed handshake. The request is sent twice, now and at the end, because nothing confirms it.</summary>
    private void Close(byte[] closeRequest)
    {
        channel.Send(closeRequest);
        _closeRequests.Add(closeRequest);
    }

    /// <summary>Runs one handshake until it is done or has failed. Returns the stage at which no response came, or null.</summary>
    private async Task<HandshakeStage?> RunAsync(RmcpPlusHandshake handshake, Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        while (handshake.Stage is not (HandshakeStage.Done or HandshakeStage.Failed))
        {
            var stage = handshake.Stage;
            if (stage == HandshakeStage.Rakp2 && attempt is not null && await attempt.WaitForTurnAsync(cancellationToken).ConfigureAwait(false) > MaximumPause)
            {
                _waitedTooLong = true;
                return stage;
            }

            if (!await StepAsync(handshake, capabilities, cancellationToken).ConfigureAwait(false))
                return stage;
            if (stage == HandshakeStage.Rakp2 && handshake.Stage == HandshakeStage.Rakp4)
                attempt?.Proved();
        }

        if (handshake is { Stage: HandshakeStage.Failed, Outgoing: { } refusal })
            channel.Send(refusal);
        return null;
    }

    /// <summary>Whether the BMC has dropped the handshake, or took a resent RAKP 1 for a new one. Neither says anything about user or password.</summary>
    private static bool IsLostHandshake(RmcpPlusHandshake handshake) => handshake.Failure is
    {
        Stage: not HandshakeStage.OpenSession,
        Status: RmcpStatus.InvalidSessionId or RmcpStatus.InactiveSessionId,
    } or { Stage: HandshakeStage.Rakp4, Status: RmcpStatus.InvalidIntegrityCheckValue };

    /// <summary>Exchanges one message of the handshake. Returns false if no response came.</summary>
    private async Task<bool> StepAsync(RmcpPlusHandshake handshake, Task<ChannelAuthenticationCapabilities?> capabilities, CancellationToken cancellationToken)
    {
        using var step = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var stage = handshake.Stage;
        int retryCount = stage == HandshakeStage.Rakp4 ? 0 : options.RetryCount;
        var exchange = channel.ExchangeAsync(handshake.Outgoing!, (reader, datagram) =>
            Rmcp.ReadHeader(reader) == Rmcp.IpmiClass && handshake.Receive(SessionPacket.Read(datagram, reader)) ? handshake : null,
            retryCount, step.Token);
        if (stage == HandshakeStage.Rakp4 && handshake.Stage != HandshakeStage.Failed)
            SendEarlyRequest(handshake);
        if (stage == HandshakeStage.OpenSession)
        {
            await Task.WhenAny(exchange, capabilities).ConfigureAwait(false);
            if (!exchange.IsCompleted && !plan.IsKnownToSupportRmcpPlus && capabilities.Status == TaskStatus.RanToCompletion && capabilities.Result is { SupportsIpmi20: false })
            {
                // The flag may be wrong or forged, so the exchange gets one more wait before the flag is accepted.
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

    /// <summary>Sends the first command behind RAKP 3: this end has all keys, and the BMC has them once it has read RAKP 3.</summary>
    private void SendEarlyRequest(RmcpPlusHandshake handshake)
    {
        if (options.FirstCommand is not { IsIdempotent: true, Privilege: <= PrivilegeLevel.User } command)
            return;
        EarlyRequest = PendingRequest.Create(command, IpmbTarget.Bmc, PendingRequests.FirstSequence);
        EarlyRequest.Attempts = 1;
        EarlyRequest.SentAt = options.Clock.Now;
        trace.SentRequest(command, IpmbTarget.Bmc, EarlyRequest.Sequence, EarlyRequest.Message, 1);
        channel.SendInSession(handshake.OpenSession().Seal(PayloadType.Ipmi, EarlyRequest.Message));
    }

    private IpmiException NoResponse(HandshakeStage stage, ChannelAuthenticationCapabilities? capabilities)
    {
        if (stage == HandshakeStage.OpenSession && capabilities is null)
            return channel.InvalidPackets.NoResponse("The BMC did not answer.");
        return channel.InvalidPackets.NoResponse(
            stage == HandshakeStage.OpenSession ? "The BMC did not answer Open Session, though it answers other requests." : $"The BMC stopped answering during the log-in ({stage}).",
            "Name, address and port are right. Try again with a longer -TimeoutSeconds. If that does not help, check that the LAN channel is enabled for sessions, and reset the BMC.");
    }
}
