using System;

namespace IpmiPS;

/// <summary>State of a BMC's system event log. IPMI 2.0 section 31.2.</summary>
public sealed class SelInfo
{
    /// <summary>The BMC as the caller named it.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Version of the SEL commands; BMCs of IPMI 2.0 say 1.5 or 2.0.</summary>
    public string Version { get; init; } = "";

    /// <summary>Number of entries.</summary>
    public int Entries { get; init; }

    /// <summary>Free space in bytes; 65535 means that or more.</summary>
    public int FreeBytes { get; init; }

    /// <summary>
    /// How full the log is, 0 to 100, by allocation units where the BMC tells them, else by bytes; null where the BMC tells too
    /// little.
    /// </summary>
    public int? PercentUsed { get; init; }

    /// <summary>When the last entry was added; null for never and for times before the BMC's clock was set.</summary>
    public DateTimeOffset? LastAdd { get; init; }

    /// <summary>When an entry was last deleted or the log cleared; null for never and for times before the BMC's clock was set.</summary>
    public DateTimeOffset? LastErase { get; init; }

    /// <summary>Whether events were dropped because the log was full.</summary>
    public bool Overflow { get; init; }

    /// <summary>The clock that stamps the entries, as it was when asked; null where it is not set.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Where that clock is not set: the time since the BMC started.</summary>
    public TimeSpan? TimeSinceStart { get; init; }

    /// <summary>Offset of that clock from UTC; null where the BMC does not know it and its times are taken for UTC.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>The optional commands that the BMC says it has: Delete, PartialAdd, Reserve, AllocationInfo.</summary>
    public string[] SupportedCommands { get; init; } = [];

    /// <summary>Number of allocation units; null where the BMC does not tell.</summary>
    public int? AllocationUnits { get; init; }

    /// <summary>Size of an allocation unit in bytes; null where the BMC does not tell.</summary>
    public int? AllocationUnitSize { get; init; }

    /// <summary>Free allocation units; null where the BMC does not tell.</summary>
    public int? FreeUnits { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {Entries} entries";
}
