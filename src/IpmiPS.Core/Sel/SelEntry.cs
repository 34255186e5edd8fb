using System;

namespace IpmiPS;

/// <summary>One entry of a BMC's system event log, decoded. IPMI 2.0 section 32.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Id), nameof(Timestamp), nameof(TimestampKind), nameof(Severity), nameof(SensorType),
    nameof(SensorName), nameof(SensorNumber), nameof(Event), nameof(Direction), nameof(Value), nameof(Unit), nameof(Threshold),
    nameof(Details), nameof(Part), nameof(GeneratorId), nameof(RecordType), nameof(Raw))]
public sealed class SelEntry
{
    private SelSeverity _severity;

    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Record ID. IDs need not be consecutive.</summary>
    public int Id { get; init; }

    /// <summary>Time of the event by the BMC's clock; null if <see cref="TimestampKind"/> is not Clock.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Kind of the time.</summary>
    public SelTimestampKind TimestampKind { get; init; }

    /// <summary>UTC offset of the BMC's clock; null if the BMC does not report it, and its times are taken as UTC.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>The time since the BMC started, for entries from before its clock was set.</summary>
    public TimeSpan? TimeSinceStart { get; init; }

    /// <summary>How serious the event is.</summary>
    public SelSeverity Severity
    {
        get => _severity;
        init => _severity = value;
    }

    /// <summary>
    /// The sensor's name, with its entity if several sensors of the BMC have that name ("Power Supply 1 ·
    /// Status"); its type and number if the SDR does not have the sensor. Null for OEM records.
    /// </summary>
    public string? Sensor { get; init; }

    /// <summary>Sensor type by name; null for OEM records.</summary>
    public string? SensorType { get; init; }

    /// <summary>The sensor's name; null if the SDR does not have the sensor.</summary>
    public string? SensorName { get; init; }

    /// <summary>The sensor's number; null for OEM records.</summary>
    public int? SensorNumber { get; init; }

    /// <summary>What happened, in the words of the specification.</summary>
    public string Event { get; init; } = "";

    /// <summary>Whether the state began or ended; null for OEM records.</summary>
    public EventDirection? Direction { get; init; }

    /// <summary>The reading that triggered a threshold event, if the event has it and the SDR has the conversion.</summary>
    public double? Value { get; init; }

    /// <summary>Unit of <see cref="Value"/> and <see cref="Threshold"/>, such as °C.</summary>
    public string? Unit { get; init; }

    /// <summary>The threshold that was crossed, if the event has it and the SDR has the conversion.</summary>
    public double? Threshold { get; init; }

    /// <summary>Description of event data 2 and 3, such as the DIMM, the POST step or the reason; parts are separated by semicolons.</summary>
    public string? Details { get; init; }

    /// <summary>The memory module, processor or card that failed, such as "CPU 1, DIMM A2"; null unless the manufacturer's event data are known.</summary>
    public string? Part { get; init; }

    /// <summary>Generator of the event: low byte slave address or software ID, high byte channel and LUN. Null for OEM records.</summary>
    public int? GeneratorId { get; init; }

    /// <summary>Record type: 02h system event, C0h to DFh OEM with a time, E0h to FFh OEM without.</summary>
    public byte RecordType { get; init; }

    /// <summary>Whether the specification defines the record type. Some BMCs log events with undefined types.</summary>
    public bool IsStandardType { get; init; } = true;

    /// <summary>Sensor type as a number; null for OEM records.</summary>
    public int? SensorTypeCode { get; init; }

    /// <summary>Event/reading type, 01h to 7Fh; null for OEM records.</summary>
    public int? EventType { get; init; }

    /// <summary>Event data 1 to 3; null for OEM records.</summary>
    public ByteString? EventData { get; init; }

    /// <summary>The manufacturer's IANA number, for OEM records with a time.</summary>
    public int? ManufacturerId { get; init; }

    /// <summary>The manufacturer's data of an OEM record; null for events.</summary>
    public ByteString? OemData { get; init; }

    /// <summary>The record as returned by the BMC, 16 bytes.</summary>
    public ByteString Raw { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName} {Id}: {Sensor} {Event}";

    /// <summary>The same entry with another severity.</summary>
    internal SelEntry WithSeverity(SelSeverity severity)
    {
        var copy = (SelEntry)MemberwiseClone();
        copy._severity = severity;
        return copy;
    }
}
