namespace IpmiPS.Simulator;

/// <summary>Channel numbers. IPMI 2.0 section 6.3.</summary>
internal static class Channels
{
    /// <summary>The primary IPMB.</summary>
    public const byte Ipmb = 0;

    /// <summary>The channel of the LAN.</summary>
    public const byte Lan = 1;

    /// <summary>The channel of the serial port, of a BMC that has one.</summary>
    public const byte Serial = 2;

    /// <summary>The channel that the request came over.</summary>
    public const byte Present = 0x0E;

    /// <summary>The system interface.</summary>
    public const byte SystemInterface = 0x0F;

    /// <summary>Whether a channel has no sessions.</summary>
    public static bool IsSessionless(byte channel) => channel is Ipmb or SystemInterface;

    /// <summary>Whether the low four bits name the LAN channel.</summary>
    public static bool IsLan(byte channel) => (channel & 0x0F) is Lan or Present;
}
