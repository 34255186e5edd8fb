using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>Reads event filters, alert policy entries and alert destinations as they are in the BMC's tables.</summary>
public static class AlertRowReader
{
    /// <summary>What to do on a BMC that cannot be set up.</summary>
    internal const string OtherWay = "Configure alerts in the BMC's web interface, or over Redfish.";

    private const int VlanIdBits = 0x0FFF, VlanPriorityShift = 13;

    /// <summary>Reads the event filters, or those that are named.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: the BMC has no PEF. NotPresent: there is no such filter. Other kinds: the BMC does not respond.</exception>
    public static Task<IReadOnlyList<AlertFilter>> ReadFiltersAsync(IIpmiConnection connection, IReadOnlyCollection<int>? wanted = null, CancellationToken cancellationToken = default) =>
        ReadFiltersAsync(connection, wanted, [], cancellationToken);

    /// <summary>Reads the alert policy entries, or those that are named.</summary>
    /// <inheritdoc cref="ReadFiltersAsync(IIpmiConnection, IReadOnlyCollection{int}, CancellationToken)"/>
    public static Task<IReadOnlyList<AlertPolicy>> ReadPoliciesAsync(IIpmiConnection connection, IReadOnlyCollection<int>? wanted = null, CancellationToken cancellationToken = default) =>
        ReadPoliciesAsync(connection, wanted, [], cancellationToken);

    /// <summary>Reads event filters. What cannot be read is left out, with a note.</summary>
    internal static async Task<IReadOnlyList<AlertFilter>> ReadFiltersAsync(IIpmiConnection connection, IReadOnlyCollection<int>? wanted, List<string> notes, CancellationToken cancellationToken)
    {
        await CheckAsync(connection, cancellationToken).ConfigureAwait(false);
        var table = await AlertTableReader.ReadFiltersAsync(connection, notes, cancellationToken, wanted).ConfigureAwait(false);
        return [.. NotEmpty(table, "event filter", notes).Select(pair => Row(connection.ComputerName, pair.Key, pair.Value))];
    }

    /// <summary>Reads alert policy entries. What cannot be read is left out, with a note.</summary>
    internal static async Task<IReadOnlyList<AlertPolicy>> ReadPoliciesAsync(IIpmiConnection connection, IReadOnlyCollection<int>? wanted, List<string> notes, CancellationToken cancellationToken)
    {
        await CheckAsync(connection, cancellationToken).ConfigureAwait(false);
        var table = await AlertTableReader.ReadPoliciesAsync(connection, notes, cancellationToken, wanted).ConfigureAwait(false);
        return [.. NotEmpty(table, "alert policy entry", notes).Select(pair => Row(connection.ComputerName, pair.Key, pair.Value))];
    }

    /// <summary>Reads the alert destinations of the LAN channels, or those that are named.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such channel or destination. Other kinds: the BMC does not respond.</exception>
    public static async Task<IReadOnlyList<AlertDestination>> ReadDestinationsAsync(
        IIpmiConnection connection, int? channel = null, IReadOnlyCollection<int>? wanted = null, CancellationToken cancellationToken = default)
    {
        var notes = new List<string>();
        var (_, channels) = await AlertTableReader.ReadChannelsAsync(connection, channel, notes, cancellationToken).ConfigureAwait(false);
        var rows = channels.SelectMany(tables => Rows(connection.ComputerName, tables, notes)).ToList();
        if (wanted?.Where(number => rows.TrueForAll(row => row.Number != number)).ToArray() is { Length: > 0 } missing)
            throw AlertTableReader.NotPresent("alert destination", missing, 0, rows.Count == 0 ? -1 : rows.Max(static row => row.Number), notes);
        if (rows.Count == 0)
            throw AlertTableReader.NotPresent("alert destination", [], 0, -1, notes);
        return wanted is null ? rows : [.. rows.Where(row => wanted.Contains(row.Number))];
    }

    /// <summary>A filter as administrators see it.</summary>
    internal static AlertFilter Row(string computerName, byte number, PefFilter filter) => new()
    {
        ComputerName = computerName,
        Number = number,
        Enabled = filter.State.IsEnabled,
        IsPreset = filter.State.IsPreset,
        Actions = filter.Actions,
        PolicyNumber = filter.PolicyNumber,
        Severity = filter.Severity,
        Description = IsEmpty(filter) ? "" : AlertEventFilters.Describe(filter),
        SensorType = AlertRowText.SensorType(filter.SensorType),
        SensorNumber = AlertRowText.Number(filter.SensorNumber),
        EventType = AlertRowText.EventType(filter.EventType),
        Offsets = AlertRowText.Offsets(filter.Offsets),
        Events = filter.Offsets == PefFilter.AnyOffset || IsEmpty(filter) ? [] : AlertEventFilters.EventsOf(filter),
        GeneratorId = AlertRowText.Byte(filter.GeneratorId),
        GeneratorChannel = AlertRowText.Byte(filter.GeneratorChannel),
        GroupSelector = filter.GroupSelector,
        Data1 = AlertRowText.Match(filter.Data1),
        Data2 = AlertRowText.Match(filter.Data2),
        Data3 = AlertRowText.Match(filter.Data3),
    };

    /// <summary>A policy entry as administrators see it.</summary>
    internal static AlertPolicy Row(string computerName, byte number, PefPolicy entry) => new()
    {
        ComputerName = computerName,
        Number = number,
        Enabled = entry.IsEnabled,
        PolicyNumber = entry.PolicyNumber,
        Rule = entry.Rule,
        Channel = entry.Channel,
        Destination = entry.Destination,
        StringKey = entry.StringKey,
    };

    /// <summary>The number of a VLAN in a tag; 0 without one.</summary>
    internal static int VlanId(AlertDestinationVlan vlan) => vlan.IsEnabled ? vlan.Tag & VlanIdBits : 0;

    /// <summary>The priority in a tag.</summary>
    internal static int VlanPriority(AlertDestinationVlan vlan) => vlan.Tag >> VlanPriorityShift & 0x07;

    /// <summary>A tag with another number or priority; what is null stays.</summary>
    internal static AlertDestinationVlan WithVlan(AlertDestinationVlan vlan, int? id, int? priority)
    {
        int tag = (id ?? vlan.Tag) & VlanIdBits | vlan.Tag & 0x1000 | (priority ?? VlanPriority(vlan)) << VlanPriorityShift;
        return new(id is null ? vlan.IsEnabled : id != 0, tag);
    }

    /// <summary>Whether a filter is unused.</summary>
    internal static bool IsEmpty(PefFilter filter) => filter is { State: { IsEnabled: false, IsPreset: false }, Actions: PefActions.None };

    /// <summary>Reads what PEF can do, so that its absence has its own message; null if the BMC does not say it.</summary>
    /// <exception cref="IpmiException">CommandNotSupported: there is no PEF.</exception>
    internal static async Task<PefCapabilities?> CheckAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var capabilities = await connection.TrySendAsync(new GetPefCapabilities(), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (capabilities.Error is { Kind: IpmiErrorKind.CommandNotSupported } error)
            throw NotSupported(error);
        if (capabilities.Error is { } silent and not IpmiCommandException)
            throw silent;
        return capabilities.Succeeded ? capabilities.Value : null;
    }

    /// <summary>The error of a BMC that has no PEF.</summary>
    internal static IpmiException NotSupported(IpmiException error) =>
        new(IpmiErrorKind.CommandNotSupported, AlertTableReader.NoPef, OtherWay, error);

    private static IEnumerable<AlertDestination> Rows(string computerName, AlertChannelTables tables, List<string> notes) =>
        tables.Addresses.Keys.Union(tables.Types.Keys).OrderBy(static number => number).Select(number =>
        {
            bool hasType = tables.Types.TryGetValue(number, out var type), hasVlan = tables.Vlans.TryGetValue(number, out var vlan);
            tables.Addresses.TryGetValue(number, out var address);
            return new AlertDestination
            {
                ComputerName = computerName,
                Channel = tables.Channel,
                Number = number,
                Receiver = address is null ? null : AlertRowText.Address(address.Address),
                Acknowledged = hasType ? type.IsAcknowledged : null,
                Type = hasType ? (AlertDestinationKind)type.Type : null,
                AlertTimeout = hasType ? type.TimeoutSeconds : null,
                Retries = hasType ? type.Retries : null,
                UseBackupGateway = address?.UseBackupGateway,
                MacAddress = address is null ? null : AlertRowText.Mac(address.MacAddress),
                VlanId = hasVlan ? VlanId(vlan) : null,
                VlanPriority = hasVlan ? VlanPriority(vlan) : null,
                Community = AlertSetupReader.CommunityOf(tables),
                Notes = [.. notes],
            };
        });

    private static IReadOnlyDictionary<byte, T> NotEmpty<T>(IReadOnlyDictionary<byte, T> table, string noun, List<string> notes) =>
        table.Count > 0 ? table : throw AlertTableReader.NotPresent(noun, [], 1, 0, notes);
}
