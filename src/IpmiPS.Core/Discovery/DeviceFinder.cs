using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Transport;

namespace IpmiPS.Discovery;

/// <summary>How to look for devices.</summary>
public sealed record FindOptions
{
    /// <summary>The default rate.</summary>
    public const int DefaultPacketsPerSecond = 1000;

    /// <summary>Maximum number of packets a second, evenly spread; 1 or more.</summary>
    public int PacketsPerSecond { get; init; } = DefaultPacketsPerSecond;

    /// <summary>
    /// How long an address has for a first answer, and a device that answered for the rest; more than zero. The second and last packet to a silent address follows after half of it.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);
}

/// <summary>How far a search is.</summary>
/// <param name="Total">Number of addresses so far.</param>
/// <param name="Done">Number of addresses that answered, or whose time is over.</param>
/// <param name="Found">Number of devices found.</param>
/// <param name="PacketsSent">Number of packets sent.</param>
/// <param name="IsTotalFinal">Whether no more addresses follow.</param>
public sealed record FindProgress(long Total, long Done, int Found, long PacketsSent, bool IsTotalFinal);

/// <summary>
/// Looks for BMCs at addresses and in ranges of them, without a log-in, at a steady rate. An address that stays silent gets two packets, never more. One socket serves all
/// addresses of a family.
/// </summary>
public sealed class DeviceFinder : IDisposable
{
    /// <summary>The longest wait: input and cancellation are noticed within it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(250), BufferWait = TimeSpan.FromMilliseconds(20);

    /// <summary>Datagrams that are taken from a socket before the next packets are sent.</summary>
    private const int MaximumBatch = 256;

    /// <summary>How often a packet is offered to a system whose buffers are full: five seconds.</summary>
    private const int MaximumOffers = 250;

    private readonly FindOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly DiscoveryTargets _targets;
    private readonly DeviceSweep _sweep;
    private readonly PacketRate _rate;
    private readonly Dictionary<AddressFamily, SweepSocket> _sockets = [];
    private readonly HashSet<object> _failures = [];
    private readonly Clock _clock = Clock.System;
    private (byte[] Packet, IPEndPoint To)? _waiting;
    private int _offers;
    private long _sent;

    /// <summary>Prepares a search.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public DeviceFinder(FindOptions? options = null)
    {
        _options = options ?? new();
        if (_options.PacketsPerSecond < 1 || _options.Timeout <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options));
        _targets = new DiscoveryTargets(error => Failed?.Invoke(error), _stop.Token);
        _sweep = new DeviceSweep(_options.Timeout, device => Found?.Invoke(device));
        _rate = new PacketRate(_options.PacketsPerSecond);
    }

    /// <summary>Receives each device. While it runs, nothing is sent and received.</summary>
    public Action<FoundDevice>? Found { get; init; }

    /// <summary>Receives names that have no address, and, once for each reason, that packets could not be sent. Called on any thread.</summary>
    public Action<IpmiException>? Failed { get; init; }

    /// <summary>Receives the progress, several times a second.</summary>
    public Action<FindProgress>? Progressed { get; init; }

    /// <summary>
    /// Adds what to probe: a name, an address, a host range (rack1-bmc[001-040]), a prefix (10.0.0.0/24, fd00::/112) or from-to (10.0.0.1-50). Of several addresses of a name, each is
    /// probed. Network and broadcast address of an IPv4 prefix are left out. May be called while the search runs, on any thread.
    /// </summary>
    /// <param name="hosts">The text.</param>
    /// <param name="port">UDP port, 1 to 65535, if the text has none.</param>
    /// <exception cref="IpmiException">The text is malformed, or has more than 16,777,216 addresses (kind InvalidParameter).</exception>
    public void Add(string hosts, int port = LanEndpoint.DefaultPort) => _targets.Add(hosts, port);

    /// <summary>Says that nothing more is added, so that the search can end.</summary>
    public void CompleteAdding() => _targets.Complete();

    /// <summary>Searches until everything that was added is done, after <see cref="CompleteAdding"/>. Called once.</summary>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Run(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void Run(CancellationToken cancellationToken)
    {
        using var resolution = new TimerResolution();
        var progressDue = _clock.Now + ProgressInterval;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var socket in _sockets.Values)
                    socket.Receive(Receive, MaximumBatch);
                var wait = SendAll();
                if (_clock.Now >= progressDue)
                {
                    progressDue = _clock.Now + ProgressInterval;
                    Report();
                }

                if (_sweep.Count == 0 && _targets.IsEmpty)
                    break;
                Wait(wait);
            }

            Report();
        }
        finally
        {
            foreach (var socket in _sockets.Values)
                socket.Dispose();
        }
    }

    /// <summary>Whatever a host sends, the search goes on.</summary>
    private void Receive(IPEndPoint from, ArraySegment<byte> datagram) => Callback.Guard(
        () => _sweep.Receive(from, datagram, _clock.Now),
        fault => Fail("internal error", Callback.Error(fault)));

    /// <summary>Sends what is due, as far as the rate permits. Returns how long to wait if nothing is received.</summary>
    private TimeSpan SendAll()
    {
        while (true)
        {
            var now = _clock.Now;
            var early = _rate.WaitFrom(now);
            if (early > TimeSpan.Zero)
                return early;
            _waiting ??= _sweep.Take(now);
            if (_waiting is null && _sweep.Count < DeviceSweep.MaximumProbes && _targets.Take() is { } target)
            {
                _sweep.Add(target, now);
                _waiting = _sweep.Take(now);
            }

            if (_waiting is not { } next)
                return _sweep.NextDue - now ?? LongestWait;
            if (!TrySend(next.Packet, next.To))
                return BufferWait;
            _waiting = null;
            _rate.TryTake(now);
        }
    }

    /// <summary>Sends a packet. False if the system's buffers are full.</summary>
    private bool TrySend(byte[] packet, IPEndPoint to)
    {
        try
        {
            if (!SocketFor(to.AddressFamily).TrySend(packet, to) && _offers++ < MaximumOffers)
                return false;
            _sent++;
        }
        catch (SocketException error)
        {
            // The others may be reachable.
            Fail(error.SocketErrorCode, new IpmiException(IpmiErrorKind.Unreachable, $"Packets cannot be sent to {to.Address} and perhaps others: {error.Message}", innerException: error));
        }

        _offers = 0;
        return true;
    }

    private SweepSocket SocketFor(AddressFamily family)
    {
        if (!_sockets.TryGetValue(family, out var socket))
            _sockets.Add(family, socket = new SweepSocket(family));
        return socket;
    }

    /// <summary>Waits for a datagram, for input, or until the time has passed.</summary>
    private void Wait(TimeSpan time)
    {
        var shortest = TimeSpan.FromMilliseconds(1);
        time = time > LongestWait ? LongestWait : time < shortest ? shortest : time;
        if (_sockets.Count == 0)
        {
            _targets.Wait(time);
            return;
        }

        var sockets = new List<Socket>(2);
        foreach (var socket in _sockets.Values)
            sockets.Add(socket.Socket);
        Socket.Select(sockets, null, null, (int)(time.Ticks / (TimeSpan.TicksPerMillisecond / 1000)));
    }

    /// <summary>Reports a failure; each reason once.</summary>
    private void Fail(object reason, IpmiException error)
    {
        if (_failures.Add(reason))
            Failed?.Invoke(error);
    }

    private void Report() =>
        Progressed?.Invoke(new FindProgress(_targets.Total, _sweep.DoneCount, _sweep.FoundCount, _sent, _targets.IsComplete));
}
