using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>Locates a FRU device. Type 11h. IPMI 2.0 section 43.8.</summary>
public sealed record FruDeviceLocatorRecord : LocatorRecord
{
    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.FruDeviceLocator;

    /// <summary>Slave address of the controller for the device; 0 if the device is on the IPMB itself.</summary>
    public byte AccessAddress { get; init; }

    /// <summary>Number of a logical FRU device, or slave address of a memory chip on a bus.</summary>
    public byte DeviceId { get; init; }

    /// <summary>True for a logical device, which is read with its controller's FRU commands; false for a memory chip on a bus.</summary>
    public bool IsLogical { get; init; }

    /// <summary>LUN for FRU commands, or for Master Write-Read.</summary>
    public byte AccessLun { get; init; }

    /// <summary>Private bus of the controller, 0 to 7, for memory chips.</summary>
    public byte BusId { get; init; }

    /// <summary>Channel of the controller, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>Device type code, table 43-12; 10h for logical FRU devices.</summary>
    public byte DeviceType { get; init; }

    /// <summary>Modifier of the device type.</summary>
    public byte DeviceTypeModifier { get; init; }

    internal static FruDeviceLocatorRecord ReadBody(ByteReader reader)
    {
        // 6 access address; 7 FRU device id or slave address; 8 [7] logical, [4:3] LUN, [2:0] bus; 9 [7:4] channel;
        // 10 reserved; 11 type; 12 modifier
        byte access = reader.ReadByte();
        byte device = reader.ReadByte();
        byte bus = reader.ReadByte();
        byte channel = reader.ReadByte();
        reader.Skip(1);
        return new FruDeviceLocatorRecord
        {
            AccessAddress = (byte)(access & 0xFE),
            DeviceId = device,
            IsLogical = (bus & 0x80) != 0,
            AccessLun = (byte)(bus >> 3 & 0x03),
            BusId = (byte)(bus & 0x07),
            Channel = (byte)(channel >> 4),
            DeviceType = reader.ReadByte(),
            DeviceTypeModifier = reader.ReadByte(),
        }.ReadEntityAndName<FruDeviceLocatorRecord>(reader);
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteByte(AccessAddress);
        writer.WriteByte(DeviceId);
        writer.WriteByte((byte)((IsLogical ? 0x80 : 0) | AccessLun << 3 | BusId));
        writer.WriteByte((byte)(Channel << 4));
        writer.WriteByte(0);
        writer.WriteByte(DeviceType);
        writer.WriteByte(DeviceTypeModifier);
        WriteEntityAndName(writer);
    }
}
