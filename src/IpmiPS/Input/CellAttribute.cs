using System;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A parameter that may come from the cell of a row. An empty cell means "not given"; a malformed one is noted in
/// <see cref="CellFaults"/>, to which the parameter's setter has to turn. Either way the binder gets a value of the parameter's type
/// that stands for it.
/// </summary>
internal abstract class CellAttribute(string parameter) : ArgumentTransformationAttribute
{
    /// <summary>The value for an empty or malformed cell: that of the property if it is not given.</summary>
    protected abstract object? NotGiven { get; }

    /// <summary>Whether the cell's text is taken as it is, with blanks before and behind.</summary>
    protected virtual bool IsSecret => false;

    /// <summary>Description of a valid cell.</summary>
    protected abstract string Expected { get; }

    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        CellFaults.Note(null);
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or DBNull or string { Length: 0 })
            return NotGiven;
        if (value is string text && !IsSecret)
        {
            value = text.Trim();
            if (text.Length > 0 && string.IsNullOrWhiteSpace(text))
                return NotGiven;
        }

        if (Read(value) is { } result)
            return result;

        // Text is not repeated: where the columns of a row have shifted, it may be a password.
        CellFaults.Note(value is ValueType
            ? string.Format(CultureInfo.CurrentCulture, "{0} '{1}' is not {2}.", parameter, value, Expected)
            : $"{parameter} is not {Expected}.");
        return NotGiven;
    }

    /// <summary>Reads the cell; null where it is malformed.</summary>
    protected abstract object? Read(object value);
}

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

/// <summary>One of an enumeration's names, or an unmistakable beginning of one.</summary>
internal sealed class EnumCellAttribute(string parameter, Type type) : CellAttribute(parameter)
{
    /// <summary>True for a parameter that can be null, so that an empty cell is not the value 0.</summary>
    public bool IsNullable { get; set; }

    protected override object? NotGiven => IsNullable ? null : Enum.ToObject(type, 0);

    protected override string Expected => "one of " + string.Join(", ", Enum.GetNames(type));

    protected override object? Read(object value)
    {
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

/// <summary>A yes or no.</summary>
internal sealed class SwitchCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object NotGiven => new SwitchParameter(false);

    protected override string Expected => "true or false";

    protected override object? Read(object value) => value switch
    {
        SwitchParameter given => given,
        bool given => new SwitchParameter(given),
        string text => text.ToUpperInvariant() switch
        {
            "TRUE" or "$TRUE" or "YES" or "Y" or "1" => new SwitchParameter(true),
            "FALSE" or "$FALSE" or "NO" or "N" or "0" => new SwitchParameter(false),
            _ => null,
        },
        _ => LanguagePrimitives.TryConvertTo(value, out bool converted) && value is ValueType ? new SwitchParameter(converted) : null,
    };
}
