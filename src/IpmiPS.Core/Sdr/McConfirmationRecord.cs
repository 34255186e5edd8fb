using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A management controller that was discovered, for checking later whether it is still the same. Type 13h. IPMI 2.0 section 43.10.</summary>
public sealed record McConfirmationRecord : SdrRecord
{
    private const int GuidLength = 16;

    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.McConfirmation;

    /// <summary>Slave address of the controller.</summary>
    public byte SlaveAddress { get; init; }

    /// <summary>Device ID from Get Device ID.</summary>
    public byte DeviceId { get; init; }

    /// <summary>Channel that the controller is on, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>Device revision from Get Device ID, 0 to 15.</summary>
    public byte DeviceRevision { get; init; }

    /// <summary>Major firmware revision, 0 to 127.</summary>
    public byte FirmwareMajor { get; init; }

    /// <summary>Minor firmware revision, BCD.</summary>
    public byte FirmwareMinor { get; init; }

    /// <summary>IPMI version, BCD with the digits swapped.</summary>
    public byte IpmiVersion { get; init; }

    /// <summary>IANA enterprise number of the vendor.</summary>
    public int ManufacturerId { get; init; }

    /// <summary>Product ID from Get Device ID.</summary>
    public ushort ProductId { get; init; }

    /// <summary>Device GUID as stored, 16 bytes; all zero if there is none.</summary>
    public byte[] DeviceGuid { get; init; } = new byte[GuidLength];

    internal static McConfirmationRecord ReadBody(ByteReader reader)
    {
        // 6 slave address; 7 device id; 8 [7:4] channel, [3:0] revision; 9, 10 firmware; 11 IPMI version;
        // 12:14 manufacturer; 15:16 product; 17:32 GUID
        byte slave = reader.ReadByte();
        byte device = reader.ReadByte();
        byte channel = reader.ReadByte();
        return new McConfirmationRecord
        {
            SlaveAddress = (byte)(slave & 0xFE),
            DeviceId = device,
            Channel = (byte)(channel >> 4),
            DeviceRevision = (byte)(channel & 0x0F),
            FirmwareMajor = (byte)(reader.ReadByte() & 0x7F),
            FirmwareMinor = reader.ReadByte(),
            IpmiVersion = reader.ReadByte(),
            ManufacturerId = reader.ReadUInt24() & 0x0FFFFF,
            ProductId = reader.ReadUInt16(),
            DeviceGuid = reader.ReadBytes(GuidLength),
        };
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteByte(SlaveAddress);
        writer.WriteByte(DeviceId);
        writer.WriteByte((byte)(Channel << 4 | DeviceRevision));
        writer.WriteByte(FirmwareMajor);
        writer.WriteByte(FirmwareMinor);
        writer.WriteByte(IpmiVersion);
        writer.WriteUInt24(ManufacturerId);
        writer.WriteUInt16(ProductId);
        writer.WriteBytes(DeviceGuid);
    }
}
