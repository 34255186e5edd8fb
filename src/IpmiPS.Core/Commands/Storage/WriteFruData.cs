using IpmiPS.Wire;

namespace IpmiPS.Commands.Storage;

/// <summary>
/// Write FRU Data. The response is the count that was written. Offset and count are in words for devices that are addressed by words.
/// IPMI 2.0 section 34.3.
/// </summary>
/// <param name="deviceId">FRU device ID.</param>
/// <param name="offset">First byte or word.</param>
/// <param name="data">The bytes.</param>
/// <param name="lun">LUN by which the device is reached.</param>
public sealed class WriteFruData(byte deviceId, ushort offset, byte[] data, byte lun = 0) : IpmiCommand<byte>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<WriteFruData, byte> Definition { get; } =
        new(NetFn.Storage, 0x12, "Write FRU Data", PrivilegeLevel.Operator, ReadRequest, static (writer, count) => writer.WriteByte(count)) { IsIdempotent = true };

    /// <inheritdoc/>
    public override byte Lun => lun;

    /// <summary>FRU device ID.</summary>
    public byte DeviceId => deviceId;

    /// <summary>First byte or word.</summary>
    public ushort Offset => offset;

    /// <summary>The bytes.</summary>
    public byte[] Data => data;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => FruCompletionCode.Describe(code);

    /// <summary>Writes the request: FRU device ID, offset, data.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(deviceId);
        writer.WriteUInt16(offset);
        writer.WriteBytes(data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static WriteFruData ReadRequest(ByteReader reader) => new(reader.ReadByte(), reader.ReadUInt16(), reader.ReadRest());

    /// <inheritdoc/>
    public override byte ReadResponse(ByteReader reader) => reader.ReadByte();
}
