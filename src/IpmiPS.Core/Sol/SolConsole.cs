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
/// A machine's serial console over a session. Output comes by <see cref="Output"/>; what is written is done when the BMC has
/// accepted it. Safe for several threads at once.
/// </summary>
public sealed partial class SolConsole : IDisposable
{
    /// <summary>So many packets' output waits for a handler at most; after that it is as with <see cref="IsHeld"/>.</summary>
    internal const int MaximumUndelivered = 4096;

    private static readonly TimeSpan PatienceAtClose = TimeSpan.FromSeconds(2);

    private readonly object _gate = new();
    private readonly IPayloadConnection _connection;
    private readonly SolOptions _options;
    private readonly SolSession _session;
    private readonly Timer _timer;
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
        _timer = new Timer(_ => Callback.Guard(Tick, Fail), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>
    /// The machine's output, piece by piece and in order; each piece an array of its own. What came before the first handler
    /// was added is kept for it. Handlers run on a receiving thread, one call at a time: they must not block. An exception of theirs ends the console with it.
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
    /// Whether no output is taken: for a reader that cannot follow. The BMC, which gets no acknowledgement, keeps it and sends it again, and
    /// reports an overrun where it cannot.
    /// </summary>
    public bool IsHeld
    {
        get => _isHeld;
        set => _isHeld = value;
    }

    /// <summary>Everything but output: breaks, lost characters, a machine that takes none. In order with <see cref="Output"/>, under the same rules.</summary>
    public event Action<SolEventKind>? Noticed;

    /// <summary>Completes when the console has ended, and says why; never completes with an error.</summary>
    public Task<SolClosure> Closed => _closed.Task;

    internal Clock Clock => _options.Clock;

    /// <summary>Activates SOL on a session.</summary>
    /// <exception cref="IpmiException">
    /// Busy: somebody else has the console, and Force was not given or did not help. CommandFailed: SOL is disabled, or offered only without
    /// encryption. InsufficientPrivilege. CommandNotSupported: the BMC has no SOL, or the session is of IPMI 1.5.
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

        console.StartHeartbeat();
        return console;
    }

    /// <summary>Sends characters to the machine. Done when the BMC has accepted all of them; giving up the wait does not take them back.</summary>
    /// <exception cref="IpmiException">The console ended first. Some of the characters may have arrived.</exception>
    public Task WriteAsync(byte[] characters, CancellationToken cancellationToken = default) => EnqueueAsync(session => session.Enqueue(characters, Clock.Now), cancellationToken);

    /// <summary>Sends text to the machine, as UTF-8.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)"/>
    public Task WriteAsync(string text, CancellationToken cancellationToken = default) => WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Sends a break to the machine.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)" path="/exception"/>
    public Task SendBreakAsync(CancellationToken cancellationToken = default) => EnqueueAsync(session => session.Enqueue(SolOperation.Break, Clock.Now), cancellationToken);

    /// <summary>Throws away what the BMC holds, of the machine's output or of what was sent to it.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)" path="/exception"/>
    public Task FlushAsync(bool output, bool input, CancellationToken cancellationToken = default) => EnqueueAsync(
        session => session.Enqueue((output ? SolOperation.FlushOutbound : 0) | (input ? SolOperation.FlushInbound : 0), Clock.Now), cancellationToken);

    /// <summary>Tells the machine to stop sending, or to go on.</summary>
    /// <inheritdoc cref="WriteAsync(byte[], CancellationToken)" path="/exception"/>
    public Task SetPausedAsync(bool paused, CancellationToken cancellationToken = default) => EnqueueAsync(session => session.SetPaused(paused, Clock.Now), cancellationToken);

    /// <summary>Ends the console and lets the BMC know. The session stays open.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            if (_end is not null)
                return;
            _end = new SolClosure(SolCloseReason.Closed, null);
        }

        Pump();
        using var patience = new CancellationTokenSource(PatienceAtClose);
        await _connection.TrySendAsync(new DeactivatePayload(PayloadType.Sol, _options.Instance), patience.Token).ConfigureAwait(false);
    }

    /// <summary>Ends the console without waiting for the BMC.</summary>
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

    /// <summary>Does what is due; called by the timer.</summary>
    internal void Tick()
    {
        lock (_gate)
            _session.Advance(Clock.Now);
        BeatIfDue();
        Pump();
    }

    private IpmiException ClosedError() => _end?.Error ?? new IpmiException(IpmiErrorKind.CommandFailed, $"The console of {_connection.ComputerName} is closed.");
}
