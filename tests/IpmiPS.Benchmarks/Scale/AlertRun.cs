using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;

namespace IpmiPS.Benchmarks;

/// <summary>Alerts of another process at a steady rate: what arrives, how often, and what the receiver holds afterwards.</summary>
internal static class AlertRun
{
    private const int DataLength = 47, SequenceAt = 16, TimeAt = 18;

    /// <summary>The trap of ipmi-pet's manual.</summary>
    private static readonly byte[] s_trap = Convert.FromHexString(
        "306B02010004067075626C6963A45E06092B06010401986F01014004C000020A0201060203056F8043021267303F303D060A2B06010401986F010101042F"
        + "44454C4C500010598043B2C04F333358000219E87E26FFFF202004207318008001FF000000000019000002A20100C1");

    /// <returns>Whether every alert was received once.</returns>
    public static async Task<bool> RunAsync(Options options, CancellationToken stop)
    {
        int count = options.Number("count", 10000), rate = options.Number("rate", 2000), rounds = options.Number("rounds", 5);
        options.End();
        bool good = true;
        var rows = new List<string[]>();
        using var receiver = new AlertReceiver(new() { Addresses = ["127.0.0.1"], Port = 0, Capacity = count });
        receiver.Start();
        string self = typeof(AlertRun).Assembly.Location;
        for (int round = 1; round <= rounds; round++)
        {
            var meter = new Meter();
            long before = GC.GetTotalAllocatedBytes();
            using var sender = new Child("dotnet", ["exec", self, "alert-sender", "--port", Text(receiver.Port), "--count", Text(count), "--rate", Text(rate), "--round", Text(round)]);
            var sent = sender.FinishAsync("", stop);
            var seen = new HashSet<(DateTimeOffset?, int?)>();
            int received = 0;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);

            // A second after the last one was sent, all are there.
            _ = sent.ContinueWith(_ => end.CancelAfter(TimeSpan.FromSeconds(1)), TaskScheduler.Default);
            try
            {
                while (true)
                {
                    var (alert, notice) = await receiver.ReceiveAsync(end.Token).ConfigureAwait(false);
                    if (notice is not null)
                        Console.Error.WriteLine(notice.Message);
                    if (alert is null)
                        continue;
                    received++;
                    seen.Add((alert.Timestamp, alert.Sequence));
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
            }

            double perAlert = (GC.GetTotalAllocatedBytes() - before) / (double)Math.Max(1, received);
            var (_, cpu, _) = meter.Read();
            int distinct = seen.Count;
            seen.Clear();
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            double seconds = double.Parse((await sent.ConfigureAwait(false)).Lines[^1].Text, CultureInfo.InvariantCulture);
            rows.Add(
            [
                Text(round), Text(count), Text(received), Text(distinct), (count / seconds).ToString("0", CultureInfo.InvariantCulture), Figures.Seconds(cpu), Figures.Kilobytes(perAlert),
                Figures.Megabytes(GC.GetTotalMemory(forceFullCollection: true)), Figures.Megabytes(process.WorkingSet64),
            ]);
            good &= received == count && distinct == count;
        }

        Figures.WriteTable(["round", "sent", "received", "distinct", "sent/s", "CPU s", "allocated KiB each", "heap MiB", "resident MiB"], rows);
        return good;
    }

    /// <summary>What the other process does: the same trap with other sequence numbers, and another time in each round.</summary>
    public static void Send(Options options)
    {
        int port = options.Number("port", 0), count = options.Number("count", 0), rate = options.Number("rate", 0), round = options.Number("round", 0);
        options.End();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
        int data = s_trap.Length - DataLength;
        s_trap[data + TimeAt + 3] = (byte)round;
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
        {
            while (watch.Elapsed.TotalSeconds * rate < i)
                Thread.Sleep(1);
            s_trap[data + SequenceAt] = (byte)(i >> 8);
            s_trap[data + SequenceAt + 1] = (byte)i;
            socket.Send(s_trap);
        }

        Console.WriteLine(watch.Elapsed.TotalSeconds.ToString(CultureInfo.InvariantCulture));
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
