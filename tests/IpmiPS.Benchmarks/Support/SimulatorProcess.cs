using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>The built-in simulator's program, in a process of its own: one port, and an address for each BMC.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    public const int Port = 6230;
    public const string UserName = "admin";
    public const string Password = "simulated";

    private readonly Child _child;

    private SimulatorProcess(Child child) => _child = child;

    /// <summary>The BMCs' addresses in their order; in this order every n-th is an unhealthy one.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    public long WorkingSet => _child.WorkingSet;

    public double CpuSeconds => _child.CpuSeconds;

    /// <param name="count">How many BMCs.</param>
    /// <param name="stop">Gives up.</param>
    /// <param name="arguments">Further arguments of the program.</param>
    public static async Task<SimulatorProcess> StartAsync(int count, CancellationToken stop, params string[] arguments)
    {
        var simulator = new SimulatorProcess(new Child("dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "IpmiPS.Simulator.dll"),
            "--count", count.ToString(CultureInfo.InvariantCulture), "--address", "127.78.0.1", "--one-port", "--port", Port.ToString(CultureInfo.InvariantCulture),
            .. arguments,
        ]));
        try
        {
            var addresses = new List<string>();
            while (addresses.Count < count)
                if ((await simulator._child.ReadLineAsync(stop).ConfigureAwait(false)).Split(' ') is ["ready", var address, ..])
                    addresses.Add(address);
            simulator.Addresses = addresses;
            return simulator;
        }
        catch
        {
            simulator.Dispose();
            throw;
        }
    }

    /// <summary>Stops the program; gives how many sessions it says were opened.</summary>
    public async Task<int> StopAsync(CancellationToken stop)
    {
        string[] words = (await LastWordsAsync(stop).ConfigureAwait(false)).Split(' ');
        return int.Parse(words[Array.IndexOf(words, "sessions") - 1], CultureInfo.InvariantCulture);
    }

    /// <summary>Stops the program; gives what it says of its whole life.</summary>
    public async Task<string> LastWordsAsync(CancellationToken stop) =>
        (await _child.StopAsync(stop).ConfigureAwait(false)).Lines.Select(line => line.Text).First(text => text.StartsWith("stopped:", StringComparison.Ordinal));

    public void Dispose() => _child.Dispose();
}
