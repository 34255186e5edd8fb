using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>One progress bar for all targets of a cmdlet; only where there are several and they take longer than a moment.</summary>
internal sealed class FleetProgress(Cmdlet cmdlet)
{
    /// <summary>How often the bar moves.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1.5);

    private readonly Stopwatch _clock = new();
    private TimeSpan _shown;
    private readonly HashSet<object> _failed = [];
    private int _finished;
    private bool _visible;

    /// <summary>How many targets were begun with.</summary>
    public int StartedCount { get; private set; }

    /// <summary>Whether no more targets will come.</summary>
    public bool HasInputEnded { get; private set; }

    /// <summary>Whether there is more than one target, so that time matters to the bar.</summary>
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

    /// <summary>Shows how far the work is, if it is time to.</summary>
    public void Show()
    {
        if (!IsWanted || _finished == StartedCount || _clock.Elapsed < Moment || _clock.Elapsed - _shown < Interval)
            return;
        _shown = _clock.Elapsed;
        _visible = true;
        string status = string.Format(
            CultureInfo.CurrentCulture, "{0} of {1}{2} BMCs done ({3} failed), waiting for {4}",
            _finished, StartedCount, HasInputEnded ? "" : " or more", _failed.Count, StartedCount - _finished);
        cmdlet.WriteProgress(new ProgressRecord(0, Activity, status) { PercentComplete = HasInputEnded ? 100 * _finished / StartedCount : -1 });
    }

    /// <summary>Takes the bar away.</summary>
    public void Complete()
    {
        if (_visible)
            cmdlet.WriteProgress(new ProgressRecord(0, Activity, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private string Activity => (cmdlet as PSCmdlet)?.MyInvocation.MyCommand?.Name ?? "IPMI";
}
