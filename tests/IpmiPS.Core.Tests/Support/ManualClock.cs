using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Tests.Support;

/// <summary>
/// A clock that a test moves: waits end and alarms ring when it is advanced past their time. With <see cref="SkipsWaits"/> it
/// advances by itself to whatever is waited for, so that waits take no time; where a BMC answers at once or never, no wait
/// then ends before its answer. It does not know who is about to wait, so it is not for two that wait on each other.
/// </summary>
internal sealed class ManualClock : Clock
{
    private readonly object _gate = new();
    private readonly object _skipping = new();
    private readonly List<Wait> _waits = [];
    private readonly List<TimeSpan> _delays = [];
    private TimeSpan _now = TimeSpan.FromHours(1);

    public bool SkipsWaits { get; init; }

    /// <summary>Says that answers are on their way, whatever the machine does meanwhile: no wait ends by itself until they have arrived.</summary>
    public Func<bool> IsHeld { get; set; } = static () => false;

    /// <summary>The waits that were asked for, alarms not among them.</summary>
    public IReadOnlyList<TimeSpan> Delays
    {
        get
        {
            lock (_gate)
                return [.. _delays];
        }
    }

    public override TimeSpan Now
    {
        get
        {
            lock (_gate)
                return _now;
        }
    }

    /// <summary>How many waits and alarms are set.</summary>
    public int WaitCount
    {
        get
        {
            lock (_gate)
                return _waits.Count;
        }
    }

    /// <summary>Moves on; what becomes due comes in the order of its time.</summary>
    public void Advance(TimeSpan time)
    {
        var until = Now + time;
        while (TakeDue(until) is { } due)
            due.Over();
        lock (_gate)
            _now = until > _now ? until : _now;
    }

    /// <summary>Where waits are skipped: until none is left that was set before, such as the alarm of a request that is answered by now.</summary>
    public async Task WhenSkippedAsync()
    {
        while (SkipsWaits && WaitCount > 0)
            await Task.Yield();
    }

    public override Task DelayAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var over = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var wait = new Wait(Now + time, () => over.TrySetResult(true));
        lock (_gate)
            _delays.Add(time);
        Add(wait);
        cancellationToken.Register(() =>
        {
            Remove(wait);
            over.TrySetCanceled();
        });
        return over.Task;
    }

    public override double Jitter() => 0;

    public override IAlarm CreateAlarm(Action ring, Action<Exception> onFault) => new Alarm(this, () => Callback.Guard(ring, onFault));

    private void Add(Wait wait)
    {
        lock (_gate)
            _waits.Add(wait);
        if (SkipsWaits || wait.Until <= Now)
            ThreadPool.QueueUserWorkItem(_ => SkipToNext());
    }

    /// <summary>One after another, in the order of their times; what one sets off has happened before the next.</summary>
    private void SkipToNext()
    {
        lock (_skipping)
        {
            SpinWait.SpinUntil(() => !IsHeld());
            TakeDue(SkipsWaits ? TimeSpan.MaxValue : Now)?.Over();
        }
    }

    private void Remove(Wait wait)
    {
        lock (_gate)
            _waits.Remove(wait);
    }

    private Wait? TakeDue(TimeSpan until)
    {
        lock (_gate)
        {
            var due = _waits.Where(wait => wait.Until <= until).OrderBy(wait => wait.Until).FirstOrDefault();
            if (due is null)
                return null;
            _waits.Remove(due);
            _now = due.Until > _now ? due.Until : _now;
            return due;
        }
    }

    private sealed record Wait(TimeSpan Until, Action Over);

    private sealed class Alarm(ManualClock clock, Action ring) : IAlarm
    {
        private Wait? _set;
        private bool _disposed;

        public void Set(TimeSpan wait)
        {
            Unset();
            if (!_disposed)
                clock.Add(_set = new Wait(clock.Now + wait, ring));
        }

        public void Dispose()
        {
            _disposed = true;
            Unset();
        }

        private void Unset()
        {
            if (_set is { } set)
                clock.Remove(set);
        }
    }
}
