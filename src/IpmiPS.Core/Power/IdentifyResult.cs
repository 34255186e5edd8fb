namespace IpmiPS;

/// <summary>What became of a machine's identify light.</summary>
public sealed class IdentifyResult
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The identify light, as read back; null if the BMC does not report it.</summary>
    public IdentifyState? State { get; init; }

    /// <summary>Seconds for which it was turned on; null if it was turned off, or on indefinitely.</summary>
    public int? Seconds { get; init; }

    /// <summary>Whether the light was read back as requested.</summary>
    public bool Verified { get; init; }
}
