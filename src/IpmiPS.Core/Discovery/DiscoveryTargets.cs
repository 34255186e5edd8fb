using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Hosts;
using IpmiPS.Transport;

namespace IpmiPS.Discovery;

/// <summary>
/// What to probe: filled by the caller, emptied by the sweep. Ranges stay ranges until their addresses are taken. Names are resolved several at once, meanwhile. Each address is
/// given once, however often it is named.
/// </summary>
/// <param name="onError">Receives names that cannot be resolved; called on any thread.</param>
/// <param name="stop">Ends the resolution of names.</param>
internal sealed class DiscoveryTargets(Action<IpmiException> onError, CancellationToken stop)
{
    private const int MaximumLookups = 32;

    private readonly object _gate = new();
    private readonly AddressSet _seen = new();
    private readonly Queue<(AddressRange Range, int Port, string? Name)> _ranges = new();
    private readonly Queue<LanEndpoint> _names = new();
    private int _lookups;
    private ulong _taken;
    private bool _isComplete;

    /// <summary>Number of distinct addresses so far.</summary>
    public long Total { get; private set; }

    /// <summary>Whether no more input follows.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_gate)
                return _isComplete;
        }
    }

    /// <summary>Whether everything was taken, and nothing more follows.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _isComplete && _ranges.Count == 0 && _names.Count == 0 && _lookups == 0;
        }
    }

    /// <summary>Adds names, addresses and ranges as users write them.</summary>
    /// <exception cref="IpmiException">The text is malformed, or has too many addresses (kind InvalidParameter). Nothing is added then.</exception>
    public void Add(string text, int port)
    {
        var ranges = new List<(AddressRange Range, int Port)>();
        var names = new List<LanEndpoint>();
        foreach (string each in HostRange.Expand(text))
        {
            if (AddressRange.Parse(each) is { } range)
                ranges.Add((range, port));
            else if (LanEndpoint.Parse(each, port) is { IPAddress: { } address } endpoint)
                ranges.Add((AddressRange.Of(HostResolver.Plain(address)), endpoint.Port));
            else
                names.Add(LanEndpoint.Parse(each, port));
        }

        lock (_gate)
        {
            foreach (var (range, portOfRange) in ranges)
                AddRange(range, portOfRange, null);
            names.ForEach(_names.Enqueue);
            StartLookups();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Says that no more input follows.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes the next address; null if there is none now.</summary>
    public SweepTarget? Take()
    {
        lock (_gate)
        {
            if (_ranges.Count == 0)
                return null;
            var (range, port, name) = _ranges.Peek();
            var target = new SweepTarget(new IPEndPoint(range[_taken], port), name);
            if (++_taken == range.Count)
            {
                _taken = 0;
                _ranges.Dequeue();
            }

            return target;
        }
    }

    /// <summary>Waits until there is something to take, or nothing more follows.</summary>
    public void Wait(TimeSpan timeout)
    {
        lock (_gate)
            if (_ranges.Count == 0 && !(_isComplete && _names.Count == 0 && _lookups == 0))
                Monitor.Wait(_gate, timeout);
    }

    private void AddRange(AddressRange range, int port, string? name)
    {
        foreach (var part in _seen.Add(range, port))
        {
            _ranges.Enqueue((part, port, name));
            Total += (long)part.Count;
        }
    }

    private void StartLookups()
    {
        while (_lookups < MaximumLookups && _names.Count > 0)
        {
            _lookups++;
            ResolveAsync(_names.Dequeue()).Forget();
        }
    }

    private async Task ResolveAsync(LanEndpoint host)
    {
        IPAddress[] addresses = [];
        try
        {
            addresses = await HostResolver.ResolveAsync(host.Host, stop).ConfigureAwait(false);
        }
        catch (IpmiException error)
        {
            error.Target = host.Host;
            onError(error);
        }
        catch (OperationCanceledException)
        {
            // The sweep has ended.
        }
        finally
        {
            lock (_gate)
            {
                _lookups--;

                // Of several addresses, the name would not say which one is meant.
                foreach (var address in addresses)
                    AddRange(AddressRange.Of(address), host.Port, addresses.Length == 1 ? host.Host : null);
                StartLookups();
                Monitor.PulseAll(_gate);
            }
        }
    }
}
