using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Get FRU Inventory Area Info. IPMI 2.0 section 34.1.</summary>
/// <param name="deviceId">FRU device ID.</param>
/// <param name="lun">LUN by which the device is reached.</param>
public sealed class GetFruInventoryAreaInfo(byte deviceId, byte lun = 0) : IpmiCommand<FruInventoryAreaInfo>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetFruInventoryAreaInfo, FruInventoryAreaInfo> Definition { get; } =
        new(NetFn.Storage, 0x10, "Get FRU Inventory Area Info", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>FRU device ID.</summary>
    public byte DeviceId => deviceId;

    /// <summary>Writes the request: FRU device ID.</summary>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte(deviceId);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetFruInventoryAreaInfo ReadRequest(ByteReader reader) => new(reader.ReadByte());

    /// <inheritdoc/>
    public override FruInventoryAreaInfo ReadResponse(ByteReader reader) => FruInventoryAreaInfo.Read(reader);
}

/// <summary>Size of a FRU device, and how it is addressed. IPMI 2.0 section 34.1, table 34-2.</summary>
/// <param name="Size">Size in bytes.</param>
/// <param name="ByWords">Whether offsets and counts are in words of two bytes, else in bytes.</param>
public sealed record FruInventoryAreaInfo(ushort Size, bool ByWords)
{
    /// <summary>Reads the response: size, bit 0 of the next byte set for access by words.</summary>
    public static FruInventoryAreaInfo Read(ByteReader reader) => new(reader.ReadUInt16(), (reader.ReadByteOr(0) & 0x01) != 0);

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Size);
        writer.WriteByte(ByWords ? (byte)1 : (byte)0);
    }
}
