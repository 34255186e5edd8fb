using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>
/// Platform event filtering: compares the events that the BMC receives with the filter table, and carries out the actions of those that match. Runs under the
/// BMC's lock. IPMI 2.0 section 17.
/// </summary>
internal sealed class EventFiltering
{
    private const ushort LogCleared = 0xFFFF;
    private const byte SystemEvent = 0x12, SensorSpecific = 0x6F, PefAction = 0xC4; // data 2 has the actions
    private const PefActions PowerActions = PefActions.PowerOff | PefActions.PowerCycle | PefActions.Reset;

    /// <summary>Events that wait for software; later ones are filtered at once.</summary>
    private const int MaximumPostponed = 256;

    /// <summary>An action follows its event within two seconds. IPMI 2.0 section 17.17.</summary>
    private static readonly TimeSpan ActionDelay = TimeSpan.FromMilliseconds(100);

    private readonly PefConfiguration _pef;
    private readonly SimulatorOptions _options;
    private readonly ControllerSet _controllers;
    private readonly Chassis _chassis;
    private readonly LanAlerts _alerts;
    private readonly PolicyQueue _queue;
    private readonly PostponeTimer _timer;
    private readonly Func<bool> _waits;
    private readonly SimulatorTime _time;
    private readonly Queue<Received> _received = new();
    private readonly List<Received> _postponed = [];
    private readonly byte _address;
    private bool _isFiltering;
    private int _cancellations;
    private TimeSpan? _startedAt;

    public EventFiltering(PefConfiguration pef, SimulatorOptions options, ControllerSet controllers, Chassis chassis, LanAlerts alerts, Func<ChannelAccess> access, Func<bool> waits, SimulatorTime time)
    {
        _pef = pef;
        _options = options;
        _controllers = controllers;
        _chassis = chassis;
        _alerts = alerts;
        _waits = waits;
        _time = time;
        _address = controllers.Main?.Definition.Address ?? 0;
        _timer = new PostponeTimer(time, FilterPostponed);
        _queue = new PolicyQueue(pef, alerts, access, waits, time, id => LastBmcId = id);
        LastBmcId = LastRecordId ?? 0;
        controllers.Received += Receive;
        chassis.Changed += OnPowerChanged;
        pef.ControlChanged += OnControlChanged;
    }

    /// <summary>ID of the last record that software has processed.</summary>
    public ushort LastSoftwareId { get; private set; }

    /// <summary>ID of the last record that PEF has processed, or has left alone because it is off; 0 if the event was not logged.</summary>
    public ushort LastBmcId { get; private set; }

    /// <summary>ID of the last record in the log; null if the log is empty.</summary>
    public ushort? LastRecordId => _controllers.Log is { Count: > 0 } log ? log.IdAt(log.Count - 1) : null;

    /// <summary>Status of the last alert that was requested by Alert Immediate.</summary>
    public AlertStatus AlertStatus { get; private set; }

    private PefControl Control => _pef.Value(PefParameters.Control);

    private bool IsOn => (Control & PefControl.Enabled) != 0 && !_timer.IsDisabled;

    /// <summary>Sets the postpone timer unless it is only read, and returns its countdown.</summary>
    public byte Postpone(byte seconds)
    {
        if (seconds != ArmPefPostponeTimer.ReadOnly)
        {
            _timer.Arm(seconds);
            if (_timer.Holds)
                StartTimer();
            else
                FilterPostponed();
        }

        return _timer.Countdown;
    }

    /// <summary>Software says how far it has processed the log, and leaves the rest to PEF; or sets how far PEF has.</summary>
    public void SetLastProcessed(bool isBmc, ushort id)
    {
        _postponed.RemoveRange(0, _postponed.FindLastIndex(received => received.RecordId == id) + 1);
        if (isBmc)
        {
            LastBmcId = id;
            return;
        }

        LastSoftwareId = id;
        _timer.Rearm();
        StartTimer();
    }

    /// <summary>The log was cleared.</summary>
    public void ForgetProcessed() => (LastSoftwareId, LastBmcId) = (LogCleared, LogCleared);

    /// <summary>Sends an alert without an event of the log. Its progress is <see cref="AlertStatus"/>. IPMI 2.0 section 30.7.</summary>
    public CompletionCode SendImmediately(AlertImmediate request)
    {
        if (AlertStatus == AlertStatus.InProgress)
            return (CompletionCode)AlertImmediate.AlertInProgress;
        if (_waits())
            return (CompletionCode)AlertImmediate.SessionActive;
        if (request.Destination > LanConfiguration.AlertDestinations || request.StringSelector > PefConfiguration.Strings)
            return CompletionCode.ParameterOutOfRange;
        byte[] data = request.EventData;
        if (data.Length is not 0 and not AlertImmediate.EventDataLength)
            return CompletionCode.InvalidLength;

        // Generator, revision, sensor type and number, direction and type, data 1 to 3.
        EventMessage? e = data.Length == 0 ? null : new(data[0], 0, data[2], data[3], data[4], data[5], data[6], data[7]) { Revision = data[1] };
        AlertStatus = AlertStatus.InProgress;
        _alerts.Send(request.Destination, NewContent(e, 0, isImmediate: true) with { Text = request.StringSelector is { } selector ? _pef.Text(selector) : "" }, isDelivered => AlertStatus = isDelivered ? AlertStatus.Sent : AlertStatus.NotAcknowledged);
        return CompletionCode.Ok;
    }

    public void ClearAlertStatus() => AlertStatus = AlertStatus.None;

    /// <summary>Whether an event matches all fields of a filter. IPMI 2.0 table 17-2.</summary>
    public static bool Matches(PefFilter filter, EventMessage e) =>
        filter.Matches(e.Generator, e.GeneratorChannel, new() { SensorType = e.SensorType, SensorNumber = e.SensorNumber, EventType = e.EventType, EventData1 = e.Data1, EventData2 = e.Data2, EventData3 = e.Data3 });

    private void Receive(EventMessage e, ushort id)
    {
        // An action may cause further events; they wait until this one is done with.
        _received.Enqueue(new Received(e, id, _controllers.Log?.Clock ?? 0));
        FilterReceived();
    }

    private void FilterReceived()
    {
        if (_isFiltering)
            return;
        _isFiltering = true;
        try
        {
            while (_received.Count > 0)
                FilterOrPostpone(_received.Dequeue());
        }
        finally
        {
            _isFiltering = false;
        }
    }

    private void FilterOrPostpone(Received received)
    {
        if (!IsOn)
        {
            LastBmcId = received.RecordId;
        }
        else if (_timer.Holds && _postponed.Count < MaximumPostponed)
        {
            _postponed.Add(received);
            StartTimer();
        }
        else
        {
            Filter(received);
        }
    }

    /// <summary>The timer counts while software has not processed the last record.</summary>
    private void StartTimer()
    {
        if (LastSoftwareId != LastRecordId)
            _timer.Start();
    }

    private void FilterPostponed()
    {
        foreach (var received in _postponed)
            _received.Enqueue(received);
        _postponed.Clear();
        FilterReceived();
    }

    private void Filter(Received received)
    {
        var matches = Enumerable.Range(1, PefConfiguration.Filters).Select(number => (Number: number, Filter: _pef.Value(PefParameters.Filter, (byte)number)))
            .Where(entry => entry.Filter.State.IsEnabled && Matches(entry.Filter, received.Event)).ToList();
        var wanted = matches.Aggregate(PefActions.None, static (actions, match) => actions | match.Filter.Actions) & PefConfiguration.Capabilities.Actions & _pef.Value(PefParameters.ActionEnables);
        var actions = Prioritize(wanted);
        if (actions != PefActions.None && (Control & PefControl.EventMessages) != 0 && !received.IsPefAction)
            Report(actions);
        var alertFrom = _time.Now;
        if ((actions & ~PefActions.Alert) != PefActions.None)
            alertFrom = Act(actions);

        // One policy: the lowest number, and of several filters the first.
        var (alertFilter, policy, severity) = (0, (byte)0, (byte)0);
        if ((actions & PefActions.Alert) != 0)
        {
            var candidates = matches.Where(static match => match.Filter.Alerts).ToList();
            if (candidates.Count > 0)
            {
                policy = candidates.Min(static match => match.Filter.PolicyNumber);
                candidates.RemoveAll(match => match.Filter.PolicyNumber != policy);
                alertFilter = candidates[0].Number;
                severity = candidates.Max(static match => (byte)match.Filter.Severity);
            }
        }

        alertFrom = Later(alertFrom, EndOfDelay(PefControl.AlertStartupDelay, PefParameters.AlertStartupDelay));
        _queue.Add(new PolicyQueue.Job(received.RecordId, policy, alertFilter, NewContent(received.Event, severity, isImmediate: false) with { Time = received.Time }, alertFrom));
    }

    /// <summary>Power off excludes power cycle, which excludes reset; any of them excludes the diagnostic interrupt. IPMI 2.0 table 17-1.</summary>
    private static PefActions Prioritize(PefActions actions)
    {
        foreach (var first in (PefActions[])[PefActions.PowerOff, PefActions.PowerCycle, PefActions.Reset])
            if ((actions & first) != 0)
                return first | actions & PefActions.Alert;
        return actions;
    }

    /// <summary>Carries out the action that is no alert. Returns when alerts may be sent: after the machine is off.</summary>
    private TimeSpan Act(PefActions actions)
    {
        var at = _time.Now + ActionDelay;
        if ((actions & PowerActions) != 0)
            at = Later(at, EndOfDelay(PefControl.StartupDelay, PefParameters.StartupDelay));
        var (action, cause) = (actions & ~PefActions.Alert) switch
        {
            PefActions.PowerOff => (ChassisControlAction.PowerDown, RestartCause.Unknown),
            PefActions.PowerCycle => (ChassisControlAction.PowerCycle, RestartCause.PefPowerCycle),
            PefActions.Reset => (ChassisControlAction.HardReset, RestartCause.PefReset),
            _ => (ChassisControlAction.DiagnosticInterrupt, RestartCause.Unknown),
        };
        int cancellations = _cancellations;
        _time.Schedule(at, () =>
        {
            if (cancellations == _cancellations)
                _chassis.Control(action, Channels.Lan, (byte)cause);
        });
        return action == ChassisControlAction.PowerDown && _chassis.IsOn ? at + _options.PowerDelay : _time.Now;
    }

    /// <summary>Until when actions wait after the machine was started or reset.</summary>
    private TimeSpan EndOfDelay(PefControl enable, Parameter<TimeSpan> delay) =>
        _startedAt is { } started && (Control & enable) != 0 ? started + _pef.Value(delay) : TimeSpan.Zero;

    /// <summary>Reports what PEF is about to do. The event is filtered as well, but what it causes is not reported again: that would never end. IPMI 2.0 table 42-3, sensor type 12h, offset 4.</summary>
    private void Report(PefActions actions)
    {
        byte sensor = _controllers.Main.Definition.Sensors.Find(static sensor => sensor.SensorType == SystemEvent)?.Number ?? 0;
        _controllers.Receive(new EventMessage(_address, 0, SystemEvent, sensor, EventMessage.TypeOf(SensorSpecific, assertion: true), PefAction, (byte)actions));
    }

    private void OnPowerChanged(PowerChange change)
    {
        if (change is PowerChange.On or PowerChange.Reset)
            _startedAt = _time.Now;
        if (change is PowerChange.Off or PowerChange.SoftOff or PowerChange.Reset)
            Postpone(ArmPefPostponeTimer.Off);
    }

    /// <summary>Switching PEF off cancels its actions and alerts. IPMI 2.0 section 17.4.</summary>
    private void OnControlChanged()
    {
        if ((Control & PefControl.Enabled) != 0)
            return;
        _cancellations++;
        _postponed.Clear();
        _queue.Cancel();
    }

    private LanAlerts.Content NewContent(EventMessage? e, byte severity, bool isImmediate) =>
        new(e, _controllers.Log?.Clock ?? 0, _controllers.Log?.UtcOffsetMinutes, severity, "", isImmediate);

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>An event, and the time in the log.</summary>
    private readonly record struct Received(EventMessage Event, ushort RecordId, uint Time)
    {
        public bool IsPefAction => Event.SensorType == SystemEvent && Event.EventType == SensorSpecific && Event.Data1 == PefAction;
    }
}
