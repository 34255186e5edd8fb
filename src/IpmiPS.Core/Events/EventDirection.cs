namespace IpmiPS;

/// <summary>Whether an event says that a state began or that it ended.</summary>
public enum EventDirection
{
    /// <summary>The state began.</summary>
    Asserted,

    /// <summary>The state ended.</summary>
    Deasserted,
}
