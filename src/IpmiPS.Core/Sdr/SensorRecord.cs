using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>What the records of full, compact and event-only sensors have in common. IPMI 2.0 sections 43.1 to 43.3.</summary>
public abstract record SensorRecord : SdrRecord
{
    /// <summary>
    /// Who has the sensor: with bit 0 clear a controller's slave address (20h is the BMC), with bit 0 set the id of system
    /// software, which cannot be asked.
    /// </summary>
    public byte OwnerId { get; init; } = 0x20;

    /// <summary>Logical unit of the owner that answers for the sensor, 0 to 3.</summary>
    public byte OwnerLun { get; init; }

    /// <summary>Logical unit of the owner that answers for FRU information, 0 to 3; of event-only records.</summary>
    public byte FruLun { get; init; }

    /// <summary>Channel that the owner is on, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>Number of the sensor, unique together with owner and logical unit.</summary>
    public byte SensorNumber { get; init; }

    /// <summary>Entity ID: the kind of thing that the sensor watches.</summary>
    public byte EntityId { get; init; }

    /// <summary>Which of the entities of that kind, 0 to 127; from 60h on the number is relative to the owner.</summary>
    public byte EntityInstance { get; init; }

    /// <summary>Whether the entity is a logical container (a group of processors, say) and not the thing itself.</summary>
    public bool IsLogicalEntity { get; init; }

    /// <summary>Sensor type code, table 42-3.</summary>
    public byte SensorType { get; init; }

    /// <summary>Event/reading type code, table 42-1.</summary>
    public byte EventReadingType { get; init; }

    /// <summary>Byte that is the vendor's to use.</summary>
    public byte Oem { get; init; }

    /// <summary>The id string as it is stored, without NULs at its end.</summary>
    public string IdString { get; init; } = "";

    /// <summary>The id string fit to be shown: without blanks around it and without control characters.</summary>
    public string Name => Clean(IdString);

    /// <summary>The name, or what the sensor is called that has none.</summary>
    internal string NameOrNumber => Name.Length > 0 ? Name : $"Sensor {SensorNumber:X2}h";

    /// <summary>Whether the owner is system software (BIOS, SMI handler, agent), which cannot be asked for a reading.</summary>
    public bool IsOwnedBySoftware => (OwnerId & 0x01) != 0;

    /// <summary>The sensors of a record that several share, each with number, entity and name of its own; else the record itself.</summary>
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

    internal static string Clean(string text) => ShownText.Of(text).Trim();
}
