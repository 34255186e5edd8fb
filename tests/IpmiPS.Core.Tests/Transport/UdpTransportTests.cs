using System;
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
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(30);

    private readonly UdpClient _other = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Dispose() => _other.Dispose();

    [Fact]
    public async Task Datagrams_go_and_come()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Received = datagram => received.TrySetResult([.. datagram]);
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
        transport.Received = datagram =>
        {
            overlapped |= System.Threading.Interlocked.Increment(ref inside) != 1;
            wrong |= datagram.Count != datagram.First() + 1;
            System.Threading.Interlocked.Decrement(ref inside);
            if (++count == 50)
                all.TrySetResult(true);
        };
        transport.Start();
        transport.Send([0]);
        var console = (await Within(_other.ReceiveAsync())).RemoteEndPoint;
        for (int i = 0; i < 50; i++)
            await _other.SendAsync([(byte)i, .. new byte[i]], i + 1, console);
        await Within(all.Task);
        Assert.False(overlapped);
        Assert.False(wrong);
    }

    /// <summary>More than are handled in a row, and already there when it begins; then one of the greatest length there is.</summary>
    [Fact]
    public async Task A_flood_does_not_keep_the_caller_and_comes_in_order_and_cut_to_what_a_bmc_may_send()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        var many = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lengths = new System.Collections.Generic.List<int>();
        var starter = System.Threading.Thread.CurrentThread;
        bool onStarter = false;
        transport.Received = datagram =>
        {
            onStarter |= System.Threading.Thread.CurrentThread == starter;
            lengths.Add(datagram.Count);
            if (lengths.Count == 100)
                many.TrySetResult(true);
            if (lengths.Count == 101)
                all.TrySetResult(true);
        };
        transport.Send([0]);
        var console = (await Within(_other.ReceiveAsync())).RemoteEndPoint;
        starter = System.Threading.Thread.CurrentThread;
        for (int i = 0; i < 100; i++)
            _other.Send(new byte[i], i, console);
        transport.Start();
        bool wasOnStarter = onStarter;
        await Within(many.Task);
        _other.Send(new byte[65507], 65507, console);
        await Within(all.Task);
        Assert.False(wasOnStarter);
        Assert.Equal([.. Enumerable.Range(0, 100), 2048], lengths);
    }

    [Fact]
    public async Task A_strangers_datagrams_are_kept_away()
    {
        using var transport = new UdpTransport((IPEndPoint)_other.Client.LocalEndPoint!);
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Received = datagram => received.TrySetResult([.. datagram]);
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
        var free = (IPEndPoint)_other.Client.LocalEndPoint!;
        _other.Dispose();
        using var transport = new UdpTransport(free);
        var failed = new TaskCompletionSource<SocketError>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Failed = error => failed.TrySetResult(error);
        transport.Start();
        transport.Send([1]);
        Assert.Contains(await Within(failed.Task), (SocketError[])[SocketError.ConnectionRefused, SocketError.ConnectionReset]);

        using var late = new UdpClient(free);
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Received = datagram => received.TrySetResult([.. datagram]);
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
        transport.Failed = _ => Assert.Fail("An end that was wished for is no failure.");
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

    private static async Task<T> Within<T>(Task<T> task) =>
        await Task.WhenAny(task, Task.Delay(TooLong)) == task ? await task : throw new TimeoutException();
}
