using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Pef;

/// <summary>What an event filter is to be; null for what is to stay.</summary>
public sealed record AlertFilterSettings
{
    /// <summary>Number of the filter, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Whether the filter is on.</summary>
    public bool? Enabled { get; init; }

    /// <summary>What happens when an event matches.</summary>
    public PefActions? Actions { get; init; }

    /// <summary>Alert policy, 0 to 15.</summary>
    public int? PolicyNumber { get; init; }

    /// <summary>Group control selector, 0 to 7.</summary>
    public int? GroupSelector { get; init; }

    /// <summary>Severity of the trap.</summary>
    public PefSeverity? Severity { get; init; }

    /// <summary>Sensor type; FFh for any.</summary>
    public byte? SensorType { get; init; }

    /// <summary>Sensor number; FFh for any.</summary>
    public byte? SensorNumber { get; init; }

    /// <summary>Event/reading type; FFh for any.</summary>
    public byte? EventType { get; init; }

    /// <summary>Offsets, a bit for each.</summary>
    public ushort? Offsets { get; init; }

    /// <summary>Slave address or software ID of the generator; FFh for any.</summary>
    public byte? GeneratorId { get; init; }

    /// <summary>Channel and LUN of the generator; FFh for any.</summary>
    public byte? GeneratorChannel { get; init; }

    /// <summary>How event data 1 is compared.</summary>
    public PefDataMatch? Data1 { get; init; }

    /// <summary>How event data 2 is compared.</summary>
    public PefDataMatch? Data2 { get; init; }

    /// <summary>How event data 3 is compared.</summary>
    public PefDataMatch? Data3 { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this == new AlertFilterSettings { Number = Number };

    /// <summary>The filter with these settings.</summary>
    internal PefFilter Apply(PefFilter filter) => filter with
    {
        State = filter.State with { IsEnabled = Enabled ?? filter.State.IsEnabled },
        Actions = Actions ?? filter.Actions,
        PolicyNumber = (byte?)PolicyNumber ?? filter.PolicyNumber,
        GroupSelector = (byte?)GroupSelector ?? filter.GroupSelector,
        Severity = Severity ?? filter.Severity,
        SensorType = SensorType ?? filter.SensorType,
        SensorNumber = SensorNumber ?? filter.SensorNumber,
        EventType = EventType ?? filter.EventType,
        Offsets = Offsets ?? filter.Offsets,
        GeneratorId = GeneratorId ?? filter.GeneratorId,
        GeneratorChannel = GeneratorChannel ?? filter.GeneratorChannel,
        Data1 = Data1 ?? filter.Data1,
        Data2 = Data2 ?? filter.Data2,
        Data3 = Data3 ?? filter.Data3,
    };
}

/// <summary>What an alert policy entry is to be; null for what is to stay.</summary>
public sealed record AlertPolicySettings
{
    /// <summary>Number of the entry, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Whether the entry is on.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Policy that the entry belongs to, 0 to 15.</summary>
    public int? PolicyNumber { get; init; }

    /// <summary>When the entry applies.</summary>
    public PefPolicyRule? Rule { get; init; }

    /// <summary>Channel, 0 to 15.</summary>
    public int? Channel { get; init; }

    /// <summary>Number of the destination on the channel, 0 to 15.</summary>
    public int? Destination { get; init; }

    /// <summary>Alert string, 0 to 255.</summary>
    public int? StringKey { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this == new AlertPolicySettings { Number = Number };

    /// <summary>The entry with these settings.</summary>
    internal PefPolicy Apply(PefPolicy entry) => new(
        (byte?)PolicyNumber ?? entry.PolicyNumber, Enabled ?? entry.IsEnabled, Rule ?? entry.Rule, (byte?)Channel ?? entry.Channel, (byte?)Destination ?? entry.Destination, (byte?)StringKey ?? entry.StringKey);
}

/// <summary>What an alert destination is to be; null for what is to stay.</summary>
public sealed record AlertDestinationSettings
{
    /// <summary>LAN channel, 1 to 11; null for the one that the session uses.</summary>
    public int? Channel { get; init; }

    /// <summary>Number of the destination, 0 to 15; 0 is volatile.</summary>
    public int Number { get; init; }

    /// <summary>IPv4 or IPv6 address; 0.0.0.0 for none.</summary>
    public IPAddress? Receiver { get; init; }

    /// <summary>Whether the BMC waits for an acknowledgement.</summary>
    public bool? Acknowledged { get; init; }

    /// <summary>What is sent.</summary>
    public AlertDestinationKind? Type { get; init; }

    /// <summary>Time to wait for an acknowledgement, or between retries, 0 to 255, where 0 is one second.</summary>
    public int? AlertTimeout { get; init; }

    /// <summary>How often an alert is repeated, 0 to 7.</summary>
    public int? Retries { get; init; }

    /// <summary>Whether alerts go by the backup gateway.</summary>
    public bool? UseBackupGateway { get; init; }

    /// <summary>MAC address; zeros let the BMC find it.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>VLAN, 1 to 4094; 0 for none.</summary>
    public int? VlanId { get; init; }

    /// <summary>Priority in the VLAN tag, 0 to 7.</summary>
    public int? VlanPriority { get; init; }

    /// <summary>SNMP community of the channel, at most 18 printable ASCII characters.</summary>
    public string? Community { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this == new AlertDestinationSettings { Channel = Channel, Number = Number };

    /// <summary>The type with these settings.</summary>
    internal AlertDestinationType Apply(AlertDestinationType type) =>
        new(Acknowledged ?? type.IsAcknowledged, (byte?)Type ?? type.Type, (byte?)AlertTimeout ?? type.TimeoutSeconds, (byte?)Retries ?? type.Retries);

    /// <summary>The address with these settings. The MAC address of another receiver is forgotten.</summary>
    internal AlertDestinationAddress Apply(AlertDestinationAddress address) => new(
        Receiver ?? address.Address, UseBackupGateway ?? address.UseBackupGateway,
        MacAddress ?? (Receiver is null || Receiver.Equals(address.Address) ? address.MacAddress : LanCodecs.NoMac));
}
