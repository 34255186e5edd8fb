using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Sel;

namespace IpmiPS.Watching;

/// <summary>
/// Limits how many events of one sensor are reported within a time, by the clock of this computer, and counts the others. A period begins with the first event and
/// its end is reported if events were left out.
/// </summary>
internal sealed class EventRate(Clock clock)
{
    /// <summary>Sensors of one BMC that are counted on their own; further ones are counted together, so that a BMC cannot fill the memory.</summary>
    private const int MaximumSensors = 256;

    /// <summary>Stands for all further sensors; no sensor has this number.</summary>
    private const int Others = -1;

    private readonly Dictionary<(SelRule Rule, int? Generator, int? Sensor), Window> _windows = [];

    /// <summary>Counts an event, and says whether it is reported.</summary>
    /// <param name="rule">A rule with a limit.</param>
    /// <param name="entry">The event.</param>
    public bool Permits(SelRule rule, SelEntry entry)
    {
        (SelRule, int?, int?) key = (rule, entry.GeneratorId, entry.SensorNumber);
        if (!_windows.TryGetValue(key, out Window? window))
        {
            if (_windows.Count >= MaximumSensors)
                key = (rule, Others, Others);
            if (!_windows.TryGetValue(key, out window))
                _windows[key] = window = new Window(clock.Now + rule.Period, key == (rule, Others, Others) ? null : entry.Sensor);
        }

        if (++window.Count <= rule.Limit)
            return true;
        window.Suppressed++;
        return false;
    }

    /// <summary>Returns what was left out in the periods that have ended.</summary>
    public IReadOnlyList<WatchEvent> TakeEnded(string computerName)
    {
        TimeSpan now = clock.Now;
        if (_windows.Count == 0 || !_windows.Values.Any(window => window.End <= now))
            return [];
        var ended = _windows.Where(each => each.Value.End <= now).ToList();
        foreach (var each in ended)
            _windows.Remove(each.Key);
        return [.. from each in ended
                   where each.Value.Suppressed > 0
                   select new WatchEvent
                   {
                       ComputerName = computerName,
                       Type = WatchEventType.Suppressed,
                       Sensor = each.Value.Sensor,
                       Count = each.Value.Suppressed,
                       Event = Describe(each.Key.Rule, each.Key.Sensor, each.Value.Suppressed),
                   }];
    }

    private static string Describe(SelRule rule, int? sensor, int count)
    {
        string of = sensor switch { null => "", Others => " of other sensors", _ => " of this sensor" };
        return string.Format(
            CultureInfo.InvariantCulture, "{0} more {1} left out: a rule permits {2} in {3:0} min.", count, count == 1 ? $"event{of} was" : $"events{of} were", rule.Limit, rule.Period.TotalMinutes);
    }

    private sealed class Window(TimeSpan end, string? sensor)
    {
        public TimeSpan End => end;

        public string? Sensor => sensor;

        public int Count { get; set; }

        public int Suppressed { get; set; }
    }
}
