using System;
using System.Collections.Generic;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Writes FRU images. IPMI FRU Information Storage Definition 1.0: header, areas in units of 8 bytes, checksums.</summary>
internal sealed class FruWriter
{
    private static readonly DateTime Epoch = new(1996, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private byte[]? _chassis;
    private byte[]? _board;
    private byte[]? _product;
    private readonly List<byte[]> _records = [];

    public int Size { get; set; } = 512;

    /// <summary>Chassis info area: type, then part number, serial number and custom fields.</summary>
    public void Chassis(byte type, params string[] fields) => _chassis = Area(writer =>
    {
        writer.WriteByte(type);
        WriteFields(writer, fields);
    });

    /// <summary>Board info area: English, minutes since 1996, then manufacturer, name, serial, part number, file id and custom fields.</summary>
    public void Board(DateTime? made, params string[] fields) => _board = Area(writer =>
    {
        writer.WriteByte(0x19);
        writer.WriteUInt24(made is { } date ? (int)(date - Epoch).TotalMinutes : 0);
        WriteFields(writer, fields);
    });

    /// <summary>Product info area: English, then manufacturer, name, part number, version, serial, asset tag, file id and custom fields.</summary>
    public void Product(params string[] fields) => _product = Area(writer =>
    {
        writer.WriteByte(0x19);
        WriteFields(writer, fields);
    });

    /// <summary>A MultiRecord of some type.</summary>
    public void MultiRecord(byte type, byte[] data)
    {
        var writer = new ByteWriter(data.Length + 5);
        writer.WriteByte(type);
        writer.WriteByte(0x02);
        writer.WriteByte((byte)data.Length);
        writer.WriteByte(Checksum(data, data.Length));
        writer.WriteByte(0);
        writer.WriteBytes(data);
        _records.Add(writer.ToArray());
    }

    /// <summary>The image, padded to its size with 00h.</summary>
    public byte[] ToImage()
    {
        var image = new ByteWriter(Size);
        image.WriteByte(0x01);
        image.WriteRepeated(0, 7);
        PlaceAt(2, _chassis);
        PlaceAt(3, _board);
        PlaceAt(4, _product);
        if (_records.Count > 0)
        {
            image[5] = (byte)(image.Length / 8);
            for (int i = 0; i < _records.Count; i++)
            {
                byte[] record = _records[i];
                if (i == _records.Count - 1)
                    record[1] |= 0x80;
                record[4] = Checksum(record, 4);
                image.WriteBytes(record);
            }
        }

        var bytes = image.ToArray();
        bytes[7] = Checksum(bytes, 7);
        if (bytes.Length > Size)
            throw new FormatException($"A FRU image of {bytes.Length} bytes does not fit into {Size}.");
        Array.Resize(ref bytes, Size);
        return bytes;

        void PlaceAt(int headerByte, byte[]? area)
        {
            if (area is null)
                return;
            image[headerByte] = (byte)(image.Length / 8);
            image.WriteBytes(area);
        }
    }

    /// <summary>Format version 1, length in units of 8 bytes, content, end mark C1h, pad, checksum.</summary>
    private static byte[] Area(Action<ByteWriter> write)
    {
        var writer = new ByteWriter(128);
        writer.WriteByte(0x01);
        writer.WriteByte(0);
        write(writer);
        writer.WriteByte(0xC1);
        writer.WriteRepeated(0, (8 - (writer.Length + 1) % 8) % 8);
        writer[1] = (byte)((writer.Length + 1) / 8);
        var bytes = writer.ToArray();
        Array.Resize(ref bytes, bytes.Length + 1);
        bytes[bytes.Length - 1] = Checksum(bytes, bytes.Length - 1);
        return bytes;
    }

    private static void WriteFields(ByteWriter writer, string[] fields)
    {
        foreach (string field in fields)
        {
            byte[] text = Encoding.ASCII.GetBytes(field);
            if (text.Length > 63)
                throw new FormatException($"The FRU field '{field}' has more than 63 characters.");

            // A field of one byte would look like the end mark, so a space is appended.
            writer.WriteByte(text.Length == 0 ? (byte)0 : (byte)(0xC0 | Math.Max(2, text.Length)));
            writer.WriteBytes(text);
            if (text.Length == 1)
                writer.WriteByte((byte)' ');
        }
    }

    private static byte Checksum(byte[] bytes, int count)
    {
        byte sum = 0;
        for (int i = 0; i < count; i++)
            sum += bytes[i];
        return (byte)-sum;
    }
}
