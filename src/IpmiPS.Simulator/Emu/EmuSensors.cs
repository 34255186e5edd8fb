using System;
using System.Text;

namespace IpmiPS.Simulator;

/// <summary>Commands of an .emu file about sensors. They act at once, as in ipmi_sim, so the events that they cause are in the SEL from the start.</summary>
internal sealed class EmuSensors(EmuMachine machine)
{
    /// <summary>sensor_add address LUN number type event-reading-type [poll …] [event-only].</summary>
    public void Add(EmuTokens tokens)
    {
        var controller = machine.Controller(tokens);
        var sensor = new SensorDefinition
        {
            Lun = tokens.Byte("LUN"),
            Number = tokens.Byte("sensor number"),
            SensorType = tokens.Byte("sensor type"),
            EventReadingType = tokens.Byte("event reading type"),
            HasValue = false,
            IsPlayed = true,
            EventsEnabled = false,
            ScanningEnabled = false,
        };
        bool isPolled = false;
        while (!tokens.IsAtEnd)
        {
            string option = tokens.Word("option");
            sensor.EventOnly |= option == "event-only";
            isPolled |= option == "poll";
        }

        if (sensor.Lun > 3 || sensor.Number == 0xFF)
            throw new FormatException($"sensor {sensor.Number:X2}h at LUN {sensor.Lun} is not possible");
        if (controller.FindSensor(sensor.Lun, sensor.Number) is not null)
            throw new FormatException($"the sensor {sensor.Number:X2}h exists already");
        if (machine.FindRecord(controller, sensor) is { } record)
            InitializeFrom(record, sensor);
        controller.AddSensor(sensor);
        if (isPolled)
            throw new FormatException($"sensor {sensor.Number:X2}h is polled from a file; it exists, but has no value");
    }

    /// <summary>sensor_set_bit address LUN number bit value event.</summary>
    public void SetBit(EmuTokens tokens)
    {
        var (controller, sensor) = machine.Sensor(tokens);
        int bit = tokens.Byte("bit");
        bool value = tokens.Byte("value") != 0;
        SetBit(controller, sensor, bit, value, withEvent: tokens.Byte("event") != 0);
    }

    /// <summary>sensor_set_bit_clr_rest address LUN number bit event.</summary>
    public void SetOnlyBit(EmuTokens tokens)
    {
        var (controller, sensor) = machine.Sensor(tokens);
        int bit = tokens.Byte("bit");
        bool withEvent = tokens.Byte("event") != 0;
        for (int other = 0; other < 15; other++)
            if (other != bit && (sensor.States & 1 << other) != 0)
                SetBit(controller, sensor, other, false, withEvent);
        sensor.NominalRaw = (byte)bit;
        SetBit(controller, sensor, bit, true, withEvent);
    }

    /// <summary>sensor_set_value address LUN number value event.</summary>
    public void SetValue(EmuTokens tokens)
    {
        var (controller, sensor) = machine.Sensor(tokens);
        byte value = tokens.Byte("value");
        SetValue(controller, sensor, value, withEvent: tokens.Byte("event") != 0);
    }

    /// <summary>sensor_set_hysteresis address LUN number support positive negative.</summary>
    public void SetHysteresis(EmuTokens tokens)
    {
        var (_, sensor) = machine.Sensor(tokens);
        sensor.HysteresisAccess = tokens.Byte("hysteresis support", "none", "readable", "settable", "fixed");
        sensor.PositiveHysteresis = tokens.Byte("positive hysteresis");
        sensor.NegativeHysteresis = tokens.Byte("negative hysteresis");
    }

    /// <summary>sensor_set_threshold address LUN number support mask threshold×6, the highest first.</summary>
    public void SetThresholds(EmuTokens tokens)
    {
        var (_, sensor) = machine.Sensor(tokens);
        sensor.ThresholdAccess = tokens.Byte("threshold support", "none", "readable", "settable", "fixed");
        sensor.ThresholdMask = (byte)tokens.Bits("mask of thresholds", 6);
        for (int i = 5; i >= 0; i--)
            sensor.Thresholds[i] = tokens.Byte("threshold");
    }

    /// <summary>sensor_set_event_support address LUN number events scanning support, then masks: assertion and deassertion supported, enabled.</summary>
    public void SetEventSupport(EmuTokens tokens)
    {
        var (_, sensor) = machine.Sensor(tokens);
        sensor.EventsEnabled = tokens.Flag("enabling of events", "enable", "disable");
        sensor.ScanningEnabled = tokens.Flag("scanning", "scanning", "no-scanning");
        sensor.EventControl = tokens.Byte("event support", "per-state", "entire-sensor", "global", "none");
        sensor.AssertionSupport = tokens.Bits("mask of events", 15);
        sensor.DeassertionSupport = tokens.Bits("mask of events", 15);
        sensor.AssertionEnabled = (ushort)(tokens.Bits("mask of events", 15) & sensor.AssertionSupport);
        sensor.DeassertionEnabled = (ushort)(tokens.Bits("mask of events", 15) & sensor.DeassertionSupport);
    }

    private void SetBit(ControllerDefinition controller, SensorDefinition sensor, int bit, bool value, bool withEvent)
    {
        if (bit > 14)
            throw new FormatException($"a sensor has no bit {bit}");
        if (!sensor.EventOnly && (sensor.States & 1 << bit) != 0 == value)
            return;
        if (!sensor.EventOnly)
            sensor.States ^= (ushort)(1 << bit);
        int enabled = value ? sensor.AssertionEnabled : sensor.DeassertionEnabled;
        if (withEvent && sensor.EventsEnabled && (sensor.EventOnly || (enabled & 1 << bit) != 0))
            machine.RecordEvent(controller, sensor, value, (byte)bit, 0xFF, 0xFF);
    }

    private void SetValue(ControllerDefinition controller, SensorDefinition sensor, byte value, bool withEvent)
    {
        sensor.NominalRaw = value;
        sensor.HasValue = true;
        var conversion = machine.FindRecord(controller, sensor) is { } record ? SensorConversion.FromRecord(record) : SensorConversion.Plain;
        int measured = conversion.Signed(value);
        for (int bit = 0; bit < 6; bit++)
        {
            if ((sensor.ThresholdMask & 1 << bit) == 0)
                continue;
            int threshold = conversion.Signed(sensor.Thresholds[bit]);
            bool was = (sensor.States & 1 << bit) != 0;
            bool isBeyond = bit < 3
                ? measured <= threshold || was && measured - sensor.NegativeHysteresis <= threshold
                : measured >= threshold || was && measured + sensor.PositiveHysteresis >= threshold;
            if (was == isBeyond)
                continue;
            sensor.States ^= (ushort)(1 << bit);
            int offset = bit < 3 ? 2 * bit : 2 * bit + 1, enabled = isBeyond ? sensor.AssertionEnabled : sensor.DeassertionEnabled;
            if (withEvent && sensor.EventsEnabled && (enabled & 1 << offset) != 0)
                machine.RecordEvent(controller, sensor, isBeyond, (byte)(0x50 | offset), value, sensor.Thresholds[bit]);
        }
    }

    /// <summary>Sets the initial state of the sensor from its SDR, if the file has that before the sensor. IPMI 2.0 table 43-1, bytes 11 to 20.</summary>
    private static void InitializeFrom(byte[] record, SensorDefinition sensor)
    {
        if (record.Length < 20 || record[3] is not (0x01 or 0x02))
            return;
        byte initialization = record[10], capabilities = record[11];
        if ((initialization & 0x20) != 0)
            sensor.EventsEnabled = (initialization & 0x02) != 0;
        if ((initialization & 0x40) != 0)
            sensor.ScanningEnabled = (initialization & 0x01) != 0;
        sensor.EventControl = (byte)(capabilities & 0x03);
        sensor.AssertionSupport = sensor.AssertionEnabled = (ushort)((record[14] | record[15] << 8) & 0x7FFF);
        sensor.DeassertionSupport = sensor.DeassertionEnabled = (ushort)((record[16] | record[17] << 8) & 0x7FFF);
        if ((initialization & 0x10) != 0)
        {
            sensor.ThresholdAccess = (byte)(capabilities >> 2 & 0x03);
            sensor.ThresholdMask = (byte)(record[15] >> 4 & 0x07 | (record[17] >> 4 & 0x07) << 3);
            if (sensor.ThresholdAccess == 2 && record[3] == 0x01 && record.Length > 43)
                for (int i = 0; i < 6; i++)
                    sensor.Thresholds[i] = record[41 - i];
        }

        int hysteresisAt = record[3] == 0x01 ? 42 : 25;
        if ((initialization & 0x08) == 0 || record.Length <= hysteresisAt + 1)
            return;
        sensor.HysteresisAccess = (byte)(capabilities >> 4 & 0x03);
        (sensor.PositiveHysteresis, sensor.NegativeHysteresis) = (record[hysteresisAt], record[hysteresisAt + 1]);
    }

    /// <summary>Sets name and conversion from the sensor's SDR.</summary>
    public void Describe(ControllerDefinition controller, SensorDefinition sensor)
    {
        if (machine.FindRecord(controller, sensor) is not { } record)
            return;
        sensor.Conversion = SensorConversion.FromRecord(record);
        int nameAt = record[3] switch { 0x01 => 47, 0x02 => 31, _ => 16 };
        if (record.Length <= nameAt)
            return;
        int length = Math.Min(record[nameAt] & 0x1F, record.Length - nameAt - 1);
        if (record[nameAt] >> 6 == 3)
            sensor.Name = Encoding.GetEncoding("ISO-8859-1").GetString(record, nameAt + 1, length).TrimEnd('\0');
    }
}
