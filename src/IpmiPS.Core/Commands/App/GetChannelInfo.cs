using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Channel Info: medium, protocol and sessions of a channel. IPMI 2.0 section 22.24.</summary>
public sealed class GetChannelInfo(byte channel) : IpmiCommand<ChannelInfo>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChannelInfo, ChannelInfo> Definition { get; } =
        new(NetFn.App, 0x42, "Get Channel Info", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Number for the channel of the request.</summary>
    public const byte PresentChannel = 0x0E;

    /// <summary>Channel 0 to 15; <see cref="PresentChannel"/> for the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)(Channel & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetChannelInfo ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F));

    /// <inheritdoc/>
    public override ChannelInfo ReadResponse(ByteReader reader) => ChannelInfo.Read(reader);
}

/// <summary>A channel's description. IPMI 2.0 section 22.24, table 22-29.</summary>
public sealed record ChannelInfo
{
    /// <summary>The actual number of the channel, 0 to 15.</summary>
    public byte Channel { get; init; }

    /// <summary>Medium: 1 IPMB, 4 802.3 LAN, 5 serial or modem, 0Ch system interface … IPMI 2.0 table 6-3.</summary>
    public byte Medium { get; init; }

    /// <summary>Protocol: 1 IPMB, 5 KCS … IPMI 2.0 table 6-2.</summary>
    public byte Protocol { get; init; }

    /// <summary>0 session-less, 1 single-session, 2 multi-session, 3 session-based.</summary>
    public byte SessionSupport { get; init; }

    /// <summary>Sessions active on the channel, 0 to 63.</summary>
    public byte ActiveSessions { get; init; }

    /// <summary>IANA number of the organisation that defined the protocol; 7154 is IPMI.</summary>
    public int VendorId { get; init; }

    /// <summary>Two bytes by channel type.</summary>
    public ushort Auxiliary { get; init; }

    /// <summary>Reads the response: channel, medium, protocol, session support and count, vendor; some BMCs leave out the last bytes.</summary>
    public static ChannelInfo Read(ByteReader reader)
    {
        byte channel = (byte)(reader.ReadByte() & 0x0F);
        byte medium = (byte)(reader.ReadByte() & 0x7F);
        byte protocol = (byte)(reader.ReadByte() & 0x1F);
        byte sessions = reader.ReadByte();
        return new()
        {
            Channel = channel,
            Medium = medium,
            Protocol = protocol,
            SessionSupport = (byte)(sessions >> 6),
            ActiveSessions = (byte)(sessions & 0x3F),
            VendorId = reader.Remaining >= 3 ? reader.ReadUInt24() : 0,
            Auxiliary = reader.Remaining >= 2 ? reader.ReadUInt16() : (ushort)0,
        };
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Channel);
        writer.WriteByte(Medium);
        writer.WriteByte(Protocol);
        writer.WriteByte((byte)(SessionSupport << 6 | ActiveSessions & 0x3F));
        writer.WriteUInt24(VendorId);
        writer.WriteUInt16(Auxiliary);
    }
}
