using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Get IP/UDP/RMCP Statistics. IPMI 2.0 section 23.4.</summary>
public sealed class GetIpUdpRmcpStatistics(byte channel, bool clear = false) : IpmiCommand<IpUdpRmcpStatistics>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetIpUdpRmcpStatistics, IpUdpRmcpStatistics> Definition { get; } =
        new(NetFn.Transport, 0x04, "Get IP/UDP/RMCP Statistics", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15; Eh is the channel of the request.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Whether the counters are cleared after they are read.</summary>
    public bool Clear { get; } = clear;

    /// <summary>A repeated request would return cleared counters.</summary>
    public override bool IsIdempotent => !Clear;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel; 2 [0] 1b = clear all statistics.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte(Clear ? (byte)1 : (byte)0);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetIpUdpRmcpStatistics ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (reader.ReadByte() & 0x01) != 0);

    /// <inheritdoc/>
    public override IpUdpRmcpStatistics ReadResponse(ByteReader reader) => IpUdpRmcpStatistics.Read(reader);
}

/// <summary>Packet counters of a LAN channel; each stops at FFFFh. IPMI 2.0 section 23.4, table 23-6.</summary>
public sealed record IpUdpRmcpStatistics
{
    /// <summary>IP packets received.</summary>
    public ushort IpReceived { get; init; }

    /// <summary>IP packets received with errors in the header.</summary>
    public ushort IpHeaderErrors { get; init; }

    /// <summary>IP packets received with errors in the address.</summary>
    public ushort IpAddressErrors { get; init; }

    /// <summary>Fragmented IP packets received.</summary>
    public ushort IpFragmentsReceived { get; init; }

    /// <summary>IP packets sent.</summary>
    public ushort IpSent { get; init; }

    /// <summary>UDP packets received.</summary>
    public ushort UdpReceived { get; init; }

    /// <summary>Valid RMCP packets received.</summary>
    public ushort RmcpReceived { get; init; }

    /// <summary>UDP proxy packets received; some BMCs leave the proxy's counters out.</summary>
    public ushort ProxyReceived { get; init; }

    /// <summary>UDP proxy packets dropped.</summary>
    public ushort ProxyDropped { get; init; }

    /// <summary>Reads the response: nine counters in the order of the properties.</summary>
    public static IpUdpRmcpStatistics Read(ByteReader reader) => new()
    {
        IpReceived = reader.ReadUInt16(),
        IpHeaderErrors = reader.ReadUInt16(),
        IpAddressErrors = reader.ReadUInt16(),
        IpFragmentsReceived = reader.ReadUInt16(),
        IpSent = reader.ReadUInt16(),
        UdpReceived = reader.ReadUInt16(),
        RmcpReceived = reader.ReadUInt16(),
        ProxyReceived = reader.Remaining >= 2 ? reader.ReadUInt16() : (ushort)0,
        ProxyDropped = reader.Remaining >= 2 ? reader.ReadUInt16() : (ushort)0,
    };

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(IpReceived);
        writer.WriteUInt16(IpHeaderErrors);
        writer.WriteUInt16(IpAddressErrors);
        writer.WriteUInt16(IpFragmentsReceived);
        writer.WriteUInt16(IpSent);
        writer.WriteUInt16(UdpReceived);
        writer.WriteUInt16(RmcpReceived);
        writer.WriteUInt16(ProxyReceived);
        writer.WriteUInt16(ProxyDropped);
    }
}
