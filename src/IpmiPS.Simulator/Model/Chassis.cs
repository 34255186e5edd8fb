using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>
/// The machine's power. A change takes time, as in a real server: what is asked for is accepted at once, and happens later.
/// IPMI 2.0 section 28.3.
/// </summary>
internal sealed class Chassis
{
    private const int SoftFactor = 6;

    private readonly SimulatorTime _time;
    private readonly SimulatorOptions _options;
    private readonly List<(TimeSpan At, Action Do)> _pending = [];
    private TimeSpan _poweredSince;
    private TimeSpan _onBefore = TimeSpan.FromDays(417);
    private TimeSpan _identifyUntil;

    public Chassis(SimulatorTime time, SimulatorOptions options)
    {
        _time = time;
        _options = options;
        IsOn = options.PoweredOn;
        CycleInterval = options.PowerCycleInterval;
    }

    public bool IsOn { get; private set; }

    /// <summary>Raised when the machine's power really changed.</summary>
    public event Action<PowerChange>? Changed;

    /// <summary>Last power event, table 28-3 byte 3: bit 4 power was switched on by command, 3 a power fault switched it off.</summary>
    public byte LastPowerEvent { get; set; }

    /// <summary>System restart cause, table 28-12.</summary>
    public byte RestartCause { get; private set; } = 0x06;

    /// <summary>Channel over which the machine was restarted.</summary>
    public byte RestartChannel { get; private set; }

    /// <summary>0 stays off, 1 as it was, 2 always on.</summary>
    public byte RestorePolicy { get; set; } = 1;

    /// <summary>How long a power cycle keeps the machine off.</summary>
    public TimeSpan CycleInterval { get; set; }

    /// <summary>Which front-panel buttons are disabled: bit 3 standby, 2 diagnostic, 1 reset, 0 power off.</summary>
    public byte DisabledButtons { get; set; }

    public bool IdentifyForced { get; private set; }

    public bool IsPowerFault { get; set; }

    public bool IsFanFault { get; set; }

    public bool IsDriveFault { get; set; }

    public bool IsIntruded { get; set; }

    /// <summary>0 off, 1 for a while, 2 for ever.</summary>
    public byte IdentifyState => (byte)(IdentifyForced ? 2 : _time.Now < _identifyUntil ? 1 : 0);

    /// <summary>Time that the machine was on, over its life.</summary>
    public TimeSpan OnTime => _onBefore + (IsOn ? _time.Now - _poweredSince : TimeSpan.Zero);

    /// <summary>Lights the identify lamp for some seconds; 0 puts it out.</summary>
    public void Identify(int seconds, bool forced)
    {
        IdentifyForced = forced;
        _identifyUntil = _time.Now + TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Executes a Chassis Control action. Returns D5h where the machine's state does not allow it.</summary>
    public CompletionCode Control(byte action, byte channel)
    {
        switch (action)
        {
            case 0:
                Replace();
                if (IsOn)
                    After(_options.PowerDelay, () => SwitchOff(PowerChange.Off));
                return CompletionCode.Ok;
            case 1:
                Replace();
                if (!IsOn)
                    After(_options.PowerDelay, () => SwitchOn(0x01, channel));
                return CompletionCode.Ok;
            case 2:
                if (!IsOn)
                    return CompletionCode.InvalidInPresentState;
                Replace();
                var off = _options.PowerDelay;
                After(off, () => SwitchOff(PowerChange.Off));
                After(off + CycleInterval + _options.PowerDelay, () => SwitchOn(0x01, channel));
                return CompletionCode.Ok;
            case 3:
                if (!IsOn)
                    return CompletionCode.InvalidInPresentState;
                Replace();
                After(TimeSpan.Zero, () => Restart(0x01, channel, PowerChange.Reset));
                return CompletionCode.Ok;
            case 4:
                if (!IsOn)
                    return CompletionCode.InvalidInPresentState;
                After(TimeSpan.Zero, () => Changed?.Invoke(PowerChange.Diagnostic));
                return CompletionCode.Ok;
            case 5:
                if (!IsOn)
                    return CompletionCode.InvalidInPresentState;
                Replace();
                After(TimeSpan.FromTicks(_options.PowerDelay.Ticks * SoftFactor / 2), () => Changed?.Invoke(PowerChange.ShuttingDown));
                After(TimeSpan.FromTicks(_options.PowerDelay.Ticks * SoftFactor), () => SwitchOff(PowerChange.SoftOff));
                return CompletionCode.Ok;
            default:
                return CompletionCode.InvalidDataField;
        }
    }

    /// <summary>Cycles the machine within the command, so that it is never seen off; without traces nothing shows that it was cycled.</summary>
    public void CycleAtOnce(byte channel, bool leavesTraces)
    {
        Replace();
        if (!leavesTraces)
            return;
        SwitchOff(PowerChange.Off);
        SwitchOn(0x01, channel);
    }

    /// <summary>Does what has become due.</summary>
    public void ApplyDueChanges()
    {
        while (_pending.Count > 0 && _pending[0].At <= _time.Now)
        {
            var action = _pending[0].Do;
            _pending.RemoveAt(0);
            action();
        }
    }

    private void SwitchOff(PowerChange how)
    {
        if (!IsOn)
            return;
        IsOn = false;
        _onBefore += _time.Now - _poweredSince;
        Changed?.Invoke(how);
    }

    private void SwitchOn(byte cause, byte channel)
    {
        if (IsOn)
            return;
        IsOn = true;
        _poweredSince = _time.Now;
        LastPowerEvent = 0x10;
        Restart(cause, channel, PowerChange.On);
    }

    private void Restart(byte cause, byte channel, PowerChange how)
    {
        RestartCause = cause;
        RestartChannel = channel;
        Changed?.Invoke(how);
    }

    /// <summary>A new command takes the place of what was still to come of the last one.</summary>
    private void Replace() => _pending.Clear();

    private void After(TimeSpan delay, Action action)
    {
        var at = _time.Now + delay;
        int position = _pending.FindIndex(entry => entry.At > at);
        _pending.Insert(position < 0 ? _pending.Count : position, (at, action));
        _time.Schedule(at, ApplyDueChanges);
    }
}

/// <summary>What happened to the machine's power.</summary>
internal enum PowerChange
{
    Off,
    SoftOff,
    ShuttingDown,
    On,
    Reset,
    Diagnostic,
}
