using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>The common header with the offsets of the areas. FRU 1.0 section 8, table 8-1.</summary>
internal sealed record FruHeader
{
    /// <summary>Length of the header.</summary>
    public const int Length = 8;

    /// <summary>The unit of offsets and lengths in bytes.</summary>
    public const int Unit = 8;

    private const int FormatVersion = 1;

    /// <summary>Byte 1: format version in bits 3:0.</summary>
    public byte Version { get; init; } = FormatVersion;

    /// <summary>Offset of the Internal Use area in bytes; 0 for none, as with the other areas.</summary>
    public int InternalUse { get; init; }

    /// <summary>Offset of the Chassis Info area in bytes.</summary>
    public int Chassis { get; init; }

    /// <summary>Offset of the Board Info area in bytes.</summary>
    public int Board { get; init; }

    /// <summary>Offset of the Product Info area in bytes.</summary>
    public int Product { get; init; }

    /// <summary>Offset of the MultiRecord area in bytes.</summary>
    public int MultiRecord { get; init; }

    /// <summary>Whether the checksum is correct.</summary>
    public bool IsChecksumValid { get; init; } = true;

    /// <summary>Whether the format version is the one in the specification.</summary>
    public bool IsKnownFormat => (Version & 0x0F) == FormatVersion;

    /// <summary>Reads version, offsets of internal use, chassis, board, product and MultiRecord area, a pad byte, the checksum.</summary>
    /// <exception cref="MalformedDataException">Fewer than eight bytes.</exception>
    public static FruHeader Read(byte[] image)
    {
        var reader = new ByteReader(image);
        return new FruHeader
        {
            Version = reader.ReadByte(),
            InternalUse = reader.ReadByte() * Unit,
            Chassis = reader.ReadByte() * Unit,
            Board = reader.ReadByte() * Unit,
            Product = reader.ReadByte() * Unit,
            MultiRecord = reader.ReadByte() * Unit,
            IsChecksumValid = reader.ReadUInt16() >= 0 && Checksum.IsZero(image, 0, Length),
        };
    }
}

/// <summary>Zero checksums: the bytes and their checksum add up to a multiple of 256.</summary>
internal static class Checksum
{
    public static bool IsZero(byte[] bytes, int offset, int count)
    {
        byte sum = 0;
        for (int i = 0; i < count; i++)
            sum += bytes[offset + i];
        return sum == 0;
    }

    /// <summary>The checksum that makes the sum zero.</summary>
    public static byte Of(byte[] bytes, int offset, int count)
    {
        byte sum = 0;
        for (int i = 0; i < count; i++)
            sum += bytes[offset + i];
        return (byte)-sum;
    }
}
