using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Channel Payload Version. IPMI 2.0 section 24.9.</summary>
public sealed class GetChannelPayloadVersion(byte channel, PayloadType payload) : IpmiCommand<PayloadVersion>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChannelPayloadVersion, PayloadVersion> Definition { get; } =
        new(NetFn.App, 0x4F, "Get Channel Payload Version", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Payload type.</summary>
    public PayloadType Payload { get; } = payload;

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "payload type not available on this channel" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)Payload);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetChannelPayloadVersion ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (PayloadType)reader.ReadByte());

    /// <inheritdoc/>
    public override PayloadVersion ReadResponse(ByteReader reader) => PayloadVersion.Read(reader);
}

/// <summary>Version of a payload's format. IPMI 2.0 section 24.9, table 24-10.</summary>
/// <param name="Major">Major version, 0 to 15.</param>
/// <param name="Minor">Minor version, 0 to 15.</param>
public readonly record struct PayloadVersion(byte Major, byte Minor)
{
    /// <summary>Reads the response: [7:4] major, [3:0] minor.</summary>
    public static PayloadVersion Read(ByteReader reader)
    {
        byte version = reader.ReadByte();
        return new((byte)(version >> 4), (byte)(version & 0x0F));
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer) => writer.WriteByte((byte)(Major << 4 | Minor & 0x0F));
}
