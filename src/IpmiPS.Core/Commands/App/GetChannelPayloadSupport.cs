using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>
/// Get Channel Payload Support: which payloads a channel can carry. IPMI 2.0 section 24.8.
/// OpenIPMI's simulator crashes if it does not have the channel; send this only for known channels.
/// </summary>
public sealed class GetChannelPayloadSupport(byte channel) : IpmiCommand<ChannelPayloadSupport>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChannelPayloadSupport, ChannelPayloadSupport> Definition { get; } =
        new(NetFn.App, 0x4E, "Get Channel Payload Support", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15.</summary>
    public byte Channel { get; } = channel;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)(Channel & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetChannelPayloadSupport ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F));

    /// <inheritdoc/>
    public override ChannelPayloadSupport ReadResponse(ByteReader reader) => ChannelPayloadSupport.Read(reader);
}

/// <summary>Which payloads a channel can carry. IPMI 2.0 section 24.8, table 24-9.</summary>
/// <param name="Standard">Bit n for standard payload type n (0 IPMI, 1 SOL).</param>
/// <param name="SessionSetup">Bit n for payload type 10h + n.</param>
/// <param name="Oem">Bit n for payload type 20h + n.</param>
public readonly record struct ChannelPayloadSupport(ushort Standard, ushort SessionSetup, ushort Oem)
{
    /// <summary>Whether a payload type is supported.</summary>
    public bool Supports(PayloadType payload) => ((int)payload switch
    {
        < 0x10 => Standard >> (int)payload,
        < 0x20 => SessionSetup >> ((int)payload - 0x10),
        < 0x30 => Oem >> ((int)payload - 0x20),
        _ => 0,
    } & 1) != 0;

    /// <summary>Reads the response: standard, session set-up and OEM types, two reserved bytes.</summary>
    public static ChannelPayloadSupport Read(ByteReader reader) => new(reader.ReadUInt16(), reader.ReadUInt16(), reader.Remaining >= 2 ? reader.ReadUInt16() : (ushort)0);

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Standard);
        writer.WriteUInt16(SessionSetup);
        writer.WriteUInt16(Oem);
        writer.WriteUInt16(0);
    }
}
