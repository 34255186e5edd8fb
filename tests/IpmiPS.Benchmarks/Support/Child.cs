using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>A program that was started; disposing it ends it, and what it started itself, by its process id.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public Child(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, e) =>
        {
            lock (_errors)
                _errors.Append(e.Data).Append('\n');
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>Bytes of memory in use now.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time so far.</summary>
    public double CpuSeconds
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime.TotalSeconds;
        }
    }

    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString().Trim();
        }
    }

    /// <summary>A program on the PATH, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, name), Path.Combine(folder, name + ".exe") })
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Finished> RunAsync(string program, IEnumerable<string> arguments, CancellationToken stop, string? input = null, params (string Name, string Value)[] environment)
    {
        using var child = new Child(program, arguments, environment);
        return await child.FinishAsync(input, stop).ConfigureAwait(false);
    }

    /// <summary>Runs a program to its end, which has to be a success.</summary>
    public static async Task<Finished> RequireAsync(string program, IEnumerable<string> arguments, CancellationToken stop)
    {
        Finished finished = await RunAsync(program, arguments, stop).ConfigureAwait(false);
        return finished.ExitCode == 0 ? finished
            : throw new InvalidOperationException($"{program} ended with {finished.ExitCode}: {finished.Errors} {string.Join(" ", finished.Lines.Select(line => line.Text))}");
    }

    public Task WriteLineAsync(string line)
    {
        _process.StandardInput.WriteLine(line);
        return _process.StandardInput.FlushAsync();
    }

    /// <exception cref="InvalidOperationException">The program has ended.</exception>
    public async Task<string> ReadLineAsync(CancellationToken stop) => await _process.StandardOutput.ReadLineAsync(stop).ConfigureAwait(false)
        ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended: {Errors}");

    /// <summary>Takes every line with the second at which it came, until the program ends.</summary>
    public async Task<Finished> FinishAsync(string? input, CancellationToken stop)
    {
        if (input is not null)
            await _process.StandardInput.WriteAsync(input).ConfigureAwait(false);
        _process.StandardInput.Close();
        var lines = new List<(double Second, string Text)>();
        while (await _process.StandardOutput.ReadLineAsync(stop).ConfigureAwait(false) is { } line)
            lines.Add((_watch.Elapsed.TotalSeconds, line));
        await _process.WaitForExitAsync(stop).ConfigureAwait(false);
        return new Finished(_process.ExitCode, _watch.Elapsed.TotalSeconds, lines, Errors);
    }

    /// <summary>Asks the program to end (SIGTERM) and takes its last words.</summary>
    public async Task<Finished> StopAsync(CancellationToken stop)
    {
        await RunAsync("kill", [_process.Id.ToString(CultureInfo.InvariantCulture)], stop).ConfigureAwait(false);
        return await FinishAsync(null, stop).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}

/// <summary>How a program ended, after how many seconds, and what it said when.</summary>
internal sealed record Finished(int ExitCode, double Seconds, IReadOnlyList<(double Second, string Text)> Lines, string Errors);
