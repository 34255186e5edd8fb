using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>A device on a bus that is neither a management controller nor a FRU device. Type 10h. IPMI 2.0 section 43.7.</summary>
public sealed record GenericDeviceLocatorRecord : LocatorRecord
{
    /// <inheritdoc/>
    public override SdrRecordType RecordType => SdrRecordType.GenericDeviceLocator;

    /// <summary>Slave address of the controller for the device; 0 if the device is on the IPMB itself.</summary>
    public byte AccessAddress { get; init; }

    /// <summary>Slave address of the device on its bus.</summary>
    public byte SlaveAddress { get; init; }

    /// <summary>Channel of the controller, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>LUN for Master Write-Read.</summary>
    public byte AccessLun { get; init; }

    /// <summary>Private bus of the controller, 0 to 7.</summary>
    public byte BusId { get; init; }

    /// <summary>Number of additional slave addresses of the device.</summary>
    public byte AddressSpan { get; init; }

    /// <summary>Device type code, table 43-12.</summary>
    public byte DeviceType { get; init; }

    /// <summary>Modifier of the device type.</summary>
    public byte DeviceTypeModifier { get; init; }

    internal static GenericDeviceLocatorRecord ReadBody(ByteReader reader)
    {
        // 6 access address; 7 [7:1] slave address, [0] channel ms bit; 8 [7:5] channel, [4:3] LUN, [2:0] bus; 9 [2:0] span;
        // 10 reserved; 11 type; 12 modifier
        byte access = reader.ReadByte();
        byte slave = reader.ReadByte();
        byte bus = reader.ReadByte();
        byte span = reader.ReadByte();
        reader.Skip(1);
        return new GenericDeviceLocatorRecord
        {
            AccessAddress = (byte)(access & 0xFE),
            SlaveAddress = (byte)(slave & 0xFE),
            Channel = (byte)((slave & 0x01) << 3 | bus >> 5),
            AccessLun = (byte)(bus >> 3 & 0x03),
            BusId = (byte)(bus & 0x07),
            AddressSpan = (byte)(span & 0x07),
            DeviceType = reader.ReadByte(),
            DeviceTypeModifier = reader.ReadByte(),
        }.ReadEntityAndName<GenericDeviceLocatorRecord>(reader);
    }

    private protected override void WriteBody(ByteWriter writer)
    {
        writer.WriteByte(AccessAddress);
        writer.WriteByte((byte)(SlaveAddress | Channel >> 3));
        writer.WriteByte((byte)(Channel << 5 | AccessLun << 3 | BusId));
        writer.WriteByte(AddressSpan);
        writer.WriteByte(0);
        writer.WriteByte(DeviceType);
        writer.WriteByte(DeviceTypeModifier);
        WriteEntityAndName(writer);
    }
}
