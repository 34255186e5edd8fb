using System;
using System.Collections.Generic;
using IpmiPS.Device;
using IpmiPS.Sel;

namespace IpmiPS.Health;

/// <summary>What to examine, and what counts as healthy.</summary>
public sealed record HealthOptions
{
    /// <summary>The parts to examine. Firmware is only examined with <see cref="Firmware"/>.</summary>
    public IReadOnlyCollection<HealthPart> Parts { get; init; } = (HealthPart[])Enum.GetValues(typeof(HealthPart));

    /// <summary>Whether a server that is off can be healthy.</summary>
    public bool AllowPowerOff { get; init; }

    /// <summary>The number of power supplies that have to work; null if only their redundancy and faults count.</summary>
    public int? PowerSupplyCount { get; init; }

    /// <summary>The required firmware.</summary>
    public IReadOnlyList<FirmwareBaseline> Firmware { get; init; } = [];

    /// <summary>Rules for the severity of events; null for the built-in ones.</summary>
    public SelRules? Rules { get; init; }

    /// <summary>Events after this time are new; null for those of the last 24 hours by the BMC's clock. Without meaning with <see cref="Mark"/>.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Events after this place of the log are new; null for those after <see cref="After"/>.</summary>
    public SelMark? Mark { get; init; }

    internal bool Wants(HealthPart part)
    {
        foreach (HealthPart wanted in Parts)
            if (wanted == part)
                return part != HealthPart.Firmware || Firmware.Count > 0;
        return false;
    }
}
