using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Payload Instance Info: who uses an instance of a payload. IPMI 2.0 section 24.5.</summary>
public sealed class GetPayloadInstanceInfo(PayloadType payload, byte instance) : IpmiCommand<PayloadInstanceInfo>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetPayloadInstanceInfo, PayloadInstanceInfo> Definition { get; } =
        new(NetFn.App, 0x4B, "Get Payload Instance Info", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Payload type.</summary>
    public PayloadType Payload { get; } = payload;

    /// <summary>Instance, 1 to 15.</summary>
    public byte Instance { get; } = instance;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte((byte)Payload);
        writer.WriteByte(Instance);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetPayloadInstanceInfo ReadRequest(ByteReader reader) => new((PayloadType)reader.ReadByte(), reader.ReadByte());

    /// <inheritdoc/>
    public override PayloadInstanceInfo ReadResponse(ByteReader reader) => PayloadInstanceInfo.Read(reader);
}

/// <summary>Who uses an instance of a payload. IPMI 2.0 section 24.5, table 24-6.</summary>
/// <param name="SessionId">Session on which the payload is active; 0 if it is inactive.</param>
/// <param name="Port">For SOL the number of the system's serial port, from 1; 0 unspecified.</param>
public readonly record struct PayloadInstanceInfo(uint SessionId, byte Port)
{
    /// <summary>Reads the response: session id, eight bytes of payload-specific information.</summary>
    public static PayloadInstanceInfo Read(ByteReader reader) => new(reader.ReadUInt32(), reader.ReadByteOr(0));

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt32(SessionId);
        writer.WriteByte(Port);
        writer.WriteRepeated(0, 7);
    }
}
