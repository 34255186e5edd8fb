using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace IpmiPS.Wire;

/// <summary>
/// Reads a byte sequence front to back. IPMI numbers are little-endian unless a name says otherwise.
/// Reading past the end throws <see cref="MalformedDataException"/>; no caller does length arithmetic.
/// </summary>
public sealed class ByteReader
{
    private readonly byte[] _data;
    private readonly int _start;
    private readonly int _end;
    private int _position;

    /// <summary>Reads all of <paramref name="data"/>. The array is not copied.</summary>
    /// <remarks>Declared before the overload for segments, so that <c>new ByteReader([0x01])</c> means an array on .NET Framework too.</remarks>
    [OverloadResolutionPriority(1)]
    public ByteReader(byte[] data)
        : this(data, 0, data.Length)
    {
    }

    /// <summary>Reads <paramref name="count"/> bytes of <paramref name="data"/> from <paramref name="offset"/>. The array is not copied.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside the array.</exception>
    public ByteReader(byte[] data, int offset, int count)
    {
        if (offset < 0 || count < 0 || offset > data.Length - count)
            throw new ArgumentOutOfRangeException(nameof(count));
        _data = data;
        _start = _position = offset;
        _end = offset + count;
    }

    /// <summary>Reads a segment. The array is not copied.</summary>
    public ByteReader(ArraySegment<byte> segment)
        : this(segment.Array ?? [], segment.Offset, segment.Count)
    {
    }

    /// <summary>Bytes not yet read.</summary>
    public int Remaining => _end - _position;

    /// <summary>Bytes read so far.</summary>
    public int Position => _position - _start;

    /// <summary>Whether all bytes were read.</summary>
    public bool IsAtEnd => _position == _end;

    /// <summary>Reads one byte.</summary>
    public byte ReadByte() => _data[Take(1)];

    /// <summary>Reads one byte; returns <paramref name="absent"/> at the end, for fields that older BMCs omit.</summary>
    public byte ReadByteOr(byte absent) => IsAtEnd ? absent : ReadByte();

    /// <summary>Returns the next byte without reading it.</summary>
    public byte PeekByte()
    {
        byte value = ReadByte();
        _position--;
        return value;
    }

    /// <summary>Reads a 16-bit number, least significant byte first.</summary>
    public ushort ReadUInt16()
    {
        int at = Take(2);
        return (ushort)(_data[at] | _data[at + 1] << 8);
    }

    /// <summary>Reads a 16-bit number, most significant byte first (ASF, SOL ports of some vendors).</summary>
    public ushort ReadUInt16BigEndian()
    {
        int at = Take(2);
        return (ushort)(_data[at] << 8 | _data[at + 1]);
    }

    /// <summary>Reads a 24-bit number, least significant byte first.</summary>
    public int ReadUInt24()
    {
        int at = Take(3);
        return _data[at] | _data[at + 1] << 8 | _data[at + 2] << 16;
    }

    /// <summary>Reads a 32-bit number, least significant byte first.</summary>
    public uint ReadUInt32()
    {
        int at = Take(4);
        return (uint)(_data[at] | _data[at + 1] << 8 | _data[at + 2] << 16 | _data[at + 3] << 24);
    }

    /// <summary>Reads a 32-bit number, most significant byte first (ASF IANA numbers).</summary>
    public uint ReadUInt32BigEndian()
    {
        int at = Take(4);
        return (uint)(_data[at] << 24 | _data[at + 1] << 16 | _data[at + 2] << 8 | _data[at + 3]);
    }

    /// <summary>Reads <paramref name="count"/> bytes into a new array.</summary>
    public byte[] ReadBytes(int count)
    {
        int at = Take(count);
        var bytes = new byte[count];
        Buffer.BlockCopy(_data, at, bytes, 0, count);
        return bytes;
    }

    /// <summary>Reads the remaining bytes.</summary>
    public byte[] ReadRest() => ReadBytes(Remaining);

    /// <summary>Reads <paramref name="count"/> bytes as Latin-1 text.</summary>
    public string ReadLatin1(int count)
    {
        int at = Take(count);
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++)
            text.Append((char)_data[at + i]);
        return text.ToString();
    }

    /// <summary>Returns a reader for the next <paramref name="count"/> bytes, and skips them.</summary>
    public ByteReader Slice(int count) => new(_data, Take(count), count);

    /// <summary>Returns the next <paramref name="count"/> bytes without copying them.</summary>
    public ArraySegment<byte> ReadSegment(int count) => new(_data, Take(count), count);

    /// <summary>Skips <paramref name="count"/> bytes.</summary>
    public void Skip(int count) => Take(count);

    private int Take(int count)
    {
        int at = _position;
        if (count < 0 || count > Remaining)
            throw new MalformedDataException($"The data end after {_end - _start} bytes; {count} more were expected at offset {Position}.", Whole()) { IsTruncated = true };
        _position += count;
        return at;
    }

    private byte[] Whole()
    {
        var whole = new byte[_end - _start];
        Buffer.BlockCopy(_data, _start, whole, 0, whole.Length);
        return whole;
    }
}
