using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Commands;

namespace IpmiPS.Cmdlets;

/// <summary>One of an enumeration's names, or an unmistakable beginning of one.</summary>
internal sealed class EnumCellAttribute(string parameter, Type type) : CellAttribute(parameter)
{
    /// <summary>True for a parameter that can be null, so that an empty cell is not the value 0.</summary>
    public bool IsNullable { get; set; }

    /// <summary>The highest number that a BMC can have, of which some are reserved and have no name: they are taken as numbers, as results show them. 0 to take names alone.</summary>
    public int Maximum { get; set; }

    protected override object? NotGiven => IsNullable ? null : Enum.ToObject(type, 0);

    protected override string Expected => (type.IsDefined(typeof(FlagsAttribute), inherit: false) ? "one of these names, or several with commas between them: " : "one of ") + string.Join(", ", Enum.GetNames(type));

    protected override object? Read(object value)
    {
        if (Maximum > 0 && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return number <= Maximum ? Enum.ToObject(type, number) : null;
        // The conversion would take any number, too.
        if (value is string { Length: > 0 } text && !char.IsLetter(text[0]))
            return null;
        return LanguagePrimitives.TryConvertTo(value, type, CultureInfo.InvariantCulture, out object result) && IsDefined(result) ? result : null;
    }

    /// <summary>Flags may be combined.</summary>
    private bool IsDefined(object value)
    {
        if (!type.IsDefined(typeof(FlagsAttribute), inherit: false))
            return Enum.IsDefined(type, value);
        long all = Enum.GetValues(type).Cast<object>().Aggregate(0L, static (bits, flag) => bits | Convert.ToInt64(flag, CultureInfo.InvariantCulture));
        return (Convert.ToInt64(value, CultureInfo.InvariantCulture) & ~all) == 0;
    }
}

/// <summary>A cipher suite's number; <see cref="NotGivenSuite"/> stands for none.</summary>
internal sealed class CipherSuiteCellAttribute() : CellAttribute("CipherSuite")
{
    /// <summary>No suite has this number.</summary>
    public const byte NotGivenSuite = 0xFF;

    private const byte LastSuite = 19;

    protected override object NotGiven => NotGivenSuite;

    protected override string Expected => $"a cipher suite from 0 to {LastSuite}";

    protected override object? Read(object value)
    {
        bool read = value is string text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out number);
        return read && number is >= 0 and <= LastSuite ? (byte)number : null;
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
