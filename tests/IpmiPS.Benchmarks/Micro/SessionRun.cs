using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Transport;

namespace IpmiPS.Benchmarks;

/// <summary>
/// Many commands in one session with a BMC in another process, so that all that is allocated here is the client's. What a
/// command costs: bytes, packets and time.
/// </summary>
internal static class SessionRun
{
    private const int LimitBytes = 2048;

    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        int commands = options.Number("commands", 1000);
        options.End();
        using var rack = await SimulatorProcess.StartAsync(1, stop).ConfigureAwait(false);
        var rows = new List<string[]>();
        bool good = true;
        foreach (byte suite in new byte[] { 3, 17 })
        {
            foreach (int atOnce in new[] { 1, 8 })
            {
                CountingTransport? transport = null;
                IpmiClient client = await IpmiClient.ConnectAsync(new IpmiConnectOptions
                {
                    Endpoint = new LanEndpoint(rack.Addresses[0], SimulatorProcess.Port),
                    UserName = SimulatorProcess.UserName,
                    Password = Secret.Of(SimulatorProcess.Password),
                    CipherSuite = suite,
                    OpenTransport = remote => transport = new CountingTransport(new UdpTransport(remote)),
                }, stop).ConfigureAwait(false);
                await SendAsync(client, commands, atOnce, stop).ConfigureAwait(false);
                int sent = transport!.Sent, received = transport.ReceivedCount;
                long bytes = GC.GetTotalAllocatedBytes(precise: true);
                var watch = Stopwatch.StartNew();
                await SendAsync(client, commands, atOnce, stop).ConfigureAwait(false);
                double microseconds = watch.Elapsed.TotalMicroseconds / commands;
                double each = (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / commands;
                rows.Add(
                [
                    $"suite {suite}, {atOnce} at once", each.ToString("0", CultureInfo.InvariantCulture),
                    Figures.Ratio((double)(transport.Sent - sent) / commands), Figures.Ratio((double)(transport.ReceivedCount - received) / commands),
                    microseconds.ToString("0", CultureInfo.InvariantCulture),
                ]);
                good &= each < LimitBytes;
                await client.CloseAsync().ConfigureAwait(false);
            }
        }

        Console.WriteLine($"{commands} x Get Device ID in one session; limit {LimitBytes} bytes a command{(good ? "" : ": MISSED")}\n");
        Figures.WriteTable(["session", "bytes allocated", "packets sent", "packets received", "µs"], rows);
        return good;
    }

    private static async Task SendAsync(IpmiClient client, int count, int atOnce, CancellationToken stop)
    {
        var command = new GetDeviceId();
        var tasks = new Task<DeviceId>[atOnce];
        for (int i = 0; i < count; i += atOnce)
        {
            for (int k = 0; k < atOnce; k++)
                tasks[k] = client.SendAsync(command, stop);
            for (int k = 0; k < atOnce; k++)
                await tasks[k].ConfigureAwait(false);
        }
    }

    private sealed class CountingTransport(UdpTransport inner) : IDatagramTransport, IDatagramReceiver
    {
        private int _sent;
        private int _received;

        public int Sent => Volatile.Read(ref _sent);

        public int ReceivedCount => Volatile.Read(ref _received);

        public IDatagramReceiver? Receiver { get; set; }

        public void Start()
        {
            inner.Receiver = this;
            inner.Start();
        }

        public void Receive(ArraySegment<byte> datagram)
        {
            Interlocked.Increment(ref _received);
            Receiver?.Receive(datagram);
        }

        public void ReceiveRefused(string reason) => Receiver?.ReceiveRefused(reason);

        public void NetworkFailed(SocketError error) => Receiver?.NetworkFailed(error);

        public void Faulted(Exception fault) => Receiver?.Faulted(fault);

        public void Send(byte[] datagram)
        {
            Interlocked.Increment(ref _sent);
            inner.Send(datagram);
        }

        public void Dispose() => inner.Dispose();
    }
}
