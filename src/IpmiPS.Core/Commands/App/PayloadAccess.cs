using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>Which payloads a user may activate. IPMI 2.0 sections 24.6 and 24.7.</summary>
/// <param name="Standard">Bit n for standard payload n: bit 1 is SOL; bits 0 and 8 up are reserved.</param>
/// <param name="Oem">Bit n for OEM payload n; bits 8 up are reserved.</param>
public readonly record struct PayloadAccess(ushort Standard, ushort Oem)
{
    /// <summary>Whether SOL is among them.</summary>
    public bool Sol => (Standard >> (int)PayloadType.Sol & 1) != 0;

    /// <summary>Only SOL.</summary>
    public static PayloadAccess SolOnly => new(1 << (int)PayloadType.Sol, 0);

    /// <summary>Reads the four bytes; some BMCs leave out the OEM part.</summary>
    public static PayloadAccess Read(ByteReader reader) => new(reader.ReadUInt16(), reader.Remaining >= 2 ? reader.ReadUInt16() : (ushort)0);

    /// <summary>Writes the four bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteUInt16(Standard);
        writer.WriteUInt16(Oem);
    }
}
