using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>One progress bar for all targets of a cmdlet; shown only if there are several and they take longer than a moment.</summary>
/// <param name="writer">Shows the bar.</param>
/// <param name="activity">Returns the bar's title.</param>
internal sealed class FleetProgress(IPipelineWriter writer, Func<string> activity)
{
    /// <summary>Time between two updates.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1.5);

    private readonly Stopwatch _clock = new();
    private TimeSpan _shown;
    private readonly HashSet<object> _failed = [];
    private int _finished;
    private bool _visible;

    /// <summary>Number of targets that were started.</summary>
    public int StartedCount { get; private set; }

    /// <summary>True if no more targets will come.</summary>
    public bool HasInputEnded { get; private set; }

    /// <summary>True if there is more than one target.</summary>
    public bool IsWanted => StartedCount > 1;

    public void Started()
    {
        if (StartedCount++ == 0)
            _clock.Start();
    }

    public void Finished() => _finished++;

    /// <summary>Counts a target that failed; several errors of one target count once.</summary>
    public void Failed(object? target) => _failed.Add(target ?? new object());

    public void InputEnded() => HasInputEnded = true;

    /// <summary>Updates the bar if it is due.</summary>
    public void Show()
    {
        if (!IsWanted || _finished == StartedCount || _clock.Elapsed < Moment || _clock.Elapsed - _shown < Interval)
            return;
        _shown = _clock.Elapsed;
        _visible = true;
        string status = string.Format(
            CultureInfo.CurrentCulture, "{0} of {1}{2} BMCs done ({3} failed), waiting for {4}",
            _finished, StartedCount, HasInputEnded ? "" : " or more", _failed.Count, StartedCount - _finished);
        writer.WriteProgress(new ProgressRecord(0, activity(), status) { PercentComplete = HasInputEnded ? 100 * _finished / StartedCount : -1 });
    }

    /// <summary>Removes the bar.</summary>
    public void Complete()
    {
        if (_visible)
            writer.WriteProgress(new ProgressRecord(0, activity(), "Done") { RecordType = ProgressRecordType.Completed });
    }
}
