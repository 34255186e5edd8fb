using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Pef;

/// <summary>Reads how a BMC sends alerts, and says what is missing. IPMI 2.0 sections 17 and 30.</summary>
public static class AlertSetupReader
{
    private const ushort EmptyLog = 0xFFFF;

    /// <summary>Reads everything that decides which alert is sent where. Changes nothing.</summary>
    /// <exception cref="IpmiException">The BMC does not respond.</exception>
    public static async Task<AlertSetup> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        AlertTables tables = await AlertTableReader.ReadAsync(connection, cancellationToken).ConfigureAwait(false);
        AlertSetup setup = Evaluate(tables);
        return setup.IsSupported == false ? setup : await AddAsync(connection, setup, tables, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the tables mean.</summary>
    internal static AlertSetup Evaluate(AlertTables tables)
    {
        bool isOn = tables.Control?.HasFlag(PefControl.Enabled) == true && tables.ActionEnables?.HasFlag(PefActions.Alert) == true;
        AlertRoute[] routes = [.. tables.Channels.SelectMany(channel => RoutesOf(tables, channel, isOn))];
        AlertEvents[] events = [.. routes.Where(static route => route.Receiver is not null).Select(static route => route.Events).Distinct()];
        return new AlertSetup
        {
            ComputerName = tables.ComputerName,
            IsSupported = tables.IsSupported,
            Version = tables.Capabilities is { VersionByte: var version } ? $"{version & 0x0F}.{version >> 4}" : null,
            Actions = tables.Capabilities?.Actions,
            FilterCount = tables.Filters.Count == 0 ? tables.Capabilities?.FilterCount : tables.Filters.Count,
            PolicyCount = tables.Policies.Count == 0 ? null : tables.Policies.Count,
            Enabled = tables.Control?.HasFlag(PefControl.Enabled),
            EventMessages = tables.Control?.HasFlag(PefControl.EventMessages),
            EnabledActions = tables.ActionEnables,
            Channels = [.. tables.Channels.Select(channel => Describe(tables.ComputerName, channel))],
            On = tables.IsSupported != true ? null : events.Length switch
            {
                0 => AlertEventFilters.GroupsOf([.. tables.AlertFilters.Select(static pair => pair.Value)]),
                1 => events[0],
                _ => null,
            },
            Receiver = string.Join(" ", routes.Select(static route => route.Receiver).OfType<string>().Distinct()),
            Routes = routes,
            Missing = [.. AlertProblems.Find(tables).Select(static problem => problem.Text)],
            Notes = [.. tables.Notes],
        };
    }

    /// <summary>What may be said about a channel's community.</summary>
    internal static AlertCommunity CommunityOf(AlertChannelTables channel) => channel.Community switch
    {
        null => AlertCommunity.Unknown,
        "" => AlertCommunity.Empty,
        AlertChannelTables.DefaultCommunity => AlertCommunity.Default,
        _ => AlertCommunity.Set,
    };

    /// <summary>The receivers on a channel: destinations that enabled policy entries name.</summary>
    private static IEnumerable<AlertRoute> RoutesOf(AlertTables tables, AlertChannelTables channel, bool isOn)
    {
        foreach (var group in tables.Policies.Values.Where(entry => entry.IsInUse && entry.Channel == channel.Channel).GroupBy(static entry => entry.Destination).OrderBy(static group => group.Key))
        {
            byte[] policies = [.. group.Select(static entry => entry.PolicyNumber).Distinct().OrderBy(static number => number)];
            var filters = tables.AlertFilters.Where(pair => policies.Contains(pair.Value.PolicyNumber)).ToArray();
            AlertEvents events = AlertEventFilters.GroupsOf([.. filters.Select(static pair => pair.Value)]);
            string? receiver = channel.AddressOf(group.Key)?.ToString();
            yield return new AlertRoute
            {
                ComputerName = tables.ComputerName,
                Receiver = receiver,
                Channel = channel.Channel,
                Destination = group.Key,
                Events = events,
                Filters = [.. filters.Select(static pair => (int)pair.Key)],
                Policies = [.. policies.Select(static number => (int)number)],
                OtherEvents = [.. filters.Where(pair => !AlertEventFilters.IsOf(events, pair.Value)).Select(static pair => AlertEventFilters.Describe(pair.Value))],
                Acknowledged = channel.Types.TryGetValue(group.Key, out var type) ? type.IsAcknowledged : null,
                IsActive = isOn && receiver is not null && channel.GetsTraps(group.Key) && filters.Length > 0 && channel.Active is not { AlertingDisabled: true },
            };
        }
    }

    private static AlertChannel Describe(string computerName, AlertChannelTables channel) => new()
    {
        ComputerName = computerName,
        Channel = channel.Channel,
        ActiveAlerting = !channel.Active?.AlertingDisabled,
        StoredAlerting = !channel.Stored?.AlertingDisabled,
        Community = CommunityOf(channel),
        SupportsIPv6 = channel.SupportsIpv6,
    };

    /// <summary>Adds what the routes do not depend on: delays, timer, progress, GUID and texts.</summary>
    private static async Task<AlertSetup> AddAsync(IIpmiConnection connection, AlertSetup setup, AlertTables tables, CancellationToken cancellationToken)
    {
        var notes = new List<string>(setup.Notes);
        var timer = connection.TrySendAsync(new ArmPefPostponeTimer(ArmPefPostponeTimer.ReadOnly), cancellationToken);
        var progress = connection.TrySendAsync(new GetLastProcessedEventId(), cancellationToken);
        var texts = AlertTexts.ReadAllAsync(connection, notes, cancellationToken);
        var (left, last) = (await timer.ConfigureAwait(false), await progress.ConfigureAwait(false));
        Note(nameof(setup.PostponeSeconds), left.Error);
        Note($"{nameof(setup.LastSoftwareEvent)}, {nameof(setup.LastBmcEvent)}", last.Error);
        setup = setup with
        {
            StartupDelay = Delay(PefParameters.StartupDelay, PefControl.StartupDelay, nameof(setup.StartupDelay)),
            AlertStartupDelay = Delay(PefParameters.AlertStartupDelay, PefControl.AlertStartupDelay, nameof(setup.AlertStartupDelay)),
            PostponeSeconds = left.Succeeded ? left.Value : null,
            LastRecord = last.Succeeded && last.Value.LastRecordId != EmptyLog ? last.Value.LastRecordId : null,
            LastSoftwareEvent = last.Succeeded ? last.Value.LastSoftwareId : null,
            LastBmcEvent = last.Succeeded ? last.Value.LastBmcId : null,
            SystemGuid = PefParameters.SystemGuid.TryDecode(tables.Switch(PefParameters.SystemGuid), out var used) ? AlertText(used) : null,
            Texts = await texts.ConfigureAwait(false),
        };
        cancellationToken.ThrowIfCancellationRequested();
        if (left is { Succeeded: true, Value: ArmPefPostponeTimer.DisabledUntilRestart })
            return setup with { Missing = [.. setup.Missing, AlertProblems.Disabled.Text], Notes = [.. notes] };
        if (left.Succeeded && left.Value != 0)
            notes.Add($"Events are left to software for {left.Value} s.");
        return setup with { Notes = [.. notes] };

        int? Delay(Parameter<System.TimeSpan> parameter, PefControl flag, string property)
        {
            if (parameter.TryDecode(tables.Switch(parameter), out var delay))
                return tables.Control?.HasFlag(flag) == false ? 0 : (int)delay.TotalSeconds;
            Note(property, tables.Switch(parameter).Error);
            return null;
        }

        void Note(string property, IpmiException? error)
        {
            if (error is not null)
                notes.Add($"{property}: {error.Message}");
        }

        static string AlertText(PefSystemGuid guid) => guid.IsUsed ? Hex.Format(guid.Bytes) : AlertTexts.None;
    }
}
