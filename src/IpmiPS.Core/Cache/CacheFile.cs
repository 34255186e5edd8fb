using System;
using System.Security.Cryptography;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Cache;

/// <summary>
/// One file of the cache: what was kept, of which BMC and which kind, and a checksum over everything. Whatever is not exactly as
/// it was written counts as absent: a file that was cut or damaged, one of another program or of another version, one that was renamed.
/// </summary>
/// <param name="Bmc">Full name of the BMC; the file's own name is shortened.</param>
/// <param name="Kind">What sort of knowledge the content is.</param>
/// <param name="Content">The content, whose format is its owner's.</param>
internal sealed record CacheFile(string Bmc, string Kind, byte[] Content)
{
    /// <summary>The greatest file that is written or read.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    private const ushort Version = 1;
    private const int ChecksumLength = 32;

    /// <summary>Line ends and the end-of-text mark show a file that went through something that takes it for text.</summary>
    private static readonly byte[] Magic = [(byte)'I', (byte)'p', (byte)'m', (byte)'i', (byte)'P', (byte)'S', 0x0D, 0x0A, 0x1A, 0x0A];

    // 1:10 magic; 11:12 version; 13:14 length of the kind, kind; 2 bytes length of the BMC's name, name (both UTF-8);
    // 4 bytes length of the content, content; 32 bytes SHA-256 of all before
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

    /// <summary>Reads a file; null where anything about it is not right.</summary>
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

    /// <summary>Whether the file is about this BMC, however its name is capitalised, and of this kind.</summary>
    public bool IsOf(string bmc, string kind) => string.Equals(Bmc, bmc, StringComparison.OrdinalIgnoreCase) && Kind == kind;

    /// <summary>Whether the content is this one.</summary>
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
