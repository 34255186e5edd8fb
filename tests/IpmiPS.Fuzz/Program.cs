using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using IpmiPS.Fuzz;
using IpmiPS.Tests.Fuzz;

// dotnet run -c Release --project tests/IpmiPS.Fuzz -- [--seconds N] [--count N] [--target name] [--seed N] [--workers N] [--out folder]
// dotnet run -c Release --project tests/IpmiPS.Fuzz -- --target name --replay file
var options = new Dictionary<string, string>();
for (int i = 0; i + 1 < args.Length; i += 2)
    options[args[i].TrimStart('-')] = args[i + 1];
if (args.Length % 2 != 0 || options.Keys.Except(["seconds", "count", "target", "seed", "workers", "out", "replay"]).Any())
{
    Console.Error.WriteLine("usage: [--seconds N] [--count N] [--target name] [--seed N] [--workers N] [--out folder] | --target name --replay file");
    return 2;
}

IReadOnlyList<FuzzTarget> targets = options.TryGetValue("target", out string? name) ? [.. name.Split(',').Select(FuzzTargets.Find)] : FuzzTargets.All;
if (options.TryGetValue("replay", out string? file))
{
    string? problem = targets[0].Try(File.ReadAllBytes(file));
    Console.WriteLine(problem ?? "Nothing is wrong with it.");
    return problem is null ? 0 : 1;
}

var run = new FuzzRun(
    Number("seed", DateTime.UtcNow.Ticks), (int)Number("workers", Environment.ProcessorCount), Number("count", long.MaxValue),
    TimeSpan.FromSeconds(Number("seconds", options.ContainsKey("count") ? int.MaxValue : 10)), options.TryGetValue("out", out string? folder) ? folder : "fuzz-out");
Console.WriteLine($"seed {run.Seed}, {run.Workers} workers");
int failures = 0;
foreach (var target in targets)
    failures += run.Try(target);
Console.WriteLine($"{run.Total:N0} inputs in all, {failures} failures");
return failures == 0 ? 0 : 1;

long Number(string option, long otherwise) => options.TryGetValue(option, out string? text) ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;
