using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS;

/// <summary>A sensor data record of a BMC.</summary>
[DisplayProperties(nameof(ComputerName), nameof(RecordId), nameof(RecordType), nameof(Name), nameof(Entity), nameof(SensorType), nameof(Number), nameof(OwnerId), nameof(Detail), nameof(Raw))]
public sealed class SdrEntry
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>ID of the record. It may change, and is not the sensor number.</summary>
    public int RecordId { get; init; }

    /// <summary>Type of the record.</summary>
    public SdrRecordType RecordType { get; init; }

    /// <summary>Name of the sensor or device; null for records that have none.</summary>
    public string? Name { get; init; }

    /// <summary>The component, such as "System Board 1"; null for records that have none.</summary>
    public string? Entity { get; init; }

    /// <summary>Sensor type by name, such as Temperature; null for records of no sensor.</summary>
    public string? SensorType { get; init; }

    /// <summary>Number of the sensor; null for records of no sensor.</summary>
    public int? Number { get; init; }

    /// <summary>Owner of the sensor: a controller's slave address; null for records of no sensor.</summary>
    public int? OwnerId { get; init; }

    /// <summary>What the record says besides, in a few words.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The record's bytes, with the header.</summary>
    public ByteString Raw { get; init; } = new([]);

    /// <summary>Describes a record.</summary>
    internal static SdrEntry Of(string computerName, byte[] bytes)
    {
        SdrRecord record = SdrRecord.ReadOrUnknown(bytes);
        var sensor = record as SensorRecord;
        return new SdrEntry
        {
            ComputerName = computerName,
            RecordId = record.RecordId,
            RecordType = record.RecordType,
            Name = sensor?.NameOrNumber ?? (record as LocatorRecord)?.Name,
            Entity = record switch
            {
                SensorRecord { EntityId: var id, EntityInstance: var instance } => EntityReference.Describe(id, instance),
                LocatorRecord { EntityId: var id, EntityInstance: var instance } => EntityReference.Describe(id, instance),
                EntityAssociationRecord association => association.Container.ToString(),
                DeviceRelativeEntityAssociationRecord association => association.Container.ToString(),
                _ => null,
            },
            SensorType = sensor is null ? null : SensorTypes.Describe(sensor.SensorType),
            Number = sensor?.SensorNumber,
            OwnerId = sensor?.OwnerId,
            Detail = SdrDetails.Describe(record),
            Raw = new ByteString(bytes),
        };
    }

    /// <summary>The record with all its fields, as a type of its own for each kind; a malformed one is an <see cref="UnknownRecord"/>.</summary>
    public SdrRecord ToRecord() => SdrRecord.ReadOrUnknown(Raw);

    /// <inheritdoc/>
    public override string ToString() => $"{RecordId:X4}h {RecordType} {Name}".TrimEnd();
}
