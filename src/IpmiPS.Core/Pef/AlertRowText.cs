using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Events;
using IpmiPS.Lan;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Pef;

/// <summary>Fields of filters and destinations as text, in the one form that results have and parameters take.</summary>
internal static class AlertRowText
{
    /// <summary>Text for "any value".</summary>
    public const string Any = "Any";

    private const string Threshold = "Threshold", SensorSpecific = "SensorSpecific";

    private const int LastOffset = 15;

    /// <summary>Event/reading types that have a name.</summary>
    public static string[] EventTypeNames { get; } = [Any, Threshold, SensorSpecific];

    /// <summary>A byte in hexadecimal; "Any" for FFh.</summary>
    public static string Byte(byte value) => value == PefFilter.Any ? Any : $"0x{value:X2}";

    /// <summary>A sensor number, decimal as elsewhere; "Any" for FFh.</summary>
    public static string Number(byte value) => value == PefFilter.Any ? Any : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A sensor type by name; "Any" for FFh.</summary>
    public static string SensorType(byte value) => value == PefFilter.Any ? Any : value == 0 ? Byte(value) : SensorTypes.Describe(value);

    /// <summary>An event/reading type.</summary>
    public static string EventType(byte value) => value switch
    {
        EventStates.Threshold => Threshold,
        EventStates.SensorSpecific => SensorSpecific,
        _ => Byte(value),
    };

    /// <summary>Offsets with blanks between them.</summary>
    public static string Offsets(ushort mask) =>
        mask == PefFilter.AnyOffset ? Any : mask == 0 ? AlertTexts.None : string.Join(" ", AlertEventFilters.OffsetsOf(mask));

    /// <summary>The three bytes of a comparison.</summary>
    public static string Match(PefDataMatch match) => Hex.Format([match.AndMask, match.Compare1, match.Compare2], " ");

    /// <summary>An address; "None" for zeros.</summary>
    public static string Address(IPAddress address) => AlertChannelTables.IsSet(address) ? address.ToString() : AlertTexts.None;

    /// <summary>A MAC address; "None" for zeros.</summary>
    public static string Mac(PhysicalAddress address) => address.GetAddressBytes().All(static part => part == 0) ? AlertTexts.None : LanText.Of(address);

    /// <summary>Reads a byte, decimal or hexadecimal, or "Any"; null if the text is something else.</summary>
    public static byte? ReadByte(string text)
    {
        if (text.Equals(Any, StringComparison.OrdinalIgnoreCase))
            return PefFilter.Any;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? byte.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null
            : byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) ? value : null;
    }

    /// <summary>Reads a sensor type, by name or number; null if the text is something else.</summary>
    public static byte? ReadSensorType(string text) => SensorTypes.Find(text) is > 0 and var type ? type : ReadByte(text);

    /// <summary>Reads an event/reading type, by name or number; null if the text is something else.</summary>
    public static byte? ReadEventType(string text) =>
        text.Equals(Threshold, StringComparison.OrdinalIgnoreCase) ? EventStates.Threshold
        : text.Equals(SensorSpecific, StringComparison.OrdinalIgnoreCase) ? EventStates.SensorSpecific
        : ReadByte(text);

    /// <summary>Reads offsets; null if the text has something else.</summary>
    public static ushort? ReadOffsets(string text)
    {
        if (text.Equals(Any, StringComparison.OrdinalIgnoreCase))
            return PefFilter.AnyOffset;
        if (text.Equals(AlertTexts.None, StringComparison.OrdinalIgnoreCase))
            return 0;
        int mask = 0;
        string[] words = LanText.Words(text);
        foreach (string word in words)
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int offset) || offset > LastOffset)
                return null;
            mask |= 1 << offset;
        }

        return words.Length == 0 ? null : (ushort)mask;
    }

    /// <summary>Reads the three bytes of a comparison; null if the text is something else.</summary>
    public static PefDataMatch? ReadMatch(string text)
    {
        try
        {
            return Hex.Parse(text) is { Length: 3 } bytes ? new PefDataMatch(bytes[0], bytes[1], bytes[2]) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads an address, or "None"; null if the text is neither.</summary>
    public static IPAddress? ReadAddress(string text) =>
        text.Equals(AlertTexts.None, StringComparison.OrdinalIgnoreCase) ? IPAddress.Any : LanText.ReadAddress(text);

    /// <summary>Reads a MAC address, or "None"; null if the text is neither.</summary>
    public static PhysicalAddress? ReadMac(string text) =>
        text.Equals(AlertTexts.None, StringComparison.OrdinalIgnoreCase) ? LanCodecs.NoMac : LanText.ReadMac(text);
}
