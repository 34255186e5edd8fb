using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get User Payload Access: which payloads a user may activate on a channel. IPMI 2.0 section 24.7.</summary>
public sealed class GetUserPayloadAccess(byte channel, byte userId) : IpmiCommand<PayloadAccess>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetUserPayloadAccess, PayloadAccess> Definition { get; } =
        new(NetFn.App, 0x4D, "Get User Payload Access", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <summary>User, 1 to 63.</summary>
    public byte UserId { get; } = userId;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel, 2 [5:0] user.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)(UserId & 0x3F));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetUserPayloadAccess ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (byte)(reader.ReadByte() & 0x3F));

    /// <inheritdoc/>
    public override PayloadAccess ReadResponse(ByteReader reader) => PayloadAccess.Read(reader);
}
