using IpmiPS.Wire;

namespace IpmiPS.Commands.Dcmi;

/// <summary>A part of a text: the asset tag or the identifier of the controller. DCMI 1.5 sections 6.4.2 and 6.4.6, tables 6-9 and 6-11.</summary>
/// <param name="Length">Length of the whole text in bytes: 0 to 63, for the identifier 0 to 64 with its terminating NUL.</param>
/// <param name="Data">The bytes of the part.</param>
public sealed record DcmiText(byte Length, byte[] Data)
{
    /// <summary>Bytes of the longest read or write.</summary>
    public const byte MaximumPart = 16;

    /// <summary>Reads the response: group, length, bytes.</summary>
    public static DcmiText Read(ByteReader reader)
    {
        DcmiGroup.Read(reader);
        return new(reader.ReadByte(), reader.ReadRest());
    }

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        DcmiGroup.Write(writer);
        writer.WriteByte(Length);
        writer.WriteBytes(Data);
    }
}
