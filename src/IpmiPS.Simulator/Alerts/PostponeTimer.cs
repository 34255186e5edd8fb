using System;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Simulator;

/// <summary>The PEF postpone timer, which leaves events to software for a time. IPMI 2.0 sections 17.3 and 30.2.</summary>
/// <param name="time">The clock.</param>
/// <param name="expired">Called when software has not processed the events in time.</param>
internal sealed class PostponeTimer(SimulatorTime time, Action expired)
{
    private byte _armed;
    private TimeSpan? _until;
    private int _run;

    /// <summary>Whether PEF is off until the machine is powered down or reset.</summary>
    public bool IsDisabled => _armed == ArmPefPostponeTimer.DisabledUntilRestart;

    /// <summary>Whether events wait for software now: the timer is armed and has not expired.</summary>
    public bool Holds => _armed is not ArmPefPostponeTimer.Off and not ArmPefPostponeTimer.DisabledUntilRestart && (_until is not { } until || until > time.Now);

    /// <summary>Seconds until the timer expires; those that it was armed with while it does not count, or FEh while PEF is off.</summary>
    public byte Countdown => _until is { } until ? (byte)Math.Max(0, Math.Ceiling((until - time.Now).TotalSeconds)) : _armed;

    /// <summary>Arms the timer, or stops it.</summary>
    public void Arm(byte seconds)
    {
        _armed = seconds;
        Rearm();
    }

    /// <summary>Stops counting; the next event starts it again.</summary>
    public void Rearm()
    {
        _until = null;
        _run++;
    }

    /// <summary>Starts counting if the timer is armed and does not count yet.</summary>
    public void Start()
    {
        if (!Holds || _until is not null)
            return;
        int run = _run;
        var until = time.Now + TimeSpan.FromSeconds(_armed);
        _until = until;
        time.Schedule(until, () =>
        {
            if (run == _run)
                expired();
        });
    }
}
