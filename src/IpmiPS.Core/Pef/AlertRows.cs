using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS;

/// <summary>An event filter: which events set off which actions. IPMI 2.0 section 17.7, table 17-2.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Number), nameof(Enabled), nameof(IsPreset), nameof(Actions), nameof(PolicyNumber), nameof(Severity), nameof(Description), nameof(SensorType), nameof(SensorNumber),
    nameof(EventType), nameof(Offsets), nameof(Events), nameof(GeneratorId), nameof(GeneratorChannel), nameof(GroupSelector), nameof(Data1), nameof(Data2), nameof(Data3))]
public sealed record AlertFilter
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Number of the filter, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Whether the filter is on.</summary>
    public bool Enabled { get; init; }

    /// <summary>Whether the vendor has set the filter, so that it can only be switched on and off.</summary>
    public bool IsPreset { get; init; }

    /// <summary>What happens when an event matches.</summary>
    public PefActions Actions { get; init; }

    /// <summary>Alert policy, 1 to 15; 0 for none.</summary>
    public int PolicyNumber { get; init; }

    /// <summary>Severity of the trap.</summary>
    public PefSeverity Severity { get; init; }

    /// <summary>What the filter looks for: a group of events, or else in the words of the specification.</summary>
    public string Description { get; init; } = "";

    /// <summary>Sensor type by name; "Any" for all.</summary>
    public string SensorType { get; init; } = "";

    /// <summary>Sensor number; "Any" for all.</summary>
    public string SensorNumber { get; init; } = "";

    /// <summary>Event/reading type: Threshold, SensorSpecific, "Any" for all, or a number such as 0x0B.</summary>
    public string EventType { get; init; } = "";

    /// <summary>Offsets of the events, 0 to 15, with blanks between them; "Any" for all.</summary>
    public string Offsets { get; init; } = "";

    /// <summary>The events in the words of the specification; empty for any.</summary>
    public string[] Events { get; init; } = [];

    /// <summary>Slave address or software ID of the event's generator, such as 0x20; "Any" for all.</summary>
    public string GeneratorId { get; init; } = "";

    /// <summary>Channel and LUN of the event's generator, such as 0x00; "Any" for all.</summary>
    public string GeneratorChannel { get; init; } = "";

    /// <summary>Group control selector, 0 to 7.</summary>
    public int GroupSelector { get; init; }

    /// <summary>How event data 1 is compared: AND mask, compare 1, compare 2; zeros match any.</summary>
    public string Data1 { get; init; } = "";

    /// <summary>How event data 2 is compared.</summary>
    public string Data2 { get; init; } = "";

    /// <summary>How event data 3 is compared.</summary>
    public string Data3 { get; init; } = "";

    /// <summary>Number and description.</summary>
    public override string ToString() => $"{ComputerName} filter {Number}: {Description}";
}

/// <summary>An alert policy entry: to which destination the alerts of a policy go. IPMI 2.0 section 17.11, table 17-4.</summary>
public sealed record AlertPolicy
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Number of the entry, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Whether the entry is on.</summary>
    public bool Enabled { get; init; }

    /// <summary>Policy that the entry belongs to, 1 to 15; 0 for an unused entry.</summary>
    public int PolicyNumber { get; init; }

    /// <summary>When the entry applies.</summary>
    public PefPolicyRule Rule { get; init; }

    /// <summary>Channel, 0 to 15.</summary>
    public int Channel { get; init; }

    /// <summary>Number of the destination on the channel, 0 to 15.</summary>
    public int Destination { get; init; }

    /// <summary>Alert string: 0 for none; 1 to 127 a string; from 128 on, a set of strings, of which the event's filter chooses one.</summary>
    public int StringKey { get; init; }

    /// <summary>Number, policy and destination.</summary>
    public override string ToString() => $"{ComputerName} policy entry {Number}: policy {PolicyNumber}, channel {Channel}, destination {Destination}";
}

/// <summary>What an alert destination is sent. IPMI 2.0 table 23-4, parameter 18.</summary>
public enum AlertDestinationKind
{
    /// <summary>Platform event traps (SNMP).</summary>
    Pet = 0,

    /// <summary>The vendor's first type.</summary>
    Oem1 = 6,

    /// <summary>The vendor's second type.</summary>
    Oem2 = 7,
}

/// <summary>A destination of alerts on a LAN channel. IPMI 2.0 table 23-4, parameters 18, 19 and 25.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Channel), nameof(Number), nameof(Receiver), nameof(Acknowledged), nameof(Type), nameof(AlertTimeout), nameof(Retries), nameof(UseBackupGateway), nameof(MacAddress),
    nameof(VlanId), nameof(VlanPriority), nameof(Community), nameof(Notes))]
public sealed record AlertDestination
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>LAN channel, 1 to 11.</summary>
    public int Channel { get; init; }

    /// <summary>Number of the destination, 0 to 15; 0 is volatile.</summary>
    public int Number { get; init; }

    /// <summary>IPv4 or IPv6 address; "None" if it is not set, null if it could not be read.</summary>
    public string? Receiver { get; init; }

    /// <summary>Whether the BMC waits for an acknowledgement; null if it could not be read.</summary>
    public bool? Acknowledged { get; init; }

    /// <summary>What is sent; null if it could not be read.</summary>
    public AlertDestinationKind? Type { get; init; }

    /// <summary>Time to wait for an acknowledgement, or between retries, 0 to 255, where 0 is one second; null if it could not be read.</summary>
    public int? AlertTimeout { get; init; }

    /// <summary>How often an alert is repeated, 0 to 7; null if it could not be read.</summary>
    public int? Retries { get; init; }

    /// <summary>Whether alerts go by the backup gateway; null if it could not be read.</summary>
    public bool? UseBackupGateway { get; init; }

    /// <summary>MAC address; "None" lets the BMC find it, null if it could not be read.</summary>
    public string? MacAddress { get; init; }

    /// <summary>VLAN that alerts are sent in, 1 to 4094; 0 for none, null if the BMC does not have it.</summary>
    public int? VlanId { get; init; }

    /// <summary>Priority in the VLAN tag, 0 to 7; null if the BMC does not have it.</summary>
    public int? VlanPriority { get; init; }

    /// <summary>The channel's SNMP community, which is not shown.</summary>
    public AlertCommunity Community { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>Channel, number and address.</summary>
    public override string ToString() => $"{ComputerName} channel {Channel} destination {Number}: {Receiver}";
}
