using System;
using System.Collections.Generic;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>
/// Reads a Chassis, Board or Product Info area: fixed bytes, then fields of type and length, ended by C1h, padded, closed by a
/// checksum. Takes what is there of areas that are cut short or not ended. FRU 1.0 sections 10 to 13.
/// </summary>
internal sealed class FruArea
{
    /// <summary>Bytes that tell an area's length: version, length in units of 8.</summary>
    public const int PrefixLength = 2;

    private readonly ByteReader _reader;
    private bool _isEnded;

    /// <summary>Starts at an area of an image.</summary>
    /// <param name="image">The device's content, or the beginning of it.</param>
    /// <param name="offset">Where the area is.</param>
    /// <exception cref="MalformedDataException">The image ends before the area's length.</exception>
    public FruArea(byte[] image, int offset)
    {
        if (offset > image.Length - PrefixLength)
            throw new MalformedDataException($"The device ends at {image.Length} bytes, before its area at offset {offset}.");
        int length = LengthAt(image, offset);
        int available = Math.Min(length, image.Length - offset);
        IsChecksumValid = length > 0 && available == length && Checksum.IsZero(image, offset, length);

        // An area whose length is zero may still have fields, up to their end mark.
        if (length == 0)
            available = image.Length - offset;
        IsWhole = available >= length;
        _reader = new ByteReader(image, offset, IsWhole && length > 0 ? available - 1 : available);
        _reader.Skip(PrefixLength);
    }

    /// <summary>Whether the area's bytes add up to zero.</summary>
    public bool IsChecksumValid { get; }

    /// <summary>Whether all of the area is in the image.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether texts are English, so that encoding 3 is Latin-1 and not Unicode.</summary>
    public bool IsEnglish { get; set; } = true;

    /// <summary>Length of the area in bytes, by its second byte.</summary>
    public static int LengthAt(byte[] image, int offset) => image[offset + 1] * FruHeader.Unit;

    /// <summary>Reads a fixed byte; 0 past the end.</summary>
    public byte ReadByte() => _reader.ReadByteOr(0);

    /// <summary>Reads the language code; 0 and 25 are English. FRU 1.0 section 15.</summary>
    public void ReadLanguage() => IsEnglish = ReadByte() is 0 or 25;

    /// <summary>Reads the next field as text; null where it is empty or the fields are at their end.</summary>
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

        // Erased or overwritten memory has lengths that lead beyond the area.
        byte typeLength = _reader.ReadByte();
        byte[] bytes = _reader.ReadBytes(Math.Min(typeLength & 0x3F, _reader.Remaining));
        var field = new TypeLengthField((TextEncoding)(typeLength >> 6), bytes);
        return Clean(field, isAlwaysEnglish || IsEnglish);
    }

    /// <summary>Reads the fields that are left, without the empty ones.</summary>
    public string[] ReadCustom()
    {
        var fields = new List<string>();
        while (!_isEnded && !_reader.IsAtEnd)
            if (ReadText() is { } text)
                fields.Add(text);
        return fields.ToArray();
    }

    private static string? Clean(TypeLengthField field, bool isEnglish)
    {
        if (field.Encoding == TextEncoding.BinaryOrUnicode)
            return field.Bytes.Length == 0 ? null : Hex.Format(field.Bytes);

        // Many FRUs name another language and have their texts in ASCII all the same.
        var text = new StringBuilder();
        foreach (char c in field.ToText(isEnglish || IsAscii(field.Bytes)))
            if (ShownText.IsShown(c) && c is not '\u00FF' and not '\uFFFF')
                text.Append(c);
        string clean = text.ToString().Trim();
        return clean.Length == 0 ? null : clean;
    }

    private static bool IsAscii(byte[] bytes)
    {
        int length = bytes.Length;
        while (length > 0 && bytes[length - 1] == 0)
            length--;
        for (int i = 0; i < length; i++)
            if (bytes[i] is < 0x20 or > 0x7E)
                return false;
        return length > 1;
    }
}
