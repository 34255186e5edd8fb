using System;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>The watchdog timer as a client over LAN sees it. It counts down; its expiration only sets a flag. IPMI 2.0 section 27.</summary>
internal sealed class Watchdog(SimulatorTime time)
{
    private const double MillisecondsPerCount = 100;

    private WatchdogTimer? _timer;
    private byte _expired;
    private TimeSpan? _until;

    /// <summary>Starts the countdown. Returns false if the timer was never set.</summary>
    public bool Start()
    {
        if (_timer is not { } timer)
            return false;
        _until = time.Now + TimeSpan.FromMilliseconds(MillisecondsPerCount * timer.InitialCountdown);
        return true;
    }

    /// <summary>Sets the timer and clears the expiration flags that are named.</summary>
    public void Set(WatchdogTimer timer)
    {
        _timer = timer;
        _expired &= (byte)~timer.ExpirationFlags;
        if (!timer.DoNotStop)
            _until = null;
    }

    /// <summary>The settings and what is left of the countdown.</summary>
    public WatchdogTimerState State()
    {
        var timer = _timer ?? new WatchdogTimer();
        int left = _until is { } until && until > time.Now ? (int)((until - time.Now).TotalMilliseconds / MillisecondsPerCount) : 0;
        if (_until is not null && left == 0)
        {
            _expired |= (byte)(1 << timer.Use);
            _until = null;
        }

        return new(timer with { DoNotStop = _until is not null, ExpirationFlags = _expired }, _until is null ? timer.InitialCountdown : (ushort)left);
    }
}
