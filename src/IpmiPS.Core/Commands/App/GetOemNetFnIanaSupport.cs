using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Get OEM NetFn IANA Support: which bodies define commands of network functions 2Ch and 2Eh; one of them for each request. IPMI 2.0 section 21.10.</summary>
/// <param name="channel">Channel, 0 to 15; 0Eh is the one of the request.</param>
/// <param name="netFn">Network function 2Ch or 2Eh.</param>
/// <param name="index">Position in the list, from 0.</param>
public sealed class GetOemNetFnIanaSupport(byte channel, byte netFn, byte index) : IpmiCommand<NetFnBody>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetOemNetFnIanaSupport, NetFnBody> Definition { get; } =
        new(NetFn.App, 0x64, "Get OEM NetFn IANA Support", PrivilegeLevel.User, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Network function.</summary>
    public byte Function { get; } = netFn;

    /// <summary>Position in the list, from 0.</summary>
    public byte Index { get; } = index;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [3:0] channel; 2 [5:0] NetFn; 3 list index.
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteByte((byte)(Function & 0x3F));
        writer.WriteByte(Index);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetOemNetFnIanaSupport ReadRequest(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), (byte)(reader.ReadByte() & 0x3F), reader.ReadByte());

    /// <inheritdoc/>
    public override NetFnBody ReadResponse(ByteReader reader) => NetFnBody.Read(reader);
}

/// <summary>One body that defines commands of a network function. IPMI 2.0 section 21.10.</summary>
/// <param name="Flags">The last one of the list, and logical units, as received.</param>
/// <param name="LunFlags">Logical units, as received.</param>
/// <param name="Number">One byte of a body's code, or three bytes of an IANA number.</param>
public sealed record NetFnBody(byte Flags, byte LunFlags, byte[] Number)
{
    /// <summary>Reads the response.</summary>
    public static NetFnBody Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte(), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Flags);
        writer.WriteByte(LunFlags);
        writer.WriteBytes(Number);
    }
}
