using System;

namespace IpmiPS.Sol;

/// <summary>An event on a console.</summary>
/// <param name="Kind">The kind of event.</param>
/// <param name="Characters">The server's output if the kind is Output; an array of its own.</param>
public readonly record struct SolEvent(SolEventKind Kind, byte[] Characters)
{
    internal SolEvent(SolEventKind kind)
        : this(kind, Array.Empty<byte>())
    {
    }
}

/// <summary>Kinds of events on a console.</summary>
public enum SolEventKind
{
    /// <summary>The server sent characters.</summary>
    Output,

    /// <summary>The server sent a break.</summary>
    BreakDetected,

    /// <summary>The BMC lost output, because its buffer was full.</summary>
    Overrun,

    /// <summary>The BMC gave up on packets that did not arrive, so output is missing here.</summary>
    Gap,

    /// <summary>The server accepts no input now: it is off, in reset or asleep. Input is queued.</summary>
    TransferUnavailable,

    /// <summary>The server accepts input again.</summary>
    TransferAvailable,

    /// <summary>The BMC deactivated SOL, or another user took the console over.</summary>
    Deactivated,

    /// <summary>The BMC did not respond to any retry.</summary>
    Lost,
}
