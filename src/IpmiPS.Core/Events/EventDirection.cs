namespace IpmiPS;

/// <summary>Whether a state began or ended.</summary>
public enum EventDirection
{
    /// <summary>The state began.</summary>
    Asserted,

    /// <summary>The state ended.</summary>
    Deasserted,
}
