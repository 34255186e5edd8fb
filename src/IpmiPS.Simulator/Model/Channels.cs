namespace IpmiPS.Simulator;

/// <summary>Channel numbers. IPMI 2.0 section 6.3.</summary>
internal static class Channels
{
    /// <summary>The channel of the LAN.</summary>
    public const byte Lan = 1;

    /// <summary>The channel that the request came over.</summary>
    public const byte Present = 0x0E;

    /// <summary>Whether the low four bits name the LAN channel.</summary>
    public static bool IsLan(byte channel) => (channel & 0x0F) is Lan or Present;
}
