using System;
using System.Diagnostics;
using System.Threading;

namespace IpmiPS.Simulator;

/// <summary>Real time. One thread serves the timers of all virtual BMCs of a rack.</summary>
internal sealed class SystemTime : SimulatorTime, IDisposable
{
    private static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(30);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly DueQueue _queue = new();
    private readonly object _gate = new();
    private bool _stopped;
    private Exception? _fault;

    public SystemTime()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "IPMI simulator timers" };
        thread.Start();
    }

    public override TimeSpan Now => _watch.Elapsed;

    public override Exception? Fault => _fault;

    public override DateTimeOffset Start { get; } = DateTimeOffset.UtcNow;

    public override void Schedule(TimeSpan at, Action action)
    {
        lock (_gate)
        {
            var next = _queue.NextDue;
            _queue.Add(at, action);
            if (next is null || at < next)
                Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (Next() is { } action)
            Callback.Guard(action, fault => _fault ??= fault);
    }

    private Action? Next()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                var now = Now;
                if (_queue.TakeDue(now) is { } action)
                    return action;
                var wait = _queue.NextDue is { } due && due - now < MaximumWait ? due - now : MaximumWait;
                Monitor.Wait(_gate, Math.Max(1, (int)Math.Ceiling(wait.TotalMilliseconds)));
            }

            return null;
        }
    }
}
