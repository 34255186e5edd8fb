using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>
/// Finds the entries of the tables that make a BMC send alerts as wanted: those that are there already, then free ones. All receivers get the alerts of all events, by one policy,
/// because of all filters that match an event a BMC starts only the policy with the lowest number (IPMI 2.0 section 17.11). What others have set is left as it is.
/// </summary>
internal sealed class AlertPlan
{
    private const byte LastPolicy = 15;

    private readonly AlertTables _before;
    private readonly AlertSettings _settings;
    private readonly SortedDictionary<byte, PefFilter> _filters = [];
    private readonly SortedDictionary<byte, PefPolicy> _policies = [];
    private readonly Dictionary<byte, AlertChannelTables> _channels = [];
    private readonly List<string> _notes = [];

    private AlertPlan(AlertTables before, AlertSettings settings)
    {
        (_before, _settings) = (before, settings);
        foreach (var pair in before.Filters)
            _filters.Add(pair.Key, pair.Value);
        foreach (var pair in before.Policies)
            _policies.Add(pair.Key, pair.Value);
        foreach (var channel in before.Channels)
            _channels.Add(channel.Channel, channel);
    }

    /// <summary>What the tables have to be. Sends nothing.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the settings make no sense. NotPresent: there is no such channel. CommandFailed: a table has no free entry. CommandNotSupported: the BMC
    /// cannot have such a receiver.</exception>
    public static (AlertTables After, IReadOnlyList<string> Notes) Make(AlertTables before, AlertSettings settings)
    {
        var plan = new AlertPlan(before, settings);
        return (plan.Make(), plan._notes);
    }

    private AlertTables Make()
    {
        if (_settings.Receivers?.Intersect(_settings.RemoveReceivers ?? []).FirstOrDefault() is { } both)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{both} is to be added and removed. Nothing was sent.");
        foreach (IPAddress receiver in _settings.RemoveReceivers ?? [])
            Remove(receiver);
        (byte Channel, byte Number)[] destinations = [.. (_settings.Receivers ?? []).Distinct().Select(Add)];
        foreach (var (channel, number) in destinations)
            KeepEntries(channel, number);
        byte policy = Policy(destinations);
        foreach (var (channel, number) in destinations)
            AddEntry(policy, channel, number);
        if (_settings.On is { } events)
            SetFilters(policy, events);
        SetTypes(destinations);
        SetCommunity(destinations);
        return Finish();
    }

    /// <summary>The tables, with the switches as they will be.</summary>
    private AlertTables Finish()
    {
        AlertTables after = _before with { Filters = _filters, Policies = _policies, Channels = [.. _before.Channels.Select(channel => _channels[channel.Channel])] };
        if (_settings.EnabledActions is { } actions)
            after = after with { ActionEnables = actions };
        if (_settings.Switch is not { } isOn)
            return after;
        after = after with { Control = isOn ? after.Control | PefControl.Enabled : after.Control & ~PefControl.Enabled };
        if (!isOn)
            return after;
        byte[] used = [.. _policies.Values.Where(static entry => entry.IsInUse).Select(static entry => entry.Channel).Distinct()];
        return after with
        {
            ActionEnables = _settings.EnabledActions ?? (after.ActionEnables | PefActions.Alert),
            Channels = [.. after.Channels.Select(channel => used.Contains(channel.Channel) ? channel with { Active = On(channel.Active), Stored = On(channel.Stored) } : channel)],
        };

        static Commands.App.ChannelAccess? On(Commands.App.ChannelAccess? access) => access is { } present ? present with { Settings = (byte)(present.Settings & ~0x20) } : null;
    }

    /// <summary>Finds the destination of a receiver, or sets a free one: that of a receiver that is removed, so that the new one takes its place.</summary>
    private (byte Channel, byte Number) Add(IPAddress receiver)
    {
        if (!AlertChannelTables.IsSet(receiver) || IPAddress.Broadcast.Equals(receiver))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{receiver} is not the address of a receiver. Nothing was sent.");
        if (Find(receiver) is { } present)
            return present;
        if (receiver.IsIPv4MappedToIPv6)
            return Add(receiver.MapToIPv4());
        AlertChannelTables channel = _channels[Channel()];
        if (receiver.AddressFamily == AddressFamily.InterNetworkV6 && !channel.SupportsIpv6)
            throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"Alert destinations of channel {channel.Channel} cannot have IPv6 addresses on this BMC. Nothing was sent.", "Give an IPv4 address.");
        byte[] free = [.. channel.Addresses.Keys.Where(number => number != 0 && channel.AddressOf(number) is null)
            .OrderBy(number => _before.Channel(channel.Channel)!.AddressOf(number) is null)
            .ThenBy(number => Entries(channel.Channel, number).Any(static entry => entry.Value.IsEnabled))
            .ThenBy(number => !Entries(channel.Channel, number).Any(static entry => entry.Value.PolicyNumber != 0)).ThenBy(static number => number)];
        if (free.Length == 0)
            throw channel.Addresses.Keys.All(static number => number == 0)
                ? NoTable($"Channel {channel.Channel} has no alert destinations")
                : new IpmiException(IpmiErrorKind.CommandFailed, $"All alert destinations of channel {channel.Channel} are taken: {string.Join(", ", channel.Addresses.Values.Where(static address => AlertChannelTables.IsSet(address.Address)).Select(static address => address.Address))}. Nothing was sent.", "Remove one with -RemoveReceiver.");
        SetAddress(channel, free[0], new AlertDestinationAddress(receiver, false, LanCodecs.NoMac));
        return (channel.Channel, free[0]);
    }

    private (byte Channel, byte Number)? Find(IPAddress receiver) => _channels.Values
        .Where(channel => _settings.Channel is null || _settings.Channel == channel.Channel)
        .SelectMany(channel => channel.Addresses.Where(pair => pair.Key != 0 && pair.Value.Address.Equals(receiver)).Select(pair => (channel.Channel, Number: pair.Key)))
        .OrderBy(place => !Entries(place.Channel, place.Number).Any(static entry => entry.Value.IsEnabled)).Select(static place => ((byte, byte)?)place).FirstOrDefault();

    /// <summary>The channel of new receivers.</summary>
    private byte Channel()
    {
        if (_settings.Channel is not { } wanted)
            return _before.OwnChannel is { } own && _channels.ContainsKey(own) ? own : _channels.Keys.Min();
        return _channels.ContainsKey((byte)wanted) ? (byte)wanted : throw new IpmiException(
            IpmiErrorKind.NotPresent, $"The BMC has no LAN channel {wanted}. It has {string.Join(", ", _channels.Keys)}.", "Leave the channel out to use the one that you are connected to.");
    }

    /// <summary>Switches the policy entries of a receiver off, and takes its address out of its destinations.</summary>
    private void Remove(IPAddress receiver)
    {
        bool isFound = false;
        foreach (var channel in _channels.Values.Where(channel => _settings.Channel is null || _settings.Channel == channel.Channel).ToArray())
        {
            foreach (byte number in channel.Addresses.Where(pair => pair.Value.Address.Equals(receiver)).Select(static pair => pair.Key).ToArray())
            {
                isFound = true;
                foreach (var entry in Entries(channel.Channel, number).ToArray())
                    _policies[entry.Key] = entry.Value with { IsEnabled = false };
                SetAddress(_channels[channel.Channel], number, new AlertDestinationAddress(IPAddress.Any, false, LanCodecs.NoMac));
            }
        }

        if (!isFound)
            _notes.Add($"{receiver} is not a receiver.");
    }

    /// <summary>A new receiver in the place of a removed one has its policies.</summary>
    private void KeepEntries(byte channel, byte destination)
    {
        foreach (var entry in _before.Policies.Where(entry => entry.Value.IsEnabled && entry.Value.Channel == channel && entry.Value.Destination == destination))
            _policies[entry.Key] = entry.Value;
    }

    /// <summary>The policy that receivers and events have; else that of the events, which receivers that are named join; else that of the receivers, or a free one.</summary>
    private byte Policy((byte Channel, byte Number)[] destinations)
    {
        var entries = _policies.Values.Where(entry => entry.PolicyNumber != 0 && (destinations.Length == 0 || Array.IndexOf(destinations, (entry.Channel, entry.Destination)) >= 0)).ToArray();
        byte[] inUse = [.. _filters.Values.Where(static filter => filter.State.IsEnabled && filter.Alerts).Select(static filter => filter.PolicyNumber)];
        byte[][] candidates =
        [
            [.. entries.Where(entry => entry.IsEnabled && Array.IndexOf(inUse, entry.PolicyNumber) >= 0).Select(static entry => entry.PolicyNumber)],
            destinations.Length > 0 ? inUse : [],
            [.. entries.Where(static entry => entry.IsEnabled).Select(static entry => entry.PolicyNumber)],
            inUse,
            destinations.Length == 0 ? [] : [.. entries.Select(static entry => entry.PolicyNumber)],
        ];
        if (candidates.FirstOrDefault(static numbers => numbers.Length > 0) is { } found)
            return found.Min();
        byte[] taken = [.. inUse, .. _policies.Values.Where(static entry => entry.IsEnabled).Select(static entry => entry.PolicyNumber)];
        return Enumerable.Range(1, LastPolicy).Select(static number => (byte)number).FirstOrDefault(number => Array.IndexOf(taken, number) < 0) is > 0 and var free ? free : LastPolicy;
    }

    /// <summary>Finds or sets the entry of a policy for a destination.</summary>
    private void AddEntry(byte policy, byte channel, byte destination)
    {
        var own = Entries(channel, destination).Where(entry => entry.Value.PolicyNumber == policy).OrderBy(static entry => !entry.Value.IsEnabled).ToArray();
        if (own.Length > 0)
        {
            if (!own[0].Value.IsEnabled)
                _policies[own[0].Key] = own[0].Value with { IsEnabled = true, Rule = PefPolicyRule.Always };
            return;
        }

        byte[] free = [.. _policies.Where(static entry => !entry.Value.IsEnabled).OrderBy(static entry => entry.Value.PolicyNumber != 0).ThenBy(static entry => entry.Key).Select(static entry => entry.Key)];
        if (_policies.Count == 0)
            throw NoTable("The BMC has no alert policy entries");
        if (free.Length == 0)
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"All {_policies.Count} alert policy entries are in use. Nothing was sent.", "Switch one off that Get-IpmiAlertPolicy shows: Set-IpmiAlertPolicy, with -Number and -Enabled $false.");
        _policies[free[0]] = new PefPolicy(policy, true, PefPolicyRule.Always, channel, destination, 0);
    }

    /// <summary>Makes the filters of a policy look for these events and no others, apart from filters that belong to no group.</summary>
    private void SetFilters(byte policy, AlertEvents events)
    {
        var wanted = AlertEventFilters.For(events);
        if (wanted.Count > 0 && _filters.Count == 0)
            throw NoTable("The BMC has no event filters");
        var kept = new HashSet<byte>();
        var open = new List<AlertEventFilter>();
        foreach (AlertEventFilter filter in wanted)
        {
            if (Match(filter, policy) is { } found)
                kept.Add(found);
            else
                open.Add(filter);
        }

        // What is no longer wanted is switched off, and is free for what is. The vendor's filters have policies of their own.
        foreach (var pair in _filters.Where(pair => IsOwn(pair.Value) && pair.Value.State.IsEnabled && !kept.Contains(pair.Key) && (events == AlertEvents.None || pair.Value.State.IsPreset || pair.Value.PolicyNumber == policy)).ToArray())
            _filters[pair.Key] = pair.Value with { State = pair.Value.State with { IsEnabled = false } };
        foreach (AlertEventFilter filter in open)
        {
            if (Free(filter) is { } free)
                _filters[free] = filter.ForPolicy(policy);
            else if (!UsePreset(filter))
                throw NoFilter(filter);
        }

        var left = _filters.Where(pair => pair.Value.State.IsEnabled && pair.Value.Alerts && (!IsOwn(pair.Value) || pair.Value.PolicyNumber != policy)).ToArray();
        var others = AlertEventFilters.GroupsOf([.. left.Select(static pair => pair.Value)]) & ~AlertEventFilters.Complete(events);
        if (others != AlertEvents.None)
            _notes.Add($"Event filters of no group or of another policy stay, and alert for {others}: {string.Join(", ", left.Where(pair => AlertEventFilters.Covers(pair.Value, others)).Select(static pair => pair.Key))}.");
    }

    private IpmiException NoFilter(AlertEventFilter wanted)
    {
        int presets = _filters.Values.Count(static value => value.State.IsPreset);
        return presets == _filters.Count
            ? new(IpmiErrorKind.CommandFailed, $"There is no event filter for {wanted.Events}: all {presets} are the vendor's, and none of them looks for just that. Nothing was sent.",
                "Give -Receiver without -On, and switch on the filters that Get-IpmiAlertFilter shows and that fit: Set-IpmiAlertFilter, with -Number and -Enabled $true.")
            : new(IpmiErrorKind.CommandFailed, $"There is no free event filter for {wanted.Events}: of {_filters.Count}, {presets} are the vendor's, and the others are in use. Nothing was sent.",
                "Ask for fewer groups of events, such as CriticalThreshold and CriticalState, or free one that Get-IpmiAlertFilter shows: Set-IpmiAlertFilter, with -Number, -Enabled $false and -Actions None.");
    }

    /// <summary>A filter of the policy that is on and looks for this, whoever has set it.</summary>
    private byte? Match(AlertEventFilter wanted, byte policy) => _filters
        .Where(pair => pair.Value.State.IsEnabled && pair.Value.PolicyNumber == policy && pair.Value.Actions.HasFlag(PefActions.Alert)
            && (IsOwn(pair.Value) ? wanted.IsSame(pair.Value) : wanted.IsCoveredBy(pair.Value)))
        .Select(static pair => (byte?)pair.Key).FirstOrDefault();

    /// <summary>A filter that is off: one that looked for this before, else an empty one, else one that looked for another group.</summary>
    private byte? Free(AlertEventFilter wanted) => _filters
        .Where(static pair => !pair.Value.State.IsEnabled && !pair.Value.State.IsPreset && (AlertRowReader.IsEmpty(pair.Value) || IsOwn(pair.Value)))
        .OrderBy(pair => wanted.IsSame(pair.Value) ? 0 : AlertRowReader.IsEmpty(pair.Value) ? 1 : 2).ThenBy(static pair => pair.Key).Select(static pair => (byte?)pair.Key).FirstOrDefault();

    /// <summary>Switches a filter of the vendor's on that looks for this, and gives its policy the receivers. It can only be switched on and off.</summary>
    private bool UsePreset(AlertEventFilter wanted)
    {
        var preset = _filters.FirstOrDefault(pair => pair.Value.State.IsPreset && pair.Value.Alerts && (pair.Value.Actions & AlertChange.PowerActions) == 0
            && pair.Value.SensorType == wanted.SensorType && pair.Value.EventType == wanted.EventType && wanted.IsCoveredBy(pair.Value));
        if (preset.Value is null)
            return false;
        _filters[preset.Key] = preset.Value with { State = new(IsEnabled: true, IsPreset: true) };
        var receivers = _policies.Values.Where(entry => entry.IsInUse && _channels.TryGetValue(entry.Channel, out var channel) && channel.AddressOf(entry.Destination) is not null);
        foreach (var entry in receivers.Select(static entry => (entry.Channel, entry.Destination)).Distinct().ToArray())
            AddEntry(preset.Value.PolicyNumber, entry.Channel, entry.Destination);
        _notes.Add($"Event filter {preset.Key}, which the vendor has set, is used for {wanted.Events}.");
        return true;
    }

    /// <summary>Whether a filter is exactly one of a group's, so that it may be switched and, if the vendor has not set it, used again.</summary>
    private static bool IsOwn(PefFilter filter) => AlertEventFilters.All.Any(known => known.IsSame(filter));

    private void SetTypes((byte Channel, byte Number)[] destinations)
    {
        bool isChange = _settings.Acknowledged is not null || _settings.AlertTimeout is not null || _settings.Retries is not null;
        if (destinations.Length == 0 && isChange)
            destinations = [.. _policies.Values.Where(static entry => entry.IsInUse && entry.Destination != 0).Select(static entry => (entry.Channel, entry.Destination)).Distinct()];
        foreach (var (number, place) in destinations.Select(static place => (place.Number, place.Channel)))
        {
            if (!_channels.TryGetValue(place, out var channel))
                continue;
            if (!channel.Types.TryGetValue(number, out var type))
            {
                if (isChange)
                    throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"The type of destination {number} of channel {place} could not be read, so it is not changed. Nothing was sent.");
                continue;
            }

            // A destination that was free may have another type.
            bool isNew = _before.Channel(place)?.AddressOf(number) is null;
            AlertDestinationType wanted = type with
            {
                IsAcknowledged = _settings.Acknowledged ?? (!isNew && type.IsAcknowledged),
                Type = isNew ? (byte)AlertDestinationKind.Pet : type.Type,
                TimeoutSeconds = (byte?)_settings.AlertTimeout ?? type.TimeoutSeconds,
                Retries = (byte?)_settings.Retries ?? type.Retries,
            };
            _channels[place] = channel with { Types = With(channel.Types, number, wanted) };
        }
    }

    private void SetCommunity((byte Channel, byte Number)[] destinations)
    {
        if (_settings.Community is not { } community)
            return;
        foreach (byte number in destinations.Length == 0 ? [Channel()] : destinations.Select(static place => place.Channel).Distinct().ToArray())
        {
            if (_channels[number].Community is null)
                throw new IpmiException(IpmiErrorKind.CommandNotSupported, $"The SNMP community of channel {number} could not be read, so it is not changed. Nothing was sent.");
            _channels[number] = _channels[number] with { Community = community };
        }
    }

    /// <summary>The error of a table without entries, with what the BMC has refused.</summary>
    private IpmiException NoTable(string fault) =>
        new(IpmiErrorKind.CommandNotSupported, $"{fault} that can be read. {string.Join(" ", [.. _before.Notes, "Nothing was sent."])}", AlertRowReader.OtherWay);

    private IEnumerable<KeyValuePair<byte, PefPolicy>> Entries(byte channel, byte destination) => _policies.Where(pair => pair.Value.Channel == channel && pair.Value.Destination == destination);

    private void SetAddress(AlertChannelTables channel, byte number, AlertDestinationAddress address) =>
        _channels[channel.Channel] = channel with { Addresses = With(channel.Addresses, number, address) };

    private static SortedDictionary<byte, T> With<T>(IReadOnlyDictionary<byte, T> table, byte key, T value)
    {
        var copy = new SortedDictionary<byte, T>();
        foreach (var pair in table)
            copy.Add(pair.Key, pair.Value);
        copy[key] = value;
        return copy;
    }
}
