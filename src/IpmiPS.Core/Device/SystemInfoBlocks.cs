using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Device;

/// <summary>
/// A text of the system info parameters in blocks of 16 bytes. Block 0 begins with the encoding (0 ASCII and Latin-1, 1 UTF-8, 2 UCS-2) and the length of the text in bytes.
/// IPMI 2.0 section 22.14a, table 22-16c.
/// </summary>
internal static class SystemInfoBlocks
{
    /// <summary>The longest text in bytes: its length is one byte.</summary>
    public const int MaximumLength = 255;

    private const int BlockLength = SystemInfoParameters.BlockLength, HeaderLength = 2;
    private const byte EncodingBits = 0x0F, Latin1 = 0, Utf8 = 1, Ucs2 = 2;

    private static readonly Encoding Latin = Encoding.GetEncoding(28591);

    /// <summary>Number of blocks of a text, by its first one.</summary>
    public static int CountOf(byte[] first) => first.Length < HeaderLength ? 1 : Math.Max(1, (HeaderLength + first[1] + BlockLength - 1) / BlockLength);

    /// <summary>The text in all blocks, as far as they go, without characters that are not safe to display; what follows a NUL is not part of it.</summary>
    public static string Decode(IReadOnlyList<byte[]> blocks)
    {
        var bytes = new List<byte>();
        foreach (byte[] block in blocks)
            bytes.AddRange(block);
        if (bytes.Count < HeaderLength)
            return "";
        byte[] text = [.. bytes.GetRange(HeaderLength, Math.Min(bytes[1], bytes.Count - HeaderLength))];
        Encoding encoding = (bytes[0] & EncodingBits) switch
        {
            Utf8 => Encoding.UTF8,
            Ucs2 => Encoding.Unicode,
            _ => Latin,
        };
        string decoded = encoding.GetString(text);
        int end = decoded.IndexOf('\0');
        return SafeText.Of(end < 0 ? decoded : decoded.Substring(0, end)).TrimEnd();
    }

    /// <summary>The blocks of a text, the last one filled with zeros.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the text is too long, or has control characters.</exception>
    public static IReadOnlyList<byte[]> Encode(string name, string text)
    {
        if (!text.All(SafeText.IsSafe))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{name} has control characters.", "Give a text of printable characters.");
        bool isLatin = true;
        foreach (char c in text)
            isLatin &= c <= 0xFF;
        byte[] bytes = (isLatin ? Latin : Encoding.UTF8).GetBytes(text);
        if (bytes.Length > MaximumLength)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{name} has {bytes.Length} bytes; {MaximumLength} are possible.", "Give a shorter text. BMCs have to store 64 bytes; many do not store more.");
        byte[] whole = [isLatin ? Latin1 : Utf8, (byte)bytes.Length, .. bytes];
        var blocks = new List<byte[]>();
        for (int at = 0; at < whole.Length; at += BlockLength)
        {
            var block = new byte[BlockLength];
            Buffer.BlockCopy(whole, at, block, 0, Math.Min(BlockLength, whole.Length - at));
            blocks.Add(block);
        }

        return blocks;
    }
}
