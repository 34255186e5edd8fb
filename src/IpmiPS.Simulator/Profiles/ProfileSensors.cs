using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Simulator;

/// <summary>Sensors of a profile: <c>sensor number type "name" entity=3.1 unit=C value=52 swing=4 upper=88,95,- …</c>, <c>discrete</c> and <c>event-only</c>.</summary>
internal sealed class ProfileSensors(ProfileTarget target)
{
    private static readonly Dictionary<string, byte> SensorTypes = new()
    {
        ["temperature"] = 0x01, ["voltage"] = 0x02, ["current"] = 0x03, ["fan"] = 0x04, ["physical-security"] = 0x05, ["processor"] = 0x07,
        ["power-supply"] = 0x08, ["power-unit"] = 0x09, ["cooling"] = 0x0A, ["other-units"] = 0x0B, ["memory"] = 0x0C, ["drive-slot"] = 0x0D,
        ["firmware-progress"] = 0x0F, ["event-logging"] = 0x10, ["critical-interrupt"] = 0x13, ["button"] = 0x14, ["boot-initiated"] = 0x1D,
        ["boot-error"] = 0x1E, ["os-stop"] = 0x20, ["slot"] = 0x21, ["acpi-state"] = 0x22, ["watchdog"] = 0x23, ["lan"] = 0x27,
        ["management-health"] = 0x28, ["battery"] = 0x29, ["session-audit"] = 0x2A, ["version-change"] = 0x2B,
    };

    // Unit type codes: IPMI 2.0 section 43.17. Percent is a flag, not a unit.
    private static readonly Dictionary<string, SensorUnits> Units = new()
    {
        [""] = default, ["C"] = new(1, 0, 0, 0, false), ["F"] = new(2, 0, 0, 0, false), ["K"] = new(3, 0, 0, 0, false), ["V"] = new(4, 0, 0, 0, false),
        ["A"] = new(5, 0, 0, 0, false), ["W"] = new(6, 0, 0, 0, false), ["J"] = new(7, 0, 0, 0, false), ["RPM"] = new(18, 0, 0, 0, false),
        ["Hz"] = new(19, 0, 0, 0, false), ["CFM"] = new(17, 0, 0, 0, false), ["%"] = new(0, 0, 0, 0, true),
        ["bytes/s"] = new(70, 0, 0, 3, false), ["errors/h"] = new(88, 0, 0, 5, false),
    };

    public void AddAnalog(ProfileLine line)
    {
        var sensor = Common(line, eventReadingType: 0x01);
        if (!Units.TryGetValue(line.Text("unit"), out var units))
            throw line.Error($"'{line.Text("unit")}' is not a unit");
        var conversion = Conversion(line);
        sensor.Conversion = conversion;
        sensor.NominalRaw = conversion.ToRaw(line.Real("value", 0));
        int nominal = conversion.Signed(sensor.NominalRaw);
        if (line.Has("swing"))
            sensor.Swing = Math.Abs(conversion.Signed(conversion.ToRaw(line.Real("value", 0) + line.Real("swing", 0))) - nominal);
        SetWhenOff(sensor, line);
        SetThresholds(sensor, line);

        int width = (int)Math.Ceiling(2 * sensor.Swing);
        var range = conversion.Format != 0
            ? new AnalogRange((byte)Math.Max(-127, nominal - width), (byte)Math.Min(127, nominal + width), 0x80, 0x7F)
            : new AnalogRange((byte)Math.Max(0, nominal - width), (byte)Math.Min(255, nominal + width), 0x00, 0xFF);
        target.Controller.AddSensor(sensor);
        target.Store(SdrBuilder.Full(sensor, Place(line), units, range), sensor.Lun);
    }

    /// <summary>Adds discrete sensors: one, or <c>count=</c> with consecutive numbers that share a record.</summary>
    public void AddDiscrete(ProfileLine line)
    {
        var sensor = Common(line, eventReadingType: 0x6F);
        sensor.States = Bits(line.Numbers("states"));
        ushort events = line.Has("events") ? Bits(line.Numbers("events")) : (ushort)0xFF;
        sensor.AssertionSupport = sensor.DeassertionSupport = sensor.AssertionEnabled = sensor.DeassertionEnabled = events;
        if (line.Text("assert-only") == "yes")
            sensor.DeassertionSupport = sensor.DeassertionEnabled = 0;
        SetWhenOff(sensor, line);
        int count = line.Number("count", 1);
        target.Store(SdrBuilder.Compact(sensor, Place(line), count), sensor.Lun);
        string name = sensor.Name;
        for (int i = 0; i < count; i++)
        {
            var one = i == 0 ? sensor : Another(sensor, i);
            if (count > 1)
                one.Name = name + (i + 1);
            target.Controller.AddSensor(one);
        }
    }

    public void AddEventOnly(ProfileLine line)
    {
        var sensor = Common(line, eventReadingType: 0x6F);
        sensor.EventOnly = true;
        target.Controller.AddSensor(sensor);
        target.Store(SdrBuilder.EventOnly(sensor, Place(line)), sensor.Lun);
    }

    private static SensorDefinition Common(ProfileLine line, int eventReadingType)
    {
        if (!SensorTypes.TryGetValue(line.Word(1), out byte type))
            throw line.Error($"'{line.Word(1)}' is not a sensor type");
        return new SensorDefinition
        {
            Number = (byte)line.Number(0),
            Lun = (byte)line.Number("lun", 0),
            SensorType = type,
            Name = line.Word(2),
            EventReadingType = (byte)line.Number("reading-type", eventReadingType),
            Unavailable = line.Text("present") == "no",
            LongReading = line.Text("short") != "yes",
            ScanningEnabled = line.Text("scanning") != "no",
        };
    }

    private SensorPlace Place(ProfileLine line)
    {
        var (entity, instance) = line.Entity("entity");
        return new SensorPlace((byte)line.Number("owner", target.Controller.Address), 0, entity, instance);
    }

    private static SensorConversion Conversion(ProfileLine line)
    {
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
        return conversion;
    }

    private static void SetThresholds(SensorDefinition sensor, ProfileLine line)
    {
        var lower = line.Reals("lower");
        var upper = line.Reals("upper");
        for (int i = 0; i < 3; i++)
        {
            SetThreshold(sensor, i, i < lower.Length ? lower[i] : null);
            SetThreshold(sensor, 3 + i, i < upper.Length ? upper[i] : null);
        }

        sensor.ThresholdAccess = (byte)(sensor.ThresholdMask == 0 ? 0 : line.Text("thresholds", "settable") == "readable" ? 1 : 2);
        var hysteresis = line.Numbers("hysteresis");
        if (hysteresis.Length == 2)
            (sensor.HysteresisAccess, sensor.PositiveHysteresis, sensor.NegativeHysteresis) = (2, (byte)hysteresis[0], (byte)hysteresis[1]);
        if (sensor.ThresholdMask == 0)
            sensor.EventControl = 3;
    }

    private static void SetThreshold(SensorDefinition sensor, int bit, double? value)
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

    private static ushort Bits(int[] offsets) => (ushort)offsets.Aggregate(0, (bits, offset) => bits | 1 << offset);

    private static void SetWhenOff(SensorDefinition sensor, ProfileLine line)
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
