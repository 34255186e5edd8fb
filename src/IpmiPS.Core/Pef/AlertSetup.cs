using System;
using System.Collections.Generic;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS;

/// <summary>A link of the chain from an event to its alert.</summary>
public enum AlertLink
{
    /// <summary>The BMC has platform event filtering, and it can send alerts.</summary>
    Pef = 0,

    /// <summary>Platform event filtering is on.</summary>
    Switch = 1,

    /// <summary>The action "alert" is enabled.</summary>
    Action = 2,

    /// <summary>An event filter matches, is on, and alerts.</summary>
    Filter = 3,

    /// <summary>The filter's policy has an entry that is on.</summary>
    Policy = 4,

    /// <summary>The entry's destination has an address.</summary>
    Destination = 5,

    /// <summary>The channel lets alerts pass.</summary>
    Channel = 6,

    /// <summary>Platform event filtering does not leave events to software at present. IPMI 2.0 section 17.3.</summary>
    Timer = 7,

    /// <summary>The alert arrives at the receiver.</summary>
    Network = 8,

    /// <summary>The alert has the community that the receiver accepts.</summary>
    Community = 9,

    /// <summary>The BMC gets the acknowledgement that it waits for.</summary>
    Acknowledgement = 10,
}

/// <summary>What keeps alerts from being sent.</summary>
/// <param name="Link">The link that is broken.</param>
/// <param name="Fault">What is wrong, without a full stop.</param>
/// <param name="Remedy">What to do, without a full stop; null if nothing is known.</param>
internal sealed record AlertProblem(AlertLink Link, string Fault, string? Remedy = null)
{
    /// <summary>What is wrong, and what to do.</summary>
    public string Text => Remedy is null ? $"{Fault}." : $"{Fault}: {Remedy}.";
}

/// <summary>What is known about an SNMP community, which serves as a password and is not shown.</summary>
public enum AlertCommunity
{
    /// <summary>It could not be read.</summary>
    Unknown = 0,

    /// <summary>It is "public", as on a BMC that was never configured.</summary>
    Default = 1,

    /// <summary>It is another one.</summary>
    Set = 2,

    /// <summary>No community is set.</summary>
    Empty = 3,
}

/// <summary>A LAN channel, as far as alerts are concerned.</summary>
public sealed record AlertChannel
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Number of the channel.</summary>
    public int Channel { get; init; }

    /// <summary>Whether alerts are sent, at present; null if not known.</summary>
    public bool? ActiveAlerting { get; init; }

    /// <summary>Whether alerts are sent, as stored; null if not known.</summary>
    public bool? StoredAlerting { get; init; }

    /// <summary>The SNMP community of the traps.</summary>
    public AlertCommunity Community { get; init; }

    /// <summary>Whether receivers can have IPv6 addresses.</summary>
    public bool SupportsIPv6 { get; init; }

    /// <summary>Channel and whether alerts are sent.</summary>
    public override string ToString() => $"{Channel}: {(ActiveAlerting switch { true => "on", false => "off", _ => "unknown" })}";
}

/// <summary>Which alerts go to one receiver.</summary>
public sealed record AlertRoute
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Address of the receiver; null if the destination has none.</summary>
    public string? Receiver { get; init; }

    /// <summary>LAN channel.</summary>
    public int Channel { get; init; }

    /// <summary>Number of the destination on the channel.</summary>
    public int Destination { get; init; }

    /// <summary>The groups of events for which alerts are sent.</summary>
    public AlertEvents Events { get; init; }

    /// <summary>Numbers of the event filters that alert this receiver.</summary>
    public int[] Filters { get; init; } = [];

    /// <summary>Numbers of the alert policies that have this receiver.</summary>
    public int[] Policies { get; init; } = [];

    /// <summary>What the filters look for that belong to no group.</summary>
    public string[] OtherEvents { get; init; } = [];

    /// <summary>Whether the BMC waits for an acknowledgement; null if not known.</summary>
    public bool? Acknowledged { get; init; }

    /// <summary>Whether an alert is sent at present if such an event happens.</summary>
    public bool IsActive { get; init; }

    /// <summary>Events, receiver, and whether it works.</summary>
    public override string ToString()
    {
        var events = new List<string>();
        if (Events != AlertEvents.None)
            events.Add(Events.ToString());
        events.AddRange(OtherEvents);
        return $"{(events.Count == 0 ? "no event" : string.Join("; ", events))} -> {Receiver ?? "no address"}{(IsActive ? "" : " (not sent)")}";
    }
}

/// <summary>A text that an alert can have.</summary>
public sealed record AlertText
{
    /// <summary>Number of the text; 0 is volatile.</summary>
    public int Number { get; init; }

    /// <summary>Event filter that it belongs to; 0 for none.</summary>
    public int Filter { get; init; }

    /// <summary>String set that it belongs to; 0 for none.</summary>
    public int StringSet { get; init; }

    /// <summary>The text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Number and text.</summary>
    public override string ToString() => $"{Number}: {Text}";
}

/// <summary>How a BMC sends alerts: on which events, to whom, and what is missing. IPMI 2.0 sections 17 and 30.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(IsSupported), nameof(Enabled), nameof(On), nameof(Receiver), nameof(Routes), nameof(Missing), nameof(Channels), nameof(Version), nameof(Actions), nameof(EnabledActions),
    nameof(FilterCount), nameof(PolicyCount), nameof(EventMessages), nameof(StartupDelay), nameof(AlertStartupDelay), nameof(PostponeSeconds), nameof(LastRecord), nameof(LastSoftwareEvent), nameof(LastBmcEvent), nameof(SystemGuid), nameof(Texts), nameof(Notes))]
public sealed record AlertSetup
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether the BMC has platform event filtering (PEF); null if that is not known.</summary>
    public bool? IsSupported { get; init; }

    /// <summary>Version of PEF, such as 1.5; null if the BMC does not say it.</summary>
    public string? Version { get; init; }

    /// <summary>The actions that the BMC supports; null if it does not say it.</summary>
    public PefActions? Actions { get; init; }

    /// <summary>Number of event filters; null if not known.</summary>
    public int? FilterCount { get; init; }

    /// <summary>Number of alert policy entries; null if not known.</summary>
    public int? PolicyCount { get; init; }

    /// <summary>Whether PEF is on; null if not known.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether actions are logged as events; null if not known.</summary>
    public bool? EventMessages { get; init; }

    /// <summary>The actions that are enabled for all filters together; null if not known.</summary>
    public PefActions? EnabledActions { get; init; }

    /// <summary>Seconds that PEF waits after power-up and reset; 0 if it does not, null if not known.</summary>
    public int? StartupDelay { get; init; }

    /// <summary>Seconds that alerts wait after power-up and reset; 0 if they do not, null if not known.</summary>
    public int? AlertStartupDelay { get; init; }

    /// <summary>Seconds until PEF takes events from software again; 0 if it does, 254 until the system restarts, null if not known.</summary>
    public int? PostponeSeconds { get; init; }

    /// <summary>ID of the last record in the log when it was read; null if the log is empty or that is not known.</summary>
    public int? LastRecord { get; init; }

    /// <summary>ID of the last record that software has processed; null if not known.</summary>
    public int? LastSoftwareEvent { get; init; }

    /// <summary>ID of the last record that PEF has processed, 0 if it could not be logged; null if not known.</summary>
    public int? LastBmcEvent { get; init; }

    /// <summary>The GUID that traps have, as hexadecimal bytes; "None" if it is the system's own. Null if not known.</summary>
    public string? SystemGuid { get; init; }

    /// <summary>LAN channels.</summary>
    public AlertChannel[] Channels { get; init; } = [];

    /// <summary>The groups of events for which the receivers get alerts, or would if there were any; null if receivers get different ones, or if that is not known.</summary>
    public AlertEvents? On { get; init; }

    /// <summary>Addresses of the receivers, with blanks between them; empty if there are none.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>Which alerts go to whom.</summary>
    public AlertRoute[] Routes { get; init; } = [];

    /// <summary>Texts that alerts can have, as far as they are set.</summary>
    public AlertText[] Texts { get; init; } = [];

    /// <summary>What is missing before alerts are sent; empty if nothing is.</summary>
    public string[] Missing { get; init; } = [];

    /// <summary>Remarks, and why properties are null.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>The computer, and its routes.</summary>
    public override string ToString() => $"{ComputerName}: {(IsSupported == false ? "no platform event filtering" : Routes.Length == 0 ? "no receiver" : string.Join("; ", (IEnumerable<AlertRoute>)Routes))}";
}
