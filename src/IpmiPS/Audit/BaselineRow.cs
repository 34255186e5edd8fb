using System;
using System.Globalization;
using System.Management.Automation;
using IpmiPS.Security;

namespace IpmiPS.Cmdlets;

/// <summary>Reads a row of -FirmwareBaseline.</summary>
internal static class BaselineRow
{
    /// <exception cref="IpmiException">Kind InvalidParameter.</exception>
    public static FirmwareBaseline Read(PSObject row)
    {
        string product = TextOf(row, "ProductId");
        try
        {
            return new FirmwareBaseline(Number(TextOf(row, "ManufacturerId")), product.Length == 0 ? null : Number(product), TextOf(row, "FirmwareVersion"));
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"A row of -FirmwareBaseline cannot be used: {error.Message}",
                "Give ManufacturerId and ProductId as numbers and FirmwareVersion as Get-IpmiDevice shows it. ProductId may be empty, for all products.", error);
        }
    }

    private static string TextOf(PSObject row, string property) => Convert.ToString(row.Properties[property]?.Value, CultureInfo.InvariantCulture)?.Trim() ?? "";

    private static int Number(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? int.Parse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new FormatException($"'{text}' is no number.");
}
