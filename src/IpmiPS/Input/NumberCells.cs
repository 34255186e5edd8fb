using System;
using System.Globalization;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>A whole number within bounds, decimal or hexadecimal (0x2C).</summary>
internal sealed class NumberCellAttribute(string parameter, int minimum, int maximum, int notGiven) : CellAttribute(parameter)
{
    protected override object NotGiven => notGiven;

    protected override string Expected => $"a whole number from {minimum} to {maximum}";

    protected override object? Read(object value)
    {
        bool read = value is string text
            ? text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? int.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int number)
                : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out number);
        return read && number >= minimum && number <= maximum ? number : null;
    }
}

/// <summary>A whole number of 32 bits without sign, decimal or hexadecimal (0x2C); null if it is not given.</summary>
internal sealed class UnsignedCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "a whole number from 0 to 4294967295";

    protected override object? Read(object value)
    {
        // PowerShell reads 0x80000000 and above as a negative number.
        if (value is int negative and < 0)
            return unchecked((uint)negative);
        bool read = value is string text
            ? text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? uint.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint number)
                : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out number);
        return read ? number : null;
    }
}

/// <summary>A number with decimals within bounds.</summary>
internal sealed class DecimalCellAttribute(string parameter, double minimum, double maximum) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => string.Format(CultureInfo.InvariantCulture, "a number from {0} to {1}, with a point before decimals", minimum, maximum);

    protected override object? Read(object value)
    {
        bool read = value is string text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out number);
        return read && number >= minimum && number <= maximum ? number : null;
    }
}

/// <summary>A number with decimals; null if it is not given.</summary>
internal sealed class QuantityCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "a number, with a point before decimals";

    protected override object? Read(object value)
    {
        bool read = value is string text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out number) && value is ValueType;
        return read && !double.IsNaN(number) && !double.IsInfinity(number) ? number : null;
    }
}

/// <summary>A time in seconds, more than none and at most a day.</summary>
internal sealed class SecondsCellAttribute(string parameter) : CellAttribute(parameter)
{
    private const double Day = 86400;

    protected override object NotGiven => 0.0;

    protected override string Expected => "a number of seconds, more than 0 and at most 86400, with a point before decimals";

    protected override object? Read(object value)
    {
        bool read = value is string text
            ? double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out seconds);
        return read && seconds is > 0 and <= Day ? seconds : null;
    }
}
