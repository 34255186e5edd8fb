using System.Collections.Generic;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get Channel Cipher Suites, which a BMC answers before any log-in, 16 bytes at a time. IPMI 2.0 section 22.15.</summary>
public sealed class GetChannelCipherSuites() : IpmiCommand<ChannelCipherSuites>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetChannelCipherSuites, ChannelCipherSuites> Definition { get; } =
        new(NetFn.App, 0x54, "Get Channel Cipher Suites", null, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Bytes of list data in each response except the last.</summary>
    public const int PageLength = 16;

    /// <summary>Channel number; Eh is the channel of the request.</summary>
    public byte Channel { get; init; } = 0x0E;

    /// <summary>Which 16 bytes of the list, 0 to 63.</summary>
    public byte ListIndex { get; init; }

    /// <summary>Byte 1: channel. Byte 2: payload type (00h IPMI). Byte 3: bit 7 list by suite, 5:0 list index.</summary>
    public override void WriteRequest(ByteWriter writer)
    {
        writer.WriteByte(Channel);
        writer.WriteByte((byte)PayloadType.Ipmi);
        writer.WriteByte((byte)(0x80 | ListIndex));
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetChannelCipherSuites ReadRequest(ByteReader reader)
    {
        byte channel = (byte)(reader.ReadByte() & 0x0F);
        reader.Skip(1);
        return new() { Channel = channel, ListIndex = (byte)(reader.ReadByte() & 0x3F) };
    }

    /// <inheritdoc/>
    public override ChannelCipherSuites ReadResponse(ByteReader reader) => ChannelCipherSuites.Read(reader);
}

/// <summary>One part of the list of cipher suite records.</summary>
public sealed record ChannelCipherSuites
{
    /// <summary>Channel number.</summary>
    public byte Channel { get; init; }

    /// <summary>Up to 16 bytes; fewer mean that the list ends here.</summary>
    public byte[] Data { get; init; } = [];

    /// <summary>Reads the response: channel, list data.</summary>
    public static ChannelCipherSuites Read(ByteReader reader) => new() { Channel = reader.ReadByte(), Data = reader.ReadRest() };

    /// <summary>Suite numbers out of cipher suite records: C0h, number, algorithms; or C1h, number, IANA (3), algorithms. IPMI 2.0 section 22.15.1, table 22-18.</summary>
    public static IReadOnlyCollection<byte> Numbers(byte[] records)
    {
        const byte Standard = 0xC0, Oem = 0xC1;
        const int OemHeader = 4;
        var suites = new SortedSet<byte>();
        for (int i = 0; i + 1 < records.Length; i++)
        {
            // Algorithm bytes have bits 7:6 below 11b, so a record starts where both are set. OEM suites are passed over.
            if (records[i] == Standard)
                suites.Add(records[++i]);
            else if (records[i] == Oem)
                i += OemHeader;
        }

        return suites;
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Channel);
        writer.WriteBytes(Data);
    }
}
