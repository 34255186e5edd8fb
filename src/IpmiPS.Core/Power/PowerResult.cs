using System;

namespace IpmiPS;

/// <summary>Result of a power action.</summary>
public sealed class PowerResult
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The action.</summary>
    public PowerAction Action { get; init; }

    /// <summary>The state before.</summary>
    public PowerState PreviousState { get; init; }

    /// <summary>The state when it was last read.</summary>
    public PowerState State { get; init; }

    /// <summary>Whether something was changed; false if the machine was as wanted already, so that nothing was sent.</summary>
    public bool Changed { get; init; }

    /// <summary>
    /// Whether the effect was seen: the state that was read afterwards is the wanted one, and a cycled machine was seen off and
    /// on again. False if it cannot be seen, as with most resets and every diagnostic interrupt, or not yet.
    /// </summary>
    public bool Verified { get; init; }

    /// <summary>Time from the first request to the last response.</summary>
    public TimeSpan Duration { get; init; }
}
