using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>Common base of full, compact and event-only sensor records. IPMI 2.0 sections 43.1 to 43.3.</summary>
public abstract record SensorRecord : SdrRecord
{
    /// <summary>
    /// Owner of the sensor: with bit 0 clear a controller's slave address (20h is the BMC), with bit 0 set the ID of system
    /// software, whose sensors cannot be read.
    /// </summary>
    public byte OwnerId { get; init; } = 0x20;

    /// <summary>LUN of the owner for the sensor, 0 to 3.</summary>
    public byte OwnerLun { get; init; }

    /// <summary>LUN of the owner for FRU information, 0 to 3; in event-only records.</summary>
    public byte FruLun { get; init; }

    /// <summary>Channel that the owner is on, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>Number of the sensor, unique together with owner and LUN.</summary>
    public byte SensorNumber { get; init; }

    /// <summary>Entity ID: the kind of component that the sensor monitors.</summary>
    public byte EntityId { get; init; }

    /// <summary>Entity instance, 0 to 127; from 60h on relative to the owner.</summary>
    public byte EntityInstance { get; init; }

    /// <summary>Whether the entity is a logical container, such as a group of processors, instead of a physical component.</summary>
    public bool IsLogicalEntity { get; init; }

    /// <summary>Sensor type code, table 42-3.</summary>
    public byte SensorType { get; init; }

    /// <summary>Event/reading type code, table 42-1.</summary>
    public byte EventReadingType { get; init; }

    /// <summary>OEM byte.</summary>
    public byte Oem { get; init; }

    /// <summary>The id string as stored, without trailing NULs.</summary>
    public string IdString { get; init; } = "";

    /// <summary>The id string without surrounding white space and control characters.</summary>
    public string Name => Clean(IdString);

    /// <summary>The name; "Sensor" and the number if it has none.</summary>
    internal string NameOrNumber => Name.Length > 0 ? Name : $"Sensor {SensorNumber:X2}h";

    /// <summary>Whether the owner is system software (BIOS, SMI handler, agent), whose sensors cannot be read.</summary>
    public bool IsOwnedBySoftware => (OwnerId & 0x01) != 0;

    /// <summary>The sensors of a shared record, each with its own number, entity and name; otherwise the record itself.</summary>
    public virtual IEnumerable<SensorRecord> Expand() => [this];

    private protected T ReadKey<T>(ByteReader reader)
        where T : SensorRecord
    {
        // 6 owner id; 7 [7:4] channel, [3:2] FRU LUN, [1:0] LUN; 8 number; 9 entity id; 10 [7] logical, [6:0] instance
        byte ownerId = reader.ReadByte();
        byte lun = reader.ReadByte();
        byte number = reader.ReadByte();
        byte entityId = reader.ReadByte();
        byte instance = reader.ReadByte();
        return (T)(this with
        {
            OwnerId = ownerId,
            Channel = (byte)(lun >> 4),
            FruLun = (byte)(lun >> 2 & 0x03),
            OwnerLun = (byte)(lun & 0x03),
            SensorNumber = number,
            EntityId = entityId,
            EntityInstance = (byte)(instance & 0x7F),
            IsLogicalEntity = (instance & 0x80) != 0,
        });
    }

    private protected void WriteKey(ByteWriter writer)
    {
        writer.WriteByte(OwnerId);
        writer.WriteByte((byte)(Channel << 4 | FruLun << 2 | OwnerLun));
        writer.WriteByte(SensorNumber);
        writer.WriteByte(EntityId);
        writer.WriteByte((byte)(EntityInstance | (IsLogicalEntity ? 0x80 : 0)));
    }

    internal static string Clean(string text) => SafeText.Of(text).Trim();
}
