using System;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Packets;

/// <summary>
/// An IPMI message as LAN and IPMB carry it. IPMI 2.0 section 13.8, table 13-7:
/// responder address, NetFn/LUN, checksum, requester address, sequence/LUN, command, data, checksum.
/// </summary>
internal readonly struct LanMessage
{
    /// <summary>The software id of a remote console.</summary>
    public const byte ConsoleAddress = 0x81;

    /// <summary>Bytes around the data of a message.</summary>
    public const int Overhead = 7;

    public byte ResponderAddress { get; init; }

    public byte NetFn { get; init; }

    public byte ResponderLun { get; init; }

    public byte RequesterAddress { get; init; }

    public byte RequesterLun { get; init; }

    /// <summary>6 bits; a response has that of its request.</summary>
    public byte Sequence { get; init; }

    public byte Command { get; init; }

    /// <summary>The data. In a response, the first byte is the completion code.</summary>
    public ArraySegment<byte> Data { get; init; }

    /// <summary>Whether both checksums are right. Some BMCs send wrong ones in packets whose authentication code is right.</summary>
    public bool ChecksumValid { get; init; }

    public bool IsResponse => (NetFn & 1) != 0;

    public static LanMessage Read(ByteReader reader)
    {
        if (reader.Remaining < Overhead)
            throw new MalformedDataException($"An IPMI message of {reader.Remaining} bytes is too short.", reader.ReadRest());
        var whole = reader.ReadSegment(reader.Remaining);
        var fields = new ByteReader(whole);
        byte responder = fields.ReadByte(), netFn = fields.ReadByte();
        fields.Skip(1);
        byte requester = fields.ReadByte(), sequence = fields.ReadByte(), command = fields.ReadByte();
        return new LanMessage
        {
            ResponderAddress = responder,
            NetFn = (byte)(netFn >> 2),
            ResponderLun = (byte)(netFn & 3),
            RequesterAddress = requester,
            Sequence = (byte)(sequence >> 2),
            RequesterLun = (byte)(sequence & 3),
            Command = command,
            Data = fields.ReadSegment(fields.Remaining - 1),
            ChecksumValid = Sum(whole, 0, 3) == 0 && Sum(whole, 3, whole.Count - 3) == 0,
        };
    }

    public void Write(ByteWriter writer)
    {
        int start = writer.Length;
        WriteHeader(writer);
        writer.WriteBytes(Data);
        WriteChecksum(writer, start);
    }

    /// <summary>Writes a command as a request from the console to a controller.</summary>
    public static void WriteRequest(ByteWriter writer, IpmiCommand command, byte sequence, byte responder = IpmbTarget.BmcAddress, byte requester = ConsoleAddress)
    {
        int start = writer.Length;
        Request(command, sequence, default, responder, requester).WriteHeader(writer);
        command.WriteRequest(writer);
        WriteChecksum(writer, start);
    }

    /// <summary>A request from the console to a controller.</summary>
    public static LanMessage Request(IpmiCommand command, byte sequence, ArraySegment<byte> data, byte responder = IpmbTarget.BmcAddress, byte requester = ConsoleAddress) => new()
    {
        ResponderAddress = responder,
        NetFn = (byte)command.NetFn,
        ResponderLun = command.Lun,
        RequesterAddress = requester,
        Sequence = sequence,
        Command = command.Code,
        Data = data,
    };

    /// <summary>Returns the response to this request.</summary>
    public LanMessage Answer(ArraySegment<byte> completionCodeAndData) => new()
    {
        ResponderAddress = RequesterAddress,
        NetFn = (byte)(NetFn | 1),
        ResponderLun = RequesterLun,
        RequesterAddress = ResponderAddress,
        RequesterLun = ResponderLun,
        Sequence = Sequence,
        Command = Command,
        Data = completionCodeAndData,
    };

    private void WriteHeader(ByteWriter writer)
    {
        int start = writer.Length;
        writer.WriteByte(ResponderAddress);
        writer.WriteByte((byte)(NetFn << 2 | ResponderLun));
        writer.WriteByte((byte)-Sum(writer.AsSegment(), start, 2));
        writer.WriteByte(RequesterAddress);
        writer.WriteByte((byte)(Sequence << 2 | RequesterLun));
        writer.WriteByte(Command);
    }

    /// <summary>The second checksum covers what follows the first, which is the third byte.</summary>
    private static void WriteChecksum(ByteWriter writer, int start) =>
        writer.WriteByte((byte)-Sum(writer.AsSegment(), start + 3, writer.Length - start - 3));

    private static byte Sum(ArraySegment<byte> bytes, int offset, int count)
    {
        byte sum = 0;
        for (int i = 0; i < count; i++)
            sum += bytes.Array![bytes.Offset + offset + i];
        return sum;
    }
}
