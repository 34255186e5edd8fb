using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <summary>
/// Requests and answers within a session: numbers them, keeps several in flight, sends again what stays without an answer and may be
/// repeated, and gives each answer to its request by session, payload type, NetFn, command, LUN and sequence.
/// </summary>
internal sealed class SessionChannel : IDatagramReceiver, IDisposable
{
    /// <summary>More than a message is long: a writer that grows leaves a copy behind.</summary>
    public const int RoomForSecret = 300;

    private readonly object _gate = new();
    private readonly Session _session;
    private readonly IDatagramTransport _transport;
    private readonly PacketTrace _trace;
    private readonly RetransmissionTimer _timer;
    private readonly int _retryCount;
    private readonly TimeSpan _timeout;
    private readonly Clock _clock;
    private readonly PendingRequests _pending;
    private readonly Dictionary<PayloadType, Action<ArraySegment<byte>>> _handlers = [];
    private readonly IAlarm _alarm;
    private TimeSpan _alarmAt = TimeSpan.MaxValue;
    private PendingRequest? _adopted;
    private volatile bool _isHeard;
    private IpmiException? _closedBy;

    /// <param name="session">Seals and opens.</param>
    /// <param name="transport">Carries.</param>
    /// <param name="trace">Hears what happens.</param>
    /// <param name="logIn">How long the steps of the log-in took; where nothing better is known, the first commands are waited for by it.</param>
    /// <param name="options">Times, and what is known of the BMC.</param>
    public SessionChannel(Session session, IDatagramTransport transport, PacketTrace trace, RetransmissionTimer logIn, ChannelOptions options)
    {
        _session = session;
        _transport = transport;
        _trace = trace;
        _timer = new RetransmissionTimer(options.Profile?.CommandTime ?? logIn.RoundTrip, options.Clock.Jitter);
        _retryCount = options.RetryCount;
        _timeout = options.Timeout;
        _clock = options.Clock;
        _pending = new PendingRequests(_clock);
        _alarm = _clock.CreateAlarm(SendOverdueAgain, Faulted);
        Window = new RequestWindow(session.PacketsAtOnce, options.Profile?.Window ?? 0, logIn.Fastest);
    }

    /// <summary>Takes over a request that was sent during the log-in. It is sent again only once somebody waits for it.</summary>
    public void Adopt(PendingRequest request)
    {
        lock (_gate)
        {
            _adopted = request;
            request.Deadline = TimeSpan.MaxValue;
            _pending.Add(request);
        }
    }

    /// <summary>What arrived since the last valid answer and was no valid IPMI.</summary>
    public InvalidPacketCounter InvalidPackets { get; } = new();

    /// <summary>Why the last packet was not taken, while none was in this session; null once one was.</summary>
    public string? Refused { get; private set; }

    /// <summary>Whether anything was answered in this session, so that the BMC has its keys.</summary>
    public bool IsHeard => _isHeard;

    public RequestWindow Window { get; }

    private TimeSpan GiveUpAt => _timeout > TimeSpan.Zero ? _clock.Now + _timeout : TimeSpan.MaxValue;

    public TimeSpan? RoundTrip => _timer.RoundTrip?.Smoothed;

    /// <summary>Sends a command; its completion code and data, or null when no answer came.</summary>
    /// <param name="command">The command.</param>
    /// <param name="target">Whom it is for.</param>
    /// <param name="isFarewell">Whether it goes past the window, because it must not wait behind requests that a silent BMC leaves without an answer.</param>
    /// <param name="cancellationToken">Gives up waiting; nothing is sent when it is cancelled before.</param>
    public async Task<byte[]?> RequestAsync(IpmiCommand command, IpmbTarget target, bool isFarewell, CancellationToken cancellationToken)
    {
        if (!isFarewell)
            await Window.EnterAsync(cancellationToken).ConfigureAwait(false);
        PendingRequest? request = null;
        var wait = TimeSpan.Zero;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var giveUpAt = GiveUpAt;
            while ((request = TakeAdopted(command) ?? Begin(command, target, giveUpAt, out wait)) is null)
                await _clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            using (cancellationToken.Register(static state => ((PendingRequest)state!).Cancel(), request))
                return await request.Answer.ConfigureAwait(false);
        }
        finally
        {
            if (request is not null)
                Remove(request);
            if (!isFarewell)
                Window.Leave();
        }
    }

    public void SetHandler(PayloadType type, Action<ArraySegment<byte>>? handler)
    {
        lock (_gate)
        {
            if (handler is null)
                _handlers.Remove(type);
            else
                _handlers[type] = handler;
        }
    }

    public void SendPayload(PayloadType type, ArraySegment<byte> payload)
    {
        lock (_gate)
        {
            if (_closedBy is { } reason)
                throw reason;
            _trace.SentPayload(type, payload.Count);
            _transport.Send(_session.Seal(type, payload));
        }
    }

    /// <summary>Ends every request that waits, and every one to come, with the reason.</summary>
    public void Close(IpmiException reason)
    {
        lock (_gate)
        {
            _closedBy ??= reason;
            FailAll(_closedBy);
        }
    }

    /// <summary>Hands on what was learnt of the BMC.</summary>
    public void Tell(BmcProfile knowledge)
    {
        knowledge.CommandTime = _timer.RoundTrip ?? knowledge.CommandTime;
        if (Window.IsLearnt)
            knowledge.Window = Window.Size;
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _session.Dispose();
    }

    /// <summary>Sends a request; null, and how long to wait, when all sequence numbers rest, as they may after many losses.</summary>
    private PendingRequest? Begin(IpmiCommand command, IpmbTarget target, TimeSpan giveUpAt, out TimeSpan wait)
    {
        lock (_gate)
        {
            wait = TimeSpan.Zero;
            if (_closedBy is { } reason)
                throw reason;
            if (_pending.NextSequence() is not { } sequence)
            {
                var free = _pending.NextSequenceAt();
                wait = free - _clock.Now;
                return free < giveUpAt ? null : throw new IpmiException(IpmiErrorKind.Timeout, "Too many requests stayed without an answer; the session has no sequence number left.");
            }

            var request = Request(command, target, sequence);
            request.InvalidPacketsBefore = InvalidPackets.Count;
            request.GiveUpAt = giveUpAt;
            _pending.Add(request);
            Transmit(request);
            return request;
        }
    }

    /// <summary>A request that is yet to be sent.</summary>
    public static PendingRequest Request(IpmiCommand command, IpmbTarget target, byte sequence)
    {
        var message = new ByteWriter(command.HoldsSecret ? RoomForSecret : 32);
        if (target.IsBmc)
            LanMessage.WriteRequest(message, command, sequence);
        else
            SendMessage.Write(message, command, target, sequence);
        return new PendingRequest(command, target, sequence, message.AsSegment());
    }

    private PendingRequest? TakeAdopted(IpmiCommand command)
    {
        lock (_gate)
        {
            if (_adopted is not { } adopted || !ReferenceEquals(adopted.Command, command))
                return null;
            _adopted = null;
            adopted.GiveUpAt = GiveUpAt;
            adopted.Deadline = Earlier(adopted.SentAt + WaitFor(adopted), adopted.GiveUpAt);
            if (!adopted.IsOver)
                RingAt(adopted.Deadline);
            return adopted;
        }
    }

    private void Transmit(PendingRequest request)
    {
        request.Attempts++;
        request.SentAt = _clock.Now;
        request.Deadline = Earlier(request.SentAt + WaitFor(request), request.GiveUpAt);
        _trace.SentRequest(request.Command, request.Target, request.Sequence, request.Message, request.Attempts);
        _transport.Send(_session.Seal(PayloadType.Ipmi, request.Message));
        RingAt(request.Deadline);
    }

    /// <summary>What may not be repeated is waited for as long as all the repetitions of another request would take.</summary>
    private TimeSpan WaitFor(PendingRequest request)
    {
        if (request.Command.IsIdempotent)
            return _timer.WaitFor(request.Attempts);
        var wait = TimeSpan.Zero;
        for (int attempt = 1; attempt <= _retryCount + 1; attempt++)
            wait += _timer.WaitFor(attempt);
        return wait;
    }

    private void RingAt(TimeSpan time)
    {
        if (time >= _alarmAt)
            return;
        _alarmAt = time;
        _alarm.Set(time - _clock.Now);
    }

    /// <summary>Sends again, or gives up, whatever is overdue.</summary>
    private void SendOverdueAgain()
    {
        lock (_gate)
        {
            if (_closedBy is not null)
                return;
            var now = _clock.Now;
            _alarmAt = TimeSpan.MaxValue;
            for (int i = 0; i < PendingRequests.SequenceCount; i++)
            {
                // An answered request stays in the table until its caller has run; it is not overdue.
                if (_pending[i] is not { } request || request.IsOver)
                    continue;
                if (request.Deadline > now)
                {
                    RingAt(request.Deadline);
                    continue;
                }

                Window.Congested(request.SentAt, now);
                if (request.Command.IsIdempotent && request.Attempts <= _retryCount && now < request.GiveUpAt && !InvalidPackets.IsAll(request.InvalidPacketsBefore, request.Attempts))
                    Transmit(request);
                else
                    End(request, static request => request.GiveUp());
            }
        }
    }

    /// <summary>Ends every request that waits. To be called within the lock.</summary>
    private void FailAll(IpmiException reason)
    {
        for (int i = 0; i < PendingRequests.SequenceCount; i++)
        {
            if (_pending[i] is { IsOver: false } request)
                End(request, request => request.Fail(reason));
        }
    }

    private static void End(PendingRequest request, Action<PendingRequest> end)
    {
        request.IsOver = true;
        end(request);
    }

    private void Remove(PendingRequest request)
    {
        lock (_gate)
        {
            _pending.Remove(request);
            if (request.Command.HoldsSecret)
                SecretBytes.Wipe(request.Message.Array);
        }
    }

    /// <inheritdoc/>
    public void Receive(ArraySegment<byte> datagram)
    {
        try
        {
            var reader = new ByteReader(datagram);
            if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass)
                return;
            var packet = SessionPacket.Read(datagram, reader);
            if (!_session.TryOpen(packet, out var payload, out string reason))
            {
                Refused = _isHeard ? null : reason;
                _trace.Ignored(reason);
            }
            else if (packet.PayloadType == PayloadType.Ipmi)
                Receive(LanMessage.Read(new ByteReader(payload)));
            else
                Dispatch(packet.PayloadType, payload);
        }
        catch (MalformedDataException malformed)
        {
            ReceiveRefused(malformed.Message);
        }
    }

    /// <inheritdoc/>
    public void ReceiveRefused(string reason)
    {
        InvalidPackets.Add(reason);
        _trace.Ignored(reason);
    }

    /// <inheritdoc/>
    public void NetworkFailed(SocketError error) => _trace.NetworkFailed(error);

    /// <summary>Something failed on a thread of the socket or of the timer: what waits ends with that error, because it may never be answered. The session stays.</summary>
    public void Faulted(Exception fault)
    {
        lock (_gate)
            FailAll(Callback.Error(fault));
        _trace.Note($"internal error: {fault}");
    }

    private void Receive(in LanMessage message)
    {
        // Some BMCs compute the message checksums wrongly; where the packet's authentication code is right, they add nothing.
        if (!message.ChecksumValid && !_session.IsAuthenticated)
        {
            _trace.Ignored("the checksum of the message is wrong");
            return;
        }

        PendingRequest? request;
        byte[]? response;
        TimeSpan now;
        lock (_gate)
        {
            request = _pending[message.Sequence];
            response = request is null or { IsOver: true } ? null : request.ResponseIn(message);
            if (request is null || response is null)
            {
                _pending.LateResponse(message.Sequence);
                _trace.Ignored($"no request waits for answer {message.NetFn:X2}h/{message.Command:X2}h with sequence {message.Sequence}");
                return;
            }

            InvalidPackets.ValidReceived();
            _isHeard = true;
            Refused = null;
            request.IsOver = true;
            now = _clock.Now;
            _timer.Answered(now - request.SentAt, request.Attempts);
            _trace.ReceivedResponse(request.Command, request.Sequence, new ArraySegment<byte>(response));
        }

        if (response[0] == (byte)CompletionCode.NodeBusy)
            Window.Congested(request.SentAt, now);
        else
            Window.Answered(request.SentAt, now);
        request.Complete(response);
    }

    private void Dispatch(PayloadType type, ArraySegment<byte> payload)
    {
        Action<ArraySegment<byte>>? handler;
        lock (_gate)
            _handlers.TryGetValue(type, out handler);
        handler?.Invoke(payload);
    }

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
