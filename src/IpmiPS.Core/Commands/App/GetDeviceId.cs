using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Device ID: what a management controller is. IPMI 2.0 section 20.1.</summary>
public sealed class GetDeviceId() : IpmiCommand<DeviceId>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetDeviceId, DeviceId> Definition { get; } =
        new(NetFn.App, 0x01, "Get Device ID", PrivilegeLevel.User, static _ => new(), static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override DeviceId ReadResponse(ByteReader reader) => DeviceId.Read(reader);
}

/// <summary>The identity of a management controller. IPMI 2.0 section 20.1, table 20-2.</summary>
public sealed record DeviceId
{
    /// <summary>Device ID; 00h is unspecified.</summary>
    public byte Id { get; init; }

    /// <summary>Byte 3: [7] provides device SDRs, [3:0] device revision.</summary>
    public byte RevisionByte { get; init; }

    /// <summary>Byte 4: [7] device update or initialisation in progress, [6:0] major firmware revision, binary.</summary>
    public byte FirmwareByte { get; init; }

    /// <summary>Byte 5: minor firmware revision, BCD.</summary>
    public byte FirmwareMinor { get; init; }

    /// <summary>Byte 6: IPMI version, BCD with the least significant digit in [7:4]: 51h is 1.5, 02h is 2.0.</summary>
    public byte VersionByte { get; init; }

    /// <summary>Byte 7: [0] sensor device, [1] SDR repository, [2] SEL, [3] FRU inventory, [4] event receiver, [5] event generator, [6] bridge, [7] chassis device.</summary>
    public byte DeviceSupport { get; init; }

    /// <summary>IANA enterprise number of the manufacturer, 20 bits of 24.</summary>
    public int ManufacturerId { get; init; }

    /// <summary>Product ID, by the manufacturer.</summary>
    public ushort ProductId { get; init; }

    /// <summary>Four bytes of firmware revision in the manufacturer's own format; null if omitted.</summary>
    public byte[]? AuxiliaryFirmware { get; init; }

    /// <summary>Device revision, 0 to 15.</summary>
    public byte Revision => (byte)(RevisionByte & 0x0F);

    /// <summary>Whether the controller has SDRs of its own.</summary>
    public bool ProvidesDeviceSdrs => (RevisionByte & 0x80) != 0;

    /// <summary>Whether firmware, SDR or self-initialisation is in progress, so that the controller is not fully there.</summary>
    public bool IsUpdating => (FirmwareByte & 0x80) != 0;

    /// <summary>Major firmware revision, 0 to 127.</summary>
    public byte FirmwareMajor => (byte)(FirmwareByte & 0x7F);

    /// <summary>Major and minor version of IPMI.</summary>
    public (int Major, int Minor) Version => (VersionByte & 0x0F, VersionByte >> 4);

    /// <summary>Reads the response; the auxiliary revision may be absent.</summary>
    public static DeviceId Read(ByteReader reader) => new()
    {
        Id = reader.ReadByte(),
        RevisionByte = reader.ReadByte(),
        FirmwareByte = reader.ReadByte(),
        FirmwareMinor = reader.ReadByte(),
        VersionByte = reader.ReadByte(),
        DeviceSupport = reader.ReadByte(),
        ManufacturerId = reader.ReadUInt24(),
        ProductId = reader.ReadUInt16(),
        AuxiliaryFirmware = reader.Remaining >= 4 ? reader.ReadBytes(4) : null,
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Id);
        writer.WriteByte(RevisionByte);
        writer.WriteByte(FirmwareByte);
        writer.WriteByte(FirmwareMinor);
        writer.WriteByte(VersionByte);
        writer.WriteByte(DeviceSupport);
        writer.WriteUInt24(ManufacturerId);
        writer.WriteUInt16(ProductId);
        if (AuxiliaryFirmware is { } auxiliary)
            writer.WriteBytes(auxiliary);
    }
}
