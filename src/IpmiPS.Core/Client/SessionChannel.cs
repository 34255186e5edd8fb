using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Transport;
using IpmiPS.Wire;

namespace IpmiPS.Client;

/// <summary>
/// Requests and answers within a session: numbers them, keeps several in flight, sends again what stays without an answer and may be
/// repeated, and gives each answer to its request by session, payload type, NetFn, command and sequence. A sequence number whose
/// request was sent more than once, or was given up, rests before it is used again, so that a late answer finds nobody.
/// </summary>
internal sealed class SessionChannel : IDisposable
{
    private const int SequenceCount = 64;

    /// <summary>Longer than an answer is believed to stay in the network or in a slow BMC.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    private readonly object _gate = new();
    private readonly Session _session;
    private readonly IDatagramTransport _transport;
    private readonly PacketTrace _trace;
    private readonly RetransmissionTimer _timer;
    private readonly int _retryCount;
    private readonly PendingRequest?[] _pending = new PendingRequest?[SequenceCount];
    private readonly long[] _restsUntil = new long[SequenceCount];
    private readonly Dictionary<PayloadType, Action<ArraySegment<byte>>> _handlers = [];
    private readonly Timer _clock;
    private int _lastSequence;
    private long _nextTick = long.MaxValue;
    private IpmiException? _closedBy;

    public SessionChannel(Session session, IDatagramTransport transport, PacketTrace trace, RetransmissionTimer timer, int retryCount)
    {
        _session = session;
        _transport = transport;
        _trace = trace;
        _timer = timer;
        _retryCount = retryCount;
        _clock = new Timer(static state => ((SessionChannel)state!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
        transport.Received = Receive;
        transport.Failed = error => trace.Note($"The network reports {error}.");
    }

    public RequestWindow Window { get; } = new();

    /// <summary>When the last authentic packet came, in ticks of the stopwatch.</summary>
    public long LastHeard { get; private set; } = Stopwatch.GetTimestamp();

    public TimeSpan? RoundTrip
    {
        get
        {
            lock (_gate)
                return _timer.RoundTrip;
        }
    }

    /// <summary>Sends a command; its completion code and data, or null when no answer came.</summary>
    public async Task<byte[]?> RequestAsync(IpmiCommand command, IpmbTarget target, CancellationToken cancellationToken)
    {
        await Window.EnterAsync(cancellationToken).ConfigureAwait(false);
        PendingRequest? request = null;
        try
        {
            request = Begin(command, target);
            return await request.Answer.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (request is not null)
                End(request);
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
            _transport.Send(_session.Seal(type, payload));
        }
    }

    /// <summary>Ends every request that waits, and every one to come, with the reason.</summary>
    public void Close(IpmiException reason)
    {
        lock (_gate)
        {
            _closedBy ??= reason;
            for (int i = 0; i < SequenceCount; i++)
            {
                _pending[i]?.Fail(_closedBy);
                _pending[i] = null;
            }
        }
    }

    public void Dispose()
    {
        _clock.Dispose();
        _session.Dispose();
    }

    private PendingRequest Begin(IpmiCommand command, IpmbTarget target)
    {
        lock (_gate)
        {
            if (_closedBy is { } reason)
                throw reason;
            var request = Prepare(command, target)
                ?? throw new IpmiException(IpmiErrorKind.Timeout, "Too many requests stayed without an answer; the session has no sequence number left.");
            Transmit(request);
            return request;
        }
    }

    private PendingRequest? Prepare(IpmiCommand command, IpmbTarget target)
    {
        if (NextSequence() is not { } sequence)
            return null;
        var data = new ByteWriter(32);
        command.WriteRequest(data);
        byte[] message;
        if (target.IsBmc)
        {
            var writer = new ByteWriter(data.Length + LanMessage.Overhead);
            LanMessage.Request(command, sequence, data.AsSegment()).Write(writer);
            message = writer.ToArray();
        }
        else
        {
            message = SendMessage.Write(command, target, sequence, data.ToArray());
        }

        var request = new PendingRequest(command, target, sequence, message);
        _pending[sequence] = request;
        return request;
    }

    /// <summary>The next number that is neither in use nor resting; null when there is none.</summary>
    private byte? NextSequence()
    {
        long now = Stopwatch.GetTimestamp();
        for (int i = 0; i < SequenceCount; i++)
        {
            _lastSequence = (_lastSequence + 1) % SequenceCount;
            if (_pending[_lastSequence] is null && _restsUntil[_lastSequence] <= now)
                return (byte)_lastSequence;
        }

        return null;
    }

    private void Transmit(PendingRequest request)
    {
        request.Attempts++;
        request.SentAt = Stopwatch.GetTimestamp();
        request.Deadline = Elapsed.After(WaitFor(request));
        _trace.SentRequest(request.Command, request.Target, request.Sequence, new ArraySegment<byte>(request.Message), request.Attempts);
        _transport.Send(_session.Seal(PayloadType.Ipmi, new ArraySegment<byte>(request.Message)));
        Schedule(request.Deadline);
    }

    /// <summary>What may not be repeated is waited for as long as all the repetitions of another request would take.</summary>
    private TimeSpan WaitFor(PendingRequest request)
    {
        if (request.Command.IsRepeatable)
            return _timer.WaitFor(request.Attempts);
        var wait = TimeSpan.Zero;
        for (int attempt = 1; attempt <= _retryCount + 1; attempt++)
            wait += _timer.WaitFor(attempt);
        return wait;
    }

    private void Schedule(long deadline)
    {
        if (deadline >= _nextTick)
            return;
        _nextTick = deadline;
        long wait = (deadline - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency;
        _clock.Change(Math.Max(1, wait + 1), Timeout.Infinite);
    }

    /// <summary>Sends again, or gives up, whatever is overdue.</summary>
    private void Tick()
    {
        lock (_gate)
        {
            if (_closedBy is not null)
                return;
            long now = Stopwatch.GetTimestamp();
            _nextTick = long.MaxValue;
            bool lost = false;
            for (int i = 0; i < SequenceCount; i++)
            {
                if (_pending[i] is not { } request)
                    continue;
                if (request.Deadline <= now)
                {
                    lost = true;
                    if (request.Command.IsRepeatable && request.Attempts <= _retryCount)
                        Transmit(request);
                    else
                        request.Complete(null);
                }

                if (!request.Answer.IsCompleted)
                    Schedule(request.Deadline);
            }

            if (lost)
                Window.Congested();
        }
    }

    private void End(PendingRequest request)
    {
        lock (_gate)
        {
            _pending[request.Sequence] = null;
            bool clean = request.Attempts == 1 && request.Answer.Status == TaskStatus.RanToCompletion && request.Answer.Result is not null;
            if (!clean)
                _restsUntil[request.Sequence] = Elapsed.After(Rest);
        }
    }

    private void Receive(ArraySegment<byte> datagram)
    {
        try
        {
            var reader = new ByteReader(datagram);
            if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass)
                return;
            var packet = SessionPacket.Read(datagram, reader);
            if (!_session.TryOpen(packet, out var payload, out string reason))
                _trace.Ignored(reason);
            else if (packet.PayloadType == PayloadType.Ipmi)
                Receive(LanMessage.Read(new ByteReader(payload)));
            else
                Dispatch(packet.PayloadType, payload);
        }
        catch (MalformedDataException malformed)
        {
            _trace.Ignored(malformed.Message);
        }
    }

    private void Receive(in LanMessage message)
    {
        // Some BMCs compute the message checksums wrongly; where the packet's authentication code is right, they add nothing.
        if (!message.ChecksumValid && !_session.IsAuthenticated)
        {
            _trace.Ignored("the checksum of the message is wrong");
            return;
        }

        lock (_gate)
        {
            LastHeard = Stopwatch.GetTimestamp();
            var request = _pending[message.Sequence];
            if (request is null || request.AnswerIn(message) is not { } answer)
            {
                _trace.Ignored($"no request waits for answer {message.NetFn:X2}h/{message.Command:X2}h with sequence {message.Sequence}");
                return;
            }

            if (request.Attempts == 1)
                _timer.Measured(Elapsed.Since(request.SentAt));
            _trace.ReceivedAnswer(request.Command, request.Sequence, new ArraySegment<byte>(answer));
            if (answer[0] == (byte)CompletionCode.NodeBusy)
                Window.Congested();
            else
                Window.Answered();
            request.Complete(answer);
        }
    }

    private void Dispatch(PayloadType type, ArraySegment<byte> payload)
    {
        Action<ArraySegment<byte>>? handler;
        lock (_gate)
        {
            LastHeard = Stopwatch.GetTimestamp();
            _handlers.TryGetValue(type, out handler);
        }

        handler?.Invoke(payload);
    }
}
