using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>Header of a MultiRecord record, with its data. FRU 1.0 section 16.1, table 16-1.</summary>
internal sealed record FruRecordHeader
{
    /// <summary>Length of the header.</summary>
    public const int Length = 5;

    private const int EndOfListBit = 0x80;
    private const int VersionMask = 0x0F;
    private const int CurrentVersion = 2;

    public byte TypeId { get; private init; }

    public byte Version { get; private init; }

    public bool IsLast { get; private init; }

    public bool IsChecksumValid { get; private init; }

    public byte[] Data { get; private init; } = [];

    /// <summary>The name of the type. FRU 1.0 table 16-2.</summary>
    public string TypeName => TypeId switch
    {
        0x00 => "Power Supply Information",
        0x01 => "DC Output",
        0x02 => "DC Load",
        0x03 => "Management Access",
        0x04 => "Base Compatibility",
        0x05 => "Extended Compatibility",
        0x06 => "ASF Fixed SMBus Device",
        0x07 => "ASF Legacy-Device Alerts",
        0x08 => "ASF Remote Control",
        0x09 => "Extended DC Output",
        0x0A => "Extended DC Load",
        0x0B => "NVM Express",
        0x0C => "NVM Express PCIe Port",
        0x0D => "NVM Express Topology",
        0x0E or 0x0F => "NVM Express",
        >= 0xC0 => "OEM",
        _ => $"Reserved ({TypeId:X2}h)",
    };

    /// <summary>
    /// Whether there can be a header at this offset: it has the version in the specification, or at least a correct checksum. If
    /// not, the record before it lacks the end-of-list mark, and this is unused memory.
    /// </summary>
    public static bool IsPlausibleAt(byte[] image, int offset) =>
        (image[offset + 1] & VersionMask) is var version
        && (version == CurrentVersion || (version != 0 && Checksum.IsZero(image, offset, Length)));

    /// <summary>Length of the record at this offset, header and data.</summary>
    public static int RecordLengthAt(byte[] image, int offset) => Length + image[offset + 2];

    /// <summary>Whether the record at this offset is the last.</summary>
    public static bool IsLastAt(byte[] image, int offset) => (image[offset + 1] & EndOfListBit) != 0;

    /// <summary>Reads type, [7] end of list and [3:0] version, length, checksum of the data, checksum of the header; the data.</summary>
    /// <exception cref="MalformedDataException">The record ends before its data.</exception>
    public static FruRecordHeader ReadAt(byte[] image, int offset)
    {
        var reader = new ByteReader(image, offset, image.Length - offset);
        byte typeId = reader.ReadByte();
        byte flags = reader.ReadByte();
        byte length = reader.ReadByte();
        byte dataChecksum = reader.ReadByte();
        reader.Skip(1);
        byte[] data = reader.ReadBytes(length);
        return new FruRecordHeader
        {
            TypeId = typeId,
            Version = (byte)(flags & VersionMask),
            IsLast = (flags & EndOfListBit) != 0,
            IsChecksumValid = Checksum.IsZero(image, offset, Length) && (byte)(data.Sum(value => value) + dataChecksum) == 0,
            Data = data,
        };
    }
}
