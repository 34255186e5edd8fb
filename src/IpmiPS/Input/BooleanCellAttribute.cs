using System;
using System.Globalization;
using System.Management.Automation;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>A yes or no that can also be left open.</summary>
internal sealed class BooleanCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "true or false";

    protected override object? Read(object value) => value switch
    {
        bool given => given,
        SwitchParameter given => given.IsPresent,
        string text => text.ToUpperInvariant() switch
        {
            "TRUE" or "$TRUE" or "YES" or "Y" or "1" => true,
            "FALSE" or "$FALSE" or "NO" or "N" or "0" => false,
            _ => null,
        },
        _ => LanguagePrimitives.TryConvertTo(value, out bool converted) && value is ValueType ? converted : null,
    };
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

/// <summary>A network function of requests, by its name or number; <see cref="NotGivenFunction"/> stands for none.</summary>
internal sealed class NetFnCellAttribute() : CellAttribute("NetFn")
{
    /// <summary>No network function has this number.</summary>
    public const int NotGivenFunction = -1;

    private const int LastFunction = 0x3E;

    protected override object NotGiven => NotGivenFunction;

    protected override string Expected => "the name of a network function, or an even number from 0 to 0x3E";

    protected override object? Read(object value)
    {
        if (value is string text && Enum.TryParse(text, ignoreCase: true, out NetFn named) && char.IsLetter(text[0]))
            return (int)named;
        bool read = LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out int number);
        return read && number is >= 0 and <= LastFunction && (number & 1) == 0 ? number : null;
    }
}
