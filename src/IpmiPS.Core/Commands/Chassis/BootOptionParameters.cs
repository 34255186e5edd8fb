using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands.Chassis;

/// <summary>The boot option parameters. IPMI 2.0 section 28.13, table 28-14. 96 to 127 are the vendor's.</summary>
public enum BootOptionParameter : byte
{
    /// <summary>Says that somebody is changing parameters. See <see cref="SetInProgress"/>.</summary>
    SetInProgress = 0,

    /// <summary>Which service partition to boot; 0 is unspecified. One byte.</summary>
    ServicePartitionSelector = 1,

    /// <summary>Scan for the service partition. See <see cref="ServicePartitionScan"/>.</summary>
    ServicePartitionScan = 2,

    /// <summary>When the BMC forgets the boot flags by itself. See <see cref="BootFlagValidBitClearing"/>.</summary>
    BootFlagValidBitClearing = 3,

    /// <summary>Who has seen the boot information. See <see cref="BootInfoAcknowledge"/>.</summary>
    BootInfoAcknowledge = 4,

    /// <summary>The boot flags themselves. See <see cref="BootFlags"/>.</summary>
    BootFlags = 5,

    /// <summary>Who ordered the boot. See <see cref="BootInitiatorInfo"/>.</summary>
    BootInitiatorInfo = 6,

    /// <summary>Blocks of 16 bytes for the boot loader. See <see cref="BootInitiatorMailbox"/>.</summary>
    BootInitiatorMailbox = 7,
}

/// <summary>Values of the "set in progress" parameter that configuration parameters of all kinds have. IPMI 2.0 tables 28-14, 23-4, 26-5.</summary>
public enum SetInProgress : byte
{
    /// <summary>Nobody is changing parameters.</summary>
    Complete = 0,

    /// <summary>Somebody is changing parameters. Only a notice, no lock.</summary>
    InProgress = 1,

    /// <summary>Save what was written; optional, for BMCs that can roll back.</summary>
    Commit = 2,
}

/// <summary>Parameter 2. IPMI 2.0 table 28-14.</summary>
[Flags]
public enum ServicePartitionScan : byte
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>The BIOS has found the service partition.</summary>
    Discovered = 0x01,

    /// <summary>The BIOS is asked to look for it.</summary>
    Requested = 0x02,
}

/// <summary>Parameter 3: what does not make the BMC forget the boot flags. Zero is the default, with all of these forgetting. IPMI 2.0 table 28-14.</summary>
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

    /// <summary>Never forget.</summary>
    KeepAlways = 0x1F,
}

/// <summary>Parameter 4: who has handled the boot information; a party clears its bit when it has. IPMI 2.0 table 28-14.</summary>
/// <param name="WriteMask">Which bits of the data are written; read back as 0.</param>
/// <param name="Data">Bit 0 BIOS or POST, 1 OS loader, 2 service partition, 3 system management software, 4 OEM; 1b = has not handled it. 7:5 are written as 1.</param>
public readonly record struct BootInfoAcknowledge(byte WriteMask, byte Data)
{
    /// <summary>Nobody has handled it yet: what the party that orders a boot writes before.</summary>
    public static BootInfoAcknowledge Pending => new(0x1F, 0xFF);

    /// <summary>Reads the parameter's data.</summary>
    public static BootInfoAcknowledge Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte());

    /// <summary>The parameter's data.</summary>
    public byte[] ToArray() => [WriteMask, Data];
}

/// <summary>Parameter 6: who ordered the boot. IPMI 2.0 table 28-14.</summary>
/// <param name="Channel">Channel that delivers the boot command, 0 to 15.</param>
/// <param name="SessionId">Session that it comes over.</param>
/// <param name="Timestamp">SEL time of the order, in seconds since 1970.</param>
public readonly record struct BootInitiatorInfo(byte Channel, uint SessionId, uint Timestamp)
{
    /// <summary>Reads the parameter's data: [3:0] channel, session id, time stamp.</summary>
    public static BootInitiatorInfo Read(ByteReader reader) => new((byte)(reader.ReadByte() & 0x0F), reader.ReadUInt32(), reader.ReadUInt32());

    /// <summary>The parameter's data.</summary>
    public byte[] ToArray()
    {
        var writer = new ByteWriter(9);
        writer.WriteByte((byte)(Channel & 0x0F));
        writer.WriteUInt32(SessionId);
        writer.WriteUInt32(Timestamp);
        return writer.ToArray();
    }
}

/// <summary>Parameter 7: one block for the boot loader. The first three bytes of block 0 are the IANA number of whoever defined the content. IPMI 2.0 table 28-14.</summary>
/// <param name="Block">Block number, from 0; a BMC has at least five.</param>
/// <param name="Data">At most 16 bytes.</param>
public sealed record BootInitiatorMailbox(byte Block, byte[] Data)
{
    /// <summary>Bytes in a full block.</summary>
    public const int BlockLength = 16;

    /// <summary>Reads the parameter's data: block number, block data.</summary>
    public static BootInitiatorMailbox Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadBytes(Math.Min(reader.Remaining, BlockLength)));

    /// <summary>The parameter's data.</summary>
    /// <exception cref="ArgumentException">More than 16 bytes.</exception>
    public byte[] ToArray()
    {
        if (Data.Length > BlockLength)
            throw new ArgumentException($"A mailbox block holds {BlockLength} bytes.", nameof(Data));
        var writer = new ByteWriter(1 + BlockLength);
        writer.WriteByte(Block);
        writer.WriteBytes(Data);
        return writer.ToArray();
    }
}
