using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>The texts of FRU fields: how they are read, and in which encoding they are written. FRU 1.0 section 13.</summary>
internal static class FruFieldText
{
    /// <summary>The longest field in bytes.</summary>
    public const int MaximumLength = 63;

    /// <summary>The text of a field, without padding; null if it is empty. Binary fields are hexadecimal digits.</summary>
    /// <param name="field">The field.</param>
    /// <param name="isEnglish">Whether the area, or the field, is English, so that encoding 3 is Latin-1.</param>
    public static string? Read(TypeLengthField field, bool isEnglish)
    {
        if (field.Encoding == TextEncoding.BinaryOrUnicode)
            return field.Bytes.Length == 0 ? null : Hex.Format(field.Bytes);

        // Many FRUs specify another language, but have ASCII texts.
        var text = new StringBuilder();
        foreach (char c in field.ToText(isEnglish || IsAscii(field.Bytes)))
            if (SafeText.IsSafe(c) && c is not '\u00FF' and not '\uFFFF')
                text.Append(c);
        string clean = text.ToString().Trim();
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>
    /// Encodes a text. The encoding of the present text is kept if it has all characters. Otherwise the text is written in Latin-1, or in UTF-16 if the area's
    /// language is not English.
    /// </summary>
    /// <param name="name">The field's name, for messages.</param>
    /// <param name="text">The text; empty for an empty field.</param>
    /// <param name="present">The present field.</param>
    /// <param name="isEnglish">Whether the area, or the field, is English.</param>
    /// <param name="others">The other fields of the area: if these are ASCII in spite of the language, so is this one.</param>
    /// <exception cref="IpmiException">InvalidParameter: the text cannot be written in this area, or is too long.</exception>
    public static TypeLengthField Encode(string name, string text, TypeLengthField present, bool isEnglish, IEnumerable<TypeLengthField> others)
    {
        if (text.Length == 0)
            return new TypeLengthField(TextEncoding.Latin1, []);
        if (text.FirstOrDefault(static c => !SafeText.IsSafe(c)) is var unsafeCharacter and not '\0')
            throw Invalid(name, $"has the control character {(int)unsafeCharacter:X4}h");
        var field = Choose(text, present, isEnglish, others);
        if (field.Bytes.Length > MaximumLength)
            throw Invalid(name, $"needs {field.Bytes.Length} bytes; a field has at most {MaximumLength}{(field.Encoding == TextEncoding.Latin1 && !isEnglish ? ", and characters take two bytes in the language of this area" : "")}");
        return Read(field, isEnglish) == text ? field : throw Invalid(name, "has characters that the language of this area does not have");
    }

    private static TypeLengthField Choose(string text, TypeLengthField present, bool isEnglish, IEnumerable<TypeLengthField> others)
    {
        if (present.Bytes is { Length: > 0 } && present.Encoding != TextEncoding.Latin1 && TryEncode(present.Encoding, text) is { } same)
            return new TypeLengthField(present.Encoding, same);
        bool isAscii = text.All(static c => c is >= ' ' and <= '~');
        bool isLatin = isEnglish || isAscii && (present.Bytes is { Length: > 0 } bytes ? IsAscii(bytes) : others.Any(static other => other.Encoding == TextEncoding.Latin1 && IsAscii(other.Bytes)));
        if (!isLatin)
            return new TypeLengthField(TextEncoding.Latin1, Encoding.Unicode.GetBytes(text));

        // One byte would read as the end of the fields.
        byte[] latin = TryEncode(TextEncoding.Latin1, text.Length == 1 ? text + " " : text) ?? [];
        return new TypeLengthField(TextEncoding.Latin1, latin);
    }

    private static byte[]? TryEncode(TextEncoding encoding, string text)
    {
        try
        {
            byte[] bytes = TypeLengthText.Encode(encoding, text);
            return Read(new TypeLengthField(encoding, bytes), isEnglish: true) == text.Trim() ? bytes : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return null;
        }
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

    private static IpmiException Invalid(string name, string what) =>
        new(IpmiErrorKind.InvalidParameter, $"The text for {name} {what}. Nothing was sent.", "Give a text that the field can have.");
}
