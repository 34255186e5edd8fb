using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;
using IpmiPS.Packets;
using IpmiPS.Tests.Fuzz;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Alerts;

/// <summary>Alerts that arrive through sockets of this computer.</summary>
public sealed class AlertReceiverTests
{
    /// <summary>The data of a platform event trap, and where the sequence number is in it.</summary>
    private const int DataLength = 47, SequenceAt = 16;

    private static byte[][] Packets => [.. Corpus.Load("trap")];

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Every_packet_arrives_decoded_with_its_sender(string address)
    {
        using var receiver = Start(new() { Addresses = [address], Port = 0, RepeatTime = TimeSpan.Zero });
        using var sender = new Sender(address, receiver.Port);
        foreach (byte[] packet in Packets)
            sender.Send(packet);
        var alerts = await TakeAsync(receiver, Packets.Length);
        Assert.Equal(Packets.Select(static packet => new ByteString(packet).ToString()), alerts.Select(static alert => alert.Raw.ToString()));
        Assert.All(alerts, alert => Assert.Equal(address, alert.Sender));
        Assert.All(alerts, static alert => Assert.NotNull(alert.Received));
        receiver.Stop();
        Assert.Equal(Packets.Length, receiver.Counts.Alerts);
    }

    [Fact]
    public async Task An_inform_is_answered_each_time_and_returned_once()
    {
        byte[] inform = Packets.First(static packet => SnmpTrap.Read(packet).IsInform);
        using var receiver = Start(new() { Addresses = ["127.0.0.1"], Port = 0 });
        using var sender = new Sender("127.0.0.1", receiver.Port);
        for (int i = 0; i < 3; i++)
        {
            sender.Send(inform);
            byte[] response = sender.Receive();
            Assert.Equal(inform.Length, response.Length);
            Assert.Equal([(0xA6, 0xA2)], inform.Zip(response, static (one, other) => ((int)one, (int)other)).Where(static pair => pair.Item1 != pair.Item2));
        }

        Assert.True((await TakeAsync(receiver, 1))[0].IsInform);
        receiver.Stop();
        Assert.Equal((3, 1, 2, 3), ((int)receiver.Counts.Packets, (int)receiver.Counts.Alerts, (int)receiver.Counts.Duplicates, (int)receiver.Counts.Responses));
    }

    /// <summary>Informs, because a sender of traps cannot know whether the system had to drop some. What is not answered is sent again.</summary>
    [Fact]
    public async Task Ten_thousand_alerts_are_each_returned_once()
    {
        const int Count = 10000, Window = 64;
        using var receiver = Start(new() { Addresses = ["127.0.0.1"], Port = 0 });
        using var sender = new Sender("127.0.0.1", receiver.Port, receiveTimeout: 1000);
        var sending = Task.Factory.StartNew(Send, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var alerts = await TakeAsync(receiver, Count);
        await sending;
        Assert.Equal(Enumerable.Range(1, Count), alerts.Select(static alert => alert.Sequence!.Value).OrderBy(static number => number));
        receiver.Stop();
        Assert.Equal((Count, 0L, 0L), (receiver.Counts.Alerts, receiver.Counts.Refused, receiver.Counts.Dropped));
        Assert.Equal(receiver.Counts.Packets, receiver.Counts.Alerts + receiver.Counts.Duplicates);

        void Send()
        {
            byte[] inform = Packets.First(static packet => SnmpTrap.Read(packet).IsInform);
            int at = inform.Length - DataLength + SequenceAt;
            var unanswered = new HashSet<int>();
            for (int next = 1; next <= Count || unanswered.Count > 0;)
            {
                while (next <= Count && unanswered.Count < Window)
                {
                    unanswered.Add(next);
                    Send(next++);
                }

                if (sender.TryReceive() is { } response)
                    unanswered.Remove(response[at] << 8 | response[at + 1]);
                else
                    unanswered.ToList().ForEach(Send);
            }

            void Send(int number)
            {
                inform[at] = (byte)(number >> 8);
                inform[at + 1] = (byte)number;
                sender.Send(inform);
            }
        }
    }

    [Fact]
    public async Task A_trap_is_acknowledged_to_the_port_of_its_BMC()
    {
        using var bmc = new Sender("127.0.0.1", 0);
        var inventory = new AlertInventory();
        await inventory.AddAsync(new AlertComputer("bmc1", bmc.LocalPort), ["127.0.0.1"]);
        using var receiver = Start(new() { Addresses = ["127.0.0.1"], Port = 0, Acknowledge = true, Inventory = inventory });
        using var sender = new Sender("127.0.0.1", receiver.Port);
        sender.Send(Packets[0]);
        var alert = (await TakeAsync(receiver, 1))[0];
        Assert.Equal(("bmc1", true), (alert.ComputerName, alert.IsKnown));

        byte[] packet = bmc.Receive();
        var reader = new ByteReader(packet);
        Assert.Equal(Rmcp.IpmiClass, Rmcp.ReadHeader(reader));
        var message = SessionlessMessage.Read(new ArraySegment<byte>(packet), reader)!.Value;
        Assert.Equal((0x04, 0x17), (message.NetFn, message.Command));
        Assert.Equal("02 00 26 7E E8 19 20 20 73 80 01 FF", Hex.Format([.. message.Data], " "));
        receiver.Stop();
        Assert.Equal(1, receiver.Counts.Acknowledged);
    }

    [Fact]
    public async Task A_closed_receiver_ends_its_waits_and_frees_its_port()
    {
        // An address that no other test has: nothing else takes the port meanwhile.
        string[] addresses = ["127.67.0.2"];
        var receiver = Start(new() { Addresses = addresses, Port = 0 });
        using var cancel = new CancellationTokenSource();
        var cancelled = receiver.ReceiveAsync(cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        var waiting = receiver.ReceiveAsync();
        int port = receiver.Port;
        receiver.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        using var next = Start(new() { Addresses = addresses, Port = port });
    }

    /// <summary>It was acknowledged, so it would not come again.</summary>
    [Fact]
    public async Task What_has_arrived_can_be_taken_after_the_end()
    {
        using var receiver = Start(new() { Addresses = ["127.0.0.1"], Port = 0, RepeatTime = TimeSpan.Zero });
        using (var sender = new Sender("127.0.0.1", receiver.Port))
        {
            byte[] inform = Packets.First(static packet => SnmpTrap.Read(packet).IsInform);
            for (int i = 0; i < 2; i++)
            {
                sender.Send(inform);
                sender.Receive();
            }
        }

        receiver.Stop();
        Assert.NotNull((await receiver.ReceiveAsync()).Alert);
        Assert.NotNull((await receiver.ReceiveAsync(new CancellationToken(canceled: true))).Alert);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.ReceiveAsync());
    }

    [Fact]
    public void A_port_that_cannot_be_opened_is_explained()
    {
        using var owner = new Sender("127.0.0.1", 0);
        var busy = Assert.Throws<IpmiException>(() => new AlertReceiver(new() { Addresses = ["127.0.0.1"], Port = owner.LocalPort }));
        Assert.Equal(IpmiErrorKind.Busy, busy.Kind);
        Assert.Contains("another program has it", busy.Message, StringComparison.Ordinal);
        var refused = AlertReceiver.Explain(new SocketException((int)SocketError.AccessDenied), IPAddress.Any, 162);
        Assert.Contains(Environment.OSVersion.Platform == PlatformID.Win32NT ? "SNMPTrap" : "cap_net_bind_service", refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => new AlertReceiver(new() { Addresses = ["bmc1"] })).Kind);
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => new AlertReceiver(new() { Addresses = ["10.255.255.1"], Port = 0 })).Kind);
    }

    [Fact]
    public void An_address_that_is_given_twice_is_opened_once()
    {
        using var receiver = Start(new() { Addresses = ["127.0.0.1", "127.0.0.1"], Port = 0 });
        Assert.Single(receiver.Endpoints);
    }

    [Fact]
    public void All_addresses_have_the_same_port()
    {
        using var receiver = Start(new() { Port = 0 });
        Assert.All(receiver.Endpoints, endpoint => Assert.EndsWith(":" + receiver.Port, endpoint, StringComparison.Ordinal));
    }

    private static AlertReceiver Start(AlertReceiverOptions options)
    {
        var receiver = new AlertReceiver(options);
        receiver.Start();
        return receiver;
    }

    private static async Task<List<Alert>> TakeAsync(AlertReceiver receiver, int count)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var alerts = new List<Alert>();
        while (alerts.Count < count)
        {
            var (alert, notice) = await receiver.ReceiveAsync(late.Token);
            Assert.Null(notice);
            alerts.Add(alert!);
        }

        return alerts;
    }

    private sealed class Sender : IDisposable
    {
        private readonly Socket _socket;

        public Sender(string address, int port, int receiveTimeout = 60_000)
        {
            var ip = IPAddress.Parse(address);
            _socket = new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = receiveTimeout };
            _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, false);
            _socket.Bind(new IPEndPoint(ip, 0));
            if (port > 0)
                _socket.Connect(new IPEndPoint(ip, port));
        }

        public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

        public void Send(byte[] packet) => _socket.Send(packet);

        public byte[] Receive() => TryReceive() ?? throw new TimeoutException();

        public byte[]? TryReceive()
        {
            var buffer = new byte[4096];
            try
            {
                int length = _socket.Receive(buffer);
                return [.. buffer.Take(length)];
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                return null;
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
