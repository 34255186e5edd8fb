using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace IpmiPS.Tests.Inventory;

/// <summary>Builds FRU images byte by byte, independent of the code under test.</summary>
internal sealed class FruBytes
{
    private readonly List<byte> _areas = [];
    private readonly byte[] _header = new byte[8];

    public FruBytes() => _header[0] = 1;

    public static byte[] Latin1(string text) => [(byte)(0xC0 | text.Length), .. text.Select(c => (byte)c)];

    public static byte[] Unicode(string text) => [(byte)(0xC0 | text.Length * 2), .. Encoding.Unicode.GetBytes(text)];

    public FruBytes Internal(params byte[] data) => Add(1, [1, .. data, .. Zeros(7 - data.Length % 8)]);

    public FruBytes Chassis(params byte[] fields) => Add(2, Area(fields));

    public FruBytes Board(params byte[] fields) => Add(3, Area(fields));

    public FruBytes Product(params byte[] fields) => Add(4, Area(fields));

    /// <summary>Records of type and data; the last is marked as such.</summary>
    public FruBytes Records(params (byte Type, byte[] Data)[] records) =>
        Add(5, records.SelectMany((record, i) => Record(record.Type, record.Data, i == records.Length - 1)).ToArray());

    public static byte[] Record(byte type, byte[] data, bool isLast)
    {
        byte[] header = [type, (byte)(isLast ? 0x82 : 0x02), (byte)data.Length, Negative(data)];
        return [.. header, Negative(header), .. data];
    }

    /// <summary>The image, filled up with zeros to its size.</summary>
    public byte[] ToImage(int size = 0)
    {
        _header[7] = 0;
        _header[7] = Negative(_header);
        byte[] image = [.. _header, .. _areas];
        return [.. image, .. Zeros(Math.Max(size - image.Length, 0))];
    }

    public static byte Negative(IEnumerable<byte> bytes) => (byte)-bytes.Sum(value => value);

    private static byte[] Zeros(int count) => new byte[count];

    /// <summary>Version, length, the fields, the end mark, padding, checksum.</summary>
    private static byte[] Area(byte[] fields)
    {
        int length = (fields.Length + 4 + 7) / 8 * 8;
        byte[] area = [1, (byte)(length / 8), .. fields, 0xC1, .. Zeros(length - fields.Length - 3)];
        area[length - 1] = Negative(area);
        return area;
    }

    private FruBytes Add(int pointer, byte[] area)
    {
        while (_areas.Count % 8 != 0)
            _areas.Add(0);
        _header[pointer] = (byte)(1 + _areas.Count / 8);
        _areas.AddRange(area);
        return this;
    }
}
