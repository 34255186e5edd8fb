using System;
using System.Globalization;
using IpmiPS.Oem;

namespace IpmiPS.Security;

/// <summary>
/// The oldest firmware of a product that is good. IPMI tells a version and no date, so only somebody who reads the vendor's notes can
/// say which version is too old.
/// </summary>
/// <param name="ManufacturerId">IANA number of the manufacturer.</param>
/// <param name="ProductId">Product; null for all of the manufacturer's.</param>
/// <param name="Version">The version as Get Device ID has it and <see cref="DeviceInfo.FirmwareVersion"/> writes it, such as 2.40.</param>
public sealed record FirmwareBaseline(int ManufacturerId, int? ProductId, string Version)
{
    private readonly int _number = Number(Version) ?? throw new FormatException($"'{Version}' is no firmware version; write major and minor as Get-IpmiDevice does, such as 2.40.");

    /// <summary>Whether it speaks of this product.</summary>
    public bool Fits(int manufacturerId, int productId) =>
        Manufacturers.Canonical(ManufacturerId) == Manufacturers.Canonical(manufacturerId) && (ProductId is null || ProductId == productId);

    /// <summary>Whether a version is older.</summary>
    /// <param name="major">Major revision, 0 to 127.</param>
    /// <param name="minor">Minor revision, as its BCD byte.</param>
    public bool IsBelow(byte major, byte minor) => (major << 8 | minor) < _number;

    /// <summary>The minor revision is two digits of BCD; some BMCs use all of the byte, so it is read as hexadecimal.</summary>
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
