using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Packets;

namespace IpmiPS.Sol;

/// <summary>
/// A server's serial console over a session. Output arrives through <see cref="Output"/>; a write completes when the BMC has
/// accepted it. Thread-safe.
/// </summary>
public sealed partial class SolConsole : IDisposable
{
    /// <summary>The number of packets of output that wait for a handler at most. Beyond it, output is held as with <see cref="IsHeld"/>.</summary>
    internal const int MaximumUndelivered = 4096;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly IPayloadConnection _connection;
    private readonly SolOptions _options;
    private readonly SolSession _session;
    private readonly IAlarm _alarm;
    private readonly TaskCompletionSource<SolClosure> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(long Mark, TaskCompletionSource<bool> Done)> _writers = [];
    private readonly Queue<SolEvent> _undelivered = new();
    private Action<byte[]>? _output;
    private bool _delivering;
    private volatile bool _isHeld;
    private SolClosure? _end;

    private SolConsole(IPayloadConnection connection, SolOptions options)
    {
        _connection = connection;
        _options = options;
        _session = new SolSession(options.Timings);
        _alarm = options.Clock.CreateAlarm(Tick, Fail);
    }

    /// <summary>
    /// The server's output, in order; every call gets its own array. Output that arrives before the first handler is added is queued
    /// for it. Handlers run on the receiving thread, one call at a time, and must not block. An exception from a handler closes the console with this exception.
    /// </summary>
    public event Action<byte[]>? Output
    {
        add
        {
            lock (_gate)
                _output += value;
            Pump();
        }

        remove
        {
            lock (_gate)
                _output -= value;
        }
    }

    /// <summary>
    /// Whether output is refused, for a reader that cannot keep up. Without an acknowledgement, the BMC buffers the output and sends it again,
    /// and reports an overrun when its buffer is full.
    /// </summary>
    public bool IsHeld
    {
        get => _isHeld;
        set => _isHeld = value;
    }

    /// <summary>All events except output, such as breaks and lost characters. In order with <see cref="Output"/>, under the same rules.</summary>
    public event Action<SolEventKind>? Noticed;

    /// <summary>Completes when the console is closed, with the reason; never faults.</summary>
    public Task<SolClosure> Closed => _closed.Task;

    internal Clock Clock => _options.Clock;

    /// <summary>Activates SOL on a session.</summary>
    /// <exception cref="IpmiException">
    /// Busy: another user has the console, and Force was not set or did not help. CommandFailed: SOL is disabled, or allowed only without
    /// encryption. InsufficientPrivilege. CommandNotSupported: the BMC has no SOL, or this is an IPMI 1.5 session.
    /// </exception>
    public static async Task<SolConsole> OpenAsync(IPayloadConnection connection, SolOptions options, CancellationToken cancellationToken = default)
    {
        var console = new SolConsole(connection, options);
        connection.SetPayloadHandler(PayloadType.Sol, console.Receive);
        try
        {
            int characters = await new SolActivation(connection, options).RunAsync(cancellationToken).ConfigureAwait(false);
            lock (console._gate)
            {
                console._session.MaximumCharacters = characters;
                console._session.Synchronize(options.Clock.Now);
            }
        }
        catch
        {
            lock (console._gate)
                console._end = new SolClosure(SolCloseReason.Closed, null);
            console.Pump();
            throw;
        }

        console.StartKeepAlive();
        return console;
    }

    /// <summary>Sends characters to the server. Completes when the BMC has accepted all of them. Cancellation ends the wait, but the characters are still sent.</summary>
    /// <exception cref="IpmiException">The console was closed. Some of the characters may have arrived.</exception>
    public Task WriteAsync(byte[] characters, CancellationToken cancellationToken = default) => EnqueueAsync(session => session.Enqueue(characters, Clock.Now), cancellationToken);

    /// <summary>Sends text to the server, as UTF-8.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)"/>
    public Task WriteAsync(string text, CancellationToken cancellationToken = default) => WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Sends a break to the server.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)" path="/exception"/>
    public Task SendBreakAsync(CancellationToken cancellationToken = default) => EnqueueAsync(session => session.Enqueue(SolOperation.Break, Clock.Now), cancellationToken);

    /// <summary>Discards what the BMC has buffered: the server's output, its input, or both.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)" path="/exception"/>
    public Task FlushAsync(bool output, bool input, CancellationToken cancellationToken = default) => EnqueueAsync(
        session => session.Enqueue((output ? SolOperation.FlushOutbound : 0) | (input ? SolOperation.FlushInbound : 0), Clock.Now), cancellationToken);

    /// <summary>Stops or resumes the output of the server.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)" path="/exception"/>
    public Task SetPausedAsync(bool paused, CancellationToken cancellationToken = default) => EnqueueAsync(session => session.SetPaused(paused, Clock.Now), cancellationToken);

    /// <summary>Closes the console and deactivates SOL. The session stays open.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            _end = new SolClosure(SolCloseReason.Closed, null);
        }

        Pump();
        using var timeout = new CancellationTokenSource(CloseTimeout);
        await _connection.TrySendAsync(new DeactivatePayload(PayloadType.Sol, _options.Instance), timeout.Token).ConfigureAwait(false);
    }

    /// <summary>Closes the console without waiting for the BMC.</summary>
    public void Dispose() => _ = CloseAsync();

    private async Task EnqueueAsync(Func<SolSession, long> enqueue, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_end is not null || _session.IsEnded)
                throw ClosedError();
            _writers.Add((enqueue(_session), done));
        }

        Pump();
        await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Receive(ArraySegment<byte> payload)
    {
        lock (_gate)
        {
            if (payload.Count > SolPacket.HeaderLength && (_isHeld || _undelivered.Count >= MaximumUndelivered))
                return;
            _session.Receive(payload, Clock.Now);
        }

        Pump();
    }

    /// <summary>Retransmits and sends keep-alives that are due; called by the alarm.</summary>
    internal void Tick()
    {
        lock (_gate)
            _session.Advance(Clock.Now);
        SendKeepAliveIfDue();
        Pump();
    }

    private IpmiException ClosedError() => _end?.Error ?? new IpmiException(IpmiErrorKind.CommandFailed, $"The console of {_connection.ComputerName} is closed.");
}
