using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Transport;

namespace IpmiPS.Channels;

/// <summary>
/// Requests and responses within a session. It numbers requests, keeps several in flight, resends idempotent ones that get no response, and
/// matches each response to its request by session, payload type, NetFn, command, LUN and sequence number.
/// </summary>
internal sealed partial class SessionChannel : IDatagramReceiver, IDisposable
{
    private readonly object _gate = new();
    private readonly Session _session;
    private readonly IDatagramTransport _transport;
    private readonly PacketTrace _trace;
    private readonly RetransmissionTimer _timer;
    private readonly int _retryCount;
    private readonly TimeSpan _timeout;
    private readonly Clock _clock;
    private readonly PendingRequests _pending;
    private readonly PayloadHandlers _handlers = new();
    private readonly DeadlineAlarm _alarm;
    private PendingRequest? _earlyRequest;
    private volatile bool _hasResponse;
    private IpmiException? _closedBy;

    /// <param name="session">Seals and opens packets.</param>
    /// <param name="transport">Carries packets.</param>
    /// <param name="trace">Records packets and events.</param>
    /// <param name="logIn">The round-trip times of the log-in, used for the first commands if the profile has none.</param>
    /// <param name="options">Timeouts, and what is known of the BMC.</param>
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
        _alarm = new DeadlineAlarm(_clock, ResendOverdue, Faulted);
        Window = new RequestWindow(session.PacketsAtOnce, options.Profile?.Window ?? 0, logIn.Fastest);
    }

    /// <summary>The invalid packets since the last valid response.</summary>
    public InvalidPacketCounter InvalidPackets { get; } = new();

    /// <summary>Why the last packet was rejected, before the first response of this session; null after it.</summary>
    public string? RejectionReason { get; private set; }

    /// <summary>Whether the BMC has responded in this session, so that it has the session's keys.</summary>
    public bool HasResponse => _hasResponse;

    public RequestWindow Window { get; }

    public TimeSpan? RoundTrip => _timer.RoundTrip?.Smoothed;

    private TimeSpan GiveUpAt => _timeout > TimeSpan.Zero ? _clock.Now + _timeout : TimeSpan.MaxValue;

    /// <summary>Takes over a request that was sent during the log-in. It is resent only once a caller waits for it.</summary>
    public void TakeOver(PendingRequest request)
    {
        lock (_gate)
        {
            _earlyRequest = request;
            request.Deadline = TimeSpan.MaxValue;
            _pending.Add(request);
        }
    }

    /// <summary>Sends a command. Returns completion code and data, or null if no response came.</summary>
    /// <param name="command">The command.</param>
    /// <param name="target">The BMC, or a controller behind it.</param>
    /// <param name="bypassesWindow">Whether it is sent although the window is full: Close Session must not wait behind requests that a silent BMC leaves unanswered.</param>
    /// <param name="cancellationToken">Stops waiting. Nothing is sent if it is cancelled before.</param>
    public async Task<byte[]?> RequestAsync(IpmiCommand command, IpmbTarget target, bool bypassesWindow, CancellationToken cancellationToken)
    {
        if (!bypassesWindow)
            await Window.EnterAsync(cancellationToken).ConfigureAwait(false);
        PendingRequest? request = null;
        var wait = TimeSpan.Zero;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            var giveUpAt = GiveUpAt;
            while ((request = TakeEarlyRequest(command) ?? Begin(command, target, giveUpAt, out wait)) is null)
                await _clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            using (cancellationToken.Register(static state => ((PendingRequest)state!).Cancel(), request))
                return await request.Response.ConfigureAwait(false);
        }
        finally
        {
            if (request is not null)
                Remove(request);
            if (!bypassesWindow)
                Window.Leave();
        }
    }

    /// <inheritdoc cref="PayloadHandlers.Set"/>
    public void SetHandler(PayloadType type, Action<ArraySegment<byte>>? handler) => _handlers.Set(type, handler);

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

    /// <summary>Ends all requests, present and future, with the reason.</summary>
    public void Close(IpmiException reason)
    {
        lock (_gate)
        {
            _closedBy ??= reason;
            FailAll(_closedBy);
        }
    }

    /// <summary>Records in the BMC's profile what this session measured.</summary>
    public void RecordIn(BmcProfile profile)
    {
        profile.CommandTime = _timer.RoundTrip ?? profile.CommandTime;
        if (Window.IsMeasured)
            profile.Window = Window.Size;
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _session.Dispose();
    }

    /// <summary>Sends a request. Returns null, and how long to wait, if all sequence numbers are blocked, as they may be after many losses.</summary>
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

            var request = PendingRequest.Create(command, target, sequence);
            request.InvalidPacketsBefore = InvalidPackets.Count;
            request.GiveUpAt = giveUpAt;
            _pending.Add(request);
            Transmit(request);
            return request;
        }
    }

    private PendingRequest? TakeEarlyRequest(IpmiCommand command)
    {
        lock (_gate)
        {
            if (_earlyRequest is not { } request || !ReferenceEquals(request.Command, command))
                return null;
            _earlyRequest = null;
            request.GiveUpAt = GiveUpAt;
            request.Deadline = Earlier(request.SentAt + WaitFor(request), request.GiveUpAt);
            if (!request.IsOver)
                _alarm.SetNoLaterThan(request.Deadline);
            return request;
        }
    }

    private void Transmit(PendingRequest request)
    {
        request.Attempts++;
        request.SentAt = _clock.Now;
        request.Deadline = Earlier(request.SentAt + WaitFor(request), request.GiveUpAt);
        _trace.SentRequest(request.Command, request.Target, request.Sequence, request.Message, request.Attempts);
        _transport.Send(_session.Seal(PayloadType.Ipmi, request.Message));
        _alarm.SetNoLaterThan(request.Deadline);
    }

    /// <summary>A request that must not be repeated waits as long as another one with all its retries.</summary>
    private TimeSpan WaitFor(PendingRequest request)
    {
        if (request.Command.IsIdempotent)
            return _timer.WaitFor(request.Attempts);
        var wait = TimeSpan.Zero;
        for (int attempt = 1; attempt <= _retryCount + 1; attempt++)
            wait += _timer.WaitFor(attempt);
        return wait;
    }

    /// <summary>Resends or gives up the requests whose deadline has passed.</summary>
    private void ResendOverdue()
    {
        lock (_gate)
        {
            if (_closedBy is not null)
                return;
            var now = _clock.Now;
            _alarm.Reset();
            for (int i = 0; i < PendingRequests.SequenceCount; i++)
            {
                // A request with a response stays in the table until its caller has run; it is not overdue.
                if (_pending[i] is not { IsOver: false } request)
                    continue;
                if (request.Deadline > now)
                {
                    _alarm.SetNoLaterThan(request.Deadline);
                    continue;
                }

                Window.Congested(request.SentAt, now);
                if (MayResend(request, now))
                    Transmit(request);
                else
                    End(request, static request => request.GiveUp());
            }
        }
    }

    private bool MayResend(PendingRequest request, TimeSpan now) =>
        request.Command.IsIdempotent && request.Attempts <= _retryCount && now < request.GiveUpAt && !InvalidPackets.IsAll(request.InvalidPacketsBefore, request.Attempts);

    /// <summary>Ends all requests that wait. Called in the lock.</summary>
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

    private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
