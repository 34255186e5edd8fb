using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>Common base of the device locator records. IPMI 2.0 sections 43.7 to 43.9.</summary>
public abstract record LocatorRecord : SdrRecord
{
    /// <summary>Entity ID of the device.</summary>
    public byte EntityId { get; init; }

    /// <summary>Instance of the entity.</summary>
    public byte EntityInstance { get; init; }

    /// <summary>OEM byte.</summary>
    public byte Oem { get; init; }

    /// <summary>The device's id string as stored, without trailing NULs.</summary>
    public string IdString { get; init; } = "";

    /// <summary>The id string without surrounding white space and control characters.</summary>
    public string Name => SensorRecord.Clean(IdString);

    private protected T ReadEntityAndName<T>(ByteReader reader)
        where T : LocatorRecord =>
        (T)(this with
        {
            // 13 entity id; 14 entity instance; 15 OEM; 16: id string
            EntityId = reader.ReadByte(),
            EntityInstance = reader.ReadByte(),
            Oem = reader.ReadByte(),
            IdString = TypeLengthText.ReadSdr(reader),
        });

    private protected void WriteEntityAndName(ByteWriter writer)
    {
        writer.WriteByte(EntityId);
        writer.WriteByte(EntityInstance);
        writer.WriteByte(Oem);
        TypeLengthText.WriteSdr(writer, IdString);
    }
}
