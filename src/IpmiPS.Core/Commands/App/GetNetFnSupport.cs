using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get NetFn Support: which network functions a channel carries on which logical unit. IPMI 2.0 section 21.1.</summary>
/// <param name="channel">Channel, 0 to 15; 0Eh is the one of the request.</param>
public sealed class GetNetFnSupport(byte channel) : IpmiCommand<NetFnSupport>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetNetFnSupport, NetFnSupport> Definition { get; } =
        new(NetFn.App, 0x09, "Get NetFn Support", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel.</summary>
    public byte Channel { get; } = channel;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer) => writer.WriteByte((byte)(Channel & 0x0F));

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetNetFnSupport ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F));

    /// <inheritdoc/>
    public override NetFnSupport ReadResponse(ByteReader reader) => NetFnSupport.Read(reader);
}

/// <summary>The network functions of each logical unit. IPMI 2.0 section 21.1, table 21-2.</summary>
/// <param name="Luns">Two bits for each logical unit, unit 0 lowest: 0 no commands, 1 the commands of the whole BMC, 2 the commands differ on this channel and unit.</param>
/// <param name="Masks">One 32-bit mask for each logical unit: bit n = network functions 2n and 2n+1.</param>
public sealed record NetFnSupport(byte Luns, uint[] Masks)
{
    /// <summary>Number of logical units.</summary>
    public const int LunCount = 4;

    /// <summary>Whether a logical unit has a network function.</summary>
    /// <param name="lun">Logical unit, 0 to 3.</param>
    /// <param name="netFn">Network function of requests, even.</param>
    public bool Has(int lun, int netFn) => (Luns >> (2 * lun) & 3) != 0 && (Masks[lun] >> (netFn / 2) & 1) != 0;

    /// <summary>Reads the response.</summary>
    public static NetFnSupport Read(ByteReader reader) => new(reader.ReadByte(), [reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32()]);

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Luns);
        foreach (uint mask in Masks)
            writer.WriteUInt32(mask);
    }
}
