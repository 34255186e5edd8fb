using System;

namespace IpmiPS;

/// <summary>One entry of a BMC's system event log, decoded. IPMI 2.0 section 32.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Id), nameof(Timestamp), nameof(TimestampKind), nameof(Severity), nameof(SensorType),
    nameof(SensorName), nameof(SensorNumber), nameof(Event), nameof(Direction), nameof(Value), nameof(Unit), nameof(Threshold),
    nameof(Details), nameof(GeneratorId), nameof(RecordType), nameof(Raw))]
public sealed class SelEntry
{
    /// <summary>The BMC as the caller named it.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Record ID, by which the BMC finds the entry. IDs need not be consecutive.</summary>
    public int Id { get; init; }

    /// <summary>When it happened, by the BMC's clock; null where <see cref="TimestampKind"/> is not Clock.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What the time is worth.</summary>
    public SelTimestampKind TimestampKind { get; init; }

    /// <summary>Offset of the BMC's clock from UTC; null where the BMC does not tell it, and its times are taken for UTC.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>For entries of before the BMC's clock was set: the time since the BMC had started.</summary>
    public TimeSpan? TimeSinceStart { get; init; }

    /// <summary>How much it matters.</summary>
    public SelSeverity Severity { get; init; }

    /// <summary>
    /// What the event is about: the sensor's name, with its entity where several sensors of the BMC have that name ("Power Supply 1 ·
    /// Status"); where the SDR has no such sensor, its type and number. Null for OEM records.
    /// </summary>
    public string? Sensor { get; init; }

    /// <summary>Sensor type by name; null for OEM records.</summary>
    public string? SensorType { get; init; }

    /// <summary>The sensor's name, where the SDR has it.</summary>
    public string? SensorName { get; init; }

    /// <summary>The sensor's number; null for OEM records.</summary>
    public int? SensorNumber { get; init; }

    /// <summary>What happened, in the words of the specification.</summary>
    public string Event { get; init; } = "";

    /// <summary>Whether the state began or ended; null for OEM records.</summary>
    public EventDirection? Direction { get; init; }

    /// <summary>The reading that triggered a threshold event, where the event holds it and the SDR tells how to convert it.</summary>
    public double? Value { get; init; }

    /// <summary>Unit of <see cref="Value"/> and <see cref="Threshold"/>, such as °C.</summary>
    public string? Unit { get; init; }

    /// <summary>The threshold that was crossed, where the event holds it and the SDR tells how to convert it.</summary>
    public double? Threshold { get; init; }

    /// <summary>What event data 2 and 3 say beyond the event: which DIMM, which POST step, why; parts are separated by semicolons.</summary>
    public string? Details { get; init; }

    /// <summary>Who saw it: low byte slave address or software ID, high byte channel and LUN. Null for OEM records.</summary>
    public int? GeneratorId { get; init; }

    /// <summary>Record type: 02h system event, C0h to DFh OEM with a time, E0h to FFh OEM without.</summary>
    public byte RecordType { get; init; }

    /// <summary>Whether the standard knows the record type. Some BMCs log events under types that it does not know.</summary>
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

    /// <summary>The record as the BMC gave it, 16 bytes.</summary>
    public ByteString Raw { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName} {Id}: {Sensor} {Event}";
}
