using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>Finds what keeps alerts from being sent, from the event to the network. IPMI 2.0 section 17.</summary>
internal static class AlertProblems
{
    private const string SwitchOn = "Set-IpmiAlert -Enabled $true";

    /// <summary>The postpone timer at 254, which only an administrator can read.</summary>
    public static AlertProblem Disabled { get; } = new(AlertLink.Timer, "Platform event filtering is disabled until the system is powered down or reset (postpone timer)", "Set-IpmiAlert -PostponeSeconds 0");

    /// <summary>The broken links, in the order in which an event takes them.</summary>
    public static IEnumerable<AlertProblem> Find(AlertTables tables)
    {
        if (tables.IsSupported == false)
            return [new(AlertLink.Pef, "The BMC does not have platform event filtering")];
        return Switches(tables).Concat(Filters(tables)).Concat(Policies(tables)).Concat(Destinations(tables));
    }

    private static IEnumerable<AlertProblem> Switches(AlertTables tables)
    {
        if (tables.Capabilities is { } capabilities && !capabilities.Actions.HasFlag(PefActions.Alert))
            yield return new(AlertLink.Pef, "The BMC's platform event filtering does not support the action Alert");
        if (tables.Control is { } control && !control.HasFlag(PefControl.Enabled))
            yield return new(AlertLink.Switch, "Platform event filtering is off", SwitchOn);
        if (tables.ActionEnables is { } actions && !actions.HasFlag(PefActions.Alert))
            yield return new(AlertLink.Action, "The action Alert is not enabled", SwitchOn);
    }

    private static IEnumerable<AlertProblem> Filters(AlertTables tables)
    {
        if (tables.Filters.Count == 0)
        {
            yield return new(AlertLink.Filter, "No event filter could be read");
            yield break;
        }

        byte[] aimless = [.. tables.Filters.Where(static pair => pair.Value.State.IsEnabled && pair.Value.Actions.HasFlag(PefActions.Alert) && pair.Value.PolicyNumber == 0).Select(static pair => pair.Key)];
        if (aimless.Length > 0)
        {
            byte policy = tables.Policies.Values.Where(static entry => entry.IsInUse).Select(static entry => entry.PolicyNumber).DefaultIfEmpty((byte)1).Min();
            yield return new(AlertLink.Filter, $"Event filters that alert have no policy ({Numbers(aimless)})", $"Set-IpmiAlertFilter -Number {aimless[0]} -PolicyNumber {policy}");
        }
        else if (!tables.AlertFilters.Any())
        {
            byte[] off = [.. tables.Filters.Where(static pair => !pair.Value.State.IsEnabled && pair.Value.Alerts).Select(static pair => pair.Key)];
            yield return off.Length > 0
                ? new(AlertLink.Filter, $"All event filters that alert are off ({Numbers(off)})", $"Set-IpmiAlert -On AnyFault, or Set-IpmiAlertFilter -Number {off[0]} -Enabled $true")
                : new(AlertLink.Filter, "No event filter alerts", "Set-IpmiAlert -On AnyFault");
        }

        byte[] started = tables.StartedPolicies;
        var receivers = tables.Policies.Values.Where(entry => entry.IsInUse && AddressOf(tables, entry) is not null).GroupBy(static entry => (entry.Channel, entry.Destination));
        foreach (var receiver in receivers.Where(group => started.Length > 0 && !group.Any(entry => started.Contains(entry.PolicyNumber))))
        {
            var address = AddressOf(tables, receiver.First());
            yield return new(AlertLink.Filter, $"No event filter alerts {address} (alert policy {Numbers(receiver.Select(static entry => entry.PolicyNumber).Distinct())})", $"Set-IpmiAlert -Receiver {address} -Channel {receiver.Key.Channel}");
        }

        byte free = tables.Policies.Where(static pair => !pair.Value.IsEnabled).OrderBy(static pair => pair.Value.PolicyNumber != 0).ThenBy(static pair => pair.Key).Select(static pair => pair.Key).FirstOrDefault();
        foreach (var (winner, loser, entry) in Shadows(tables))
            yield return new(
                AlertLink.Policy,
                $"Events of event filter {loser.Key} also match event filter {winner.Key}. Only policy {winner.Value.PolicyNumber}, the lower one, is started for them, and it does not have all receivers of policy {loser.Value.PolicyNumber}",
                free == 0 ? null : $"Set-IpmiAlertPolicy -Number {free} -PolicyNumber {winner.Value.PolicyNumber} -Channel {entry.Channel} -Destination {entry.Destination} -Rule Always -StringKey 0 -Enabled $true");
    }

    /// <summary>
    /// Pairs of filters of which one keeps the policy of the other from being started, with an entry of the latter whose receiver gets no alert: of all filters that match an event, only the lowest policy
    /// number is. IPMI 2.0 section 17.11.
    /// </summary>
    private static IEnumerable<(KeyValuePair<byte, PefFilter> Winner, KeyValuePair<byte, PefFilter> Loser, PefPolicy Entry)> Shadows(AlertTables tables)
    {
        var filters = tables.AlertFilters.ToArray();
        foreach (var loser in filters)
        {
            foreach (var winner in filters.Where(other => other.Value.PolicyNumber < loser.Value.PolicyNumber && Overlap(other.Value, loser.Value)))
            {
                var others = tables.EntriesOf(winner.Value.PolicyNumber).Select(static entry => (entry.Value.Channel, entry.Value.Destination)).ToArray();
                var lost = tables.EntriesOf(loser.Value.PolicyNumber).Select(static entry => entry.Value).FirstOrDefault(entry => AddressOf(tables, entry) is not null && !others.Contains((entry.Channel, entry.Destination)));
                if (!lost.IsEnabled)
                    continue;
                yield return (winner, loser, lost);
                break;
            }
        }
    }

    private static IPAddress? AddressOf(AlertTables tables, PefPolicy entry) => tables.Channel(entry.Channel)?.AddressOf(entry.Destination);

    /// <summary>Whether an event can match both filters, as far as sensor, event type and offset say it.</summary>
    private static bool Overlap(PefFilter one, PefFilter other) =>
        Meet(one.SensorType, other.SensorType) && Meet(one.SensorNumber, other.SensorNumber) && Meet(one.EventType, other.EventType) && Meet(one.GeneratorId, other.GeneratorId)
        && (one.Offsets & other.Offsets) != 0;

    private static bool Meet(byte one, byte other) => one == PefFilter.Any || other == PefFilter.Any || one == other;

    private static IEnumerable<AlertProblem> Policies(AlertTables tables)
    {
        if (tables.Policies.Count == 0)
        {
            yield return new(AlertLink.Policy, "No alert policy entry could be read");
            yield break;
        }

        byte[] stray = [.. tables.Policies.Where(static pair => pair.Value.IsEnabled && pair.Value.PolicyNumber == 0).Select(static pair => pair.Key)];
        string hint = stray.Length == 0 ? "" : $" (entries that are on, but belong to no policy: {Numbers(stray)})";
        foreach (byte policy in tables.StartedPolicies.Where(policy => !tables.EntriesOf(policy).Any()))
        {
            var off = tables.Policies.Where(pair => pair.Value.PolicyNumber == policy).OrderBy(static pair => pair.Key).ToArray();
            yield return off.Length > 0
                ? new(AlertLink.Policy, $"All entries of alert policy {policy} are off ({Numbers(off.Select(static pair => pair.Key))})",
                    off.FirstOrDefault(pair => AddressOf(tables, pair.Value) is not null) is { Key: > 0 and var number } ? $"Set-IpmiAlertPolicy -Number {number} -Enabled $true" : "Set-IpmiAlert -Receiver")
                : new(AlertLink.Policy, $"Alert policy {policy} has no receiver{hint}", "Set-IpmiAlert -Receiver");
        }

        if (!tables.AlertFilters.Any() && !tables.Policies.Values.Any(static entry => entry.IsInUse))
            yield return new(AlertLink.Policy, $"No alert policy has a receiver{hint}", "Set-IpmiAlert -Receiver");
    }

    private static IEnumerable<AlertProblem> Destinations(AlertTables tables)
    {
        // Nothing is missing for a policy that no filter starts.
        byte[] started = tables.StartedPolicies;
        var entries = tables.Policies.Where(pair => pair.Value.IsInUse && (started.Length == 0 || started.Contains(pair.Value.PolicyNumber))).OrderBy(static pair => pair.Key).ToArray();
        foreach (var entry in entries)
        {
            string place = $"-Channel {entry.Value.Channel} -Number {entry.Value.Destination}";
            if (tables.Channel(entry.Value.Channel) is not { } channel)
                yield return new(AlertLink.Destination, $"Alert policy entry {entry.Key} is for channel {entry.Value.Channel}, which is not a LAN", $"Set-IpmiAlertPolicy -Number {entry.Key} -Enabled $false");
            else if (channel.AddressOf(entry.Value.Destination) is null)
                yield return channel.Addresses.ContainsKey(entry.Value.Destination)
                    ? new(AlertLink.Destination, $"Destination {entry.Value.Destination} of channel {channel.Channel} (alert policy entry {entry.Key}) has no address", $"Set-IpmiAlertDestination {place} -Receiver, or Set-IpmiAlertPolicy -Number {entry.Key} -Enabled $false")
                    : new(AlertLink.Destination, $"The address of destination {entry.Value.Destination} of channel {channel.Channel} (alert policy entry {entry.Key}) could not be read");
            else if (!channel.GetsTraps(entry.Value.Destination))
                yield return new(AlertLink.Destination, $"Destination {entry.Value.Destination} of channel {channel.Channel} (alert policy entry {entry.Key}) gets no traps, but something of the vendor", $"Set-IpmiAlertDestination {place} -Type Pet");
        }

        foreach (var channel in tables.Channels.Where(channel => entries.Any(entry => entry.Value.Channel == channel.Channel)))
        {
            string advice = $"Set-IpmiChannel -Channel {channel.Channel} -Alerting $true";
            if (channel.Active is { AlertingDisabled: true })
                yield return new(AlertLink.Channel, $"Alerting is off on channel {channel.Channel}", advice);
            else if (channel.Stored is { AlertingDisabled: true })
                yield return new(AlertLink.Channel, $"Alerting is off on channel {channel.Channel} after the next restart of the BMC", advice);
        }
    }

    private static string Numbers(IEnumerable<byte> numbers) => string.Join(", ", numbers);
}
