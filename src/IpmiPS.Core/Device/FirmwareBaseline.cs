using System;
using System.Globalization;
using IpmiPS.Oem;

namespace IpmiPS.Device;

/// <summary>
/// The oldest acceptable firmware of a product. IPMI reports a version, but no date, so the administrator has to decide
/// which version is too old.
/// </summary>
/// <param name="ManufacturerId">IANA number of the manufacturer.</param>
/// <param name="ProductId">Product; null for all products of the manufacturer.</param>
/// <param name="Version">The version in the format of <see cref="DeviceInfo.FirmwareVersion"/>, such as 2.40.</param>
public sealed record FirmwareBaseline(int ManufacturerId, int? ProductId, string Version)
{
    private readonly int _number = Number(Version) ?? throw new FormatException($"'{Version}' is not a firmware version; use major and minor version like Get-IpmiDevice, such as 2.40.");

    /// <summary>Whether a newer version is not acceptable either.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether it applies to this product.</summary>
    public bool Fits(int manufacturerId, int productId) =>
        Manufacturers.Canonical(ManufacturerId) == Manufacturers.Canonical(manufacturerId) && (ProductId is null || ProductId == productId);

    /// <summary>Whether a version is older.</summary>
    /// <param name="major">Major revision, 0 to 127.</param>
    /// <param name="minor">Minor revision, as its BCD byte.</param>
    public bool IsBelow(byte major, byte minor) => (major << 8 | minor) < _number;

    /// <summary>Whether it is this version.</summary>
    /// <param name="major">Major revision, 0 to 127.</param>
    /// <param name="minor">Minor revision, as its BCD byte.</param>
    public bool Is(byte major, byte minor) => (major << 8 | minor) == _number;

    /// <summary>The minor revision has two BCD digits; some BMCs use the whole byte, so it is read as hexadecimal.</summary>
    private static int? Number(string version)
    {
        string[] parts = version.Trim().Split('.');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major) && major <= 127
            && int.TryParse(parts[1].PadLeft(2, '0'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int minor) && minor <= 255
            ? major << 8 | minor
            : null;
    }
}
