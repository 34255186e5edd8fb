using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using IpmiPS.Power;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;

namespace IpmiPS.Tests.Fuzz;

/// <summary>
/// Client and simulator on real sockets, with hostile datagrams of 0 to 65,507 bytes before the true ones, both ways. An exception that left a
/// receiving thread would end the process of the tests.
/// </summary>
internal static class SocketTargets
{
    private const int MaximumUdp = 65507;

    /// <summary>Where buffers end: the simulator's, the client's, one byte on, and the longest there is.</summary>
    private static readonly int[] s_edges = [0, 1, 3, 4, 1023, 1024, 1025, 2047, 2048, 2049, 2050, 3004, 8192, 65506, MaximumUdp];

    public static IReadOnlyList<FuzzTarget> All { get; } = [new("sockets", Run) { MoreSeeds = Seeds, TestCount = 60, MaximumAllocated = long.MaxValue }];

    private static IEnumerable<byte[]> Seeds()
    {
        foreach (int length in s_edges)
            yield return [.. Enumerable.Range(0, 12).SelectMany(kind => (byte[])[(byte)kind, (byte)length, (byte)(length >> 8)])];
    }

    /// <summary>For each datagram that travels: a byte for what goes before it, and its length.</summary>
    private static void Run(byte[] input)
    {
        using var rack = new SimulatedRack();
        using var relay = new Relay(new FuzzInput(input), new IPEndPoint(IPAddress.Parse(rack.Bmc.Address), rack.Bmc.Port));
        using var client = IpmiClient.ConnectAsync(rack.ConnectOptions() with { Endpoint = new LanEndpoint("127.0.0.1", relay.Port), Timeout = TimeSpan.FromSeconds(60) }).GetAwaiter().GetResult();
        var status = ChassisPower.GetAsync(client).GetAwaiter().GetResult();
        if (status.State != PowerState.On)
            throw new InvalidOperationException($"The power state is {status.State}.");
        client.CloseAsync().GetAwaiter().GetResult();
    }

    /// <summary>Carries datagrams between a client and a BMC, and puts others before them.</summary>
    private sealed class Relay : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly Thread _thread;
        private readonly FuzzInput _decisions;
        private readonly EndPoint _bmc;
        private EndPoint? _client;

        public Relay(FuzzInput decisions, EndPoint bmc)
        {
            _decisions = decisions;
            _bmc = bmc;
            _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _thread = new Thread(Carry) { IsBackground = true };
            _thread.Start();
        }

        public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

        public void Dispose()
        {
            _socket.Dispose();
            _thread.Join();
        }

        private void Carry()
        {
            var buffer = new byte[MaximumUdp];
            try
            {
                while (true)
                {
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    int length = _socket.ReceiveFrom(buffer, ref from);
                    if (!from.Equals(_bmc))
                        _client = from;
                    EndPoint to = from.Equals(_bmc) ? _client! : _bmc;
                    if (!_decisions.IsAtEnd)
                        _socket.SendTo(Hostile(buffer, length), to);
                    _socket.SendTo(buffer, length, SocketFlags.None, to);
                }
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        /// <summary>Zeros, noise, or the true datagram with noise behind it.</summary>
        private byte[] Hostile(byte[] datagram, int length)
        {
            int kind = _decisions.Byte();
            var hostile = new byte[Math.Min(_decisions.Number(), MaximumUdp)];
            if (kind % 3 > 0)
                new Random(kind).NextBytes(hostile);
            if (kind % 3 > 1)
                Buffer.BlockCopy(datagram, 0, hostile, 0, Math.Min(length, hostile.Length));
            return hostile;
        }
    }
}
