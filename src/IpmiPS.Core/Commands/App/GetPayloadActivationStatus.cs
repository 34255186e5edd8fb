using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Payload Activation Status: which instances of a payload are in use. IPMI 2.0 section 24.4.</summary>
public sealed class GetPayloadActivationStatus(PayloadType payload) : IpmiCommand<PayloadActivationStatus>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetPayloadActivationStatus, PayloadActivationStatus> Definition { get; } =
        new(NetFn.App, 0x4A, "Get Payload Activation Status", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Payload type.</summary>
    public PayloadType Payload { get; } = payload;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)Payload);

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetPayloadActivationStatus ReadRequest(ByteReader reader) => new((PayloadType)reader.ReadByte());

    /// <inheritdoc/>
    public override PayloadActivationStatus ReadResponse(ByteReader reader) => PayloadActivationStatus.Read(reader);
}

/// <summary>Which instances of a payload are in use. IPMI 2.0 section 24.4, table 24-5.</summary>
/// <param name="Capacity">How many can be at once, 1 to 15. Some BMCs say 0 and mean 1.</param>
/// <param name="Active">Bit 0 for instance 1, bit 15 for instance 16.</param>
public readonly record struct PayloadActivationStatus(byte Capacity, ushort Active)
{
    /// <summary>Whether an instance, 1 to 16, is in use.</summary>
    public bool IsActive(int instance) => (Active >> (instance - 1) & 1) != 0;

    /// <summary>Reads the response: [3:0] capacity; instances 8 to 1; instances 16 to 9.</summary>
    public static PayloadActivationStatus Read(ByteReader reader)
    {
        byte capacity = (byte)(reader.ReadByte() & 0x0F);
        byte low = reader.ReadByte();
        return new(capacity, (ushort)(low | reader.ReadByteOr(0) << 8));
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(Capacity & 0x0F));
        writer.WriteUInt16(Active);
    }
}
