using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Lan;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>Reads the tables of platform event filtering and of alert destinations. IPMI 2.0 sections 30.1 and 30.4, and table 23-4, parameters 16 to 19, 25 and 50.</summary>
internal static class AlertTableReader
{
    /// <summary>What a BMC without PEF means for the reader.</summary>
    public const string NoPef = "The BMC does not have platform event filtering (PEF), so it sends no alerts over IPMI. Supermicro from X14 on, OpenBMC and NVIDIA are known for that. "
        + "It may have SNMP traps or event subscriptions of its own, in its web interface or in Redfish (EventDestination).";

    private static readonly Parameter[] s_switches = [PefParameters.Control, PefParameters.ActionEnables, PefParameters.StartupDelay, PefParameters.AlertStartupDelay, PefParameters.SystemGuid];

    /// <summary>Reads everything: a round for capabilities, switches, counts and channels, and one for the entries of all tables.</summary>
    /// <exception cref="IpmiException">The BMC does not respond.</exception>
    public static async Task<AlertTables> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var capabilities = await connection.TrySendAsync(new GetPefCapabilities(), cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (capabilities.Error is { } silent and not IpmiCommandException)
            throw silent;
        if (capabilities.Error is { Kind: IpmiErrorKind.CommandNotSupported })
            return new() { ComputerName = connection.ComputerName, CapabilitiesError = capabilities.Error, Notes = [NoPef] };
        var notes = new List<string>();
        var switches = Task.WhenAll(s_switches.Select(async parameter => (Parameter: parameter, Response: await connection.TryReadDataAsync(parameter, 0, 0, cancellationToken).ConfigureAwait(false))));
        var filters = ReadFiltersAsync(connection, notes, cancellationToken);
        var policies = ReadPoliciesAsync(connection, notes, cancellationToken);
        var channels = ReadChannelsAsync(connection, null, notes, cancellationToken);
        var read = (await switches.ConfigureAwait(false)).ToDictionary(static one => one.Parameter, static one => one.Response);
        return new()
        {
            ComputerName = connection.ComputerName,
            Capabilities = capabilities.Succeeded ? capabilities.Value : null,
            CapabilitiesError = capabilities.Error,
            Control = PefParameters.Control.TryDecode(Known("PEF control", read[PefParameters.Control], notes), out var control) ? control : null,
            ActionEnables = PefParameters.ActionEnables.TryDecode(Known("PEF actions", read[PefParameters.ActionEnables], notes), out var enables) ? enables : null,
            Switches = read,
            Filters = await filters.ConfigureAwait(false),
            Policies = await policies.ConfigureAwait(false),
            Channels = (await channels.ConfigureAwait(false)).Tables,
            OwnChannel = (await channels.ConfigureAwait(false)).Own,
            Notes = notes,
        };
    }

    /// <summary>Reads the event filters, or those that are named.</summary>
    /// <exception cref="IpmiException">NotPresent: the BMC does not have one that is named.</exception>
    public static Task<IReadOnlyDictionary<byte, PefFilter>> ReadFiltersAsync(IIpmiConnection connection, List<string> notes, CancellationToken cancellationToken, IReadOnlyCollection<int>? wanted = null) =>
        ReadTableAsync(connection, PefParameters.Filter, PefParameters.FilterCount, 0, "event filter", notes, cancellationToken, wanted);

    /// <summary>Reads the alert policy entries, or those that are named.</summary>
    /// <exception cref="IpmiException">NotPresent: the BMC does not have one that is named.</exception>
    public static Task<IReadOnlyDictionary<byte, PefPolicy>> ReadPoliciesAsync(IIpmiConnection connection, List<string> notes, CancellationToken cancellationToken, IReadOnlyCollection<int>? wanted = null) =>
        ReadTableAsync(connection, PefParameters.Policy, PefParameters.PolicyCount, 0, "alert policy entry", notes, cancellationToken, wanted);

    /// <summary>The error for entries that are not there.</summary>
    public static IpmiException NotPresent(string noun, IReadOnlyCollection<int> missing, int first, int last, IReadOnlyList<string> notes, string place = "") => new(
        IpmiErrorKind.NotPresent,
        $"The BMC has no {noun}{(missing.Count == 0 ? "" : " " + string.Join(", ", missing))}{place}.{(last < first ? missing.Count == 0 ? "" : " It has none." : $" It has {first} to {last}.")}{(notes.Count == 0 ? "" : " " + string.Join(" ", notes.Take(3)))}",
        last < first ? AlertRowReader.OtherWay : "Get-IpmiAlertFilter, Get-IpmiAlertPolicy and Get-IpmiAlertDestination without a number return all that there are.");

    /// <summary>Reads what the LAN channels have for alerts, or one of them.</summary>
    /// <exception cref="IpmiException">NotPresent: there is no such LAN channel. Other kinds: the BMC does not respond.</exception>
    public static async Task<(byte? Own, IReadOnlyList<AlertChannelTables> Tables)> ReadChannelsAsync(IIpmiConnection connection, int? channel, List<string> notes, CancellationToken cancellationToken)
    {
        var channels = await LanChannels.FindAsync(connection, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<byte> wanted = channel is null ? channels.All : [channels.Select(channel)];
        return (channels.Own, await Task.WhenAll(wanted.Select(number => ReadChannelAsync(connection, number, notes, cancellationToken))).ConfigureAwait(false));
    }

    /// <summary>Reads what a LAN channel has for alerts.</summary>
    public static async Task<AlertChannelTables> ReadChannelAsync(IIpmiConnection connection, byte channel, List<string> notes, CancellationToken cancellationToken)
    {
        var community = connection.TryReadDataAsync(LanParameters.CommunityString, channel, 0, cancellationToken);
        var ipv6 = connection.TryReadDataAsync(LanIpv6Parameters.Support, channel, 0, cancellationToken);
        var active = connection.TrySendAsync(new GetChannelAccess(channel, isVolatile: true), cancellationToken);
        var stored = connection.TrySendAsync(new GetChannelAccess(channel, isVolatile: false), cancellationToken);
        var types = ReadTableAsync(connection, LanParameters.DestinationType, LanParameters.DestinationCount, channel, $"type of destination of channel {channel}", notes, cancellationToken, first: 0);
        var addresses = ReadTableAsync(connection, LanParameters.DestinationAddress, LanParameters.DestinationCount, channel, $"address of destination of channel {channel}", notes, cancellationToken, first: 0);
        var vlans = ReadTableAsync(connection, LanParameters.DestinationVlan, LanParameters.DestinationCount, channel, null, notes, cancellationToken, first: 0);
        var (present, kept) = (await active.ConfigureAwait(false), await stored.ConfigureAwait(false));
        return new()
        {
            Channel = channel,
            Community = LanParameters.CommunityString.TryDecode(Known($"Channel {channel}, SNMP community", await community.ConfigureAwait(false), notes), out string? text) ? text : null,
            SupportsIpv6 = LanIpv6Parameters.Support.TryDecode(await ipv6.ConfigureAwait(false), out var support) && support.HasFlag(Ipv6Support.AlertDestinations),
            Types = await types.ConfigureAwait(false),
            Addresses = await addresses.ConfigureAwait(false),
            Vlans = await vlans.ConfigureAwait(false),
            Active = Known($"Channel {channel}, active access", present, notes).Succeeded ? present.Value : null,
            Stored = Known($"Channel {channel}, stored access", kept, notes).Succeeded ? kept.Value : null,
        };
    }

    /// <summary>Reads all entries of a table at once. What cannot be read is left out, with a note; without a name, there is no note.</summary>
    private static async Task<IReadOnlyDictionary<byte, T>> ReadTableAsync<T>(
        IIpmiConnection connection, Parameter<T> parameter, Parameter<byte> count, byte channel, string? name, List<string> notes, CancellationToken cancellationToken,
        IReadOnlyCollection<int>? wanted = null, byte first = 1)
    {
        var table = new SortedDictionary<byte, T>();
        var number = await connection.TryReadDataAsync(count, channel, 0, cancellationToken).ConfigureAwait(false);
        if (!count.TryDecode(name is null ? number : Known(channel == 0 ? count.Name : $"Channel {channel}, {count.Name}", number, notes), out byte entries))
            return wanted is null ? table : throw NotPresent(name!, wanted, 1, 0, notes);
        if (wanted?.Where(entry => entry < first || entry > entries).ToArray() is { Length: > 0 } missing)
            throw NotPresent(name!, missing, first, entries, notes);
        byte[] sets = [.. (wanted?.Distinct() ?? Enumerable.Range(first, entries + 1 - first)).Select(static set => (byte)set)];
        var responses = await Task.WhenAll(sets.Select(set => connection.TryReadDataAsync(parameter, channel, set, cancellationToken))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        for (int i = 0; i < sets.Length; i++)
        {
            // The volatile destination 0 is one that many BMCs do not have.
            if (parameter.TryDecode(name is null || sets[i] == 0 ? responses[i] : Known($"{name} {sets[i]}", responses[i], notes), out var value))
                table.Add(sets[i], value);
            else if (wanted is not null)
                throw responses[i].Error ?? new IpmiException(IpmiErrorKind.ProtocolError, $"The BMC returned too few bytes for {name} {sets[i]}.");
            else if (name is not null && responses[i].Succeeded)
                lock (notes)
                    notes.Add($"{name} {sets[i]}: The BMC returned too few bytes.");
        }

        return table;
    }

    /// <summary>The response. A refusal is noted. A BMC that does not respond is an error.</summary>
    private static OptionalResponse<T> Known<T>(string name, OptionalResponse<T> response, List<string> notes)
    {
        if (response.Error is { } silent and not IpmiCommandException)
            throw silent;
        if (response.Error is { } refused)
        {
            lock (notes)
            {
                // Two tables have their number of entries from one parameter.
                if (!notes.Contains($"{name}: {refused.Message}"))
                    notes.Add($"{name}: {refused.Message}");
            }
        }

        return response;
    }
}
