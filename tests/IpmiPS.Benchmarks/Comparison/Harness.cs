using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>
/// A farm of simulated BMCs that this project did not write (OpenIPMI's ipmi_sim), and relays before it that add delay and loss:
/// generated and started here from a copy of the harness's files, and stopped at the end. Networks: .1 the farm itself, .11 behind the
/// delay, .12 with loss too, .13 one request at a time, .14 behind the delay with silent hosts at the end.
/// </summary>
internal sealed class Harness : IAsyncDisposable
{
    public const string UserName = "ADMIN";
    public const string Password = "ADMINpw-1";
    public const double LossPercent = 2;
    public const double ServiceMilliseconds = 5;

    private const string Network = "127.77";
    private const string Port = "623";

    private readonly List<Child> _relays = [];
    private readonly int _hosts;
    private readonly string _oneWay;
    private bool _farmStarted;

    private Harness(int hosts, double rtt)
    {
        _hosts = hosts;
        _oneWay = Text(rtt / 2);
    }

    /// <summary>A folder that is removed at the end, with the harness's files in it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("ipmips-bench").FullName;

    /// <summary>The system's own Python, which the distribution's packages are for.</summary>
    public static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    public int Silent => _hosts / 10;

    public Targets One => new($"{Network}.11", 1, 1);

    public Targets Many => new($"{Network}.11", 1, _hosts);

    public Targets Lossy => new($"{Network}.12", 1, _hosts);

    public Targets OneAtATime => new($"{Network}.13", 1, 1);

    public Targets WithSilent => new($"{Network}.14", 1, _hosts);

    /// <param name="source">The folder of the harness's files.</param>
    /// <param name="hosts">How many BMCs.</param>
    /// <param name="rtt">Round trip in milliseconds.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<Harness> StartAsync(string source, int hosts, double rtt, CancellationToken stop)
    {
        var harness = new Harness(hosts, rtt);
        try
        {
            await harness.BuildAsync(source, stop).ConfigureAwait(false);
            await harness.StartFarmAsync(stop).ConfigureAwait(false);
            return harness;
        }
        catch
        {
            await harness.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Starts the relays anew. They keep a socket for each session that they ever saw, and there are only so many ports.</summary>
    public async Task RestartRelaysAsync(CancellationToken stop)
    {
        StopRelays();
        await RelayAsync(Many, stop).ConfigureAwait(false);
        await RelayAsync(Lossy, stop, Text(LossPercent)).ConfigureAwait(false);
        await RelayAsync(OneAtATime, stop, "0", "0", Text(ServiceMilliseconds)).ConfigureAwait(false);
        await RelayAsync(WithSilent with { Count = _hosts - Silent }, stop).ConfigureAwait(false);
        if (Silent > 0)
            await StartAsync(Python, stop, PathOf("sink.py"), $"{Network}.14.{_hosts - Silent + 1}", Text(Silent), Port).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        StopRelays();
        if (_farmStarted)
            await Child.RunAsync(Python, [PathOf("farm.py"), "stop", "--root", PathOf("farm")], CancellationToken.None).ConfigureAwait(false);
        Directory.Delete(Folder, recursive: true);
    }

    private void StopRelays()
    {
        foreach (Child relay in _relays)
            relay.Dispose();
        _relays.Clear();
    }

    private async Task BuildAsync(string source, CancellationToken stop)
    {
        foreach (string file in Directory.EnumerateFiles(source))
            if (Path.GetExtension(file) is ".py" or ".c" or ".so" or ".sh" or "")
                File.Copy(file, PathOf(Path.GetFileName(file)));
        if (!File.Exists(PathOf("simmod.so")))
            await Child.RequireAsync("gcc", ["-shared", "-fPIC", "-o", PathOf("simmod.so"), PathOf("simmod.c")], stop).ConfigureAwait(false);
        if (!File.Exists(PathOf("udpdelay")))
            await Child.RequireAsync("gcc", ["-O2", "-o", PathOf("udpdelay"), PathOf("udpdelay.c")], stop).ConfigureAwait(false);
    }

    private async Task StartFarmAsync(CancellationToken stop)
    {
        string root = PathOf("farm");
        await Child.RequireAsync(Python, [PathOf("bmcgen.py"), "--root", root, "--count", Text(_hosts), "--base", $"{Network}.1.1", "--port", Port], stop).ConfigureAwait(false);
        _farmStarted = true;
        await Child.RequireAsync(Python, [PathOf("farm.py"), "start", "--root", root], stop).ConfigureAwait(false);
    }

    private Task RelayAsync(Targets targets, CancellationToken stop, params string[] settings) =>
        StartAsync(PathOf("udpdelay"), stop, [targets.First, $"{Network}.1.1", Text(targets.Count), Port, _oneWay, .. settings]);

    private async Task StartAsync(string program, CancellationToken stop, params string[] arguments)
    {
        var child = new Child(program, arguments);
        _relays.Add(child);
        while (await child.ReadLineAsync(stop).ConfigureAwait(false) != "ready")
            ;
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
