using System;

namespace IpmiPS;

/// <summary>
/// Content of a FRU device. Fields that are empty or missing are null; lists of
/// them are empty. FRU 1.0.
/// </summary>
public sealed class Fru
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>
    /// FRU device ID. Unique only within a controller; see <see cref="DeviceAddress"/>. Null for memory chips, which FRU
    /// commands cannot read.
    /// </summary>
    public int? Id { get; init; }

    /// <summary>The device's name in the SDR; the BMC's device 0 always has a name.</summary>
    public string? Name { get; init; }

    /// <summary>The component, such as "Power Supply 1"; null if the SDR does not name it.</summary>
    public string? Entity { get; init; }

    /// <summary>Slave address of the controller that has the device; 20h is the BMC. For a memory chip on the IPMB, its own.</summary>
    public byte DeviceAddress { get; init; } = 0x20;

    /// <summary>Why the device could not be read, or not completely; null if there is no problem.</summary>
    public string? Problem { get; init; }

    /// <summary>Chassis type.</summary>
    public string? ChassisType { get; init; }

    /// <summary>Part number of the chassis.</summary>
    public string? ChassisPartNumber { get; init; }

    /// <summary>Serial number of the chassis.</summary>
    public string? ChassisSerial { get; init; }

    /// <summary>Custom fields of the chassis area.</summary>
    public string[] ChassisCustom { get; init; } = [];

    /// <summary>Language code of the board area; 0 and 25 are English, others are those of FRU 1.0 section 15. Null without this area.</summary>
    public int? BoardLanguage { get; init; }

    /// <summary>Manufacturing date of the board; null if unspecified. The specification does not define a time zone; UTC is assumed.</summary>
    public DateTimeOffset? BoardManufactureDate { get; init; }

    /// <summary>Manufacturer of the board.</summary>
    public string? BoardManufacturer { get; init; }

    /// <summary>The board's name.</summary>
    public string? BoardProductName { get; init; }

    /// <summary>The board's serial number.</summary>
    public string? BoardSerial { get; init; }

    /// <summary>The board's part number.</summary>
    public string? BoardPartNumber { get; init; }

    /// <summary>FRU file ID of the board area.</summary>
    public string? BoardFruFileId { get; init; }

    /// <summary>Custom fields of the board area.</summary>
    public string[] BoardCustom { get; init; } = [];

    /// <summary>Language code of the product area; 0 and 25 are English. Null without this area.</summary>
    public int? ProductLanguage { get; init; }

    /// <summary>Manufacturer of the product.</summary>
    public string? ProductManufacturer { get; init; }

    /// <summary>The product's name.</summary>
    public string? ProductName { get; init; }

    /// <summary>The product's part or model number.</summary>
    public string? ProductPartNumber { get; init; }

    /// <summary>The product's version.</summary>
    public string? ProductVersion { get; init; }

    /// <summary>The product's serial number.</summary>
    public string? ProductSerial { get; init; }

    /// <summary>The owner's asset tag.</summary>
    public string? ProductAssetTag { get; init; }

    /// <summary>FRU file ID of the product area.</summary>
    public string? ProductFruFileId { get; init; }

    /// <summary>Custom fields of the product area.</summary>
    public string[] ProductCustom { get; init; } = [];

    /// <summary>Manufacturer of the product, or of the board if the product area has none.</summary>
    public string? Manufacturer => ProductManufacturer ?? BoardManufacturer ?? Spd?.Manufacturer;

    /// <summary>The product's name, or the board's.</summary>
    public string? Model => ProductName ?? BoardProductName ?? Spd?.ToString();

    /// <summary>The product's part number, or the board's.</summary>
    public string? PartNumber => ProductPartNumber ?? BoardPartNumber ?? Spd?.PartNumber;

    /// <summary>The product's serial number, or the board's.</summary>
    public string? Serial => ProductSerial ?? BoardSerial ?? Spd?.Serial;

    /// <summary>The SPD, if this is a memory module; null for other devices.</summary>
    public FruSpd? Spd { get; init; }

    /// <summary>The records of the MultiRecord area.</summary>
    public FruMultiRecord[] MultiRecord { get; init; } = [];

    /// <summary>Which checksums are correct. An area with a wrong checksum is still decoded.</summary>
    public FruChecksums ChecksumValid { get; init; } = new();

    /// <summary>Size of the device in bytes; 0 if it could not be read.</summary>
    public int Size { get; init; }

    /// <summary>The device's content up to the end of its areas.</summary>
    public ByteString Raw { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName} FRU {Id}: {Name}";
}

/// <summary>Which checksums of a FRU device are correct; null for areas that it does not have, or that were not read.</summary>
public sealed class FruChecksums
{
    /// <summary>The text if all checksums are correct.</summary>
    internal const string AllValid = "valid";

    /// <summary>The text if nothing with a checksum was read.</summary>
    internal const string NoneRead = "none read";

    /// <summary>Common header.</summary>
    public bool? Header { get; init; }

    /// <summary>Chassis Info area.</summary>
    public bool? Chassis { get; init; }

    /// <summary>Board Info area.</summary>
    public bool? Board { get; init; }

    /// <summary>Product Info area.</summary>
    public bool? Product { get; init; }

    /// <summary>All records of the MultiRecord area, headers and data.</summary>
    public bool? MultiRecord { get; init; }

    /// <summary>Whether all checksums are correct; null if nothing with a checksum was read.</summary>
    public bool? All =>
        (Header ?? Chassis ?? Board ?? Product ?? MultiRecord) is null
            ? null
            : Header != false && Chassis != false && Board != false && Product != false && MultiRecord != false;

    /// <inheritdoc/>
    public override string ToString()
    {
        var wrong = new System.Collections.Generic.List<string>();
        if (Header == false)
            wrong.Add("header");
        if (Chassis == false)
            wrong.Add("chassis");
        if (Board == false)
            wrong.Add("board");
        if (Product == false)
            wrong.Add("product");
        if (MultiRecord == false)
            wrong.Add("MultiRecord");
        return All is null ? NoneRead : wrong.Count == 0 ? AllValid : "wrong: " + string.Join(", ", wrong);
    }
}
