using System;

namespace IpmiPS;

/// <summary>State of a BMC's system event log. IPMI 2.0 section 31.2.</summary>
public sealed class SelInfo
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Version of the SEL commands; IPMI 2.0 BMCs report 1.5 or 2.0.</summary>
    public string Version { get; init; } = "";

    /// <summary>Number of entries.</summary>
    public int Entries { get; init; }

    /// <summary>Free space in bytes; 65535 means that or more.</summary>
    public int FreeBytes { get; init; }

    /// <summary>
    /// How full the log is, 0 to 100; in allocation units if the BMC reports them, otherwise in bytes. Null if the BMC reports too
    /// little.
    /// </summary>
    public int? PercentUsed { get; init; }

    /// <summary>When the last entry was added; null for never and for times before the BMC's clock was set.</summary>
    public DateTimeOffset? LastAdd { get; init; }

    /// <summary>When an entry was last deleted or the log cleared; null for never and for times before the BMC's clock was set.</summary>
    public DateTimeOffset? LastErase { get; init; }

    /// <summary>Whether events were dropped because the log was full.</summary>
    public bool Overflow { get; init; }

    /// <summary>The time of the BMC's clock, which the entries have; null if it is not set.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The time since the BMC started, if its clock is not set.</summary>
    public TimeSpan? TimeSinceStart { get; init; }

    /// <summary>UTC offset of the clock; null if the BMC does not report it, and its times are taken as UTC.</summary>
    public TimeSpan? UtcOffset { get; init; }

    /// <summary>The optional commands that the BMC supports: Delete, PartialAdd, Reserve, AllocationInfo.</summary>
    public string[] SupportedCommands { get; init; } = [];

    /// <summary>Number of allocation units; null if the BMC does not report it.</summary>
    public int? AllocationUnits { get; init; }

    /// <summary>Size of an allocation unit in bytes; null if the BMC does not report it.</summary>
    public int? AllocationUnitSize { get; init; }

    /// <summary>Free allocation units; null if the BMC does not report it.</summary>
    public int? FreeUnits { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {Entries} entries";
}
