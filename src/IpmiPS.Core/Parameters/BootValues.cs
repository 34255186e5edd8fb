using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Boot option 4: who has handled the boot information. Each party clears its bit when it has done so. IPMI 2.0 table 28-14.</summary>
/// <param name="WriteMask">Bits of the data that are written; reads back as 0.</param>
/// <param name="Data">Bit 0 BIOS or POST, 1 OS loader, 2 service partition, 3 system management software, 4 OEM; 1b = not handled yet. 7:5 are written as 1.</param>
public readonly record struct BootInfoAcknowledge(byte WriteMask, byte Data)
{
    private const byte PartyBits = 0x1F;

    /// <summary>Not handled by any party: written before a boot is ordered.</summary>
    public static BootInfoAcknowledge Pending => new(PartyBits, 0xFF);

    /// <summary>Who has not handled it yet.</summary>
    public BootInfoParties Parties => (BootInfoParties)(Data & PartyBits);

    /// <summary>The same with other parties. All of them are written, and nothing else.</summary>
    public BootInfoAcknowledge With(BootInfoParties parties) => new(PartyBits, (byte)(Data & ~PartyBits | (byte)parties));

    /// <summary>Reads the data.</summary>
    public static BootInfoAcknowledge Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte());

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(WriteMask);
        writer.WriteByte(Data);
    }
}

/// <summary>Boot option 6: who ordered the boot. IPMI 2.0 table 28-14.</summary>
/// <param name="Channel">Channel that delivers the boot command, 0 to 15.</param>
/// <param name="SessionId">Session of the command.</param>
/// <param name="Timestamp">SEL time of the command, in seconds since 1970.</param>
public readonly record struct BootInitiatorInfo(byte Channel, uint SessionId, uint Timestamp)
{
    /// <summary>Reads the data: [3:0] channel, session id, time stamp.</summary>
    public static BootInitiatorInfo Read(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), reader.ReadUInt32(), reader.ReadUInt32());

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteUInt32(SessionId);
        writer.WriteUInt32(Timestamp);
    }
}
