using System;

namespace IpmiPS;

/// <summary>
/// What one FRU device knows of the part it belongs to. Fields that the device leaves empty or has not are null, lists of
/// them empty. FRU 1.0.
/// </summary>
public sealed class Fru
{
    /// <summary>The BMC as the caller named it.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>
    /// FRU device ID. Different controllers may use the same; see <see cref="DeviceAddress"/>. Null for memory chips, which FRU
    /// commands do not reach.
    /// </summary>
    public int? Id { get; init; }

    /// <summary>The device's name in the SDR; the BMC's own device 0 has one in any case.</summary>
    public string? Name { get; init; }

    /// <summary>What the part is, such as "Power Supply 1", where the SDR says it.</summary>
    public string? Entity { get; init; }

    /// <summary>Slave address of the controller that has the device; 20h is the BMC. Of a memory chip on the IPMB, its own.</summary>
    public byte DeviceAddress { get; init; } = 0x20;

    /// <summary>Why the device could not be read, or not as a whole, in one line; null where nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Kind of chassis.</summary>
    public string? ChassisType { get; init; }

    /// <summary>Part number of the chassis.</summary>
    public string? ChassisPartNumber { get; init; }

    /// <summary>Serial number of the chassis.</summary>
    public string? ChassisSerial { get; init; }

    /// <summary>The manufacturer's own fields about the chassis.</summary>
    public string[] ChassisCustom { get; init; } = [];

    /// <summary>When the board was made; null where it is unspecified. The specification knows no time zone; UTC is assumed.</summary>
    public DateTimeOffset? BoardManufactureDate { get; init; }

    /// <summary>Who made the board.</summary>
    public string? BoardManufacturer { get; init; }

    /// <summary>The board's name.</summary>
    public string? BoardProductName { get; init; }

    /// <summary>The board's serial number.</summary>
    public string? BoardSerial { get; init; }

    /// <summary>The board's part number.</summary>
    public string? BoardPartNumber { get; init; }

    /// <summary>Which file the board's FRU information was made from.</summary>
    public string? BoardFruFileId { get; init; }

    /// <summary>The manufacturer's own fields about the board.</summary>
    public string[] BoardCustom { get; init; } = [];

    /// <summary>Who made the product.</summary>
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

    /// <summary>Which file the product's FRU information was made from.</summary>
    public string? ProductFruFileId { get; init; }

    /// <summary>The manufacturer's own fields about the product.</summary>
    public string[] ProductCustom { get; init; } = [];

    /// <summary>Who made the product, or the board where the product area does not say.</summary>
    public string? Manufacturer => ProductManufacturer ?? BoardManufacturer;

    /// <summary>The product's name, or the board's.</summary>
    public string? Model => ProductName ?? BoardProductName;

    /// <summary>The product's part number, or the board's.</summary>
    public string? PartNumber => ProductPartNumber ?? BoardPartNumber;

    /// <summary>The product's serial number, or the board's.</summary>
    public string? Serial => ProductSerial ?? BoardSerial;

    /// <summary>The records of the MultiRecord area, each of a class of its own.</summary>
    public FruMultiRecord[] MultiRecord { get; init; } = [];

    /// <summary>Which checksums are right. A wrong one does not keep an area from being shown.</summary>
    public FruChecksums ChecksumValid { get; init; } = new();

    /// <summary>Size of the device in bytes; 0 where it could not be asked.</summary>
    public int Size { get; init; }

    /// <summary>The device's content from its beginning, as far as its areas reach.</summary>
    public ByteString Raw { get; init; } = new([]);

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName} FRU {Id}: {Name}";
}

/// <summary>Which checksums of a FRU device are right; null for areas that it has not, or that were not read.</summary>
public sealed class FruChecksums
{
    /// <summary>What the checksums are called where none is wrong.</summary>
    internal const string AllValid = "valid";

    /// <summary>What they are called where nothing was read that has one.</summary>
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

    /// <summary>Whether there are checksums and none is wrong; null where nothing was read that has one.</summary>
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
