using System;

namespace IpmiPS.Sol;

/// <summary>Something that happened on a console.</summary>
/// <param name="Kind">What.</param>
/// <param name="Characters">The machine's output, where that is what happened; an array of its own.</param>
public readonly record struct SolEvent(SolEventKind Kind, byte[] Characters)
{
    internal SolEvent(SolEventKind kind)
        : this(kind, Array.Empty<byte>())
    {
    }
}

/// <summary>What can happen on a console.</summary>
public enum SolEventKind
{
    /// <summary>The machine sent characters.</summary>
    Output,

    /// <summary>The machine sent a break.</summary>
    BreakDetected,

    /// <summary>The BMC lost characters of the machine, because its buffer was full.</summary>
    Overrun,

    /// <summary>The BMC skipped packets: it gave up on some that did not arrive, so output is missing here.</summary>
    Gap,

    /// <summary>The machine takes no characters now: it is off, in reset or asleep. What is typed waits.</summary>
    TransferUnavailable,

    /// <summary>The machine takes characters again.</summary>
    TransferAvailable,

    /// <summary>The BMC ended SOL, or somebody took it over.</summary>
    Deactivated,

    /// <summary>The BMC stayed silent through all repetitions.</summary>
    Lost,
}
