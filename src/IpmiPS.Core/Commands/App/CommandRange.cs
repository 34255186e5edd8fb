using System;
using IpmiPS.Wire;

namespace IpmiPS.Commands.App;

/// <summary>The commands that one request of the firmware firewall is about: 128 of a network function, on a channel and a logical unit. IPMI 2.0 section 21.</summary>
/// <param name="Channel">Channel, 0 to 15; 0Eh is the one of the request.</param>
/// <param name="NetFn">Network function of the requests, even.</param>
/// <param name="Lun">Logical unit, 0 to 3.</param>
public readonly record struct CommandRange(byte Channel, byte NetFn, byte Lun)
{
    /// <summary>Bytes of a mask for the 128 commands.</summary>
    public const int MaskLength = 16;

    private const byte UpperHalfFlag = 0x40, NetFnBits = 0x3F, ChannelBits = 0x0F, LunBits = 0x03;

    /// <summary>Whether the commands are 80h to FFh instead of 00h to 7Fh.</summary>
    public bool IsUpperHalf { get; init; }

    /// <summary>The body that defined the commands: 1 byte with network function 2Ch, 3 bytes of an IANA number with 2Eh; else null.</summary>
    public byte[]? Group { get; init; }

    /// <summary>Writes channel, network function and logical unit.</summary>
    internal void WriteAddress(ByteWriter writer)
    {
        // 1 [3:0] channel; 2 [7:6] 00b = commands 00h to 7Fh, 01b = 80h to FFh, [5:0] NetFn; 3 [1:0] LUN.
        writer.WriteByte((byte)(Channel & ChannelBits));
        writer.WriteByte((byte)(NetFn & NetFnBits | (IsUpperHalf ? UpperHalfFlag : 0)));
        writer.WriteByte((byte)(Lun & LunBits));
    }

    /// <summary>Writes the bytes of the body, which are the last of a request.</summary>
    internal void WriteGroup(ByteWriter writer)
    {
        if (Group is not null)
            writer.WriteBytes(Group);
    }

    /// <summary>Reads what <see cref="WriteAddress"/> writes.</summary>
    internal static CommandRange ReadAddress(ByteReader reader)
    {
        byte channel = (byte)(reader.ReadByte() & ChannelBits);
        byte function = reader.ReadByte();
        return new(channel, (byte)(function & NetFnBits), (byte)(reader.ReadByte() & LunBits)) { IsUpperHalf = (function & UpperHalfFlag) != 0 };
    }

    /// <summary>Reads the bytes of the body, if the network function has any and <paramref name="count"/> is not 0. Clients leave them out.</summary>
    internal CommandRange ReadGroup(ByteReader reader, int count)
    {
        int most = NetFn == (byte)Commands.NetFn.GroupExtension ? 1 : NetFn == (byte)Commands.NetFn.OemGroup ? 3 : 0;
        return most > 0 && count > 0 ? this with { Group = reader.ReadBytes(Math.Min(count, most)) } : this;
    }
}
