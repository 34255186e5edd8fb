using System;
using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>
/// Reads a Chassis, Board or Product Info area: fixed bytes, type/length fields, the end mark C1h, padding, and a
/// checksum. Reads as much as possible of areas that are truncated or have no end mark. FRU 1.0 sections 10 to 13.
/// </summary>
internal sealed class FruArea
{
    /// <summary>Length of an area's prefix: version, length in units of 8 bytes.</summary>
    public const int PrefixLength = 2;

    private readonly ByteReader _reader;
    private bool _isEnded;

    /// <summary>Creates a reader for an area of an image.</summary>
    /// <param name="image">The device's content, or the beginning of it.</param>
    /// <param name="offset">Offset of the area.</param>
    /// <exception cref="MalformedDataException">The image ends before the area's length.</exception>
    public FruArea(byte[] image, int offset)
    {
        if (offset > image.Length - PrefixLength)
            throw new MalformedDataException($"The device ends at {image.Length} bytes, before its area at offset {offset}.");
        int length = LengthAt(image, offset);
        int available = Math.Min(length, image.Length - offset);
        IsChecksumValid = length > 0 && available == length && Checksum.IsZero(image, offset, length);

        // An area of length 0 may still have fields, up to the end mark.
        if (length == 0)
            available = image.Length - offset;
        IsWhole = available >= length;
        _reader = new ByteReader(image, offset, IsWhole && length > 0 ? available - 1 : available);
        _reader.Skip(PrefixLength);
    }

    /// <summary>Whether the checksum is correct.</summary>
    public bool IsChecksumValid { get; }

    /// <summary>Whether the whole area is in the image.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether texts are English, so that encoding 3 is Latin-1 instead of Unicode.</summary>
    public bool IsEnglish { get; set; } = true;

    /// <summary>Length of the area in bytes, from its second byte.</summary>
    public static int LengthAt(byte[] image, int offset) => image[offset + 1] * FruHeader.Unit;

    /// <summary>Reads a fixed byte; 0 past the end.</summary>
    public byte ReadByte() => _reader.ReadByteOr(0);

    /// <summary>Reads the language code; 0 and 25 are English. FRU 1.0 section 15.</summary>
    public void ReadLanguage()
    {
        Language = ReadByte();
        IsEnglish = Language is 0 or 25;
    }

    /// <summary>The language code that was read.</summary>
    public int Language { get; private set; }

    /// <summary>Reads the next field as text; null if it is empty, or if there are no more fields.</summary>
    /// <param name="isAlwaysEnglish">For serial numbers and file IDs, which have no language.</param>
    public string? ReadText(bool isAlwaysEnglish = false)
    {
        if (_isEnded || _reader.IsAtEnd)
            return null;
        if (_reader.PeekByte() == TypeLengthText.EndOfFields)
        {
            _isEnded = true;
            return null;
        }

        // In erased or overwritten memory, lengths may exceed the area.
        byte typeLength = _reader.ReadByte();
        byte[] bytes = _reader.ReadBytes(Math.Min(typeLength & 0x3F, _reader.Remaining));
        var field = new TypeLengthField((TextEncoding)(typeLength >> 6), bytes);
        return FruFieldText.Read(field, isAlwaysEnglish || IsEnglish);
    }

    /// <summary>Reads the remaining fields, except empty ones.</summary>
    public string[] ReadCustom()
    {
        var fields = new List<string>();
        while (!_isEnded && !_reader.IsAtEnd)
            if (ReadText() is { } text)
                fields.Add(text);
        return fields.ToArray();
    }
}
