using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Parameters;
using IpmiPS.Pef;

namespace IpmiPS.AlertTesting;

/// <summary>
/// An event that the filters of a BMC answer with an alert to one destination, and with nothing else. Its data mark it, so that its alert is recognised.
/// </summary>
/// <param name="Message">The event.</param>
/// <param name="Filter">Number of the filter that it is made for.</param>
internal sealed record AlertTestEvent(PlatformEvent Message, byte Filter)
{
    /// <summary>What a request over LAN has as its generator: the software ID of remote consoles, which is 81h for most. IPMI 2.0 table 5-4.</summary>
    private const byte Generator = 0x81;

    /// <summary>Event data 2 and 3 are the vendor's. IPMI 2.0 table 29-6.</summary>
    private const byte OemData = 0xA0;

    /// <summary>A sensor type without a meaning of its own, where a filter has no demand. IPMI 2.0 table 42-3.</summary>
    private const byte OemSensor = 0xC0;

    private const int Unspecified = 15, Nibbles = 16;

    /// <summary>Makes an event; null if no filter allows one.</summary>
    /// <param name="tables">The tables of the BMC.</param>
    /// <param name="target">The destination that has to get the alert.</param>
    /// <param name="mark">16 bits that distinguish this event.</param>
    public static AlertTestEvent? Choose(AlertTables tables, AlertTarget target, ushort mark)
    {
        foreach (var pair in tables.AlertFilters)
        {
            if (pair.Value.GeneratorChannel != PefFilter.Any && tables.OwnChannel is { } own && pair.Value.GeneratorChannel != own << 4)
                continue;
            if (tables.EntriesOf(pair.Value.PolicyNumber).Any(entry => target.IsOf(entry.Value)) && Make(pair.Value, mark) is { } message && IsHarmless(tables, target, message))
                return new(message, pair.Key);
        }

        return null;
    }

    /// <summary>Whether an alert is the one of this event.</summary>
    public bool IsOf(Alert alert) => alert.SensorTypeCode == Message.SensorType && alert.EventData is { } data && data.SequenceEqual([Message.EventData1, Message.EventData2, Message.EventData3]);

    private static PlatformEvent? Make(PefFilter filter, ushort mark)
    {
        int[] offsets = [.. AlertEventFilters.OffsetsOf(filter.Offsets).Where(static offset => offset != Unspecified)];
        if (filter.GeneratorId is not PefFilter.Any and not Generator || offsets.Length == 0)
            return null;
        if (Find(filter.Data1, Enumerable.Range(0, Nibbles).Select(high => (byte)((OemData ^ high << 4) | offsets[0]))) is not { } data1
            || Find(filter.Data2, Enumerable.Range(0, 256).Select(value => (byte)(value ^ mark >> 8))) is not { } data2
            || Find(filter.Data3, Enumerable.Range(0, 256).Select(value => (byte)(value ^ mark))) is not { } data3)
            return null;
        return new PlatformEvent
        {
            SensorType = filter.SensorType == PefFilter.Any ? OemSensor : filter.SensorType,
            SensorNumber = filter.SensorNumber == PefFilter.Any ? (byte)0 : filter.SensorNumber,
            EventType = filter.EventType == PefFilter.Any ? EventStates.SensorSpecific : filter.EventType,
            EventData1 = data1,
            EventData2 = data2,
            EventData3 = data3,
        };
    }

    private static byte? Find(PefDataMatch match, IEnumerable<byte> values)
    {
        foreach (byte value in values)
            if (match.Matches(value))
                return value;
        return null;
    }

    /// <summary>Whether the event sets off nothing but alerts, and the policy that it starts has the destination. Filters for the generators of one channel may match.</summary>
    private static bool IsHarmless(AlertTables tables, AlertTarget target, PlatformEvent message)
    {
        var matches = tables.Filters.OrderBy(static pair => pair.Key).Where(pair => pair.Value.State.IsEnabled && pair.Value.Matches(Generator, pair.Value.GeneratorChannel, message)).Select(static pair => pair.Value).ToList();
        var actions = matches.Aggregate(PefActions.None, static (all, filter) => all | filter.Actions);
        byte policy = matches.Where(static filter => filter.Alerts).Min(static filter => filter.PolicyNumber);
        return (actions & ~PefActions.Alert) == PefActions.None && tables.EntriesOf(policy).Any(entry => target.IsOf(entry.Value));
    }
}
