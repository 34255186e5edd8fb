using System;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Cache;

/// <summary>
/// One cache file: the content, its BMC and kind, and a checksum over everything. A file that is not exactly as it was written counts
/// as absent: truncated, damaged, renamed, or written by another program or version.
/// </summary>
/// <param name="Bmc">Full name of the BMC; the file name has a shortened one.</param>
/// <param name="Kind">One of <see cref="CacheFolder.Kinds"/>.</param>
/// <param name="Content">The content. Its format is up to the code that owns this kind.</param>
internal sealed record CacheFile(string Bmc, string Kind, byte[] Content)
{
    /// <summary>Larger files are neither written nor read. In bytes.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    private const ushort Version = 1;
    private const int ChecksumLength = 32;

    /// <summary>The line ends and the end-of-file character reveal a file that was transferred as text, as in PNG.</summary>
    private static readonly byte[] Magic = [(byte)'I', (byte)'p', (byte)'m', (byte)'i', (byte)'P', (byte)'S', 0x0D, 0x0A, 0x1A, 0x0A];

    // 1:10 magic; 11:12 version; 13:14 length of the kind, kind; 2 bytes length of the BMC's name, name (both UTF-8);
    // 4 bytes length of the content, content; 32 bytes SHA-256 of everything before it
    public byte[] ToBytes()
    {
        var writer = new ByteWriter(Content.Length + 512);
        writer.WriteBytes(Magic);
        writer.WriteUInt16(Version);
        WriteText(writer, Kind);
        WriteText(writer, Bmc);
        writer.WriteUInt32((uint)Content.Length);
        writer.WriteBytes(Content);
        ArraySegment<byte> all = writer.AsSegment();
        writer.WriteBytes(Checksum(all.Array!, all.Count));
        return writer.ToArray();
    }

    /// <summary>Reads a file; null if it is not intact.</summary>
    public static CacheFile? Read(byte[] bytes)
    {
        int length = bytes.Length - ChecksumLength;
        if (length < Magic.Length || !Same(new ArraySegment<byte>(bytes, 0, Magic.Length), Magic))
            return null;
        if (!Same(new ArraySegment<byte>(bytes, length, ChecksumLength), Checksum(bytes, length)))
            return null;
        try
        {
            var reader = new ByteReader(bytes, Magic.Length, length - Magic.Length);
            if (reader.ReadUInt16() != Version)
                return null;
            string kind = ReadText(reader);
            string bmc = ReadText(reader);
            byte[] content = reader.ReadBytes((int)reader.ReadUInt32());
            return reader.IsAtEnd ? new CacheFile(bmc, kind, content) : null;
        }
        catch (MalformedDataException)
        {
            return null;
        }
    }

    /// <summary>Whether the file is of this BMC, ignoring case, and of this kind.</summary>
    public bool IsOf(string bmc, string kind) => string.Equals(Bmc, bmc, StringComparison.OrdinalIgnoreCase) && Kind == kind;

    /// <summary>Whether the content equals <paramref name="content"/>.</summary>
    public bool Holds(byte[] content) => Same(new ArraySegment<byte>(Content), content);

    private static void WriteText(ByteWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.WriteUInt16(bytes.Length);
        writer.WriteBytes(bytes);
    }

    private static string ReadText(ByteReader reader) => Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadUInt16()));

    private static byte[] Checksum(byte[] bytes, int count)
    {
        using var sha = SHA256.Create();
        return sha.ComputeHash(bytes, 0, count);
    }

    private static bool Same(ArraySegment<byte> left, byte[] right)
    {
        if (left.Count != right.Length)
            return false;
        for (int i = 0; i < right.Length; i++)
            if (left.Array![left.Offset + i] != right[i])
                return false;
        return true;
    }
}
