using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <content>Sensors: <c>sensor number type "name" entity=3.1 unit=C value=52 swing=4 upper=88,95,- …</c>, <c>discrete</c> and <c>event-only</c>.</content>
internal sealed partial class ProfileReader
{
    private static readonly Dictionary<string, byte> SensorTypes = new()
    {
        ["temperature"] = 0x01, ["voltage"] = 0x02, ["current"] = 0x03, ["fan"] = 0x04, ["physical-security"] = 0x05, ["processor"] = 0x07,
        ["power-supply"] = 0x08, ["power-unit"] = 0x09, ["cooling"] = 0x0A, ["other-units"] = 0x0B, ["memory"] = 0x0C, ["drive-slot"] = 0x0D,
        ["firmware-progress"] = 0x0F, ["event-logging"] = 0x10, ["critical-interrupt"] = 0x13, ["button"] = 0x14, ["boot-initiated"] = 0x1D,
        ["boot-error"] = 0x1E, ["os-stop"] = 0x20, ["slot"] = 0x21, ["acpi-state"] = 0x22, ["watchdog"] = 0x23, ["lan"] = 0x27,
        ["management-health"] = 0x28, ["battery"] = 0x29, ["session-audit"] = 0x2A, ["version-change"] = 0x2B,
    };

    // Unit type codes: IPMI 2.0 section 43.17. The percent sign is a flag, not a unit.
    private static readonly Dictionary<string, SensorUnits> Units = new()
    {
        [""] = default, ["C"] = new(1, 0, 0, 0, false), ["F"] = new(2, 0, 0, 0, false), ["K"] = new(3, 0, 0, 0, false), ["V"] = new(4, 0, 0, 0, false),
        ["A"] = new(5, 0, 0, 0, false), ["W"] = new(6, 0, 0, 0, false), ["J"] = new(7, 0, 0, 0, false), ["RPM"] = new(18, 0, 0, 0, false),
        ["Hz"] = new(19, 0, 0, 0, false), ["CFM"] = new(17, 0, 0, 0, false), ["%"] = new(0, 0, 0, 0, true),
        ["bytes/s"] = new(70, 0, 0, 3, false), ["errors/h"] = new(88, 0, 0, 5, false),
    };

    private void TakeSensor(ProfileLine line)
    {
        if (!SensorTypes.TryGetValue(line.Word(1), out byte type))
            throw line.Error($"'{line.Word(1)}' is no sensor type");
        var (entity, instance) = Entity(line, "entity");
        var place = new SensorPlace((byte)line.Number("owner", _controller.Address), 0, entity, instance);
        var sensor = new SensorDefinition
        {
            Number = (byte)line.Number(0),
            Lun = (byte)line.Number("lun", 0),
            SensorType = type,
            Name = line.Word(2),
            EventReadingType = (byte)line.Number("reading-type", line.Keyword == "sensor" ? 0x01 : 0x6F),
            EventOnly = line.Keyword == "event-only",
            Unavailable = line.Text("present") == "no",
            LongReading = line.Text("short") != "yes",
            ScanningEnabled = line.Text("scanning") != "no",
        };
        switch (line.Keyword)
        {
            case "sensor":
                TakeAnalog(line, sensor, place);
                _controller.AddSensor(sensor);
                break;
            case "discrete":
                TakeDiscrete(line, sensor, place);
                break;
            default:
                _controller.AddSensor(sensor);
                Store(SdrBuilder.EventOnly(sensor, place), sensor.Lun);
                break;
        }
    }

    private void TakeAnalog(ProfileLine line, SensorDefinition sensor, SensorPlace place)
    {
        if (!Units.TryGetValue(line.Text("unit"), out var units))
            throw line.Error($"'{line.Text("unit")}' is no unit");
        var conversion = new SensorConversion
        {
            Format = (byte)(line.Text("signed") switch { "two" => 2, "one" => 1, _ => 0 }),
            M = line.Number("m", 1),
            B = line.Number("b", 0),
            BExponent = line.Number("b-exp", 0),
            RExponent = line.Number("r-exp", 0),
            Linearization = (byte)line.Number("linear", 0),
        };
        if (conversion.M is < -512 or > 511 || conversion.B is < -512 or > 511 || conversion.BExponent is < -8 or > 7 || conversion.RExponent is < -8 or > 7)
            throw line.Error("factors are -512 to 511, exponents -8 to 7");
        sensor.Conversion = conversion;
        sensor.NominalRaw = conversion.ToRaw(line.Real("value", 0));
        sensor.Swing = line.Has("swing") ? Math.Abs(conversion.Signed(conversion.ToRaw(line.Real("value", 0) + line.Real("swing", 0))) - conversion.Signed(sensor.NominalRaw)) : 0;
        TakeOff(line, sensor);
        var lower = line.Reals("lower");
        var upper = line.Reals("upper");
        for (int i = 0; i < 3; i++)
        {
            TakeThreshold(sensor, i, i < lower.Length ? lower[i] : null);
            TakeThreshold(sensor, 3 + i, i < upper.Length ? upper[i] : null);
        }

        sensor.ThresholdAccess = (byte)(sensor.ThresholdMask == 0 ? 0 : line.Text("thresholds", "settable") == "readable" ? 1 : 2);
        var hysteresis = line.Numbers("hysteresis");
        if (hysteresis.Length == 2)
            (sensor.HysteresisAccess, sensor.PositiveHysteresis, sensor.NegativeHysteresis) = (2, (byte)hysteresis[0], (byte)hysteresis[1]);
        if (sensor.ThresholdMask == 0)
            sensor.EventControl = 3;
        int wide = (int)Math.Ceiling(2 * sensor.Swing);
        bool signed = conversion.Format != 0;
        int least = signed ? -127 : 0, most = signed ? 127 : 255, nominal = conversion.Signed(sensor.NominalRaw);
        byte maximum = (byte)(signed ? 0x7F : 0xFF), minimum = (byte)(signed ? 0x80 : 0x00);
        var range = new AnalogRange((byte)Math.Max(least, nominal - wide), (byte)Math.Min(most, nominal + wide), minimum, maximum);
        Store(SdrBuilder.Full(sensor, place, units, range), sensor.Lun);
    }

    private static void TakeThreshold(SensorDefinition sensor, int bit, double? value)
    {
        if (value is not { } threshold)
            return;
        sensor.Thresholds[bit] = sensor.Conversion.ToRaw(threshold);
        sensor.ThresholdMask |= (byte)(1 << bit);
        ushort events = (ushort)(1 << (bit < 3 ? 2 * bit : 2 * bit + 1));
        sensor.AssertionSupport |= events;
        sensor.DeassertionSupport |= events;
        sensor.AssertionEnabled |= events;
        sensor.DeassertionEnabled |= events;
    }

    private void TakeDiscrete(ProfileLine line, SensorDefinition sensor, SensorPlace place)
    {
        sensor.States = (ushort)line.Numbers("states").Aggregate(0, (bits, offset) => bits | 1 << offset);
        ushort events = (ushort)(line.Has("events") ? line.Numbers("events").Aggregate(0, (bits, offset) => bits | 1 << offset) : 0xFF);
        sensor.AssertionSupport = sensor.DeassertionSupport = sensor.AssertionEnabled = sensor.DeassertionEnabled = events;
        if (line.Text("assert-only") == "yes")
            sensor.DeassertionSupport = sensor.DeassertionEnabled = 0;
        TakeOff(line, sensor);
        int count = line.Number("count", 1);
        Store(SdrBuilder.Compact(sensor, place, count), sensor.Lun);
        string name = sensor.Name;
        for (int i = 0; i < count; i++)
        {
            var one = i == 0 ? sensor : Another(sensor, i);
            if (count > 1)
                one.Name = name + (i + 1);
            _controller.AddSensor(one);
        }
    }

    private static SensorDefinition Another(SensorDefinition first, int step) => new()
    {
        Number = (byte)(first.Number + step),
        Lun = first.Lun,
        SensorType = first.SensorType,
        EventReadingType = first.EventReadingType,
        States = first.States,
        AssertionSupport = first.AssertionSupport,
        DeassertionSupport = first.DeassertionSupport,
        AssertionEnabled = first.AssertionEnabled,
        DeassertionEnabled = first.DeassertionEnabled,
        WhenOff = first.WhenOff,
        Unavailable = first.Unavailable,
        ScanningEnabled = first.ScanningEnabled,
        LongReading = first.LongReading,
    };

    private static void TakeOff(ProfileLine line, SensorDefinition sensor)
    {
        if (!line.Has("off"))
            return;
        if (line.Text("off") == "none")
        {
            sensor.WhenOff = WhenOff.Unavailable;
            return;
        }

        sensor.WhenOff = WhenOff.OtherValue;
        sensor.OffRaw = sensor.Conversion.ToRaw(line.Real("off", 0));
    }
}
