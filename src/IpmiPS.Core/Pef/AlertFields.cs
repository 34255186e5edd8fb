using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>The fields of records by name, for messages with old and new values. The names are those of results and parameters.</summary>
internal static class AlertFields
{
    /// <summary>An event filter.</summary>
    public static IReadOnlyList<(string Name, Func<PefFilter, string> Text)> Filter { get; } =
    [
        (nameof(AlertFilter.Enabled), static filter => filter.State.IsEnabled.ToString()),
        (nameof(AlertFilter.Actions), static filter => filter.Actions.ToString()),
        (nameof(AlertFilter.PolicyNumber), static filter => Number(filter.PolicyNumber)),
        (nameof(AlertFilter.Severity), static filter => filter.Severity.ToString()),
        (nameof(AlertFilter.SensorType), static filter => AlertRowText.SensorType(filter.SensorType)),
        (nameof(AlertFilter.SensorNumber), static filter => AlertRowText.Number(filter.SensorNumber)),
        (nameof(AlertFilter.EventType), static filter => AlertRowText.EventType(filter.EventType)),
        (nameof(AlertFilter.Offsets), static filter => AlertRowText.Offsets(filter.Offsets)),
        (nameof(AlertFilter.GeneratorId), static filter => AlertRowText.Byte(filter.GeneratorId)),
        (nameof(AlertFilter.GeneratorChannel), static filter => AlertRowText.Byte(filter.GeneratorChannel)),
        (nameof(AlertFilter.GroupSelector), static filter => Number(filter.GroupSelector)),
        (nameof(AlertFilter.Data1), static filter => AlertRowText.Match(filter.Data1)),
        (nameof(AlertFilter.Data2), static filter => AlertRowText.Match(filter.Data2)),
        (nameof(AlertFilter.Data3), static filter => AlertRowText.Match(filter.Data3)),
    ];

    /// <summary>An alert policy entry.</summary>
    public static IReadOnlyList<(string Name, Func<PefPolicy, string> Text)> Policy { get; } =
    [
        (nameof(AlertPolicy.Enabled), static entry => entry.IsEnabled.ToString()),
        (nameof(AlertPolicy.PolicyNumber), static entry => Number(entry.PolicyNumber)),
        (nameof(AlertPolicy.Rule), static entry => entry.Rule.ToString()),
        (nameof(AlertPolicy.Channel), static entry => Number(entry.Channel)),
        (nameof(AlertPolicy.Destination), static entry => Number(entry.Destination)),
        (nameof(AlertPolicy.StringKey), static entry => Number(entry.StringKey)),
    ];

    /// <summary>The type of a destination.</summary>
    public static IReadOnlyList<(string Name, Func<AlertDestinationType, string> Text)> Type { get; } =
    [
        (nameof(AlertDestination.Acknowledged), static type => type.IsAcknowledged.ToString()),
        (nameof(AlertDestination.Type), static type => ((AlertDestinationKind)type.Type).ToString()),
        (nameof(AlertDestination.AlertTimeout), static type => Number(type.TimeoutSeconds)),
        (nameof(AlertDestination.Retries), static type => Number(type.Retries)),
    ];

    /// <summary>The address of a destination.</summary>
    public static IReadOnlyList<(string Name, Func<AlertDestinationAddress, string> Text)> Address { get; } =
    [
        (nameof(AlertDestination.Receiver), static address => AlertRowText.Address(address.Address)),
        (nameof(AlertDestination.UseBackupGateway), static address => address.UseBackupGateway.ToString()),
        (nameof(AlertDestination.MacAddress), static address => AlertRowText.Mac(address.MacAddress)),
    ];

    /// <summary>The VLAN of a destination.</summary>
    public static IReadOnlyList<(string Name, Func<AlertDestinationVlan, string> Text)> Vlan { get; } =
    [
        (nameof(AlertDestination.VlanId), static vlan => Number(AlertRowReader.VlanId(vlan))),
        (nameof(AlertDestination.VlanPriority), static vlan => Number(AlertRowReader.VlanPriority(vlan))),
    ];

    /// <summary>A record in words, such as "filter 3".</summary>
    public static string Subject(Parameter parameter, byte set) =>
        parameter == PefParameters.Filter ? $"filter {set}"
        : parameter == PefParameters.Policy ? $"policy entry {set}"
        : parameter == LanParameters.DestinationType || parameter == LanParameters.DestinationAddress || parameter == LanParameters.DestinationVlan ? $"destination {set}"
        : parameter.Name;

    /// <summary>What was read back otherwise than written, field by field.</summary>
    public static IEnumerable<string> Differences(Parameter parameter, byte[] wanted, byte[] read)
    {
        return parameter == PefParameters.Filter ? Compare(PefParameters.Filter, Filter)
            : parameter == PefParameters.Policy ? Compare(PefParameters.Policy, Policy)
            : parameter == LanParameters.DestinationType ? Compare(LanParameters.DestinationType, Type)
            : parameter == LanParameters.DestinationAddress ? Compare(LanParameters.DestinationAddress, Address)
            : parameter == LanParameters.DestinationVlan ? Compare(LanParameters.DestinationVlan, Vlan)
            : [];

        IEnumerable<string> Compare<T>(Parameter<T> typed, IReadOnlyList<(string Name, Func<T, string> Text)> fields) =>
            typed.TryDecode(wanted, out var sent) && typed.TryDecode(read, out var kept)
                ? fields.Where(field => field.Text(sent) != field.Text(kept)).Select(field => $"{field.Name} {field.Text(kept)} instead of {field.Text(sent)}") : [];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
