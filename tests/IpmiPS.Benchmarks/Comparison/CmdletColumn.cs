using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>The cmdlets in one warm PowerShell, timed in it.</summary>
internal sealed class CmdletColumn : Column, IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ipmips-configurations-{Environment.ProcessId}");
    private WarmShell? _shell;

    public override string Name => "cmdlets";

    public override bool IsWarmedUp => true;

    public override async Task PrepareAsync(Row row, CancellationToken stop)
    {
        _shell ??= await WarmShell.StartAsync(Harness.UserName, Harness.Password, stop).ConfigureAwait(false);
        if (row.Work is Work.Export or Work.Compare)
            await _shell.RunAsync($"$null = New-Item '{_folder}' -ItemType Directory -Force; $null = Export-IpmiConfiguration '{row.Targets.First}' '{_folder}/golden.json' -ExcludeIdentity -Credential $c; Tell 0 0", stop).ConfigureAwait(false);
    }

    public override async Task<Run> RunAsync(Row row, CancellationToken stop)
    {
        string command = row.Work switch
        {
            Work.Power => "Get-IpmiPower",
            Work.EagerPower => "Get-IpmiPower -Eager",
            Work.Sensors => "Get-IpmiSensor -Refresh",
            Work.CachedSensors => "Get-IpmiSensor",
            Work.Users => "Get-IpmiUser",
            Work.Network => "Get-IpmiNetwork",
            Work.SensorSettings => "Get-IpmiSensor -Refresh -IncludeHysteresis",
            Work.Export => $"Export-IpmiConfiguration -Path '{_folder}'",
            Work.Compare => $"Compare-IpmiConfiguration -ReferencePath '{_folder}/golden.json'",
            _ => "Get-IpmiSel",
        } + " -Credential $c -ErrorAction SilentlyContinue";
        string more = row.Work == Work.SensorSettings ? $"; $null = Get-IpmiSensorEvent -Credential $c '{row.Targets.Range}'" : "";
        string script = row.Timing switch
        {
            Timing.EachAlone =>
                $"foreach ($name in {WarmShell.ListOf(row.Targets.Singles.Select(one => one.First))}) {{ $w.Restart(); $r = {command} $name; Tell $w.Elapsed.TotalSeconds @($r).Count }}",

            // The pipeline ends with the last live one; who is silent is not waited for.
            Timing.LastLive =>
                $"$n = 0; $s = 0; $w.Restart(); {command} '{row.Targets.Range}' | ForEach-Object {{ $n++; $s = $w.Elapsed.TotalSeconds; $_ }} | Select-Object -First {row.Live} | Out-Null; Tell $s $n",
            // Each setting that differs is an object: what is equal gives none.
            _ when row.Work == Work.Compare => $"$w.Restart(); $r = {command} '{row.Targets.Range}'; Tell $w.Elapsed.TotalSeconds ({row.Targets.Count} - @($r).Count)",
            _ => $"$w.Restart(); $r = {command} '{row.Targets.Range}'{more}; Tell $w.Elapsed.TotalSeconds @($r).Count",
        };
        string[][] told = [.. (await _shell!.RunAsync(script, stop).ConfigureAwait(false)).Select(line => line.Split(' '))];
        return new Run(
            [.. told.Select(words => double.Parse(words[0], CultureInfo.InvariantCulture))],
            told.Sum(words => int.Parse(words[1], CultureInfo.InvariantCulture)) / PerHost(row.Work));
    }

    public void Dispose()
    {
        _shell?.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static int PerHost(Work work) => work switch
    {
        Work.Power or Work.EagerPower or Work.Export or Work.Compare => 1,
        Work.Sel => Expected.SelEntries,
        Work.Users => Expected.Users,
        Work.Network => 1,
        _ => Expected.Sensors,
    };
}
