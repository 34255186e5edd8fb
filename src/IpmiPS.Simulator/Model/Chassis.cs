using System;
using System.Collections.Generic;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Simulator;

/// <summary>
/// The machine's power. A change takes time, as in a real server: a request is accepted at once and carried out later. IPMI 2.0 section 28.3.
/// </summary>
internal sealed class Chassis
{
    /// <summary>A soft shutdown takes this many power delays.</summary>
    private const int SoftShutdownFactor = 6;

    private const byte ByCommand = 0x01;

    private readonly SimulatorTime _time;
    private readonly SimulatorOptions _options;
    private readonly List<(TimeSpan At, Action Do)> _pending = [];
    private TimeSpan _poweredSince;
    private TimeSpan _earlierOnTime = TimeSpan.FromDays(417);
    private TimeSpan _identifyUntil;

    /// <param name="time">The clock; what is scheduled with it has to run under the BMC's lock.</param>
    /// <param name="options">Initial power, and how long power changes take.</param>
    /// <param name="address">Address of the BMC, which is every chassis device itself.</param>
    public Chassis(SimulatorTime time, SimulatorOptions options, byte address)
    {
        Capabilities = new ChassisCapabilities
        {
            Flags = ChassisCapabilities.SettableFlags,
            FruDeviceAddress = address,
            SdrDeviceAddress = address,
            SelDeviceAddress = address,
            SystemManagementDeviceAddress = address,
            BridgeDeviceAddress = address,
        };
        _time = time;
        _options = options;
        IsOn = options.PoweredOn;
        CycleInterval = options.PowerCycleInterval;
    }

    public bool IsOn { get; private set; }

    /// <summary>Raised when the machine's power has changed.</summary>
    public event Action<PowerChange>? Changed;

    /// <summary>Last power event, table 28-3 byte 3: bit 4 switched on by command, 3 switched off by a power fault.</summary>
    public byte LastPowerEvent { get; set; }

    /// <summary>System restart cause, table 28-12.</summary>
    public byte RestartCause { get; private set; } = 0x06;

    /// <summary>Channel over which the machine was restarted.</summary>
    public byte RestartChannel { get; private set; }

    /// <summary>After a power failure: 0 stay off, 1 restore the earlier state, 2 switch on.</summary>
    public byte RestorePolicy { get; set; } = 1;

    /// <summary>Intrusion sensor and front-panel lock-out, and the addresses of the chassis devices.</summary>
    public ChassisCapabilities Capabilities { get; set; }

    /// <summary>How long a power cycle keeps the machine off.</summary>
    public TimeSpan CycleInterval { get; set; }

    /// <summary>Which front-panel buttons are disabled: bit 3 standby, 2 diagnostic, 1 reset, 0 power off.</summary>
    public byte DisabledButtons { get; set; }

    public bool IdentifyForced { get; private set; }

    public bool IsPowerFault { get; set; }

    public bool IsFanFault { get; set; }

    public bool IsDriveFault { get; set; }

    public bool IsIntruded { get; set; }

    /// <summary>The identify lamp: 0 off, 1 on for some time, 2 on until it is switched off.</summary>
    public byte IdentifyState => (byte)(IdentifyForced ? 2 : _time.Now < _identifyUntil ? 1 : 0);

    /// <summary>How long the machine was on in its life.</summary>
    public TimeSpan OnTime => _earlierOnTime + (IsOn ? _time.Now - _poweredSince : TimeSpan.Zero);

    /// <summary>Lights the identify lamp; 0 seconds switches it off.</summary>
    public void Identify(int seconds, bool forced)
    {
        IdentifyForced = forced;
        _identifyUntil = _time.Now + TimeSpan.FromSeconds(seconds);
    }

    /// <summary>Executes a Chassis Control action. Returns D5h if the machine has to be on for it and is off.</summary>
    /// <param name="action">The action.</param>
    /// <param name="channel">Channel over which it was requested.</param>
    /// <param name="cause">Restart cause that it leaves.</param>
    public CompletionCode Control(ChassisControlAction action, byte channel, byte cause = ByCommand)
    {
        if (action > ChassisControlAction.SoftShutdown)
            return CompletionCode.InvalidDataField;
        bool needsPower = action is ChassisControlAction.PowerCycle or ChassisControlAction.HardReset
            or ChassisControlAction.DiagnosticInterrupt or ChassisControlAction.SoftShutdown;
        if (needsPower && !IsOn)
            return CompletionCode.InvalidInPresentState;

        // A new action replaces what is left of the previous one; the diagnostic interrupt changes no power.
        if (action != ChassisControlAction.DiagnosticInterrupt)
            _pending.Clear();
        var delay = _options.PowerDelay;
        switch (action)
        {
            case ChassisControlAction.PowerDown:
                After(delay, () => SwitchOff(PowerChange.Off));
                break;
            case ChassisControlAction.PowerUp:
                After(delay, () => SwitchOn(cause, channel));
                break;
            case ChassisControlAction.PowerCycle:
                After(delay, () => SwitchOff(PowerChange.Off));
                After(delay + CycleInterval + delay, () => SwitchOn(cause, channel));
                break;
            case ChassisControlAction.HardReset:
                After(TimeSpan.Zero, () => Restart(cause, channel, PowerChange.Reset));
                break;
            case ChassisControlAction.DiagnosticInterrupt:
                After(TimeSpan.Zero, () => Changed?.Invoke(PowerChange.Diagnostic));
                break;
            case ChassisControlAction.SoftShutdown:
                After(TimeSpan.FromTicks(delay.Ticks * SoftShutdownFactor / 2), () => Changed?.Invoke(PowerChange.ShuttingDown));
                After(TimeSpan.FromTicks(delay.Ticks * SoftShutdownFactor), () => SwitchOff(PowerChange.SoftOff));
                break;
        }

        return CompletionCode.Ok;
    }

    /// <summary>Cycles the machine within the command, so that it is never seen off; without traces nothing shows that it was cycled.</summary>
    public void CycleAtOnce(byte channel, bool leavesTraces)
    {
        _pending.Clear();
        if (!leavesTraces)
            return;
        SwitchOff(PowerChange.Off);
        SwitchOn(ByCommand, channel);
    }

    /// <summary>Carries out the changes whose time has come.</summary>
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
        _earlierOnTime += _time.Now - _poweredSince;
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

    private void After(TimeSpan delay, Action action)
    {
        var at = _time.Now + delay;
        int position = _pending.FindIndex(entry => entry.At > at);
        _pending.Insert(position < 0 ? _pending.Count : position, (at, action));
        _time.Schedule(at, ApplyDueChanges);
    }
}

/// <summary>A change of the machine's power.</summary>
internal enum PowerChange
{
    Off,
    SoftOff,
    ShuttingDown,
    On,
    Reset,
    Diagnostic,
}
