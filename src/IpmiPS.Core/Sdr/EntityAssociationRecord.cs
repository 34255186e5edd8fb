using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>The entities that an entity contains. Type 08h. IPMI 2.0 section 43.4.</summary>
public sealed record EntityAssociationRecord : SdrRecord
{
    private const int ContainedCount = 4;

    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.EntityAssociation;

    /// <summary>The containing entity.</summary>
    public EntityReference Container { get; init; }

    /// <summary>[7] the parts are two ranges instead of a list, [6] further records continue this container, [5] presence sensors are always accessible.</summary>
    public byte Flags { get; init; }

    /// <summary>Whether the parts are two ranges of entities instead of a list.</summary>
    public bool IsRange => (Flags & 0x80) != 0;

    /// <summary>The parts: four entities, or two ranges of first and last; ID 00h if there is none.</summary>
    public IReadOnlyList<EntityReference> Contained { get; init; } = [];

    internal static EntityAssociationRecord ReadBody(ByteReader reader)
    {
        // 6, 7 container; 8 flags; 9:16 four times entity id, instance
        var container = new EntityReference(reader.ReadByte(), reader.ReadByte());
        byte flags = reader.ReadByte();
        var contained = new EntityReference[ContainedCount];
        for (int i = 0; i < contained.Length; i++)
            contained[i] = new EntityReference(reader.ReadByte(), reader.ReadByte());
        return new EntityAssociationRecord { Container = container, Flags = flags, Contained = contained };
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteByte(Container.Id);
        writer.WriteByte(Container.Instance);
        writer.WriteByte(Flags);
        for (int i = 0; i < ContainedCount; i++)
        {
            EntityReference entity = i < Contained.Count ? Contained[i] : default;
            writer.WriteByte(entity.Id);
            writer.WriteByte(entity.Instance);
        }
    }
}
