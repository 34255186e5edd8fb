using System;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Cache;

/// <summary>
/// The name of a cache file: the BMC's name as far as it is allowed in file names, a hash of the full name, and the kind, such as
/// <c>rack1-bmc01_example_com-0123456789abcdef.sdr</c>. The BMC's name is case-insensitive.
/// </summary>
internal static class CacheFileName
{
    private const int ReadableLength = 60;
    private const int HashLength = 16;
    private const int UniqueLength = 32;
    private const string TemporaryEnd = ".tmp";

    public static string Of(string bmc, string kind)
    {
        var readable = new StringBuilder();
        foreach (char c in bmc.ToLowerInvariant())
        {
            // No dots: to Windows, "con.example" is a device.
            if (readable.Length < ReadableLength)
                readable.Append(c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' ? c : '_');
        }

        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(bmc.ToUpperInvariant()));
        return $"{readable}-{Hex.Format(new ArraySegment<byte>(hash, 0, HashLength / 2)).ToLowerInvariant()}.{kind}";
    }

    /// <summary>A unique name for the file while it is being written.</summary>
    public static string Temporary(string name) => $"{name}.{Guid.NewGuid():N}{TemporaryEnd}";

    /// <summary>Whether this is the name of a cache file. The folder may contain other files.</summary>
    public static bool IsFile(string name)
    {
        int point = name.LastIndexOf('.');
        return point > HashLength
            && name[point - HashLength - 1] == '-'
            && IsHex(name, point - HashLength, HashLength)
            && CacheFolder.IsKind(name.Substring(point + 1));
    }

    /// <summary>Whether this is a name from <see cref="Temporary"/>.</summary>
    public static bool IsTemporary(string name)
    {
        int point = name.Length - TemporaryEnd.Length - UniqueLength - 1;
        return point > 0
            && name.EndsWith(TemporaryEnd, StringComparison.Ordinal)
            && name[point] == '.'
            && IsHex(name, point + 1, UniqueLength)
            && IsFile(name.Substring(0, point));
    }

    private static bool IsHex(string text, int start, int count)
    {
        for (int i = start; i < start + count; i++)
            if (text[i] is not (>= '0' and <= '9' or >= 'a' and <= 'f'))
                return false;
        return true;
    }
}
