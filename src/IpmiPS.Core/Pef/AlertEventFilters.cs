using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>What one event filter looks for.</summary>
/// <param name="Events">The group that it belongs to.</param>
/// <param name="SensorType">Sensor type; FFh for any.</param>
/// <param name="EventType">Event/reading type.</param>
/// <param name="Offsets">Offsets, a bit for each.</param>
/// <param name="Severity">Severity of the trap.</param>
internal sealed record AlertEventFilter(AlertEvents Events, byte SensorType, byte EventType, ushort Offsets, PefSeverity Severity)
{
    /// <summary>The filter as a BMC has it, for a policy.</summary>
    public PefFilter ForPolicy(byte policy) => new()
    {
        State = new(IsEnabled: true, IsPreset: false),
        Actions = PefActions.Alert,
        PolicyNumber = policy,
        Severity = Severity,
        SensorType = SensorType,
        EventType = EventType,
        Offsets = Offsets,
    };

    /// <summary>Whether a BMC's filter looks for exactly this and only alerts, whatever its state and policy.</summary>
    public bool IsSame(PefFilter filter) =>
        filter.SensorType == SensorType && filter.EventType == EventType && filter.Offsets == Offsets && filter.Actions == PefActions.Alert && HasNoOtherCondition(filter);

    /// <summary>Whether every event that this looks for matches a BMC's filter.</summary>
    public bool IsCoveredBy(PefFilter filter) =>
        (filter.SensorType == PefFilter.Any || filter.SensorType == SensorType)
        && (filter.EventType == PefFilter.Any || filter.EventType == EventType)
        && (filter.Offsets & Offsets) == Offsets && HasNoOtherCondition(filter);

    private static bool HasNoOtherCondition(PefFilter filter) =>
        filter is { GeneratorId: PefFilter.Any, GeneratorChannel: PefFilter.Any, SensorNumber: PefFilter.Any }
        && MatchesAny(filter.Data1) && MatchesAny(filter.Data2) && MatchesAny(filter.Data3);

    /// <summary>No bit is looked at, and none of the comparisons asks for a one.</summary>
    private static bool MatchesAny(PefDataMatch match) => match.AndMask == 0 && match.Compare2 == 0;
}

/// <summary>The event filters of each group. Sensor types, event/reading types and offsets: IPMI 2.0 tables 42-1 to 42-3; severities: table 17-2.</summary>
internal static class AlertEventFilters
{
    // Offsets of thresholds: the going-low events of the lower ones, the going-high events of the upper ones.
    private const ushort CriticalThresholds = 1 << 2 | 1 << 4 | 1 << 9 | 1 << 11, WarningThresholds = 1 << 0 | 1 << 7;

    private const byte Redundancy = 0x0B, DriveSlot = 0x0D, CriticalInterrupt = 0x13, OsCriticalStop = 0x20, AcpiPowerState = 0x22, Watchdog2 = 0x23, Battery = 0x29;

    /// <summary>All filters.</summary>
    public static IReadOnlyList<AlertEventFilter> All { get; } =
    [
        new(AlertEvents.CriticalTemperature, SensorTypes.Temperature, EventStates.Threshold, CriticalThresholds, PefSeverity.Critical),
        new(AlertEvents.TemperatureWarning, SensorTypes.Temperature, EventStates.Threshold, WarningThresholds, PefSeverity.NonCritical),
        new(AlertEvents.CriticalVoltage, SensorTypes.Voltage, EventStates.Threshold, CriticalThresholds, PefSeverity.Critical),
        new(AlertEvents.VoltageWarning, SensorTypes.Voltage, EventStates.Threshold, WarningThresholds, PefSeverity.NonCritical),
        new(AlertEvents.Fan, SensorTypes.Fan, EventStates.Threshold, CriticalThresholds, PefSeverity.Critical),
        Specific(AlertEvents.PowerSupply, SensorTypes.PowerSupply, PefSeverity.Critical, 1, 2, 3, 4, 5, 6),
        Specific(AlertEvents.PowerUnit, SensorTypes.PowerUnit, PefSeverity.Critical, 2, 3, 4, 5, 6, 7),
        Specific(AlertEvents.ProcessorError, SensorTypes.Processor, PefSeverity.Critical, 0, 1, 2, 3, 4, 5, 6, 8, 11),
        Specific(AlertEvents.MemoryError, SensorTypes.Memory, PefSeverity.Critical, 1, 2, 3, 4, 5, 7, 10),
        Specific(AlertEvents.Drive, DriveSlot, PefSeverity.Critical, 1, 2, 5, 6, 8),
        Specific(AlertEvents.BusError, CriticalInterrupt, PefSeverity.Critical, 1, 2, 4, 5, 6, 8, 9, 10, 11),
        Specific(AlertEvents.Watchdog, Watchdog2, PefSeverity.Critical, 0, 1, 2, 3),
        Specific(AlertEvents.OsCrash, OsCriticalStop, PefSeverity.Critical, 0, 1),
        Specific(AlertEvents.FirmwareError, SensorTypes.SystemFirmwareProgress, PefSeverity.Critical, 0, 1),
        Specific(AlertEvents.Battery, Battery, PefSeverity.NonCritical, 0, 1),
        Specific(AlertEvents.ChassisIntrusion, SensorTypes.PhysicalSecurity, PefSeverity.Critical, 0, 1, 2, 3, 4, 5, 6),
        Specific(AlertEvents.SelFull, SensorTypes.EventLoggingDisabled, PefSeverity.NonCritical, 4, 5),
        Specific(AlertEvents.PowerState, SensorTypes.PowerUnit, PefSeverity.Information, 0, 1),
        Specific(AlertEvents.PowerState, AcpiPowerState, PefSeverity.Information, 0, 1, 2, 3, 4, 5, 6, 7),
        new(AlertEvents.CriticalThreshold, PefFilter.Any, EventStates.Threshold, CriticalThresholds, PefSeverity.Critical),
        new(AlertEvents.CriticalState, PefFilter.Any, EventStates.SeverityStates, Mask(2, 3, 5, 6), PefSeverity.Critical),
        new(AlertEvents.Redundancy, PefFilter.Any, Redundancy, Mask(1, 2, 3, 5, 6, 7), PefSeverity.NonCritical),
    ];

    /// <summary>The filters for groups of events, without those that another one of them covers.</summary>
    public static IReadOnlyList<AlertEventFilter> For(AlertEvents events)
    {
        AlertEventFilter[] wanted = [.. All.Where(filter => (events & filter.Events) != 0)];
        return [.. wanted.Where(filter => !wanted.Any(other => other != filter && filter.IsCoveredBy(other.ForPolicy(1))))];
    }

    /// <summary>The groups of which every event matches one of the filters.</summary>
    public static AlertEvents GroupsOf(IReadOnlyCollection<PefFilter> filters)
    {
        AlertEvents missing = All.Where(wanted => !filters.Any(wanted.IsCoveredBy)).Aggregate(AlertEvents.None, static (groups, filter) => groups | filter.Events);
        return All.Aggregate(AlertEvents.None, static (groups, filter) => groups | filter.Events) & ~missing;
    }

    /// <summary>Whether every event of one of the groups' filters matches a BMC's filter.</summary>
    public static bool Covers(PefFilter filter, AlertEvents events) => All.Any(wanted => (events & wanted.Events) != 0 && wanted.IsCoveredBy(filter));

    /// <summary>The groups with those that they include, such as CriticalTemperature in CriticalThreshold.</summary>
    public static AlertEvents Complete(AlertEvents events) => GroupsOf([.. For(events).Select(static filter => filter.ForPolicy(1))]);

    /// <summary>Whether a filter looks for nothing but events of these groups.</summary>
    public static bool IsOf(AlertEvents events, PefFilter filter) => All.Any(known => (events & known.Events) != 0 && known.IsSame(filter with { Actions = PefActions.Alert }));

    /// <summary>What a filter looks for: the group that it belongs to, or else in the words of the specification.</summary>
    public static string Describe(PefFilter filter)
    {
        if (All.FirstOrDefault(known => known.IsSame(filter with { Actions = PefActions.Alert })) is { } group)
            return group.Events.ToString();
        string sensor = filter.SensorType == PefFilter.Any ? "any sensor" : SensorTypes.Describe(filter.SensorType);
        string number = filter.SensorNumber == PefFilter.Any ? "" : $" number {filter.SensorNumber}";
        return $"{sensor}{number}: {(filter.Offsets == PefFilter.AnyOffset ? "any event" : EventsOf(filter) is { Length: > 0 } events ? string.Join(", ", events) : "no event")}";
    }

    /// <summary>The events of a filter in the words of the specification; offsets without a text are numbers.</summary>
    public static string[] EventsOf(PefFilter filter) =>
        [.. OffsetsOf(filter.Offsets).Select(offset => (filter.EventType == PefFilter.Any ? null : EventStates.Describe(filter.EventType, filter.SensorType, offset)) ?? $"offset {offset}")];

    /// <summary>The offsets in a mask, 0 to 15.</summary>
    public static IEnumerable<int> OffsetsOf(ushort mask) => Enumerable.Range(0, 16).Where(offset => (mask & 1 << offset) != 0);

    private static AlertEventFilter Specific(AlertEvents events, byte sensorType, PefSeverity severity, params int[] offsets) =>
        new(events, sensorType, EventStates.SensorSpecific, Mask(offsets), severity);

    private static ushort Mask(params int[] offsets) => (ushort)offsets.Aggregate(0, static (mask, offset) => mask | 1 << offset);
}
