using System;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Cache;

/// <summary>
/// The name of a file of the cache: what can be read of the BMC's name, a hash of all of it, and the kind, such as
/// <c>rack1-bmc01_example_com-0123456789abcdef.sdr</c>; the same however the BMC's name is capitalised.
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
            // No points: Windows takes "con.example" for a device.
            if (readable.Length < ReadableLength)
                readable.Append(c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' ? c : '_');
        }

        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(bmc.ToUpperInvariant()));
        return $"{readable}-{Hex.Format(new ArraySegment<byte>(hash, 0, HashLength / 2)).ToLowerInvariant()}.{kind}";
    }

    /// <summary>A name of its own for what will be the file once it is written whole.</summary>
    public static string Temporary(string name) => $"{name}.{Guid.NewGuid():N}{TemporaryEnd}";

    /// <summary>Whether this is the name of a file of the cache; the folder may hold others' files, too.</summary>
    public static bool IsFile(string name)
    {
        int point = name.LastIndexOf('.');
        return point > HashLength
            && name[point - HashLength - 1] == '-'
            && IsHex(name, point - HashLength, HashLength)
            && CacheFolder.IsKind(name.Substring(point + 1));
    }

    /// <summary>Whether this is the name of a file that was being written.</summary>
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
