using System;
using System.Globalization;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>Reads the SPD of memory modules. JEDEC standard 21-C annexes K (DDR3) and L (DDR4), JESD400-5 (DDR5).</summary>
internal sealed class SpdReader
{
    private const int TypeOffset = 2;
    private const double FastestPicoseconds = 50, SlowestPicoseconds = 10_000;
    private const byte Ddr3 = 0x0B, Ddr4 = 0x0C, Ddr5 = 0x12;

    private static readonly int[] Speeds =
    [
        800, 1066, 1333, 1600, 1866, 2133, 2400, 2666, 2933, 3200, 3600, 4000, 4400, 4800, 5200, 5600, 6000, 6400, 6800, 7200, 7600, 8000, 8400, 8800,
    ];

    private readonly byte[] _image;
    private readonly byte _type;

    private SpdReader(byte[] image) => (_image, _type) = (image, image[TypeOffset]);

    /// <summary>Whether the bytes can be an SPD, by the type in byte 2.</summary>
    public static bool IsPossible(byte[] image) => image.Length > 3 && image[TypeOffset] is Ddr3 or Ddr4 or Ddr5;

    /// <summary>The length of an SPD whose first bytes are known.</summary>
    public static int LengthOf(byte[] image) => image[TypeOffset] switch
    {
        Ddr5 => 1024,
        Ddr4 => 512,
        _ => 256,
    };

    /// <summary>Decodes an SPD; null if the bytes are none.</summary>
    /// <param name="image">The bytes, or the first of them.</param>
    /// <param name="isKnown">Whether it is known that this is an SPD; otherwise, its checksum has to be correct.</param>
    public static FruSpd? Read(byte[] image, bool isKnown)
    {
        if (!IsPossible(image))
            return null;
        var reader = new SpdReader(image);
        bool? isValid = reader.IsValid();
        return isKnown || isValid == true ? reader.Decode(isValid) : null;
    }

    private FruSpd Decode(bool? isValid)
    {
        var (maker, made, serial, part, partLength) = _type switch
        {
            Ddr3 => (117, 120, 122, 128, 18),
            Ddr4 => (320, 323, 325, 329, 20),
            _ => (512, 515, 517, 521, 30),
        };
        var (size, ranks, width, bus, hasEcc) = _type == Ddr5 ? Organization5() : Organization();
        return new FruSpd
        {
            MemoryType = _type switch { Ddr3 => "DDR3", Ddr4 => "DDR4", _ => "DDR5" },
            ModuleType = Module(At(3) & 0x0F),
            Size = size,
            Ranks = ranks,
            DeviceWidth = width,
            BusWidth = bus,
            HasEcc = hasEcc,
            Speed = Speed(),
            ManufacturerCode = Code(maker),
            Manufacturer = Code(maker) is { } code ? JedecMakers.NameOf(_image[maker], _image[maker + 1]) ?? code : null,
            ManufactureYear = Bcd(made) is { } year ? 2000 + year : null,
            ManufactureWeek = Bcd(made + 1) is { } week and >= 1 and <= 53 ? week : null,
            Serial = Has(serial, 4) && _image.Skip(serial).Take(4).Any(static value => value is not 0 and not 0xFF) ? Hex.Format([.. _image.Skip(serial).Take(4)]) : null,
            PartNumber = Text(part, partLength),
            ChecksumValid = isValid,
        };
    }

    /// <summary>DDR3 and DDR4: capacity of a chip, width, ranks and width of the module.</summary>
    private (int? Size, int? Ranks, int? Width, int? Bus, bool? HasEcc) Organization()
    {
        var (organization, bus) = _type == Ddr3 ? (7, 8) : (12, 13);
        if (At(organization) is not { } chips || At(bus) is not { } module || At(4) is not { } density)
            return default;
        int width = 4 << (chips & 7), ranks = (chips >> 3 & 7) + 1, busWidth = 8 << (module & 7);
        int stacked = _type == Ddr4 && At(6) is { } package && (package & 3) == 2 ? (package >> 4 & 7) + 1 : 1;
        long megabits = (density & 0x0F) switch
        {
            8 => 12 * 1024,
            9 => 24 * 1024,
            <= 7 and var code => 256L << code,
            _ => 0,
        };
        long size = megabits / 8 * busWidth / width * ranks * stacked;
        return (size > 0 ? (int)size : null, ranks, width, busWidth, (module >> 3 & 3) != 0);
    }

    /// <summary>DDR5: two sub-channels, whose ranks may differ.</summary>
    private (int? Size, int? Ranks, int? Width, int? Bus, bool? HasEcc) Organization5()
    {
        if (At(234) is not { } rankCode || At(235) is not { } busCode)
            return (null, null, At(6) is { } only ? 4 << (only >> 5) : null, null, null);
        int ranks = (rankCode >> 3 & 7) + 1, bus = 8 << (busCode & 7), channels = (busCode >> 5 & 3) + 1;
        long first = RankSize(4, 6, bus), second = (rankCode & 0x40) != 0 ? RankSize(8, 10, bus) : first;
        long size = channels * (first * (ranks - ranks / 2) + second * (ranks / 2));
        return (first > 0 && second > 0 && size <= int.MaxValue ? (int)size : null, ranks, 4 << (_image[6] >> 5), bus * channels, (busCode >> 3 & 3) != 0);
    }

    /// <summary>MiB of a rank of a sub-channel: dies of 4 to 64 Gb, 1 to 16 of them in a package.</summary>
    private long RankSize(int density, int width, int bus)
    {
        int[] gigabits = [0, 4, 8, 12, 16, 24, 32, 48, 64];
        int[] dies = [1, 2, 2, 4, 8, 16];
        int code = _image[density] & 0x1F, packages = _image[density] >> 5;
        return code >= gigabits.Length || packages >= dies.Length ? 0 : gigabits[code] * 128L * dies[packages] * bus / (4 << (_image[width] >> 5));
    }

    /// <summary>Transfers in a second, in millions; null if the cycle time is missing, or far from that of any memory.</summary>
    private int? Speed()
    {
        double picoseconds = _type switch
        {
            Ddr3 => At(34) is null || _image[11] == 0 ? 0 : 1000.0 * _image[12] * _image[10] / _image[11] + (sbyte)_image[34] * FineUnit(),
            Ddr4 => At(125) is null || _image[17] != 0 ? 0 : 125.0 * _image[18] + (sbyte)_image[125],
            _ => At(21) is null ? 0 : _image[20] | _image[21] << 8,
        };
        if (picoseconds is < FastestPicoseconds or > SlowestPicoseconds)
            return null;
        double rate = 2_000_000 / picoseconds;
        int nearest = Speeds.OrderBy(step => Math.Abs(step - rate)).First();
        return Math.Abs(nearest - rate) < rate * 0.02 ? nearest : (int)Math.Round(rate);
    }

    private double FineUnit() => (_image[9] & 0x0F) == 0 ? 0 : (double)(_image[9] >> 4) / (_image[9] & 0x0F);

    private string? Module(int? code) => code switch
    {
        1 => "RDIMM",
        2 => "UDIMM",
        3 => "SO-DIMM",
        4 when _type != Ddr3 => "LRDIMM",
        0x0B when _type == Ddr3 => "LRDIMM",
        { } other => $"type {other}",
        null => null,
    };

    private bool? IsValid()
    {
        var (at, length) = _type == Ddr5 ? (510, 510) : (126, _type == Ddr3 && (_image[0] & 0x80) != 0 ? 117 : 126);
        return Has(at, 2) ? Crc(length) == (_image[at] | _image[at + 1] << 8) : null;
    }

    /// <summary>CRC-16 with the polynomial 1021h, from 0.</summary>
    private int Crc(int length)
    {
        int crc = 0;
        for (int i = 0; i < length; i++)
        {
            crc ^= _image[i] << 8;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
        }

        return crc & 0xFFFF;
    }

    private bool Has(int offset, int count) => offset + count <= _image.Length;

    private int? At(int offset) => Has(offset, 1) ? _image[offset] : null;

    private int? Bcd(int offset) => At(offset) is { } value and not 0 && int.TryParse(value.ToString("X2", CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private string? Code(int offset) => Has(offset, 2) && _image[offset + 1] is not 0 and not 0xFF ? Hex.Format([_image[offset], _image[offset + 1]]) : null;

    private string? Text(int offset, int length)
    {
        if (!Has(offset, length))
            return null;
        string text = SafeText.Of(new ByteReader(_image, offset, length).ReadLatin1(length)).Trim('\u00FF', ' ');
        return text.Length == 0 ? null : text;
    }
}

/// <summary>Makers of memory modules by their JEDEC code (JEP106): number of continuation codes, and number. Only those that are certain.</summary>
internal static class JedecMakers
{
    private const int ContinuationMask = 0x7F;

    /// <summary>The maker's name; null if it is not known here.</summary>
    public static string? NameOf(byte continuation, byte number) => (continuation & ContinuationMask, number) switch
    {
        (0, 0x2C) => "Micron",
        (0, 0x89) => "Intel",
        (0, 0xAD) => "SK hynix",
        (0, 0xCE) => "Samsung",
        (1, 0x4F) => "Transcend",
        (1, 0x7A) => "Apacer",
        (1, 0x94) => "SMART Modular",
        (1, 0x98) => "Kingston",
        (2, 0x9E) => "Corsair",
        (2, 0xFE) => "Elpida",
        (3, 0x0B) => "Nanya",
        (4, 0x43) => "Ramaxel",
        (4, 0xCB) => "ADATA",
        (4, 0xCD) => "G.Skill",
        (5, 0x9B) => "Crucial",
        _ => null,
    };
}
