using System;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Simulator;

/// <summary>
/// The sensors of one controller. Readings are computed from the definition, the seed and the time, so that only sensors that were
/// changed need memory.
/// </summary>
internal sealed class SensorBank(ControllerDefinition definition, int seed, Func<TimeSpan> now, Func<bool> isMachineOn, Action<SensorEvent> onEvent)
{
    private SensorState?[]? _states;

    /// <summary>Sets all sensors back to the initial values of their definitions.</summary>
    public void Initialize() => _states = null;

    public SensorDefinition? Find(byte lun, byte number) => definition.FindSensor(lun, number);

    /// <summary>The state of a sensor, which may be changed.</summary>
    public SensorState StateOf(SensorDefinition sensor)
    {
        _states ??= new SensorState?[definition.Sensors.Count];
        return _states[sensor.Index] ??= new SensorState(sensor);
    }

    public Measurement Read(SensorDefinition sensor)
    {
        var state = _states?[sensor.Index];
        bool events = state?.EventsEnabled ?? sensor.EventsEnabled, scanning = state?.ScanningEnabled ?? sensor.ScanningEnabled;
        bool isOff = sensor.WhenOff != WhenOff.Same && !isMachineOn();
        bool unavailable = sensor.Unavailable || isOff && sensor.WhenOff == WhenOff.Unavailable;
        byte raw = unavailable ? (byte)0 : Raw(sensor, state, isOff);
        ushort asserted = unavailable ? (ushort)0 : state?.States ?? sensor.States;
        if (sensor.IsThreshold && sensor.ThresholdMask != 0 && !unavailable && state?.ForcedRaw is null && sensor.Swing > 0)
            asserted = Compare(sensor, state?.Thresholds ?? sensor.Thresholds, raw, 0);
        return new Measurement(raw, events, scanning, unavailable, asserted);
    }

    public byte[] ThresholdsOf(SensorDefinition sensor) => _states?[sensor.Index]?.Thresholds ?? sensor.Thresholds;

    public (byte Positive, byte Negative) HysteresisOf(SensorDefinition sensor) => _states?[sensor.Index] is { } state
        ? (state.PositiveHysteresis, state.NegativeHysteresis)
        : (sensor.PositiveHysteresis, sensor.NegativeHysteresis);

    /// <summary>Flags (bit 7 events, 6 scanning) and which events are enabled.</summary>
    public (byte Flags, SensorEventMask Mask) EnablesOf(SensorDefinition sensor)
    {
        var state = _states?[sensor.Index];
        bool events = state?.EventsEnabled ?? sensor.EventsEnabled, scanning = state?.ScanningEnabled ?? sensor.ScanningEnabled;
        return ((byte)((events ? 0x80 : 0) | (scanning ? 0x40 : 0)),
            new SensorEventMask(state?.AssertionEnabled ?? sensor.AssertionEnabled, state?.DeassertionEnabled ?? sensor.DeassertionEnabled));
    }

    /// <summary>What the sensor says it is.</summary>
    public SensorTypeCodes CodesOf(SensorDefinition sensor) => _states?[sensor.Index]?.Codes ?? new SensorTypeCodes(sensor.SensorType, sensor.EventReadingType);

    /// <summary>Sets the reading of a threshold sensor, and records the thresholds that it crosses.</summary>
    public void SetRaw(SensorDefinition sensor, byte raw)
    {
        var state = StateOf(sensor);
        state.ForcedRaw = raw;
        CheckThresholds(sensor, state, raw);
    }

    /// <summary>Returns the sensor to its computed reading.</summary>
    public void Release(SensorDefinition sensor)
    {
        var state = StateOf(sensor);
        state.ForcedRaw = null;
        if (sensor.IsThreshold)
            CheckThresholds(sensor, state, Read(sensor).Raw);
    }

    /// <summary>Compares the reading with thresholds that were changed.</summary>
    public void Recheck(SensorDefinition sensor) => CheckThresholds(sensor, StateOf(sensor), Read(sensor).Raw);

    /// <summary>Re-arms events: those whose condition still holds are sent again. Section 35.12.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="assertions">The events at assertion to re-arm.</param>
    public void Rearm(SensorDefinition sensor, ushort assertions)
    {
        var state = StateOf(sensor);
        if (sensor.IsThreshold)
        {
            for (int bit = 0; bit < 6; bit++)
                if ((assertions & 3 << 2 * bit) != 0)
                    state.States &= (ushort)~(1 << bit);
            Recheck(sensor);
            return;
        }

        int again = state.States & assertions & state.AssertionEnabled;
        for (int offset = 0; offset < 15; offset++)
            if ((again & 1 << offset) != 0)
                Emit(sensor, state, assertion: true, (byte)offset, 0, 0xFF, 0xFF);
    }

    /// <summary>Sets the asserted offsets of a discrete sensor, and records the changes.</summary>
    public void SetStates(SensorDefinition sensor, ushort states, byte data2 = 0xFF, byte data3 = 0xFF)
    {
        var state = StateOf(sensor);
        int changed = state.States ^ states;
        state.States = states;
        for (int offset = 0; offset < 15; offset++)
        {
            if ((changed & 1 << offset) == 0)
                continue;
            bool assertion = (states & 1 << offset) != 0;
            int enabled = assertion ? state.AssertionEnabled : state.DeassertionEnabled;
            if ((enabled & 1 << offset) != 0)
                Emit(sensor, state, assertion, (byte)offset, 0, data2, data3);
        }
    }

    /// <summary>Records an event without a change of state.</summary>
    public void Report(SensorDefinition sensor, int offset, bool assertion, byte data2 = 0xFF, byte data3 = 0xFF) =>
        onEvent(new SensorEvent(sensor, assertion, (byte)offset, data2, data3));

    private byte Raw(SensorDefinition sensor, SensorState? state, bool isOff)
    {
        if (state?.ForcedRaw is { } forced)
            return forced;
        byte nominal = isOff ? sensor.OffRaw : sensor.NominalRaw;
        if (sensor.Swing <= 0)
            return nominal;
        double wave = Noise.Wave(Noise.Hash(seed, definition.Address, sensor.Index), now());
        int value = sensor.Conversion.Signed(nominal) + (int)Math.Round(sensor.Swing * (isOff ? 0.1 : 1) * wave);
        bool signed = sensor.Conversion.Format is 1 or 2;
        int minimum = signed ? -127 : 0, maximum = signed ? 127 : 255;
        value = Math.Min(maximum, Math.Max(minimum, value));
        return (byte)(sensor.Conversion.Format == 1 && value < 0 ? value - 1 : value);
    }

    private void CheckThresholds(SensorDefinition sensor, SensorState state, byte raw)
    {
        ushort before = state.States, after = Compare(sensor, state.Thresholds, raw, (ushort)(before & 0x3F), state);
        state.States = (ushort)(before & ~0x3F | after);
        for (int bit = 0; bit < 6; bit++)
        {
            if (((before ^ after) & 1 << bit) == 0)
                continue;
            bool assertion = (after & 1 << bit) != 0;

            // Each threshold has two event offsets, "going low" and "going high"; lower thresholds are crossed going low.
            int offset = bit < 3 ? bit * 2 : bit * 2 + 1;
            int enabled = assertion ? state.AssertionEnabled : state.DeassertionEnabled;
            if ((enabled & 1 << offset) != 0)
                Emit(sensor, state, assertion, (byte)offset, 0x50, raw, state.Thresholds[bit]);
        }
    }

    /// <summary>The thresholds that a reading is at or beyond. One that was reached earlier stays so within the hysteresis.</summary>
    private static ushort Compare(SensorDefinition sensor, byte[] thresholds, byte raw, ushort before, SensorState? state = null)
    {
        int value = sensor.Conversion.Signed(raw);
        int rise = state?.NegativeHysteresis ?? sensor.NegativeHysteresis, fall = state?.PositiveHysteresis ?? sensor.PositiveHysteresis;
        int result = 0;
        for (int bit = 0; bit < 6; bit++)
        {
            if ((sensor.ThresholdMask & 1 << bit) == 0)
                continue;
            int threshold = sensor.Conversion.Signed(thresholds[bit]);
            bool wasBeyond = (before & 1 << bit) != 0;
            bool isBeyond = bit < 3
                ? value <= threshold || wasBeyond && value - rise <= threshold
                : value >= threshold || wasBeyond && value + fall >= threshold;
            if (isBeyond)
                result |= 1 << bit;
        }

        return (ushort)result;
    }

    private void Emit(SensorDefinition sensor, SensorState state, bool assertion, byte offset, byte dataFlags, byte data2, byte data3)
    {
        if (state.EventsEnabled)
            onEvent(new SensorEvent(sensor, assertion, (byte)(dataFlags | offset), data2, data3));
    }
}

/// <summary>The changeable state of a sensor.</summary>
internal sealed class SensorState(SensorDefinition sensor)
{
    public byte? ForcedRaw { get; set; }

    /// <summary>What a client has made of the sensor; null for what it is by definition.</summary>
    public SensorTypeCodes? Codes { get; set; }

    public ushort States { get; set; } = sensor.States;

    public bool EventsEnabled { get; set; } = sensor.EventsEnabled;

    public bool ScanningEnabled { get; set; } = sensor.ScanningEnabled;

    public byte[] Thresholds { get; } = (byte[])sensor.Thresholds.Clone();

    public byte PositiveHysteresis { get; set; } = sensor.PositiveHysteresis;

    public byte NegativeHysteresis { get; set; } = sensor.NegativeHysteresis;

    public ushort AssertionEnabled { get; set; } = sensor.AssertionEnabled;

    public ushort DeassertionEnabled { get; set; } = sensor.DeassertionEnabled;
}

/// <summary>The reading of a sensor at one time.</summary>
internal readonly record struct Measurement(byte Raw, bool EventsEnabled, bool ScanningEnabled, bool Unavailable, ushort States);

/// <summary>An event of a sensor for the SEL.</summary>
internal readonly record struct SensorEvent(SensorDefinition Sensor, bool Assertion, byte Data1, byte Data2, byte Data3);
