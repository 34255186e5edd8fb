using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using IpmiPS.Tests.Fuzz;

namespace IpmiPS.Fuzz;

/// <summary>Tries targets, one after another, for a time or a number of inputs each; every failure becomes a file that brings it back.</summary>
internal sealed class FuzzRun(long seed, int workers, long count, TimeSpan time, string folder)
{
    /// <summary>An input that takes longer never ends.</summary>
    private static readonly TimeSpan s_longestInput = TimeSpan.FromSeconds(90);

    /// <summary>More failures of a target are most often the same.</summary>
    private const int MaximumFailures = 20;

    private readonly object _gate = new();
    private readonly HashSet<string> _seen = [];

    public long Seed => seed;

    public int Workers => workers;

    /// <summary>Inputs tried.</summary>
    public long Total { get; private set; }

    /// <summary>Tries a target. Returns how many inputs failed, each in another way.</summary>
    public int Try(FuzzTarget target)
    {
        _seen.Clear();
        var seeds = target.Seeds;
        var watch = Stopwatch.StartNew();
        long tried = 0;
        var current = new (byte[]? Input, TimeSpan Since)[workers];
        var threads = new List<Thread>();
        for (int worker = 0; worker < workers; worker++)
        {
            int number = worker;
            var mutator = new Mutator(unchecked((ulong)(seed * 1000 + number)), seeds);
            var thread = new Thread(() => Work(number, mutator)) { IsBackground = true };
            threads.Add(thread);
            thread.Start();
        }

        while (threads.Exists(thread => thread.IsAlive))
        {
            threads.Find(thread => thread.IsAlive)!.Join(TimeSpan.FromSeconds(1));
            foreach (var (input, since) in current.ToArray())
            {
                if (input is null || watch.Elapsed - since < s_longestInput)
                    continue;
                Report(target, input, $"The input did not come to an end within {s_longestInput.TotalSeconds} seconds.");
                Environment.Exit(1);
            }
        }

        tried = Math.Min(tried, count);
        Total += tried;
        Console.WriteLine($"{target.Name,-12} {tried,14:N0} inputs, {tried / watch.Elapsed.TotalSeconds,10:N0}/s, {_seen.Count} failures");
        return _seen.Count;

        void Work(int number, Mutator mutator)
        {
            while (watch.Elapsed < time && _seen.Count < MaximumFailures && Interlocked.Increment(ref tried) <= count)
            {
                byte[] input = mutator.Next();
                current[number] = (input, watch.Elapsed);
                if (target.Try(input) is { } problem)
                    Report(target, input, problem);
                current[number] = default;
            }
        }
    }

    /// <summary>Writes a failure down, once for each way to fail: its first line without numbers, and the places.</summary>
    private void Report(FuzzTarget target, byte[] input, string problem)
    {
        string key = string.Join('\n', problem.Split('\n').Take(4).Select(line => new string([.. line.Where(c => !char.IsAsciiHexDigit(c))])));
        lock (_gate)
        {
            if (!_seen.Add(key))
                return;
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, $"{target.Name}-{_seen.Count}");
            File.WriteAllBytes(path, input);
            File.WriteAllText(path + ".txt", Convert.ToHexString(input) + Environment.NewLine + problem);
            Console.WriteLine($"{target.Name}: {problem.Split('\n')[0]} ({path})");
        }
    }
}
