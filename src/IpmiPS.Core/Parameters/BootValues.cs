using System;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Boot option 2. IPMI 2.0 table 28-14.</summary>
[Flags]
public enum ServicePartitionScan : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The BIOS has found the service partition.</summary>
    Discovered = 0x01,

    /// <summary>The BIOS is to look for it.</summary>
    Requested = 0x02,
}

/// <summary>Boot option 3: what does not clear the boot flags. IPMI 2.0 table 28-14.</summary>
[Flags]
public enum BootFlagValidBitClearing : byte
{
    /// <summary>The default: everything below clears the flags, and so do 60 seconds without a Chassis Control command.</summary>
    Default = 0,

    /// <summary>Keep on power-up by button or wake event.</summary>
    KeepOnPowerButton = 0x01,

    /// <summary>Keep on reset by button or software.</summary>
    KeepOnReset = 0x02,

    /// <summary>Keep on reset or cycle by the watchdog.</summary>
    KeepOnWatchdog = 0x04,

    /// <summary>Keep after 60 seconds without a Chassis Control command.</summary>
    KeepAfterTimeout = 0x08,

    /// <summary>Keep on reset or cycle by PEF.</summary>
    KeepOnPef = 0x10,

    /// <summary>Keep always.</summary>
    KeepAlways = 0x1F,
}

/// <summary>Boot option 4: who has handled the boot information. Each party clears its bit when it has done so. IPMI 2.0 table 28-14.</summary>
/// <param name="WriteMask">Bits of the data that are written; reads back as 0.</param>
/// <param name="Data">Bit 0 BIOS or POST, 1 OS loader, 2 service partition, 3 system management software, 4 OEM; 1b = not handled yet. 7:5 are written as 1.</param>
public readonly record struct BootInfoAcknowledge(byte WriteMask, byte Data)
{
    /// <summary>Not handled by any party: written before a boot is ordered.</summary>
    public static BootInfoAcknowledge Pending => new(0x1F, 0xFF);

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
