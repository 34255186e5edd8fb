using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>One configuration parameter of LAN or SOL as read. IPMI 2.0 section 23.2, and section 26.3, table 26-4.</summary>
/// <param name="Revision">[7:4] present, [3:0] oldest compatible revision; 11h for the present specification.</param>
/// <param name="Data">The parameter's data.</param>
public sealed record ConfigurationParameter(byte Revision, byte[] Data)
{
    /// <summary>Reads the response.</summary>
    public static ConfigurationParameter Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadRest());

    /// <summary>Writes the response, as a BMC does.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(Revision);
        writer.WriteBytes(Data);
    }
}
