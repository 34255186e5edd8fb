using System;
using System.Globalization;
using IpmiPS.Commands;

namespace IpmiPS.Simulator;

/// <summary>An IPMI command, identified by network function and command number.</summary>
/// <param name="NetFn">Network function of the request, an even number.</param>
/// <param name="Command">Command number.</param>
public readonly record struct SimulatedCommand(byte NetFn, byte Command)
{
    /// <summary>Reads "NetFn/command" in hexadecimal, such as "04/2d" or "0x04/0x2d".</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static SimulatedCommand Parse(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length == 2 && TryHex(parts[0], out byte netFn) && TryHex(parts[1], out byte command) && (netFn & 1) == 0)
            return new SimulatedCommand(netFn, command);
        throw new FormatException($"'{text}' is not a command; write NetFn and command in hexadecimal, such as 04/2d.");
    }

    /// <summary>The numbers of a command.</summary>
    public static SimulatedCommand Of(CommandDefinition definition) => new((byte)definition.NetFn, definition.Code);

    /// <inheritdoc/>
    public override string ToString() => $"{NetFn:X2}h/{Command:X2}h";

    private static bool TryHex(string text, out byte value)
    {
        string digits = text.Trim();
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            digits = digits.Substring(2);
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
