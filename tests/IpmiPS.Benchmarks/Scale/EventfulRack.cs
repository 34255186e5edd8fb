using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Simulator;

namespace IpmiPS.Benchmarks;

/// <summary>
/// Virtual BMCs to which things happen, drawn from a seed: events, one or many in a second, logs that are cleared, logs that overwrite their oldest entry, BMCs that are silent for a
/// while. It runs in a process of its own and writes at the end what has happened.
/// </summary>
internal sealed class EventfulRack
{
    /// <summary>Entries after which a log of every fifth BMC overwrites the oldest one.</summary>
    private const int RingCapacity = 20;

    private readonly List<string> _truth = [];
    private readonly List<Bmc> _bmcs;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly DateTime _begin = DateTime.UtcNow;
    private readonly double _loss;
    private readonly int _silence;

    private EventfulRack(SimulatorRack rack, int seed, double loss, int silence)
    {
        (_loss, _silence) = (loss, silence);
        _bmcs = [.. rack.Bmcs.Select((bmc, i) => new Bmc(bmc, new Random(unchecked(seed * 7919 + i))))];
    }

    private double Now => (_begin - DateTime.UnixEpoch).TotalSeconds + _clock.Elapsed.TotalSeconds;

    /// <summary>The program: "ready ADDRESS" for each BMC; begins with the line "go", and after the line "quiet" nothing more happens; with the line "end", the truth is in the file.</summary>
    public static async Task RunAsync(Options options, CancellationToken stop)
    {
        int count = options.Number("hosts", 1000), seed = options.Number("seed", 1), silence = options.Number("silence", 300);
        double loss = options.Real("loss", 5);
        string path = options.Text("truth") ?? throw new FormatException("--truth needs a path.");
        options.End();
        using var rack = SimulatorRack.Start(new SimulatorOptions
        {
            Count = count, Address = "127.78.0.1", OnePort = true, Port = SimulatorProcess.Port, UserName = SimulatorProcess.UserName, Password = SimulatorProcess.Password,
            Seed = seed, SelEntries = 5, Faults = new SimulatorFaults { LossPercent = loss, Latency = TimeSpan.FromMilliseconds(5) },
        });
        foreach (VirtualBmc bmc in rack.Bmcs)
            Console.WriteLine($"ready {bmc.Address}");
        var eventful = new EventfulRack(rack, seed, loss, silence);
        var lines = Console.In;
        if (await lines.ReadLineAsync(stop).ConfigureAwait(false) != "go")
            return;
        using (var quiet = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            Task happening = Task.Run(() => eventful.HappenAsync(quiet.Token), CancellationToken.None);
            await lines.ReadLineAsync(stop).ConfigureAwait(false); // quiet
            await quiet.CancelAsync().ConfigureAwait(false);
            await happening.ConfigureAwait(false);
        }

        Console.WriteLine("quiet");
        await lines.ReadLineAsync(stop).ConfigureAwait(false); // end
        eventful.Finish();
        await File.WriteAllLinesAsync(path, eventful._truth, stop).ConfigureAwait(false);
        Console.WriteLine("done");
    }

    private async Task HappenAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(100, stop).ConfigureAwait(false);
                foreach (Bmc bmc in _bmcs)
                    Happen(bmc);
            }
        }
        catch (OperationCanceledException)
        {
            foreach (Bmc bmc in _bmcs.Where(static bmc => bmc.SilentSince is not null))
                Return(bmc);
        }
    }

    private void Happen(Bmc bmc)
    {
        double now = Now;
        if (bmc.SilentSince is not null && now >= bmc.SilentUntil)
            Return(bmc);
        if (bmc.Next == 0)
            bmc.Next = now + bmc.Wait();
        if (now < bmc.Next)
            return;
        bmc.Next = now + bmc.Wait();
        switch (bmc.Random.Next(100))
        {
            case < 3:
                bmc.Target.State.Lock.Run(() => bmc.Log.Clear());
                foreach (var (number, born) in bmc.Present)
                    Write(bmc, number, born, now);
                bmc.Present.Clear();
                _truth.Add(string.Create(CultureInfo.InvariantCulture, $"C {bmc.Target.Address} {now:F3}"));
                break;
            case < 5 when bmc.SilentSince is null:
                bmc.SilentSince = now;
                bmc.SilentUntil = now + _silence * (0.1 + 0.9 * bmc.Random.NextDouble());
                bmc.Target.Faults = bmc.Target.Faults with { LossPercent = 100 };
                break;
            case < 12:
                for (int i = bmc.Random.Next(2, 15); i > 0; i--)
                    Add(bmc, now);
                break;
            default:
                Add(bmc, now);
                break;
        }
    }

    private void Return(Bmc bmc)
    {
        bmc.Target.Faults = bmc.Target.Faults with { LossPercent = _loss };
        _truth.Add(string.Create(CultureInfo.InvariantCulture, $"S {bmc.Target.Address} {bmc.SilentSince:F3} {Now:F3}"));
        bmc.SilentSince = null;
    }

    private void Add(Bmc bmc, double now)
    {
        ushort number = ++bmc.LastNumber;
        bmc.Target.State.Lock.Run(() =>
        {
            if (bmc.IsRing && bmc.Log.Count >= RingCapacity)
            {
                ushort oldest = NumberOf(bmc.Log.RecordAt(0));
                bmc.Log.RemoveAt(0);
                if (bmc.Present.Remove(oldest, out double born))
                    Write(bmc, oldest, born, now);
            }

            bmc.Log.Add(new EventMessage(0x20, 0, 0x04, 0x30, 0x6F, 0xA1, (byte)number, (byte)(number >> 8)));
        });
        bmc.Present[number] = now;
    }

    private void Finish()
    {
        foreach (Bmc bmc in _bmcs)
            foreach (var (number, born) in bmc.Present)
                Write(bmc, number, born, double.PositiveInfinity);
    }

    private void Write(Bmc bmc, ushort number, double born, double removed) =>
        _truth.Add(string.Create(CultureInfo.InvariantCulture, $"E {bmc.Target.Address} {number} {born:F3} {(double.IsInfinity(removed) ? "-" : removed.ToString("F3", CultureInfo.InvariantCulture))}"));

    private static ushort NumberOf(byte[] record) => (ushort)(record[14] | record[15] << 8);

    private sealed class Bmc(VirtualBmc target, Random random)
    {
        public VirtualBmc Target => target;

        public Random Random => random;

        public EventLog Log => target.State.Controllers.Log!;

        public bool IsRing => target.Index % 5 == 4;

        /// <summary>Numbers of the events in the log, and when they were added.</summary>
        public Dictionary<ushort, double> Present { get; } = [];

        public ushort LastNumber { get; set; }

        public double Next { get; set; }

        public double? SilentSince { get; set; }

        public double SilentUntil { get; set; }

        /// <summary>Seconds to what happens next, a minute and a half on average.</summary>
        public double Wait() => -90 * Math.Log(1 - random.NextDouble());
    }
}
