using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Commands.App;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>Everything on a BMC that decides which alert is sent where, as it was read: the tables of platform event filtering (PEF), and those of the LAN channels.</summary>
internal sealed record AlertTables
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>What PEF can do; null if the BMC does not say it.</summary>
    public PefCapabilities? Capabilities { get; init; }

    /// <summary>Why the capabilities could not be read; null if they were.</summary>
    public IpmiException? CapabilitiesError { get; init; }

    /// <summary>The switches of PEF; null if they could not be read.</summary>
    public PefControl? Control { get; init; }

    /// <summary>The actions that are enabled for all filters together; null if they could not be read.</summary>
    public PefActions? ActionEnables { get; init; }

    /// <summary>The responses for switches, delays and GUID: the parameters without entries.</summary>
    public IReadOnlyDictionary<Parameter, OptionalResponse<ParameterData>> Switches { get; init; } = new Dictionary<Parameter, OptionalResponse<ParameterData>>();

    /// <summary>Event filters by number.</summary>
    public IReadOnlyDictionary<byte, PefFilter> Filters { get; init; } = new Dictionary<byte, PefFilter>();

    /// <summary>Alert policy entries by number.</summary>
    public IReadOnlyDictionary<byte, PefPolicy> Policies { get; init; } = new Dictionary<byte, PefPolicy>();

    /// <summary>The LAN channels in order.</summary>
    public IReadOnlyList<AlertChannelTables> Channels { get; init; } = [];

    /// <summary>The channel of the session; null if the BMC does not report it.</summary>
    public byte? OwnChannel { get; init; }

    /// <summary>What could not be read, and why.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the BMC has PEF; null if that is not known.</summary>
    public bool? IsSupported => Capabilities is not null || Control is not null ? true : CapabilitiesError?.Kind == IpmiErrorKind.CommandNotSupported ? false : null;

    /// <summary>The response for a switch, a delay or the GUID.</summary>
    public OptionalResponse<ParameterData> Switch(Parameter parameter) => Switches.TryGetValue(parameter, out var response) ? response : default;

    /// <summary>The filters that send an alert when an event matches, in the order in which the BMC tries them.</summary>
    public IEnumerable<KeyValuePair<byte, PefFilter>> AlertFilters =>
        Filters.Where(static pair => pair.Value.State.IsEnabled && pair.Value.Alerts).OrderBy(static pair => pair.Key);

    /// <summary>The policies that these filters start.</summary>
    public byte[] StartedPolicies => [.. AlertFilters.Select(static pair => pair.Value.PolicyNumber).Distinct()];

    /// <summary>The filters that switch off, reset or interrupt the system when an event matches.</summary>
    public IEnumerable<byte> PowerFilters => Control?.HasFlag(PefControl.Enabled) == true
        ? Filters.Where(pair => pair.Value.State.IsEnabled && (pair.Value.Actions & (ActionEnables ?? pair.Value.Actions) & AlertChange.PowerActions) != 0).Select(static pair => pair.Key).OrderBy(static number => number)
        : [];

    /// <summary>The enabled entries of a policy, in order.</summary>
    public IEnumerable<KeyValuePair<byte, PefPolicy>> EntriesOf(byte policy) =>
        Policies.Where(pair => pair.Value.IsEnabled && pair.Value.PolicyNumber == policy).OrderBy(static pair => pair.Key);

    /// <summary>The tables of a LAN channel; null if the BMC does not have it.</summary>
    public AlertChannelTables? Channel(byte channel) => Channels.FirstOrDefault(tables => tables.Channel == channel);
}

/// <summary>What one LAN channel has for alerts.</summary>
internal sealed record AlertChannelTables
{
    /// <summary>SNMP community of a BMC that was never configured. IPMI 2.0 table 23-4, parameter 16.</summary>
    public const string DefaultCommunity = "public";

    /// <summary>Number of the channel.</summary>
    public byte Channel { get; init; }

    /// <summary>SNMP community, which serves as a password; null if it could not be read.</summary>
    public string? Community { get; init; }

    /// <summary>Whether destinations can have IPv6 addresses.</summary>
    public bool SupportsIpv6 { get; init; }

    /// <summary>Types of the destinations by number; 0 is volatile.</summary>
    public IReadOnlyDictionary<byte, AlertDestinationType> Types { get; init; } = new Dictionary<byte, AlertDestinationType>();

    /// <summary>Addresses of the destinations by number; 0 is volatile.</summary>
    public IReadOnlyDictionary<byte, AlertDestinationAddress> Addresses { get; init; } = new Dictionary<byte, AlertDestinationAddress>();

    /// <summary>VLAN tags of the destinations by number.</summary>
    public IReadOnlyDictionary<byte, AlertDestinationVlan> Vlans { get; init; } = new Dictionary<byte, AlertDestinationVlan>();

    /// <summary>Access settings at present; null if they could not be read.</summary>
    public ChannelAccess? Active { get; init; }

    /// <summary>Access settings as stored; null if they could not be read.</summary>
    public ChannelAccess? Stored { get; init; }

    /// <summary>The address of a destination; null if it is not set, or not known.</summary>
    public IPAddress? AddressOf(byte destination) => Addresses.TryGetValue(destination, out var address) && IsSet(address.Address) ? address.Address : null;

    /// <summary>Whether a destination is of the type for traps; true also if that is not known.</summary>
    public bool GetsTraps(byte destination) => !Types.TryGetValue(destination, out var type) || type.Type == (byte)AlertDestinationKind.Pet;

    /// <summary>Whether an address is one: zeros stand for none.</summary>
    public static bool IsSet(IPAddress address) => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
}
