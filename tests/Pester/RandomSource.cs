using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

/// <summary>A host that answers each datagram with some of 0 to 65,507 random bytes; or sends such to an address on its own.</summary>
public sealed class RandomSource : IDisposable
{
    private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Random _random;
    private int _sent;

    public RandomSource(int seed)
    {
        _random = new Random(seed);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public int Port { get { return ((IPEndPoint)_socket.LocalEndPoint).Port; } }

    public int Sent { get { return _sent; } }

    /// <summary>Answers until it is disposed of.</summary>
    public RandomSource Answer()
    {
        new Thread(delegate()
        {
            var buffer = new byte[65536];
            try
            {
                while (true)
                {
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    _socket.ReceiveFrom(buffer, ref from);
                    Send(from, 3);
                }
            }
            catch (SocketException) { }
            catch (ObjectDisposedException) { }
        }) { IsBackground = true }.Start();
        return this;
    }

    /// <summary>Stands between a client and a BMC: carries what they say, with datagrams of its own before it.</summary>
    public RandomSource Relay(int bmcPort)
    {
        var bmc = new IPEndPoint(IPAddress.Loopback, bmcPort);
        new Thread(delegate()
        {
            var buffer = new byte[65536];
            EndPoint client = null;
            try
            {
                while (true)
                {
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    int length = _socket.ReceiveFrom(buffer, ref from);
                    if (!from.Equals(bmc)) client = from;
                    EndPoint to = from.Equals(bmc) ? client : bmc;
                    Send(to, 1);
                    _socket.SendTo(buffer, length, SocketFlags.None, to);
                }
            }
            catch (SocketException) { }
            catch (ObjectDisposedException) { }
        }) { IsBackground = true }.Start();
        return this;
    }

    public void Send(EndPoint to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            // Half of them about as long as packets are.
            var datagram = new byte[_random.Next(2) == 0 ? _random.Next(65508) : _random.Next(300)];
            _random.NextBytes(datagram);

            // Every fourth begins as IPMI does.
            if (_random.Next(4) == 0 && datagram.Length > 5) { datagram[0] = 6; datagram[1] = 0; datagram[2] = 0xFF; datagram[3] = 7; datagram[4] = 6; }
            try { _socket.SendTo(datagram, to); } catch (SocketException) { }
            Interlocked.Increment(ref _sent);
        }
    }

    public void Dispose() { _socket.Dispose(); }
}
