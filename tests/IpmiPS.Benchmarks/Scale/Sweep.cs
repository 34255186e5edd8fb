using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>The power state of every BMC of a rack, asked for once by one fresh process.</summary>
/// <param name="Right">Answers that are as the simulator has it.</param>
/// <param name="Seconds">From the first packet to the last answer.</param>
/// <param name="CpuSeconds">Processor time of the client in it.</param>
/// <param name="Bytes">By how much the client's memory grew at most.</param>
internal sealed record Sweep(int Right, double Seconds, double CpuSeconds, double Bytes)
{
    /// <summary>Every so many BMCs one has a fault, so that answers can be told apart.</summary>
    public const int FaultyEvery = 10;

    /// <summary>Asks with the core, in a fresh process of this program.</summary>
    public static async Task<Sweep> WithCoreAsync(SimulatorProcess rack, int throttleLimit, CancellationToken stop)
    {
        string list = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(list, rack.Addresses, stop).ConfigureAwait(false);
            string self = typeof(Sweep).Assembly.Location;
            Finished finished = await Child.RequireAsync("dotnet", ["exec", self, "client", "--list", list, "--throttle", Text(throttleLimit)], stop).ConfigureAwait(false);
            return Parse(finished.Lines[^1].Text);
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>Asks with Get-IpmiPower, in a fresh PowerShell.</summary>
    public static async Task<Sweep> WithCmdletAsync(SimulatorProcess rack, int throttleLimit, CancellationToken stop)
    {
        string list = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(list, rack.Addresses, stop).ConfigureAwait(false);
            using var shell = await WarmShell.StartAsync(SimulatorProcess.UserName, SimulatorProcess.Password, stop).ConfigureAwait(false);
            string ask = $"Get-IpmiPower -Port {SimulatorProcess.Port} -Credential $c -ThrottleLimit {throttleLimit} -ErrorAction SilentlyContinue";
            var told = await shell.RunAsync(
                $"$names = [IO.File]::ReadAllLines('{list}'); $sick = [Collections.Generic.HashSet[string]]::new(); for ($i = {FaultyEvery - 1}; $i -lt $names.Length; $i += {FaultyEvery}) {{ [void]$sick.Add($names[$i] + ':{SimulatorProcess.Port}') }}; " +
                $"$null = {ask} -ComputerName $names[0]; " +
                "$p = Get-Process -Id $PID; $m = $p.WorkingSet64; $cpu = $p.TotalProcessorTime; $w.Restart(); " +
                $"$r = {ask} -ComputerName $names; " +
                "$s = $w.Elapsed.TotalSeconds; $p.Refresh(); $cpu = ($p.TotalProcessorTime - $cpu).TotalSeconds; $m = $p.PeakWorkingSet64 - $m; " +
                "$right = 0; foreach ($x in $r) { if ($x.State -eq 'On' -and $x.CoolingFault -eq $sick.Contains($x.ComputerName)) { $right++ } }; Tell $right $s $cpu $m", stop).ConfigureAwait(false);
            return Parse(told[0]);
        }
        finally
        {
            File.Delete(list);
        }
    }

    /// <summary>What the fresh process does. One BMC is asked before, so that the start of the runtime is not counted.</summary>
    public static async Task RunClientAsync(Options options, CancellationToken stop)
    {
        string[] addresses = await File.ReadAllLinesAsync(options.Text("list", ""), stop).ConfigureAwait(false);
        int throttleLimit = options.Number("throttle", Fleet.DefaultThrottleLimit);
        options.End();
        var common = new IpmiConnectOptions { Endpoint = new LanEndpoint(addresses[0], SimulatorProcess.Port), UserName = SimulatorProcess.UserName, Password = Secret.Of(SimulatorProcess.Password), Privilege = PrivilegeLevel.User };
        await Fleet.RunAsync(addresses[..1], throttleLimit, common, Fleet.PowerAsync, stop).ConfigureAwait(false);
        var meter = new Meter();
        int right = 0;
        await Fleet.RunAsync(addresses, throttleLimit, common, async (bmc, i, cancel) =>
        {
            PowerStatus status = await Power.ChassisPower.GetAsync(bmc, cancel).ConfigureAwait(false);
            if (status.State == PowerState.On && status.CoolingFault == ((i + 1) % FaultyEvery == 0))
                Interlocked.Increment(ref right);
        }, stop).ConfigureAwait(false);
        var (seconds, cpu, bytes) = meter.Read();
        Console.WriteLine(string.Join(' ', Text(right), Text(seconds), Text(cpu), Text(bytes)));
    }

    private static Sweep Parse(string line)
    {
        string[] words = line.Split(' ');
        return new Sweep(int.Parse(words[0], CultureInfo.InvariantCulture), Real(words[1]), Real(words[2]), Real(words[3]));

        static double Real(string word) => double.Parse(word, CultureInfo.InvariantCulture);
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
