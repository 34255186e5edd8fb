using System;

namespace IpmiPS;

/// <summary>
/// An alert that arrived as an SNMP trap or inform: a platform event trap (PET) of a BMC, or a trap of something else. IPMI Platform Event Trap
/// Format Specification 1.0.
/// </summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Timestamp), nameof(Received), nameof(Sender), nameof(IsKnown), nameof(Severity), nameof(IsPet), nameof(Sensor), nameof(SensorType), nameof(SensorNumber),
    nameof(Event), nameof(Direction), nameof(Offset), nameof(Details), nameof(Entity), nameof(SystemGuid), nameof(Manufacturer), nameof(Enterprise), nameof(TrapOid),
    nameof(Sequence), nameof(SnmpVersion), nameof(IsInform), nameof(Raw))]
public sealed class Alert
{
    /// <summary>
    /// The computer's name in the inventory; without one, the address that the trap has for its sender, which a relay keeps; otherwise that of <see cref="Sender"/>. Empty if none is known.
    /// </summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Time of the event by the BMC's clock; null if it does not send one. UTC if the BMC does not send its UTC offset.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>UTC offset of the BMC's clock; null if it does not send it, and its times are taken as UTC.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>When the packet was received; null if that is not known.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>The address from which the packet came: that of the BMC, or of a relay. Null if not known.</summary>
    public string? Sender { get; init; }

    /// <summary>Whether the inventory has the computer; null without an inventory.</summary>
    public bool? IsKnown { get; init; }

    /// <summary>How serious the event is: as the BMC says, or as the specification has it if the BMC does not say it. Unknown for other traps.</summary>
    public SelSeverity Severity { get; init; }

    /// <summary>Whether it is a platform event trap. Everything else in SNMP is false, and has only text.</summary>
    public bool IsPet { get; init; }

    /// <summary>Sensor type and number, as text; null without a sensor.</summary>
    public string? Sensor { get; init; }

    /// <summary>Sensor type by name; null without a sensor.</summary>
    public string? SensorType { get; init; }

    /// <summary>Sensor type as a number; null without a sensor.</summary>
    public int? SensorTypeCode { get; init; }

    /// <summary>The sensor's number; null if not specified.</summary>
    public int? SensorNumber { get; init; }

    /// <summary>Event/reading type, 00h to FFh; null without a sensor.</summary>
    public int? EventType { get; init; }

    /// <summary>Offset of the event within its type, 0 to 14; null if not specified.</summary>
    public int? Offset { get; init; }

    /// <summary>What happened, in the words of the specification.</summary>
    public string Event { get; init; } = "";

    /// <summary>Whether the state began or ended; null without a sensor.</summary>
    public EventDirection? Direction { get; init; }

    /// <summary>Description of event data 2 and 3; for other traps, their variables. Null if there is nothing to tell.</summary>
    public string? Details { get; init; }

    /// <summary>Event data 1 to 3; null without a sensor.</summary>
    public ByteString? EventData { get; init; }

    /// <summary>Slave address or software ID of the sensor's controller; null if not specified.</summary>
    public int? GeneratorId { get; init; }

    /// <summary>The component that the event is about, with its instance, such as "Power Supply 2"; null if not specified.</summary>
    public string? Entity { get; init; }

    /// <summary>GUID of the system; null if not set.</summary>
    public Guid? SystemGuid { get; init; }

    /// <summary>Sequence number of the alert, the same in each repetition; null for other traps.</summary>
    public int? Sequence { get; init; }

    /// <summary>The manufacturer's IANA number; null for other traps.</summary>
    public int? ManufacturerId { get; init; }

    /// <summary>The manufacturer's name, or "Unknown" with the number; null for other traps.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The manufacturer's number of the product; null for other traps.</summary>
    public int? ProductId { get; init; }

    /// <summary>Manufacturer's data at the end of the trap; null if there are none.</summary>
    public ByteString? OemData { get; init; }

    /// <summary>Object identifier of who defines the trap; 1.3.6.1.4.1.3183.1.1 for platform event traps.</summary>
    public string Enterprise { get; init; } = "";

    /// <summary>Object identifier of the trap; for SNMP version 1, made of enterprise and number.</summary>
    public string TrapOid { get; init; } = "";

    /// <summary>SNMP version, "1" or "2c".</summary>
    public string SnmpVersion { get; init; } = "";

    /// <summary>Whether the sender waits for a response (SNMP inform).</summary>
    public bool IsInform { get; init; }

    /// <summary>The packet.</summary>
    public ByteString Raw { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {(Sensor is null ? "" : Sensor + " ")}{Event}";
}
