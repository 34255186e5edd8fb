using System;

namespace IpmiPS;

/// <summary>What a power action came to.</summary>
public sealed class PowerResult
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>What was asked for.</summary>
    public PowerAction Action { get; init; }

    /// <summary>The state before.</summary>
    public PowerState PreviousState { get; init; }

    /// <summary>The state when it was last asked for.</summary>
    public PowerState State { get; init; }

    /// <summary>Whether something was done: false when the machine was as wanted already, so that nothing was sent.</summary>
    public bool Changed { get; init; }

    /// <summary>
    /// Whether the effect was seen: the state asked for afterwards is the wanted one, and a cycled machine was seen off and
    /// on again. False where it cannot be seen, as with most resets and every diagnostic interrupt, or was not yet.
    /// </summary>
    public bool Verified { get; init; }

    /// <summary>Time from the first question to the last answer.</summary>
    public TimeSpan Duration { get; init; }
}
