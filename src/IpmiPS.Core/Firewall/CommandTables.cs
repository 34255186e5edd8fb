using System;
using IpmiPS.Commands.App;

namespace IpmiPS.Firewall;

/// <summary>The masks of all 256 commands of a network function. A mask that the BMC does not give is null.</summary>
/// <param name="Range">Channel, network function, logical unit and body; its half has no meaning.</param>
/// <param name="Support">Which commands there are; whether 1 or 0 means that is the BMC's secret.</param>
/// <param name="Configurable">Which commands can be switched; 1 = can be.</param>
/// <param name="Enables">Which commands are on; 1 = on.</param>
internal sealed record CommandTables(CommandRange Range, byte[]? Support, byte[]? Configurable, byte[]? Enables)
{
    /// <summary>Bytes of a mask of 256 commands.</summary>
    public const int Length = 2 * CommandRange.MaskLength;

    /// <summary>The bit of a command.</summary>
    public static bool Bit(byte[] mask, int command) => (mask[command >> 3] >> (command & 7) & 1) != 0;

    /// <summary>Sets the bit of a command.</summary>
    public static void SetBit(byte[] mask, int command, bool value)
    {
        int bit = 1 << (command & 7);
        mask[command >> 3] = (byte)(value ? mask[command >> 3] | bit : mask[command >> 3] & ~bit);
    }

    /// <summary>The mask to write: commands that cannot be switched keep their bits.</summary>
    public byte[] Merge(byte[] wanted)
    {
        var merged = new byte[Length];
        for (int i = 0; i < Length; i++)
            merged[i] = (byte)(Enables![i] & ~Configurable![i] | wanted[i] & Configurable[i]);
        return merged;
    }

    /// <summary>What the masks say of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="supportedBit">The bit that means "has the command"; null if the BMC contradicts itself.</param>
    public FirewallState StateOf(int command, bool? supportedBit)
    {
        if (Support is null || supportedBit is not { } supported)
            return Enables is not null && Bit(Enables, command) ? FirewallState.Available : FirewallState.Unknown;
        bool isThere = Bit(Support, command) == supported;
        if (Enables is null)
            return !isThere ? FirewallState.NotSupported : Configurable is null || !Bit(Configurable, command) ? FirewallState.Available : FirewallState.Unknown;
        return (isThere, Bit(Enables, command)) switch
        {
            (true, true) => FirewallState.Available,
            (true, false) => FirewallState.Blocked,
            (false, true) => FirewallState.Unknown,
            _ => FirewallState.NotSupported,
        };
    }

    /// <summary>Whether a command can be switched; null if the BMC does not say.</summary>
    public bool? IsConfigurable(int command) => Configurable is null ? null : Bit(Configurable, command);
}
