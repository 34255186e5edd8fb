using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Master Write-Read: writes to a device on an I2C or SMBus bus behind the BMC, then reads from it. IPMI 2.0 section 22.11.</summary>
/// <param name="bus">[0] private bus, [3:1] number of the bus, [7:4] channel.</param>
/// <param name="address">Slave address in its 8-bit form, bit 0 is 0.</param>
/// <param name="readCount">Number of bytes to read; 0 only writes.</param>
/// <param name="data">The bytes to write.</param>
public sealed class MasterWriteRead(byte bus, byte address, byte readCount, byte[] data) : IpmiCommand<MasterWriteReadData>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<MasterWriteRead, MasterWriteReadData> Definition { get; } =
        new(NetFn.App, 0x52, "Master Write-Read", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer)) { IsIdempotent = false };

    /// <summary>Completion codes: another master had the bus, error on the bus, no device acknowledged, fewer bytes were read.</summary>
    public const byte LostArbitration = 0x81, BusError = 0x82, NotAcknowledged = 0x83, TruncatedRead = 0x84;

    /// <summary>[0] private bus, [3:1] number of the bus, [7:4] channel.</summary>
    public byte Bus { get; } = bus;

    /// <summary>Slave address in its 8-bit form.</summary>
    public byte Address { get; } = address;

    /// <summary>Number of bytes to read.</summary>
    public byte ReadCount { get; } = readCount;

    /// <summary>The bytes to write.</summary>
    public byte[] Data { get; } = data;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code switch
    {
        LostArbitration => "lost arbitration: another master used the bus",
        BusError => "bus error",
        NotAcknowledged => "the device did not acknowledge (NAK on write)",
        TruncatedRead => "truncated read: the device returned fewer bytes",
        _ => null,
    };

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7:4] channel, [3:1] bus, [0] private bus; 2 [7:1] slave address; 3 read count; 4:N data to write.
        writer.WriteByte(Bus);
        writer.WriteByte(Address);
        writer.WriteByte(ReadCount);
        writer.WriteBytes(Data);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static MasterWriteRead ReadRequest(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadRest());

    /// <inheritdoc/>
    public override MasterWriteReadData ReadResponse(ByteReader reader) => MasterWriteReadData.Read(reader);
}

/// <summary>What was read from a device on a bus.</summary>
/// <param name="Bytes">The bytes; none if only something was written.</param>
public sealed record MasterWriteReadData(byte[] Bytes)
{
    /// <summary>Reads the response.</summary>
    public static MasterWriteReadData Read(ByteReader reader) => new(reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteBytes(Bytes);
}
