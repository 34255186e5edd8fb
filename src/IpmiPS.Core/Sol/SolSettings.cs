namespace IpmiPS.Sol;

/// <summary>Settings of serial over LAN; null for those that are to stay.</summary>
public sealed record SolSettings
{
    /// <summary>Whether the console can be opened.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether the console is always encrypted.</summary>
    public bool? ForceEncryption { get; init; }

    /// <summary>Whether the console is always authenticated.</summary>
    public bool? ForceAuthentication { get; init; }

    /// <summary>The lowest privilege that may open the console, User to Oem.</summary>
    public PrivilegeLevel? Privilege { get; init; }

    /// <summary>How long characters are gathered, 5 to 1275 ms, rounded to 5 ms.</summary>
    public int? AccumulateInterval { get; init; }

    /// <summary>Number of characters that are sent at once, 0 to 255.</summary>
    public int? SendThreshold { get; init; }

    /// <summary>Repetitions of a packet, 0 to 7.</summary>
    public int? PacketRetryCount { get; init; }

    /// <summary>Time between repetitions, 0 to 2550 ms, rounded to 10 ms.</summary>
    public int? PacketRetryInterval { get; init; }

    /// <summary>The bit rate that is stored.</summary>
    public SolBitRate? BitRate { get; init; }

    /// <summary>The bit rate until the BMC restarts.</summary>
    public SolBitRate? VolatileBitRate { get; init; }

    /// <summary>UDP port, 1 to 65535; many BMCs do not let it be changed.</summary>
    public int? PayloadPort { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this == new SolSettings();
}
