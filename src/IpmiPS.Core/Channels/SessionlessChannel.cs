using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>
/// Requests outside of a session. Each exchange sends its packet, resends it with growing waits while no response comes, and takes the
/// first packet that matches. Several exchanges may run at once.
/// </summary>
internal sealed class SessionlessChannel : IDatagramReceiver
{
    /// <summary>One response is expected, and perhaps a duplicate.</summary>
    private const int MaximumHeld = 4;

    private readonly IDatagramTransport _transport;
    private readonly PacketTrace _trace;
    private readonly int _retryCount;
    private readonly Clock _clock;
    private readonly List<Func<ArraySegment<byte>, bool>> _listeners = [];
    private readonly TaskCompletionSource<IpmiException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Queue<byte[]>? _held;
    private IDatagramReceiver? _successor;
    private int _sequence;

    public SessionlessChannel(IDatagramTransport transport, PacketTrace trace, ChannelOptions options)
    {
        _transport = transport;
        _trace = trace;
        _retryCount = options.RetryCount;
        _clock = options.Clock;
        Timer = new RetransmissionTimer(options.Profile?.LogInTime, options.Clock.Jitter);
        transport.Receiver = this;
    }

    public RetransmissionTimer Timer { get; }

    /// <summary>The received packets that were not valid IPMI.</summary>
    public InvalidPacketCounter InvalidPackets { get; } = new();

    /// <summary>
    /// Sends a packet until <paramref name="accept"/> takes a response. Returns null if none came.
    /// </summary>
    /// <param name="packet">The packet.</param>
    /// <param name="accept">Called with each received packet. Returns the response, or null for any other packet.</param>
    /// <param name="retryCount">The maximum number of retries.</param>
    /// <param name="cancellationToken">Cancels the exchange.</param>
    /// <exception cref="IpmiException">Kind Unreachable: the network reports that nothing listens there. Kind ProtocolError: a response could not be handled.</exception>
    public async Task<T?> ExchangeAsync<T>(byte[] packet, Func<ByteReader, ArraySegment<byte>, T?> accept, int retryCount, CancellationToken cancellationToken)
        where T : class
    {
        var response = new TaskCompletionSource<T>();
        Func<ArraySegment<byte>, bool> listener = datagram =>
        {
            if (accept(new ByteReader(datagram), datagram) is not { } taken)
                return false;
            response.TrySetResult(taken);
            return true;
        };
        lock (_listeners)
            _listeners.Add(listener);
        int invalidBefore = InvalidPackets.Count;
        try
        {
            for (int attempt = 1; attempt <= retryCount + 1; attempt++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var sent = _clock.Now;
                _trace.Sent(packet, attempt);
                _transport.Send(packet);
                await WaitAsync(response.Task, sent + Timer.WaitFor(attempt), cancellationToken).ConfigureAwait(false);
                if (response.Task.IsCompleted)
                {
                    Timer.Answered(_clock.Now - sent, attempt);
                    return await response.Task.ConfigureAwait(false);
                }

                if (_failure.Task.IsCompleted)
                    throw _failure.Task.Result;
                if (InvalidPackets.IsAll(invalidBefore, attempt))
                    return null;
            }

            return null;
        }
        finally
        {
            lock (_listeners)
                _listeners.Remove(listener);
        }
    }

    /// <inheritdoc cref="ExchangeAsync{T}(byte[], Func{ByteReader, ArraySegment{byte}, T}, int, CancellationToken)"/>
    public Task<T?> ExchangeAsync<T>(byte[] packet, Func<ByteReader, ArraySegment<byte>, T?> accept, CancellationToken cancellationToken)
        where T : class => ExchangeAsync(packet, accept, _retryCount, cancellationToken);

    /// <summary>Sends a packet once, without waiting.</summary>
    public void Send(byte[] packet)
    {
        _trace.Sent(packet, 1);
        _transport.Send(packet);
    }

    /// <summary>Sends a packet of the session that is being opened. What is received in it meanwhile is held for the session's channel.</summary>
    public void SendInSession(byte[] packet)
    {
        lock (_listeners)
            _held ??= [];
        _transport.Send(packet);
    }

    /// <summary>Ends the log-in: the session's channel gets the packets that were held for it, and all later ones.</summary>
    public void HandOver(IDatagramReceiver successor)
    {
        while (true)
        {
            byte[] first;
            lock (_listeners)
            {
                if (_held is null || _held.Count == 0)
                {
                    _transport.Receiver = successor;
                    _successor = successor;
                    return;
                }

                first = _held.Dequeue();
            }

            successor.Receive(new ArraySegment<byte>(first));
        }
    }

    /// <summary>Sends a command in an IPMI 1.5 packet without a session. Returns completion code and data, or null if no response came. Retries if the BMC is busy.</summary>
    public Task<byte[]?> CommandAsync(IpmiCommand command, int retryCount, CancellationToken cancellationToken) =>
        BusyBmc.SendAsync(command, () => SendOnceAsync(command, retryCount, cancellationToken), retryCount, _clock, cancellationToken);

    private Task<byte[]?> SendOnceAsync(IpmiCommand command, int retryCount, CancellationToken cancellationToken)
    {
        byte sequence = NextSequence();
        return ExchangeAsync(SessionlessMessage.Write(command, sequence, inRmcpPlus: false), (reader, datagram) => ResponseTo(command, sequence, reader, datagram, 0), retryCount, cancellationToken);
    }

    public byte NextSequence() => (byte)(Interlocked.Increment(ref _sequence) & 0x3F);

    /// <summary>Returns completion code and data of the response to a command; null for any other packet.</summary>
    public static byte[]? ResponseTo(IpmiCommand command, byte sequence, ByteReader reader, ArraySegment<byte> datagram, uint sessionId)
    {
        if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass)
            return null;
        var packet = SessionPacket.Read(datagram, reader);
        if (packet.IsRmcpPlus || sessionId == 0 && packet.SessionId != 0)
            return null;
        var message = LanMessage.Read(new ByteReader(packet.Payload));
        bool fits = message.ChecksumValid && message.NetFn == ((byte)command.NetFn | 1) && message.Command == command.Code
            && message.Sequence == sequence && message.Data.Count > 0;
        return fits ? new ByteReader(message.Data).ReadRest() : null;
    }

    private async Task WaitAsync(Task response, TimeSpan until, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wait = until - _clock.Now;
        if (!response.IsCompleted && wait > TimeSpan.Zero)
            await Task.WhenAny(response, _failure.Task, _clock.DelayAsync(wait, stop.Token)).ConfigureAwait(false);
        stop.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Holds a packet that no exchange takes: it may be the response to a command that was already sent in the session.</summary>
    private void Hold(ArraySegment<byte> datagram)
    {
        lock (_listeners)
        {
            if (_successor is null)
            {
                if (_held?.Count < MaximumHeld)
                    _held.Enqueue([.. datagram]);
                return;
            }
        }

        _successor.Receive(datagram);
    }

    /// <inheritdoc/>
    public void Receive(ArraySegment<byte> datagram)
    {
        _trace.Received(datagram);
        Func<ArraySegment<byte>, bool>[] listeners;
        lock (_listeners)
            listeners = [.. _listeners];
        MalformedDataException? malformed = null;
        foreach (var listener in listeners)
        {
            try
            {
                if (listener(datagram))
                    return;
            }
            catch (MalformedDataException found)
            {
                malformed = found;
            }
        }

        if (malformed is null)
        {
            Hold(datagram);
            return;
        }

        ReceiveRefused(malformed.Message);
    }

    /// <inheritdoc/>
    public void ReceiveRefused(string reason)
    {
        InvalidPackets.Add(reason);
        _trace.Ignored(reason);
    }

    /// <inheritdoc/>
    public void NetworkFailed(SocketError error) =>
        _failure.TrySetResult(new IpmiException(IpmiErrorKind.Unreachable, $"Nothing listens there: the network reports {error}."));

    /// <inheritdoc/>
    public void Faulted(Exception fault)
    {
        _failure.TrySetResult(Callback.Error(fault));
        _trace.Note($"internal error: {fault}");
    }
}
