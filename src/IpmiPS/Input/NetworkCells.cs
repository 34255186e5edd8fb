using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Lan;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>A number of a nullable parameter; an empty cell is null.</summary>
internal sealed class OptionalNumberCellAttribute(string parameter, int minimum, int maximum) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => $"a whole number from {minimum} to {maximum}";

    protected override object? Read(object value)
    {
        bool read = value is string text
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            : LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out number);
        return read && number >= minimum && number <= maximum ? number : null;
    }
}

/// <summary>Text that has to be readable in some way, and is kept as text; an empty cell is no text.</summary>
internal abstract class TextCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    /// <summary>Whether the text is valid.</summary>
    protected abstract bool IsValid(string text);

    protected override object? Read(object value) => value.ToString() is { } text && IsValid(text.Trim()) ? text.Trim() : null;
}

/// <summary>An IPv4 address.</summary>
internal sealed class Ipv4CellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "an IPv4 address of four numbers";

    protected override bool IsValid(string text) => LanText.ReadIpv4(text) is not null;
}

/// <summary>An IPv6 address.</summary>
internal sealed class Ipv6CellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "an IPv6 address";

    protected override bool IsValid(string text) => LanText.ReadIpv6(text) is not null;
}

/// <summary>An IPv6 prefix with its length.</summary>
internal sealed class PrefixCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "an IPv6 prefix with its length, such as 2001:db8::/64";

    protected override bool IsValid(string text) => LanText.ReadPrefix(text) is not null;
}

/// <summary>A MAC address.</summary>
internal sealed class MacCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "a MAC address of six bytes";

    protected override bool IsValid(string text) => LanText.ReadMac(text) is not null;
}

/// <summary>Bytes as hexadecimal text.</summary>
internal sealed class HexCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "bytes as pairs of hexadecimal digits";

    protected override bool IsValid(string text)
    {
        try
        {
            return Hex.Parse(text).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>IPv6 addresses with their prefix lengths: an array, or text with blanks between them; "None" for no address.</summary>
internal sealed class PrefixListCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "IPv6 addresses with prefix lengths, such as 2001:db8::5/64, or None";

    protected override object? Read(object value)
    {
        IEnumerable items = value is IEnumerable list and not string ? list : new[] { value };
        string[] words = [.. items.Cast<object?>().SelectMany(static item => LanText.Words(item?.ToString() ?? ""))];
        bool isValid = words.Length == 1 && words[0].Equals(LanText.NoAddress, StringComparison.OrdinalIgnoreCase) || Array.TrueForAll(words, static word => LanText.ReadPrefix(word) is not null);
        return isValid ? words : null;
    }
}
