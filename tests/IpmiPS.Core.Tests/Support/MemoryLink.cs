using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpmiPS.Transport;

namespace IpmiPS.Tests.Support;

/// <summary>
/// A network of one cable between a client and a <see cref="TestBmc"/>: what is sent arrives before Send returns, unless a
/// test loses, keeps, repeats or changes it.
/// </summary>
internal sealed class MemoryLink(TestBmc bmc) : IDatagramTransport
{
    private readonly object _gate = new();
    private readonly List<byte[]> _sent = [];
    private readonly List<(int Count, TaskCompletionSource<bool> Reached)> _awaited = [];
    private readonly Queue<byte[]> _down = new();
    private bool _isDelivering;
    private int _arrived;

    public IDatagramReceiver? Receiver { get; set; }

    /// <summary>What becomes of a datagram to the BMC, by its number from 1; itself, nothing or others.</summary>
    public Func<byte[], int, IEnumerable<byte[]>> Up { get; set; } = (datagram, _) => [datagram];

    /// <summary>What becomes of a datagram to the client.</summary>
    public Func<byte[], IEnumerable<byte[]>> Down { get; set; } = datagram => [datagram];

    /// <summary>Told of each datagram that the client sends, before it goes up.</summary>
    public Action<byte[]>? OnSent { get; set; }

    /// <summary>Whether datagrams are on their way to the client, which another thread hands to it.</summary>
    public bool IsDelivering
    {
        get
        {
            lock (_down)
                return _isDelivering;
        }
    }

    public bool IsStarted { get; private set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Everything that the client sent.</summary>
    public IReadOnlyList<byte[]> Sent
    {
        get
        {
            lock (_gate)
                return [.. _sent];
        }
    }

    public void Start() => IsStarted = true;

    public void Send(byte[] datagram)
    {
        int number;
        lock (_gate)
        {
            if (IsDisposed)
                return;
            _sent.Add([.. datagram]);
            number = _sent.Count;
        }

        OnSent?.Invoke(datagram);
        foreach (byte[] arriving in Up(datagram, number))
            Deliver([.. bmc.Receive(arriving).SelectMany(answer => Down(answer))]);
        lock (_gate)
        {
            _arrived++;
            foreach (var (count, reached) in _awaited)
            {
                if (_arrived >= count)
                    reached.TrySetResult(true);
            }
        }
    }

    /// <summary>Waits until the client has sent so many datagrams in all, and the BMC has dealt with them.</summary>
    public async Task WhenSentAsync(int count)
    {
        var reached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_arrived >= count)
                return;
            _awaited.Add((count, reached));
        }

        var tooLong = Task.Delay(TimeSpan.FromSeconds(120));
        if (await Task.WhenAny(reached.Task, tooLong) == tooLong)
            throw new TimeoutException($"The client has sent {Sent.Count} datagrams, not {count}.");
    }

    /// <summary>Hands datagrams to the client, one at a time: those that come while it is busy with one, it gets after that.</summary>
    public void Deliver(params byte[][] datagrams)
    {
        lock (_down)
        {
            foreach (byte[] datagram in datagrams)
                _down.Enqueue(datagram);
            if (_isDelivering)
                return;
            _isDelivering = true;
        }

        while (NextDown() is { } datagram)
        {
            // In the middle of a larger buffer that is overwritten afterwards, as a socket's is.
            byte[] buffer = [0xEE, 0xEE, .. datagram, 0xEE];
            Receiver?.Receive(new ArraySegment<byte>(buffer, 2, datagram.Length));
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    /// <summary>The network says that nothing listens.</summary>
    public void Fail(SocketError error) => Receiver?.NetworkFailed(error);

    private byte[]? NextDown()
    {
        lock (_down)
        {
            _isDelivering = _down.Count > 0;
            return _isDelivering ? _down.Dequeue() : null;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            IsDisposed = true;
    }
}
