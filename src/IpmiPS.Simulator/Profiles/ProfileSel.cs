using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>The SEL of a profile: <c>sel capacity=512</c>, <c>event 40d sensor=0x30 offset=1</c>, <c>sel-record 3d12h type=0xC0 data=…</c>.</summary>
internal sealed class ProfileSel(ProfileTarget target)
{
    private readonly List<SelSeed> _entries = [];
    private int _capacity = 512;
    private byte _support = 0x0B;

    /// <summary>The log with its entries, the oldest first.</summary>
    public SelDefinition ToDefinition() => new(_capacity, _support, [.. _entries.OrderByDescending(entry => entry.Age ?? TimeSpan.MaxValue)]);

    public void Configure(ProfileLine line)
    {
        _capacity = line.Number("capacity", _capacity);
        _support = (byte)line.Number("support", _support);
    }

    public void AddEvent(ProfileLine line)
    {
        byte number = (byte)line.Number("sensor", 0);
        var sensor = target.Controller.FindSensor(0, number) ?? throw line.Error($"there is no sensor {number:X2}h yet");
        int[] data = line.Numbers("data");
        _entries.Add(new SelSeed(Age(line), 0x02,
        [
            0, 0, 0, 0, (byte)line.Number("generator", target.Controller.Address), 0, 0x04, sensor.SensorType, number,
            (byte)((line.Text("direction") == "deasserted" ? 0x80 : 0) | sensor.EventReadingType),
            (byte)line.Number("offset", 0), data.Length > 0 ? (byte)data[0] : (byte)0xFF, data.Length > 1 ? (byte)data[1] : (byte)0xFF,
        ]));
    }

    public void AddRecord(ProfileLine line)
    {
        byte[] data = Hex.Parse(line.Text("data"));
        int type = line.Number("type", 0);
        bool hasTime = type < 0xE0;
        if (data.Length != (hasTime ? 9 : 13))
            throw line.Error("a record has 9 bytes of data after its time, or 13 if it has no time");
        _entries.Add(new SelSeed(Age(line), (byte)type, hasTime ? [0, 0, 0, 0, .. data] : data));
    }

    /// <summary>An age such as 40d or 3d12h5m; null for "-", an entry from before the clock was set, with time 0.</summary>
    private static TimeSpan? Age(ProfileLine line)
    {
        string text = line.Word(0);
        if (text == "-")
            return null;
        var parts = Regex.Match(text, "^(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?$");
        if (!parts.Success || text.Length == 0)
            throw line.Error($"'{text}' is not an age; write days, hours, minutes and seconds, such as 3d12h");
        return new TimeSpan(Part(1), Part(2), Part(3), Part(4));

        int Part(int group) => parts.Groups[group].Success ? int.Parse(parts.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }
}
