using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets.Tests.Support;

/// <summary>What a run of a cmdlet consists of, with the test's thread as the pipeline thread.</summary>
internal sealed class Run : IDisposable
{
    public Run(Clock? clock = null)
    {
        Progress = new FleetProgress(Writer, static () => "Test");
        Workers = new FanOut(Writer, Progress, clock ?? Clock.System);
    }

    public RecordingWriter Writer { get; } = new();

    public FleetProgress Progress { get; }

    public FanOut Workers { get; }

    public TargetOutput OutputOf(string computerName, StreamChoice streams = default) => new(Workers, Writer, computerName, streams);

    public ConnectionOpener Opener(LogIn? connect = null, LogInGuard? guard = null, bool oncePerBmc = false) =>
        new(connect ?? BmcConnector.ConnectAsync, Workers, guard, oncePerBmc, oncePerBmc);

    public TargetSelection Selection(Func<string, BmcNeeds, bool>? confirm = null) => new(confirm ?? (static (_, _) => true), Writer);

    /// <summary>Ends the input and delivers everything.</summary>
    public void Finish()
    {
        Progress.InputEnded();
        Workers.DeliverAll();
    }

    /// <summary>Runs one target to its end.</summary>
    public void Work(BmcTarget target, Func<TargetOutput, CancellationToken, Task> work, ConnectionOpener? opener = null, TargetSelection? selection = null)
    {
        TargetOutput output = OutputOf(target.ComputerName);
        var worker = new TargetWorker(opener ?? Opener(), selection ?? Selection());
        Workers.Start(stop => worker.RunAsync(target, output, limit => work(output, limit), stop), throttleLimit: 256);
        Finish();
    }

    public void Dispose() => Workers.Dispose();
}
