using System;

namespace IpmiPS;

/// <summary>
/// One server, its chassis, board and BMC in one flat row, as a CMDB takes it. Every value is a single one, so that a CSV file keeps it. What the BMC does not have is null, with the
/// reason in <see cref="Notes"/> if it could not be read.
/// </summary>
public sealed class ServerInventory
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Manufacturer of the product, or of the board if the product area has none.</summary>
    public string? Manufacturer { get; init; }

    /// <summary>The product's name, or the board's.</summary>
    public string? Model { get; init; }

    /// <summary>The server's serial number: of the product, or else the chassis, or else the board.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Whose serial number it is; null without one.</summary>
    public SerialNumberSource? SerialNumberSource { get; init; }

    /// <summary>The owner's asset tag, in the product area.</summary>
    public string? AssetTag { get; init; }

    /// <summary>The product's part or model number.</summary>
    public string? ProductPartNumber { get; init; }

    /// <summary>The product's version.</summary>
    public string? ProductVersion { get; init; }

    /// <summary>Chassis type, such as "Rack mount chassis".</summary>
    public string? ChassisType { get; init; }

    /// <summary>The chassis' serial number.</summary>
    public string? ChassisSerial { get; init; }

    /// <summary>The chassis' part number.</summary>
    public string? ChassisPartNumber { get; init; }

    /// <summary>Manufacturer of the board.</summary>
    public string? BoardManufacturer { get; init; }

    /// <summary>The board's name.</summary>
    public string? BoardProductName { get; init; }

    /// <summary>The board's serial number.</summary>
    public string? BoardSerial { get; init; }

    /// <summary>The board's part number.</summary>
    public string? BoardPartNumber { get; init; }

    /// <summary>Manufacturing date of the board; null if unspecified.</summary>
    public DateTimeOffset? BoardManufactureDate { get; init; }

    /// <summary>GUID of the system; null if it has none.</summary>
    public Guid? SystemGuid { get; init; }

    /// <summary>Manufacturer of the BMC's firmware; "Unknown" with the number if it is not known.</summary>
    public string BmcManufacturer { get; init; } = "";

    /// <summary>IANA enterprise number of that manufacturer.</summary>
    public int BmcManufacturerId { get; init; }

    /// <summary>Product ID that it assigned.</summary>
    public int ProductId { get; init; }

    /// <summary>Firmware version of the BMC, major and minor, such as "2.40".</summary>
    public string BmcFirmwareVersion { get; init; } = "";

    /// <summary>IPMI version of the BMC.</summary>
    public Version IpmiVersion { get; init; } = new(0, 0);

    /// <summary>The LAN channel that the addresses are from: the one of the connection.</summary>
    public int? Channel { get; init; }

    /// <summary>MAC address of the BMC.</summary>
    public string? MacAddress { get; init; }

    /// <summary>IPv4 address of the BMC.</summary>
    public string? IPv4Address { get; init; }

    /// <summary>IPv4 subnet mask of the BMC.</summary>
    public string? SubnetMask { get; init; }

    /// <summary>The BMC's enabled IPv6 addresses with their prefix lengths, separated by blanks.</summary>
    public string? IPv6Address { get; init; }

    /// <summary>Whether the server is on.</summary>
    public PowerState? PowerState { get; init; }

    /// <summary>Name of the system, as its operating system told the BMC.</summary>
    public string? SystemName { get; init; }

    /// <summary>Name of the operating system that runs, or of the one that usually does.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Version of the operating system that runs.</summary>
    public string? OperatingSystemVersion { get; init; }

    /// <summary>Version of the system's firmware (BIOS).</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Why values are null, separated by semicolons; null if there is nothing to say.</summary>
    public string? Notes { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {Manufacturer} {Model} {SerialNumber}";
}

/// <summary>Whose serial number it is.</summary>
public enum SerialNumberSource
{
    /// <summary>The product's.</summary>
    Product,

    /// <summary>The chassis'.</summary>
    Chassis,

    /// <summary>The board's.</summary>
    Board,
}
