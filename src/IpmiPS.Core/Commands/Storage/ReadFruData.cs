using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>Read FRU Data. Offset and counts are in words for devices that are addressed so. IPMI 2.0 section 34.2.</summary>
/// <param name="deviceId">FRU device ID.</param>
/// <param name="offset">First byte or word.</param>
/// <param name="count">Bytes or words to read, 1 to 255.</param>
/// <param name="lun">LUN by which the device is reached.</param>
public sealed class ReadFruData(byte deviceId, ushort offset, byte count, byte lun = 0) : IpmiCommand<FruData>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<ReadFruData, FruData> Definition { get; } =
        new(NetFn.Storage, 0x11, "Read FRU Data", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>FRU device ID.</summary>
    public byte DeviceId => deviceId;

    /// <summary>First byte or word.</summary>
    public ushort Offset => offset;

    /// <summary>Bytes or words to read.</summary>
    public byte Count => count;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => FruCompletionCode.Describe(code);

    /// <summary>Writes the request: FRU device ID, offset, count.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(deviceId);
        writer.WriteUInt16(offset);
        writer.WriteByte(count);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static ReadFruData ReadRequest(ByteReader reader) => new(reader.ReadByte(), reader.ReadUInt16(), reader.ReadByte());

    /// <inheritdoc/>
    public override FruData ReadResponse(ByteReader reader) => FruData.Read(reader);
}

/// <summary>A piece of a FRU device's content. IPMI 2.0 section 34.2, table 34-3.</summary>
/// <param name="Count">What the BMC says it returned, in bytes or words.</param>
/// <param name="Data">What it returned.</param>
public sealed record FruData(byte Count, byte[] Data)
{
    /// <summary>Reads the response: count, data.</summary>
    public static FruData Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Count);
        writer.WriteBytes(Data);
    }
}
