using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
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

    public Action<ArraySegment<byte>>? Received { get; set; }

    public Action<SocketError>? Failed { get; set; }

    /// <summary>What becomes of a datagram to the BMC, by its number from 1; itself, nothing or others.</summary>
    public Func<byte[], int, IEnumerable<byte[]>> Up { get; set; } = (datagram, _) => [datagram];

    /// <summary>What becomes of a datagram to the client.</summary>
    public Func<byte[], IEnumerable<byte[]>> Down { get; set; } = datagram => [datagram];

    /// <summary>Told of each datagram that the client sends, before it goes up.</summary>
    public Action<byte[]>? OnSent { get; set; }

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
    }

    /// <summary>Hands datagrams to the client.</summary>
    public void Deliver(params byte[][] datagrams)
    {
        foreach (byte[] datagram in datagrams)
        {
            // In the middle of a larger buffer that is overwritten afterwards, as a socket's is.
            byte[] buffer = [0xEE, 0xEE, .. datagram, 0xEE];
            Received?.Invoke(new ArraySegment<byte>(buffer, 2, datagram.Length));
            Array.Clear(buffer, 0, buffer.Length);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            IsDisposed = true;
    }
}
