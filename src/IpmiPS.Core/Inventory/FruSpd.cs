namespace IpmiPS;

/// <summary>
/// The SPD of a memory module, DDR3 to DDR5: what the module says of itself. What was not read, or is not specified, is null; a controller often returns only the
/// first 128 or 256 bytes. JEDEC standards 21-C and JESD400-5.
/// </summary>
public sealed class FruSpd
{
    /// <summary>Kind of memory: DDR3, DDR4 or DDR5.</summary>
    public string MemoryType { get; init; } = "";

    /// <summary>Kind of module, such as "RDIMM".</summary>
    public string? ModuleType { get; init; }

    /// <summary>Size in MiB.</summary>
    public int? Size { get; init; }

    /// <summary>Fastest data rate in MT/s.</summary>
    public int? Speed { get; init; }

    /// <summary>Number of ranks; with DDR5, of each sub-channel.</summary>
    public int? Ranks { get; init; }

    /// <summary>Width of a memory chip in bits.</summary>
    public int? DeviceWidth { get; init; }

    /// <summary>Width of the module in bits, without error correction.</summary>
    public int? BusWidth { get; init; }

    /// <summary>Whether the module has bits for error correction.</summary>
    public bool? HasEcc { get; init; }

    /// <summary>The maker's name, if it is known here; its code otherwise.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The maker's JEDEC code: continuation byte and number, such as "80CE".</summary>
    public string? ManufacturerCode { get; init; }

    /// <summary>Part number of the module.</summary>
    public string? PartNumber { get; init; }

    /// <summary>Serial number, 8 hexadecimal digits.</summary>
    public string? Serial { get; init; }

    /// <summary>Year of manufacture.</summary>
    public int? ManufactureYear { get; init; }

    /// <summary>Week of manufacture, 1 to 53.</summary>
    public int? ManufactureWeek { get; init; }

    /// <summary>Whether the checksum is correct; null if it was not read.</summary>
    public bool? ChecksumValid { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{MemoryType} {ModuleType} {Size} MiB {Speed} MT/s";
}
