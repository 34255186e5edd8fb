using System;
using System.IO;
using System.Linq;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace IpmiPS.Benchmarks;

/// <summary>The benchmarks of single operations. They run in this process, which needs no further build and suffices for figures of microseconds.</summary>
internal static class MicroRun
{
    public static int Run(Options options)
    {
        string filter = options.Text("filter", "*");
        options.End();
        string artifacts = Directory.CreateTempSubdirectory("ipmips-micro").FullName;
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(8).WithIterationTime(TimeInterval.FromMilliseconds(100)))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .HideColumns("Job", "Toolchain", "IterationCount", "WarmupCount", "IterationTime", "Error", "Gen0", "Gen1")
            .AddExporter(MarkdownExporter.GitHub)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(artifacts);
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroRun).Assembly).Run(["--filter", filter], config).ToList();
        foreach (var summary in summaries)
            MarkdownExporter.GitHub.ExportToLog(summary, ConsoleLogger.Default);
        Directory.Delete(artifacts, recursive: true);
        return summaries.Count > 0 && summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
