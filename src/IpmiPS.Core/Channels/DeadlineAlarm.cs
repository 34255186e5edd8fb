using System;

namespace IpmiPS.Channels;

/// <summary>One alarm for many deadlines: it is set to the earliest of them. Not thread-safe; the call comes on any thread.</summary>
internal sealed class DeadlineAlarm : IDisposable
{
    private readonly Clock _clock;
    private readonly IAlarm _alarm;
    private TimeSpan _setTo = TimeSpan.MaxValue;

    /// <param name="clock">The time.</param>
    /// <param name="due">Called when the earliest deadline has passed. It calls <see cref="Reset"/>, then sets the deadlines that are left.</param>
    /// <param name="onFault">Called with what <paramref name="due"/> throws.</param>
    public DeadlineAlarm(Clock clock, Action due, Action<Exception> onFault)
    {
        _clock = clock;
        _alarm = clock.CreateAlarm(due, onFault);
    }

    /// <summary>Adds a deadline.</summary>
    public void SetNoLaterThan(TimeSpan deadline)
    {
        if (deadline >= _setTo)
            return;
        _setTo = deadline;
        _alarm.Set(deadline - _clock.Now);
    }

    /// <summary>Drops all deadlines, after the alarm has rung.</summary>
    public void Reset() => _setTo = TimeSpan.MaxValue;

    public void Dispose() => _alarm.Dispose();
}
