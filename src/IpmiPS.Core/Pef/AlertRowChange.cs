using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Lan;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>Prepares changes of single entries of the tables: only what is given changes, and the record is written as a whole. All rows of one BMC are one change.</summary>
public static class AlertRowChange
{
    /// <summary>Reads event filters and prepares their change. Changes nothing.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such filter. InvalidParameter: a filter of the vendor's would be changed, or is named twice. CommandNotSupported: the BMC does not have
    /// PEF, or an action. Other kinds: the present settings could not be read.</exception>
    public static Task<AlertChange> PrepareAsync(IIpmiConnection connection, IReadOnlyList<AlertFilterSettings> rows, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, rows, Clock.System, cancellationToken);

    /// <summary>Reads alert policy entries and prepares their change. Changes nothing.</summary>
    /// <inheritdoc cref="PrepareAsync(IIpmiConnection, IReadOnlyList{AlertFilterSettings}, CancellationToken)"/>
    public static Task<AlertChange> PrepareAsync(IIpmiConnection connection, IReadOnlyList<AlertPolicySettings> rows, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, rows, Clock.System, cancellationToken);

    /// <summary>Reads alert destinations and prepares their change. Changes nothing.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such channel or destination. InvalidParameter: a destination is named twice. CommandNotSupported: the BMC does not have a setting. Other
    /// kinds: the present settings could not be read.</exception>
    public static Task<AlertChange> PrepareAsync(IIpmiConnection connection, IReadOnlyList<AlertDestinationSettings> rows, CancellationToken cancellationToken = default) =>
        PrepareAsync(connection, rows, Clock.System, cancellationToken);

    internal static async Task<AlertChange> PrepareAsync(IIpmiConnection connection, IReadOnlyList<AlertFilterSettings> rows, Clock clock, CancellationToken cancellationToken)
    {
        CheckOnce(rows.Select(static row => $"filter {row.Number}"));
        var capabilities = await AlertRowReader.CheckAsync(connection, cancellationToken).ConfigureAwait(false);
        var table = await AlertTableReader.ReadFiltersAsync(connection, [], cancellationToken, [.. rows.Select(static row => row.Number)]).ConfigureAwait(false);
        var writes = new AlertWrites(PefParameters.Family, 0);
        var notes = new List<string>();
        bool addsPower = false;
        foreach (AlertFilterSettings row in rows)
        {
            byte number = (byte)row.Number;
            PefFilter before = table[number];
            PefFilter after = row.Apply(before);
            if (before.State.IsPreset && after with { State = before.State } != before)
                throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The vendor has set filter {number}: it can only be switched on and off. Nothing was sent.", "Give -Enabled alone, or use another filter.");
            CheckName(nameof(row.Severity), before.Severity, after.Severity);
            AlertChange.CheckActions(capabilities, after.Actions & ~before.Actions);
            if (Zeros(row, before, after) is { } note)
                notes.Add(note);
            addsPower |= AlertChange.AddsPower(before.State.IsEnabled ? before.Actions : PefActions.None, after.State.IsEnabled ? after.Actions : PefActions.None);
            writes.Add(PefParameters.Filter, number, before, after, $"filter {number}", AlertFields.Filter);
        }

        return new(connection, writes.ToStep(connection, clock), notes, []) { Danger = addsPower ? AlertChange.PowerDanger : null };
    }

    internal static async Task<AlertChange> PrepareAsync(IIpmiConnection connection, IReadOnlyList<AlertPolicySettings> rows, Clock clock, CancellationToken cancellationToken)
    {
        CheckOnce(rows.Select(static row => $"policy entry {row.Number}"));
        await AlertRowReader.CheckAsync(connection, cancellationToken).ConfigureAwait(false);
        var table = await AlertTableReader.ReadPoliciesAsync(connection, [], cancellationToken, [.. rows.Select(static row => row.Number)]).ConfigureAwait(false);
        var writes = new AlertWrites(PefParameters.Family, 0);
        foreach (AlertPolicySettings row in rows)
        {
            PefPolicy before = table[(byte)row.Number], after = row.Apply(before);
            CheckName(nameof(row.Rule), before.Rule, after.Rule);
            writes.Add(PefParameters.Policy, (byte)row.Number, before, after, $"policy entry {row.Number}", AlertFields.Policy);
        }

        return new(connection, writes.ToStep(connection, clock), [], []);
    }

    internal static async Task<AlertChange> PrepareAsync(IIpmiConnection connection, IReadOnlyList<AlertDestinationSettings> rows, Clock clock, CancellationToken cancellationToken)
    {
        foreach (string community in rows.Select(static row => row.Community).OfType<string>())
            NetworkRules.Check(new NetworkSettings { Community = community });
        var notes = new List<string>();
        var channels = await LanChannels.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        var steps = new List<AlertStep>();
        foreach (var group in rows.GroupBy(row => channels.Select(row.Channel)))
        {
            CheckOnce(group.Select(row => $"destination {row.Number} of channel {group.Key}"));
            AlertChannelTables tables = await AlertTableReader.ReadChannelAsync(connection, group.Key, notes, cancellationToken).ConfigureAwait(false);
            steps.AddRange(Writes(tables, [.. group], notes).ToStep(connection, clock));
        }

        return new(connection, steps, [], []);
    }

    private static AlertWrites Writes(AlertChannelTables tables, IReadOnlyList<AlertDestinationSettings> rows, List<string> notes)
    {
        var writes = new AlertWrites(LanParameters.Family, tables.Channel);
        string[] communities = [.. rows.Select(static row => row.Community).OfType<string>().Distinct()];
        if (communities.Length > 1)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The rows have different SNMP communities for channel {tables.Channel}, which has one. Nothing was sent.");
        if (communities.Length == 1)
            writes.Add(LanParameters.CommunityString, 0, tables.Community ?? "", communities[0], $"SNMP community of channel {tables.Channel} (not shown) -> (not shown)");
        foreach (AlertDestinationSettings row in rows)
        {
            byte number = (byte)row.Number;
            string subject = $"channel {tables.Channel} destination {number}";
            if (!tables.Addresses.ContainsKey(number) && !tables.Types.ContainsKey(number))
                throw AlertTableReader.NotPresent("alert destination", [number], 0, tables.Addresses.Keys.Union(tables.Types.Keys).Select(static key => (int)key).DefaultIfEmpty(-1).Max(), notes, $" on channel {tables.Channel}");
            if (row.Receiver is { AddressFamily: AddressFamily.InterNetworkV6 } && !tables.SupportsIpv6)
                throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"Alert destinations of channel {tables.Channel} cannot have IPv6 addresses on this BMC. Nothing was sent.", "Give an IPv4 address.");
            if (row is not { Acknowledged: null, Type: null, AlertTimeout: null, Retries: null })
            {
                AlertDestinationType before = Known(tables.Types, "type"), after = row.Apply(before);
                CheckName(nameof(row.Type), (AlertDestinationKind)before.Type, (AlertDestinationKind)after.Type);
                writes.Add(LanParameters.DestinationType, number, before, after, subject, AlertFields.Type);
            }

            if (row is not { Receiver: null, UseBackupGateway: null, MacAddress: null })
                writes.Add(LanParameters.DestinationAddress, number, Known(tables.Addresses, "address"), row.Apply(Known(tables.Addresses, "address")), subject, AlertFields.Address);
            if (row is not { VlanId: null, VlanPriority: null })
                writes.Add(LanParameters.DestinationVlan, number, Known(tables.Vlans, "VLAN"), AlertRowReader.WithVlan(Known(tables.Vlans, "VLAN"), row.VlanId, row.VlanPriority), subject, AlertFields.Vlan);

            T Known<T>(IReadOnlyDictionary<byte, T> table, string field) => table.TryGetValue(number, out var value) ? value
                : throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"The BMC does not have the {field} of destination {number} of channel {tables.Channel}. {string.Join(" ", notes)} Nothing was sent.");
        }

        return writes;
    }

    /// <summary>An unused filter has zeros where one that is taken into use needs Any; null if none of them was left.</summary>
    private static string? Zeros(AlertFilterSettings row, PefFilter before, PefFilter after)
    {
        if (!AlertRowReader.IsEmpty(before) || AlertRowReader.IsEmpty(after))
            return null;
        (string Name, bool IsLeft)[] conditions =
        [
            (nameof(row.SensorType), row.SensorType is null && after.SensorType == 0),
            (nameof(row.SensorNumber), row.SensorNumber is null && after.SensorNumber == 0),
            (nameof(row.EventType), row.EventType is null && after.EventType == 0),
            (nameof(row.Offsets), row.Offsets is null && after.Offsets == 0),
            (nameof(row.GeneratorId), row.GeneratorId is null && after.GeneratorId == 0),
            (nameof(row.GeneratorChannel), row.GeneratorChannel is null && after.GeneratorChannel == 0),
        ];
        string[] left = [.. conditions.Where(static condition => condition.IsLeft).Select(static condition => condition.Name)];
        return left.Length == 0 ? null : $"Filter {row.Number} was unused, and takes only events with zeros in what is not given: {string.Join(", ", left)}. Any takes all.";
    }

    /// <summary>A reserved number may stay, so that a row goes back as it was read, but is not set.</summary>
    private static void CheckName<T>(string name, T before, T after)
        where T : struct, Enum
    {
        if (!after.Equals(before) && !Enum.IsDefined(typeof(T), after))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{name} {after} is reserved. Nothing was sent.", $"Give one of {string.Join(", ", Enum.GetNames(typeof(T)))}.");
    }

    private static void CheckOnce(IEnumerable<string> names)
    {
        if (names.GroupBy(static name => name).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The input has {twice.Key} of this BMC more than once. Nothing was changed.", "Leave one of the rows out.");
    }
}
