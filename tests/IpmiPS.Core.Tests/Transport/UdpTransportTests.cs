using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using IpmiPS.Transport;
using Xunit;

namespace IpmiPS.Tests.Transport;

/// <summary>Real sockets, on loopback only.</summary>
public sealed class UdpTransportTests : IDisposable
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(120);

    private readonly UdpClient _other = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose() => _other.Dispose();

    [Fact]
    public async Task Datagrams_go_and_come()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Receiver = new Receiver { Received = datagram => received.TrySetResult([.. datagram]) };
        transport.Start();
        transport.Send([1, 2, 3]);
        var arrived = await Within(_other.ReceiveAsync());
        Assert.Equal([1, 2, 3], arrived.Buffer);
        await _other.SendAsync([4, 5], 2, arrived.RemoteEndPoint);
        Assert.Equal([4, 5], await Within(received.Task));
    }

    [Fact]
    public async Task Many_datagrams_come_one_at_a_time_and_each_whole()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        var all = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        int inside = 0, count = 0;
        bool overlapped = false, wrong = false;
        transport.Receiver = new Receiver { Received = datagram =>
        {
            overlapped |= System.Threading.Interlocked.Increment(ref inside) != 1;
            wrong |= datagram.Count != datagram.First() + 1;
            System.Threading.Interlocked.Decrement(ref inside);
            if (++count == 50)
                all.TrySetResult(true);
        } };
        transport.Start();
        transport.Send([0]);
        var console = (await Within(_other.ReceiveAsync())).RemoteEndPoint;
        for (int i = 0; i < 50; i++)
            await _other.SendAsync([(byte)i, .. new byte[i]], i + 1, console);
        await Within(all.Task);
        Assert.False(overlapped);
        Assert.False(wrong);
    }

    /// <summary>More than are handled in a row, and already there when it begins.</summary>
    [Fact]
    public async Task A_flood_does_not_keep_the_caller_and_comes_in_order()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        var many = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lengths = new List<int>();
        var starter = System.Threading.Thread.CurrentThread;
        bool onStarter = false;
        transport.Receiver = new Receiver { Received = datagram =>
        {
            onStarter |= System.Threading.Thread.CurrentThread == starter;
            lengths.Add(datagram.Count);
            if (lengths.Count == 100)
                many.TrySetResult(true);
        } };
        transport.Send([0]);
        var console = (await Within(_other.ReceiveAsync())).RemoteEndPoint;
        starter = System.Threading.Thread.CurrentThread;
        for (int i = 0; i < 100; i++)
            _other.Send(new byte[i], i, console);
        transport.Start();
        bool wasOnStarter = onStarter;
        await Within(many.Task);
        Assert.False(wasOnStarter);
        Assert.Equal(Enumerable.Range(0, 100), lengths);
    }

    /// <summary>The system cuts a datagram that is longer than the buffer, and may give the length that it had.</summary>
    [Theory]
    [InlineData(2047, true)]
    [InlineData(2048, true)]
    [InlineData(2049, false)]
    [InlineData(2050, false)]
    [InlineData(3004, false)]
    [InlineData(65507, false)]
    public async Task A_datagram_that_is_longer_than_any_of_ipmi_is_refused_and_the_next_one_comes(int length, bool isTaken)
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        var last = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new List<string>();
        transport.Receiver = new Receiver
        {
            Received = datagram =>
            {
                seen.Add($"{datagram.Count}");
                if (datagram.Count == 1)
                    last.TrySetResult(true);
            },
            Refused = seen.Add,
            Failed = error => seen.Add($"{error}"),
        };
        transport.Start();
        transport.Send([0]);
        var console = (await Within(_other.ReceiveAsync())).RemoteEndPoint;
        _other.Send(new byte[length], length, console);
        _other.Send([1], 1, console);
        await Within(last.Task);
        Assert.Equal([isTaken ? $"{length}" : "the datagram is longer than 2048 bytes", "1"], seen);
    }

    [Fact]
    public async Task An_exception_of_the_receiver_goes_to_its_fault_handler_and_the_next_datagram_comes()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        var last = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var faults = new List<string>();
        transport.Receiver = new Receiver
        {
            Received = static datagram => throw new InvalidOperationException($"{datagram.Count}"),
            Fault = fault =>
            {
                faults.Add(fault.Message);
                if (faults.Count == 3)
                    last.TrySetResult(true);
                throw new InvalidOperationException("and the handler fails, too");
            },
        };
        transport.Start();
        transport.Send([0]);
        var console = (await Within(_other.ReceiveAsync())).RemoteEndPoint;
        _other.Send([1, 2], 2, console);
        _other.Send([1, 2, 3], 3, console);
        _other.Send([1], 1, console);
        await Within(last.Task);
        Assert.Equal(["2", "3", "1"], faults);
    }

    [Fact]
    public async Task A_strangers_datagrams_are_kept_away()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Receiver = new Receiver { Received = datagram => received.TrySetResult([.. datagram]) };
        transport.Start();
        transport.Send([0]);
        var console = (await Within(_other.ReceiveAsync())).RemoteEndPoint;
        await stranger.SendAsync([6, 6, 6], 3, console);
        await _other.SendAsync([7], 1, console);
        Assert.Equal([7], await Within(received.Task));
    }

    [Fact]
    public async Task Where_nothing_listens_the_network_says_so_and_reception_goes_on()
    {
        var free = FreePort();
        using var transport = new UdpTransport(free);
        var failed = new TaskCompletionSource<SocketError>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Receiver = new Receiver { Failed = error => failed.TrySetResult(error) };
        transport.Start();
        transport.Send([1]);
        Assert.Contains(await Within(failed.Task), (SocketError[])[SocketError.ConnectionRefused, SocketError.ConnectionReset]);

        using var late = new UdpClient(free);
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Receiver = new Receiver { Received = datagram => received.TrySetResult([.. datagram]) };
        transport.Send([2]);
        transport.Send([2]);
        var arrived = await Within(late.ReceiveAsync());
        await late.SendAsync([3], 1, arrived.RemoteEndPoint);
        Assert.Equal([3], await Within(received.Task));
    }

    [Fact]
    public void A_transport_that_is_disposed_sends_nothing_and_throws_nothing()
    {
        var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        transport.Receiver = new Receiver { Failed = _ => Assert.Fail("An end that was wished for is no failure.") };
        transport.Start();
        transport.Dispose();
        transport.Dispose();
        transport.Send([1]);
        Assert.Equal(0, _other.Available);
    }

    [Fact]
    public async Task Ipv6_is_spoken_where_the_machine_has_it()
    {
        if (!Socket.OSSupportsIPv6)
            return;
        using var other = new UdpClient(AddressFamily.InterNetworkV6);
        try
        {
            other.Client.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        }
        catch (SocketException)
        {
            return;
        }

        using var transport = new UdpTransport((IPEndPoint)other.Client.LocalEndPoint!);
        transport.Start();
        transport.Send([1]);
        Assert.Equal([1], (await Within(other.ReceiveAsync())).Buffer);
    }

    private sealed class Receiver : IDatagramReceiver
    {
        public Action<ArraySegment<byte>>? Received { get; init; }

        public Action<string>? Refused { get; init; }

        public Action<SocketError>? Failed { get; init; }

        public Action<Exception>? Fault { get; init; }

        public void Receive(ArraySegment<byte> datagram) => Received?.Invoke(datagram);

        public void ReceiveRefused(string reason) => Refused?.Invoke(reason);

        public void NetworkFailed(SocketError error) => Failed?.Invoke(error);

        public void Faulted(Exception fault) => Fault?.Invoke(fault);
    }

    /// <summary>A port that stays free until it is opened again: at an address that no other test has.</summary>
    private static IPEndPoint FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Parse("127.67.0.1"), 0));
        return (IPEndPoint)socket.Client.LocalEndPoint!;
    }

    private static async Task<T> Within<T>(Task<T> task) =>
        await Task.WhenAny(task, Task.Delay(TooLong)) == task ? await task : throw new TimeoutException();
}
