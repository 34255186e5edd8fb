using System;
using System.Collections;
using System.Linq;
using System.Net;
using IpmiPS.Lan;
using IpmiPS.Pef;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>A byte of an event filter, or Any.</summary>
internal sealed class AnyByteCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "a number from 0 to 255, such as 32 or 0x20, or Any";

    protected override bool IsValid(string text) => AlertRowText.ReadByte(text) is not null;
}

/// <summary>A sensor type of an event filter, or Any.</summary>
internal sealed class AnySensorTypeCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "a sensor type such as Temperature, its number, or Any";

    protected override bool IsValid(string text) => AlertRowText.ReadSensorType(text) is not null;
}

/// <summary>An event/reading type of an event filter, or Any.</summary>
internal sealed class AnyEventTypeCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "Threshold, SensorSpecific, the number of an event/reading type, or Any";

    protected override bool IsValid(string text) => AlertRowText.ReadEventType(text) is not null;
}

/// <summary>Offsets of events: numbers, or text with blanks between them.</summary>
internal sealed class EventOffsetsCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "offsets from 0 to 15 with blanks between them, Any or None";

    protected override object? Read(object value)
    {
        string text = Words.Join(value);
        return AlertRowText.ReadOffsets(text) is not null ? text : null;
    }
}

/// <summary>How a byte of event data is compared.</summary>
internal sealed class DataMatchCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "three bytes as pairs of hexadecimal digits: AND mask, compare 1, compare 2";

    protected override bool IsValid(string text) => AlertRowText.ReadMatch(text) is not null;
}

/// <summary>The address of a receiver, or None.</summary>
internal sealed class ReceiverCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "an IPv4 or IPv6 address, or None";

    protected override bool IsValid(string text) => AlertRowText.ReadAddress(text) is not null;
}

/// <summary>Addresses of receivers: an array, or text with blanks between them.</summary>
internal sealed class ReceiverListCellAttribute(string parameter) : CellAttribute(parameter)
{
    protected override object? NotGiven => null;

    protected override string Expected => "an IPv4 or IPv6 address, or several; a name is not possible, because a BMC does not look it up";

    protected override object? Read(object value)
    {
        string[] words = LanText.Words(Words.Join(value));
        return Array.TrueForAll(words, static word => !word.Equals(AlertTexts.None, StringComparison.OrdinalIgnoreCase) && AlertRowText.ReadAddress(word) is not null) ? words : null;
    }
}

/// <summary>A MAC address, or None.</summary>
internal sealed class ReceiverMacCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "a MAC address of six bytes, or None";

    protected override bool IsValid(string text) => AlertRowText.ReadMac(text) is not null;
}

/// <summary>A GUID as hexadecimal bytes, or None.</summary>
internal sealed class GuidBytesCellAttribute(string parameter) : TextCellAttribute(parameter)
{
    protected override string Expected => "16 bytes as pairs of hexadecimal digits, or None";

    protected override bool IsValid(string text) => ReadGuid(text) is not null;

    /// <summary>The bytes; none for None. Null if the text is something else.</summary>
    public static byte[]? ReadGuid(string text)
    {
        try
        {
            return text.Equals(AlertTexts.None, StringComparison.OrdinalIgnoreCase) ? [] : Hex.Parse(text.Replace("-", "")) is { Length: 16 } bytes ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>Lists that are arrays on the command line, and text in a cell.</summary>
internal static class Words
{
    /// <summary>The items with blanks between them.</summary>
    public static string Join(object value) => string.Join(" ", (value is IEnumerable list and not string ? list : new[] { value }).Cast<object?>().Select(static item => item is IPAddress address ? address.ToString() : item?.ToString() ?? ""));
}
