using System;
using System.Linq;
using System.Text;

namespace IpmiPS.Wire;

/// <summary>
/// The texts of SDRs and FRUs: a type/length byte, then the text in one of four encodings. The two formats differ in the
/// width of the length and in the meaning of encoding 0, so each has its own reader. IPMI 2.0 section 43.15, FRU 1.0 section 13.
/// </summary>
public static class TypeLengthText
{
    /// <summary>The type/length byte that ends the fields of a FRU area.</summary>
    public const byte EndOfFields = 0xC1;

    private const string BcdPlusCharacters = "0123456789 -.:,_";
    private const int SdrLengthMask = 0x1F;
    private const int FruLengthMask = 0x3F;

    /// <summary>
    /// Reads an SDR's id string: [7:6] encoding, [5] reserved, [4:0] length. A length beyond the end of the record is reduced to
    /// the available bytes, because some records are truncated. Trailing NULs are removed. Trailing spaces are kept, because the name of a
    /// shared record needs them before the number that is appended.
    /// </summary>
    /// <remarks>
    /// The specification counts the length in characters, but most BMCs count bytes. So the length is taken as bytes, as far as
    /// they are available: if it meant characters, the additional bytes are padding.
    /// </remarks>
    /// <exception cref="MalformedDataException">The type/length byte is missing.</exception>
    public static string ReadSdr(ByteReader reader)
    {
        byte typeLength = reader.ReadByte();
        byte[] bytes = reader.ReadBytes(Math.Min(typeLength & SdrLengthMask, reader.Remaining));
        var encoding = (TextEncoding)(typeLength >> 6);
        string text = encoding == TextEncoding.BinaryOrUnicode ? DecodeUnicode(bytes) : Decode(encoding, bytes);
        return text.TrimEnd('\0');
    }

    /// <summary>Writes an SDR's id string in Latin-1 if it fits, else in another encoding.</summary>
    /// <exception cref="ArgumentException">The text is too long for every encoding.</exception>
    public static void WriteSdr(ByteWriter writer, string text) => WriteSdr(writer, text,
        text.Length <= SdrLengthMask && text.All(static c => c <= 0xFF) ? TextEncoding.Latin1
        : text.All(static c => c is >= ' ' and <= '_') && (text.Length * 6 + 7) / 8 <= SdrLengthMask ? TextEncoding.PackedAscii
        : text.All(static c => BcdPlusCharacters.IndexOf(c) >= 0) ? TextEncoding.BcdPlus
        : TextEncoding.BinaryOrUnicode);

    /// <summary>Writes an SDR's id string, of at most 31 bytes once encoded.</summary>
    /// <exception cref="ArgumentException">The text is too long, or contains characters that the encoding does not have.</exception>
    public static void WriteSdr(ByteWriter writer, string text, TextEncoding encoding)
    {
        byte[] bytes = encoding == TextEncoding.BinaryOrUnicode ? Encoding.Unicode.GetBytes(text) : Encode(encoding, text);
        Write(writer, encoding, bytes, SdrLengthMask);
    }

    /// <summary>
    /// Reads one field of a FRU area: [7:6] encoding, [5:0] length in bytes. Null at the end of the fields (C1h).
    /// </summary>
    /// <exception cref="MalformedDataException">The area ends before the field does.</exception>
    public static TypeLengthField? ReadFru(ByteReader reader)
    {
        byte typeLength = reader.ReadByte();
        return typeLength == EndOfFields
            ? null
            : new TypeLengthField((TextEncoding)(typeLength >> 6), reader.ReadBytes(typeLength & FruLengthMask));
    }

    /// <summary>Writes one field of a FRU area, of at most 63 bytes.</summary>
    /// <exception cref="ArgumentException">The field is too long, or is a Latin-1 field of one byte, which would read as the end of the fields.</exception>
    public static void WriteFru(ByteWriter writer, TypeLengthField field)
    {
        if (field.Encoding == TextEncoding.Latin1 && field.Bytes.Length == 1)
            throw new ArgumentException("A Latin-1 field of one byte cannot be written: C1h ends the fields.", nameof(field));
        Write(writer, field.Encoding, field.Bytes, FruLengthMask);
    }

    /// <summary>Decodes bytes as one of the encodings; encoding 0 as hexadecimal digits.</summary>
    public static string Decode(TextEncoding encoding, byte[] bytes) => encoding switch
    {
        TextEncoding.BcdPlus => DecodeBcdPlus(bytes),
        TextEncoding.PackedAscii => DecodePackedAscii(bytes),
        TextEncoding.Latin1 => DecodeLatin1(bytes),
        _ => Hex.Format(bytes),
    };

    /// <summary>Encodes text; the counterpart of <see cref="Decode"/>.</summary>
    /// <exception cref="ArgumentException">The text contains characters that the encoding does not have.</exception>
    public static byte[] Encode(TextEncoding encoding, string text) => encoding switch
    {
        TextEncoding.BcdPlus => EncodeBcdPlus(text),
        TextEncoding.PackedAscii => EncodePackedAscii(text),
        TextEncoding.Latin1 => EncodeLatin1(text),
        _ => Hex.Parse(text),
    };

    /// <summary>Decodes two-byte Unicode, least significant byte first; an odd last byte is ignored.</summary>
    public static string DecodeUnicode(byte[] bytes) => Encoding.Unicode.GetString(bytes, 0, bytes.Length & ~1);

    private static string DecodeLatin1(byte[] bytes) => new ByteReader(bytes).ReadLatin1(bytes.Length);

    private static string DecodeBcdPlus(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (byte pair in bytes)
            text.Append(BcdPlusCharacters[pair >> 4]).Append(BcdPlusCharacters[pair & 0xF]);
        return text.ToString();
    }

    private static string DecodePackedAscii(byte[] bytes)
    {
        // The first character is in the least significant bits of the first byte. Remaining bits at the end are ignored.
        var text = new StringBuilder(bytes.Length * 4 / 3);
        int bits = 0;
        int count = 0;
        foreach (byte value in bytes)
        {
            bits |= value << count;
            for (count += 8; count >= 6; count -= 6, bits >>= 6)
                text.Append((char)(' ' + (bits & 0x3F)));
        }

        return text.ToString();
    }

    private static byte[] EncodeLatin1(string text)
    {
        var bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = text[i] <= 0xFF ? (byte)text[i] : throw NotEncodable(text, i, "Latin-1");
        return bytes;
    }

    private static byte[] EncodeBcdPlus(string text)
    {
        if (text.Length % 2 != 0)
            text += ' ';
        var bytes = new byte[text.Length / 2];
        for (int i = 0; i < text.Length; i++)
        {
            int digit = BcdPlusCharacters.IndexOf(text[i]);
            if (digit < 0)
                throw NotEncodable(text, i, "BCD plus");
            bytes[i / 2] |= (byte)(i % 2 == 0 ? digit << 4 : digit);
        }

        return bytes;
    }

    private static byte[] EncodePackedAscii(string text)
    {
        var writer = new ByteWriter(text.Length);
        int bits = 0;
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '_')
                throw NotEncodable(text, i, "6-bit ASCII");
            bits |= (text[i] - ' ') << count;
            count += 6;
            if (count < 8)
                continue;
            writer.WriteByte((byte)bits);
            bits >>= 8;
            count -= 8;
        }

        if (count > 0)
            writer.WriteByte((byte)bits);
        return writer.ToArray();
    }

    private static void Write(ByteWriter writer, TextEncoding encoding, byte[] bytes, int lengthMask)
    {
        if (bytes.Length > lengthMask)
            throw new ArgumentException($"{bytes.Length} bytes of text are more than the {lengthMask} that fit.", nameof(bytes));
        writer.WriteByte((byte)((int)encoding << 6 | bytes.Length));
        writer.WriteBytes(bytes);
    }

    private static ArgumentException NotEncodable(string text, int index, string encoding) =>
        new($"The character '{text[index]}' at position {index + 1} cannot be written as {encoding}.", nameof(text));
}

/// <summary>A field of a FRU area as it is stored.</summary>
/// <param name="Encoding">Bits 7:6 of its type/length byte.</param>
/// <param name="Bytes">The field's bytes, without the type/length byte.</param>
public readonly record struct TypeLengthField(TextEncoding Encoding, byte[] Bytes)
{
    /// <summary>
    /// The field as text. In an area whose language is not English, encoding 3 is Unicode. Binary fields are returned as
    /// hexadecimal digits. Nothing is trimmed.
    /// </summary>
    public string ToText(bool isEnglish = true) => Encoding == TextEncoding.Latin1 && !isEnglish
        ? TypeLengthText.DecodeUnicode(Bytes)
        : TypeLengthText.Decode(Encoding, Bytes);
}
