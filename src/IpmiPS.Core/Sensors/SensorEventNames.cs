using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Names of a sensor's events, in the words of the specification. Events that it does not define are "State" and their number.</summary>
internal static class SensorEventNames
{
    /// <summary>The text for no events.</summary>
    public const string None = "None";

    /// <summary>Between the names of several events.</summary>
    public const string Separator = "; ";

    private const int Count = 15;

    /// <summary>Events without reserved bits, which some BMCs set.</summary>
    public static SensorEventMask WithoutReserved(ReadableSensorRecord sensor, SensorEventMask events)
    {
        int valid = sensor.IsThresholdBased ? 0x0FFF : 0x7FFF;
        return new((ushort)(events.Assertions & valid), (ushort)(events.Deassertions & valid));
    }

    /// <summary>The name of an event.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="offset">Number of the event, 0 to 14.</param>
    public static string NameOf(SensorRecord sensor, int offset) =>
        EventStates.Describe(sensor.EventReadingType, sensor.SensorType, offset) ?? $"State {offset}";

    /// <summary>Names of all events of a sensor.</summary>
    public static IEnumerable<string> Of(ReadableSensorRecord sensor) =>
        Offsets(sensor.SupportedEvents.Assertions | sensor.SupportedEvents.Deassertions).Select(offset => NameOf(sensor, offset));

    /// <summary>Names of events with "; " between them, or "None".</summary>
    public static string Describe(SensorRecord sensor, ushort events) =>
        events == 0 ? None : string.Join(Separator, Offsets(events).Select(offset => NameOf(sensor, offset)));

    /// <summary>Finds the events that names or patterns stand for.</summary>
    /// <param name="sensor">The sensor.</param>
    /// <param name="supported">The events that the sensor has.</param>
    /// <param name="patterns">The names; "None" stands for no event.</param>
    /// <exception cref="IpmiException">NotPresent: the sensor has no event of that name.</exception>
    public static ushort Find(SensorRecord sensor, ushort supported, IReadOnlyCollection<NamePattern> patterns)
    {
        int found = 0;
        var missing = new List<string>();
        foreach (NamePattern pattern in patterns)
        {
            int matching = Offsets(supported).Where(offset => Matches(pattern, NameOf(sensor, offset))).Aggregate(0, static (bits, offset) => bits | 1 << offset);
            if (matching == 0 && !pattern.IsWildcard && !Matches(pattern, None))
                missing.Add(pattern.Text);
            found |= matching;
        }

        return missing.Count == 0 ? (ushort)found : throw NearestNames.NotPresent(
            $"event of the sensor '{sensor.NameOrNumber}' with the name", missing, Offsets(supported).Select(offset => NameOf(sensor, offset)),
            "Give a name that Get-IpmiSensorEvent lists for the sensor, or a wildcard.");
    }

    /// <summary>Finds the events of one or both directions that names stand for. A name has to be an event of one of them.</summary>
    /// <exception cref="IpmiException">NotPresent: the sensor has no event of that name.</exception>
    public static SensorEventMask Find(ReadableSensorRecord sensor, IReadOnlyCollection<NamePattern> patterns, SensorEventDirection direction)
    {
        SensorEventMask supported = sensor.SupportedEvents;
        int assertions = (direction & SensorEventDirection.Assertion) != 0 ? supported.Assertions : 0;
        int deassertions = (direction & SensorEventDirection.Deassertion) != 0 ? supported.Deassertions : 0;
        int found = Find(sensor, (ushort)(assertions | deassertions), patterns);
        return new((ushort)(found & assertions), (ushort)(found & deassertions));
    }

    /// <summary>Names of events of both directions, such as "assertion of Upper Critical - going high; deassertion of …".</summary>
    public static string Describe(SensorRecord sensor, SensorEventMask events)
    {
        string[] parts = [.. new[] { (Events: events.Assertions, Direction: "assertion"), (Events: events.Deassertions, Direction: "deassertion") }
            .Where(static part => part.Events != 0).Select(part => $"{part.Direction} of {Describe(sensor, part.Events)}")];
        return parts.Length == 0 ? None : string.Join("; ", parts);
    }

    private static bool Matches(NamePattern pattern, string name) =>
        pattern.Matches(name) || string.Equals(Simplify(pattern.Text), Simplify(name), StringComparison.OrdinalIgnoreCase);

    /// <summary>Letters and digits alone, so that UpperCriticalGoingHigh is a name, too.</summary>
    private static string Simplify(string name) => new([.. name.Where(char.IsLetterOrDigit)]);

    private static IEnumerable<int> Offsets(int events) => Enumerable.Range(0, Count).Where(offset => (events & 1 << offset) != 0);
}

/// <summary>A name or a pattern with wildcards, as the user wrote it.</summary>
/// <param name="Text">What was written.</param>
/// <param name="IsWildcard">Whether it has wildcards; then it need not match anything.</param>
/// <param name="Matches">Whether a name matches.</param>
internal sealed record NamePattern(string Text, bool IsWildcard, Func<string, bool> Matches);
