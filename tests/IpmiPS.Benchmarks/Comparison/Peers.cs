using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Benchmarks;

/// <summary>ipmitool, one process for each BMC; for many BMCs all at once, by xargs.</summary>
internal sealed class IpmitoolColumn(Harness harness) : ToolColumn
{
    private string Cache => harness.PathOf("ipmitool.sdr");

    public override string Name => "ipmitool";

    /// <summary>All BMCs of the farm have the same records, so one file serves them all.</summary>
    public override async Task PrepareAsync(Row row, CancellationToken stop)
    {
        if (row.Work == Work.CachedSensors && !File.Exists(Cache))
            await Child.RequireAsync("ipmitool", [.. Common(row.Targets.First), "sdr", "dump", Cache], stop).ConfigureAwait(false);
    }

    public override bool Does(Row row) => row.Work is not (Work.EagerPower or Work.SensorSettings or Work.Export or Work.Compare);

    protected override (string Program, IEnumerable<string> Arguments, string? Input) CommandFor(Work work, Targets targets)
    {
        string[] command = work switch
        {
            Work.Power => ["power", "status"],
            Work.Sensors => ["sdr", "elist", "full"],
            Work.CachedSensors => ["-S", Cache, "sdr", "elist", "full"],
            Work.Users => ["user", "list", "1"],
            Work.Network => ["lan", "print", "1"],
            _ => ["sel", "list"],
        };
        return targets.Count == 1
            ? ("ipmitool", [.. Common(targets.First), .. command], null)
            : ("xargs", ["-P", $"{targets.Count}", "-I{}", "ipmitool", .. Common("{}"), .. command], string.Join('\n', targets.Singles.Select(one => one.First)));
    }

    protected override bool IsResult(Work work, string line) => work switch
    {
        Work.Power => line.EndsWith("is on", StringComparison.Ordinal),
        Work.Users => line.Length > 0 && char.IsAsciiDigit(line[0]),
        Work.Network => line.StartsWith("IP Address  ", StringComparison.Ordinal),
        _ => line.Contains('|'),
    };

    protected override int PerHost(Work work) => work switch
    {
        Work.Power or Work.Network => 1,
        Work.Sel => Expected.SelEntries,
        Work.Users => Expected.UserSlots,
        _ => Expected.FullSensors,
    };

    /// <summary>Without -C it asks for the cipher suites in a way that ipmi_sim leaves unanswered, and waits for 10 s.</summary>
    private static string[] Common(string host) => ["-I", "lanplus", "-C", "3", "-U", Harness.UserName, "-P", Harness.Password, "-H", host];
}

/// <summary>FreeIPMI: ipmipower, ipmi-sensors and ipmi-sel, each one process for all BMCs.</summary>
internal sealed class FreeIpmiColumn(Harness harness) : ToolColumn
{
    /// <summary>Whose SDRs are in the cache.</summary>
    private string? _cached;

    public override string Name => "FreeIPMI";

    private string Cache => harness.PathOf("freeipmi");

    public override async Task PrepareAsync(Row row, CancellationToken stop)
    {
        if (row.Work is Work.Power or Work.SensorSettings or Work.Export)
            return;
        if (row.Work == Work.Sensors && Directory.Exists(Cache))
            Directory.Delete(Cache, recursive: true);
        Directory.CreateDirectory(Cache);
        if (row.Work != Work.Sensors && _cached != row.Targets.Range)
            await base.RunAsync(row with { Work = Work.Sensors }, row.Targets, stop).ConfigureAwait(false);
        _cached = row.Targets.Range;
    }

    public override bool Does(Row row) => row.Work is not (Work.EagerPower or Work.Users or Work.Network or Work.Compare) && (row.Work != Work.Export || row.Targets.Count == 1);

    protected override (string Program, IEnumerable<string> Arguments, string? Input) CommandFor(Work work, Targets targets)
    {
        string[] common = ["-h", targets.Range, "-D", "LAN_2_0", "-u", Harness.UserName, "-p", Harness.Password, "-l", "ADMIN", "-W", "opensesspriv"];
        string[] cached = ["-Q", "--sdr-cache-directory", Cache, .. targets.Count == 1 ? Array.Empty<string>() : ["-F", $"{targets.Count}"]];
        return work switch
        {
            Work.Power => ("ipmipower", [.. common, "--stat"], null),
            Work.Sel => ("ipmi-sel", [.. common, .. cached], null),
            Work.SensorSettings => ("ipmi-config", [.. common, "--category=sensors", "--checkout"], null),
            Work.Export => ("bash", ["-c", "for category in core chassis sensors pef; do ipmi-config \"$@\" --category=$category --checkout; done", "ipmi-config", .. common], null),
            _ => ("ipmi-sensors", [.. common, .. cached], null),
        };
    }

    protected override bool IsResult(Work work, string line) => work == Work.Power
        ? line.EndsWith(": on", StringComparison.Ordinal)
        : work == Work.Export
        ? line == "Section User1"
        : work == Work.SensorSettings
        ? line.StartsWith("Section ", StringComparison.Ordinal)
        : line.Split('|') is { Length: > 2 } fields && !fields[0].TrimEnd().EndsWith("ID", StringComparison.Ordinal);

    protected override int PerHost(Work work) => work switch
    {
        Work.Power or Work.Export => 1,
        Work.Sel => Expected.SelEntries,
        _ => Expected.ReadableSensors,
    };
}
