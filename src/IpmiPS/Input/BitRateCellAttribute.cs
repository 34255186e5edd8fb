using System;
using System.Globalization;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>A bit rate: in bit/s, as in 115200, or by its name; null if it is not given.</summary>
internal sealed class BitRateCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "one of 9600, 19200, 38400, 57600, 115200, or SerialChannel";

    protected override object? Read(object value)
    {
        if (value is SolBitRate rate)
            return Enum.IsDefined(typeof(SolBitRate), rate) ? rate : null;
        string text = LanguagePrimitives.ConvertTo<string>(value).Trim();
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            text = "Bps" + text;
        return Enum.TryParse(text, ignoreCase: true, out SolBitRate named) && Enum.IsDefined(typeof(SolBitRate), named) && char.IsLetter(text[0]) ? named : null;
    }
}
