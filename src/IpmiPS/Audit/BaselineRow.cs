using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Device;

namespace IpmiPS.Cmdlets;

/// <summary>Reads what -FirmwareBaseline takes: rows (objects, or hash tables), and paths of data files with such rows.</summary>
internal static class BaselineRow
{
    private const string Parameter = "FirmwareBaseline", RowsKey = "Firmware";

    /// <exception cref="IpmiException">Kind InvalidParameter or NotPresent.</exception>
    public static IReadOnlyList<FirmwareBaseline> ReadAll(PSCmdlet cmdlet, PSObject[]? rows) =>
        [.. (rows ?? []).SelectMany(row => row.BaseObject is string path ? ReadFile(cmdlet, path) : [Read(row)])];

    /// <summary>Reads a row.</summary>
    /// <exception cref="IpmiException">Kind InvalidParameter.</exception>
    public static FirmwareBaseline Read(PSObject row)
    {
        try
        {
            string expected = TextOf(row, "ExpectedVersion"), product = TextOf(row, "ProductId");
            return new FirmwareBaseline(Number(TextOf(row, "ManufacturerId")), product.Length == 0 ? null : Number(product), expected.Length > 0 ? expected : TextOf(row, "FirmwareVersion"))
            {
                IsExact = expected.Length > 0,
            };
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"A row of -{Parameter} cannot be used: {error.Message}",
                "Give ManufacturerId and ProductId as numbers and FirmwareVersion, or ExpectedVersion, as Get-IpmiDevice shows it. ProductId may be empty, for all products.", error);
        }
    }

    private static FirmwareBaseline[] ReadFile(PSCmdlet cmdlet, string path)
    {
        string file = InputFile.Resolve(cmdlet, Parameter, path)[0];
        try
        {
            return [.. DataFile.ReadList(File.ReadAllText(file), RowsKey).Select(static row => Read(PSObject.AsPSObject(row)))];
        }
        catch (IpmiException error)
        {
            throw InputFile.InFile(file, error);
        }
        catch (Exception error) when (OutputFile.IsFailure(error))
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{file}: {error.Message}", "Give the path of a .psd1 file that you may read.", error);
        }
    }

    /// <exception cref="FormatException">It is a number with a fraction: 2.40 would be read as 2.4, another version.</exception>
    private static string TextOf(PSObject row, string property)
    {
        object? value = row.BaseObject is IDictionary table ? table[property] : row.Properties[property]?.Value;
        if (value is double or float or decimal)
            throw new FormatException($"{property} is a number; put it in quotes, because 2.40 and 2.4 are different versions.");
        return Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() ?? "";
    }

    private static int Number(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? int.Parse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new FormatException($"'{text}' is no number.");
}
