using System.Collections.Generic;
using IpmiPS.Commands;

namespace IpmiPS.Oem;

/// <summary>How the BMCs of a vendor let their fans be controlled: the commands for it.</summary>
internal abstract class FanControl
{
    /// <summary>The lowest duty that is set, in percent: less could stop the fans.</summary>
    public virtual int MinimumPercent => 10;

    /// <summary>What to do where the BMC refuses; null for the general advice.</summary>
    public virtual string? RefusedAdvice => null;

    /// <summary>Reads the mode; null if the BMC does not report it.</summary>
    public virtual IpmiCommand<byte?>? ReadMode => null;

    /// <summary>Read the duty of each zone, in percent.</summary>
    public virtual IReadOnlyList<IpmiCommand<byte?>> ReadDuty => [];

    /// <summary>Leaves the fans to the BMC.</summary>
    public abstract IpmiCommand<byte?> Automatic { get; }

    /// <summary>Whether the BMC controls the fans in a mode that was read.</summary>
    public virtual bool IsAutomatic(byte mode) => true;

    /// <summary>Take the fans over from the BMC, and set their duty; in this order.</summary>
    public abstract IReadOnlyList<IpmiCommand<byte?>> SetDuty(byte percent);
}
