using System;
using IpmiPS.Wire;

namespace IpmiPS.Sol;

/// <summary>A SOL payload, in either direction. IPMI 2.0 section 15.9, table 15-2.</summary>
public sealed record SolPacket
{
    /// <summary>Bytes before the characters.</summary>
    public const int HeaderLength = 4;

    /// <summary>The count of accepted characters is one byte, so no packet can carry more.</summary>
    public const int MaximumCharacters = 255;

    /// <summary>1 to 15 for a packet that has to be acknowledged; 0 for one that only informs.</summary>
    public byte Sequence { get; init; }

    /// <summary>The packet that this one acknowledges, 1 to 15; 0 for none.</summary>
    public byte Acknowledged { get; init; }

    /// <summary>How many characters of the acknowledged packet were accepted, 0 to 255.</summary>
    public byte Accepted { get; init; }

    /// <summary>Byte 4: a <see cref="SolOperation"/> towards the BMC, a <see cref="SolStatus"/> from it.</summary>
    public byte Flags { get; init; }

    /// <summary>The characters.</summary>
    public ArraySegment<byte> Characters { get; init; } = new([]);

    /// <summary>Whether the acknowledged packet was refused, entirely or after the accepted characters.</summary>
    public bool IsNack => (Flags & (byte)SolOperation.Nack) != 0;

    /// <summary>Byte 4 of a packet to the BMC.</summary>
    public SolOperation Operation => (SolOperation)Flags;

    /// <summary>Byte 4 of a packet from the BMC.</summary>
    public SolStatus Status => (SolStatus)Flags;

    /// <summary>Reads a payload. The characters are not copied.</summary>
    /// <exception cref="MalformedDataException">Fewer than four bytes.</exception>
    public static SolPacket Read(ByteReader reader) => new()
    {
        Sequence = (byte)(reader.ReadByte() & 0x0F),
        Acknowledged = (byte)(reader.ReadByte() & 0x0F),
        Accepted = reader.ReadByte(),
        Flags = reader.ReadByte(),
        Characters = reader.ReadSegment(reader.Remaining),
    };

    /// <summary>Writes the payload.</summary>
    public void Write(ByteWriter writer)
    {
        // 1 [3:0] packet sequence number, 2 [3:0] packet ack/nack sequence number, 3 accepted character count, 4 operation or status, 5:N characters.
        writer.WriteByte((byte)(Sequence & 0x0F));
        writer.WriteByte((byte)(Acknowledged & 0x0F));
        writer.WriteByte(Accepted);
        writer.WriteByte(Flags);
        writer.WriteBytes(Characters.Array!, Characters.Offset, Characters.Count);
    }

    /// <summary>The next sequence number: 1 follows 15; 0 is not used.</summary>
    public static byte Next(byte sequence) => (byte)(sequence % 15 + 1);
}

/// <summary>Byte 4 of a SOL packet to the BMC. IPMI 2.0 section 15.9, table 15-2.</summary>
[Flags]
public enum SolOperation : byte
{
    /// <summary>No flags.</summary>
    None = 0,

    /// <summary>Discard output that the BMC has not sent yet.</summary>
    FlushOutbound = 0x01,

    /// <summary>Discard input that the BMC has not passed on yet.</summary>
    FlushInbound = 0x02,

    /// <summary>Deassert DCD and DSR to the server, as if the line were disconnected.</summary>
    DropCarrier = 0x04,

    /// <summary>Deassert CTS to the server, so that it stops sending.</summary>
    Pause = 0x08,

    /// <summary>Generate a break.</summary>
    Break = 0x10,

    /// <summary>Assert the ring indicator, which may wake the server.</summary>
    Ring = 0x20,

    /// <summary>The acknowledged packet is refused.</summary>
    Nack = 0x40,
}

/// <summary>Byte 4 of a SOL packet from the BMC. IPMI 2.0 section 15.9, table 15-2.</summary>
[Flags]
public enum SolStatus : byte
{
    /// <summary>No flags.</summary>
    None = 0,

    /// <summary>The server sent a break.</summary>
    BreakDetected = 0x04,

    /// <summary>Output was lost, because the BMC's buffer was full.</summary>
    Overrun = 0x08,

    /// <summary>SOL is being or has been deactivated.</summary>
    Deactivated = 0x10,

    /// <summary>The server accepts no input now: it is off, in reset or asleep.</summary>
    TransferUnavailable = 0x20,

    /// <summary>The acknowledged packet is refused.</summary>
    Nack = 0x40,
}
