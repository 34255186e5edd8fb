using System;
using System.Globalization;
using System.Management.Automation;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>Bytes: hexadecimal text, or numbers; null if they are not given.</summary>
internal sealed class BytesCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "hexadecimal text, such as 01 A5, or a list of numbers from 0 to 255";

    protected override object? Read(object value)
    {
        try
        {
            return value switch
            {
                ByteString bytes => (byte[])bytes,
                string text => Hex.Parse(text),
                _ => LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out byte[] converted) ? converted : null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
