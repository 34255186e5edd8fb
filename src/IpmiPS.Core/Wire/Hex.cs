using System;
using System.Text;

namespace IpmiPS.Wire;

/// <summary>Bytes as hexadecimal text and back.</summary>
public static class Hex
{
    /// <summary>Two upper-case digits a byte, with <paramref name="separator"/> between bytes.</summary>
    public static string Format(byte[] bytes, string separator = "") => Format(new ArraySegment<byte>(bytes), separator);

    /// <inheritdoc cref="Format(byte[], string)"/>
    public static string Format(ArraySegment<byte> bytes, string separator = "")
    {
        const string Digits = "0123456789ABCDEF";
        var text = new StringBuilder(bytes.Count * (2 + separator.Length));
        for (int i = 0; i < bytes.Count; i++)
        {
            if (i > 0)
                text.Append(separator);
            byte value = bytes.Array![bytes.Offset + i];
            text.Append(Digits[value >> 4]).Append(Digits[value & 0xF]);
        }

        return text.ToString();
    }

    /// <summary>Reads pairs of digits; white space, commas, dashes, colons and <c>0x</c> between bytes are ignored.</summary>
    /// <exception cref="FormatException">A character is not a hexadecimal digit, or a byte has only one digit.</exception>
    public static byte[] Parse(string text)
    {
        var writer = new ByteWriter(text.Length / 2);
        int high = -1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (high < 0 && (char.IsWhiteSpace(c) || c is ',' or '-' or ':'))
                continue;
            if (high < 0 && c == '0' && i + 1 < text.Length && text[i + 1] is 'x' or 'X')
            {
                i++;
                continue;
            }

            int digit = c is >= '0' and <= '9' ? c - '0' : (c | 0x20) is >= 'a' and <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
            if (digit < 0)
                throw new FormatException($"'{c}' at position {i + 1} is no hexadecimal digit.");
            if (high < 0)
            {
                high = digit;
                continue;
            }

            writer.WriteByte((byte)(high << 4 | digit));
            high = -1;
        }

        return high < 0 ? writer.ToArray() : throw new FormatException("The last byte has only one hexadecimal digit.");
    }
}
