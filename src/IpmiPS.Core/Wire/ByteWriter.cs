using System;

namespace IpmiPS.Wire;

/// <summary>Writes a byte sequence; the counterpart of <see cref="ByteReader"/>.</summary>
public sealed class ByteWriter
{
    private byte[] _data;

    /// <summary>Creates a writer with room for <paramref name="capacity"/> bytes; it grows as needed.</summary>
    public ByteWriter(int capacity = 64) => _data = new byte[capacity];

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Gets or changes a byte that was already written, such as a length that is known only at the end.</summary>
    public byte this[int index]
    {
        get => index < Length ? _data[index] : throw new ArgumentOutOfRangeException(nameof(index));
        set
        {
            if (index >= Length)
                throw new ArgumentOutOfRangeException(nameof(index));
            _data[index] = value;
        }
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value)
    {
        int at = Extend(1);
        _data[at] = value;
    }

    /// <summary>Writes a 16-bit number, least significant byte first.</summary>
    public void WriteUInt16(int value)
    {
        int at = Extend(2);
        _data[at] = (byte)value;
        _data[at + 1] = (byte)(value >> 8);
    }

    /// <summary>Writes a 24-bit number, least significant byte first.</summary>
    public void WriteUInt24(int value)
    {
        WriteUInt16(value);
        WriteByte((byte)(value >> 16));
    }

    /// <summary>Writes a 32-bit number, least significant byte first.</summary>
    public void WriteUInt32(uint value)
    {
        WriteUInt16((ushort)value);
        WriteUInt16((ushort)(value >> 16));
    }

    /// <summary>Writes a 32-bit number, most significant byte first (ASF IANA numbers).</summary>
    public void WriteUInt32BigEndian(uint value)
    {
        int at = Extend(4);
        for (int i = 0; i < 4; i++)
            _data[at + i] = (byte)(value >> (24 - 8 * i));
    }

    /// <summary>Writes bytes.</summary>
    public void WriteBytes(byte[] bytes) => WriteBytes(bytes, 0, bytes.Length);

    /// <summary>Writes a segment.</summary>
    public void WriteBytes(ArraySegment<byte> bytes)
    {
        if (bytes.Array is { } array)
            WriteBytes(array, bytes.Offset, bytes.Count);
    }

    /// <summary>Writes part of an array.</summary>
    public void WriteBytes(byte[] bytes, int offset, int count)
    {
        int at = Extend(count);
        Buffer.BlockCopy(bytes, offset, _data, at, count);
    }

    /// <summary>Writes <paramref name="count"/> bytes of <paramref name="value"/>.</summary>
    public void WriteRepeated(byte value, int count)
    {
        int at = Extend(count);
        for (int i = 0; i < count; i++)
            _data[at + i] = value;
    }

    /// <summary>Writes Latin-1 text, cut or padded with NUL to <paramref name="count"/> bytes.</summary>
    public void WriteLatin1(string text, int count)
    {
        int at = Extend(count);
        for (int i = 0; i < count && i < text.Length; i++)
            _data[at + i] = text[i] <= 0xFF ? (byte)text[i] : (byte)'?';
    }

    /// <summary>The bytes written so far, without copying; valid until the next write.</summary>
    public ArraySegment<byte> AsSegment() => new(_data, 0, Length);

    /// <summary>A copy of the bytes written so far.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        Buffer.BlockCopy(_data, 0, bytes, 0, Length);
        return bytes;
    }

    /// <summary>Makes room for <paramref name="count"/> bytes and returns their offset. It may replace the array, so call it before accessing the array.</summary>
    private int Extend(int count)
    {
        int at = Length;
        if (at + count > _data.Length)
            Array.Resize(ref _data, Math.Max(at + count, _data.Length * 2));
        Length = at + count;
        return at;
    }
}
