using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>The entities that an entity contains, where instances are counted per controller. Type 09h. IPMI 2.0 section 43.5.</summary>
public sealed record DeviceRelativeEntityAssociationRecord : SdrRecord
{
    private const int ContainedCount = 4;

    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.DeviceRelativeEntityAssociation;

    /// <summary>The containing entity.</summary>
    public EntityReference Container { get; init; }

    /// <summary>[7] the parts are two ranges instead of a list, [6] further records continue this container, [5] presence sensors are always accessible.</summary>
    public byte Flags { get; init; }

    /// <summary>Whether the parts are two ranges of entities instead of a list.</summary>
    public bool IsRange => (Flags & 0x80) != 0;

    /// <summary>The parts: four entities, or two ranges of first and last; ID 00h if there is none.</summary>
    public IReadOnlyList<EntityReference> Contained { get; init; } = [];

    internal static DeviceRelativeEntityAssociationRecord ReadBody(ByteReader reader)
    {
        // 6, 7 container; 8 its device address; 9 [7:4] its channel; 10 flags;
        // 11:26 four times device address, [7:4] channel, entity id, instance; 27:32 reserved
        byte id = reader.ReadByte();
        byte instance = reader.ReadByte();
        var container = new EntityReference(id, instance, reader.ReadByte(), (byte)(reader.ReadByte() >> 4));
        byte flags = reader.ReadByte();
        var contained = new EntityReference[ContainedCount];
        for (int i = 0; i < contained.Length; i++)
        {
            byte address = reader.ReadByte();
            byte channel = (byte)(reader.ReadByte() >> 4);
            contained[i] = new EntityReference(reader.ReadByte(), reader.ReadByte(), address, channel);
        }

        return new DeviceRelativeEntityAssociationRecord { Container = container, Flags = flags, Contained = contained };
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteByte(Container.Id);
        writer.WriteByte(Container.Instance);
        writer.WriteByte(Container.DeviceAddress);
        writer.WriteByte((byte)(Container.Channel << 4));
        writer.WriteByte(Flags);
        for (int i = 0; i < ContainedCount; i++)
        {
            EntityReference entity = i < Contained.Count ? Contained[i] : default;
            writer.WriteByte(entity.DeviceAddress);
            writer.WriteByte((byte)(entity.Channel << 4));
            writer.WriteByte(entity.Id);
            writer.WriteByte(entity.Instance);
        }

        writer.WriteRepeated(0, 6);
    }
}
