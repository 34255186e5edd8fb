using System;

namespace IpmiPS;

/// <summary>What Invoke-IpmiSol saw of a console.</summary>
public sealed class SolResult
{
    internal SolResult(string computerName) => ComputerName = computerName;

    /// <summary>The BMC.</summary>
    public string ComputerName { get; }

    /// <summary>The console's output, as text.</summary>
    public string Text { get; internal set; } = "";

    /// <summary>Whether the pattern came; false where none was given.</summary>
    public bool Matched { get; internal set; }

    /// <summary>The text that matched; null where nothing did.</summary>
    public string? Match { get; internal set; }

    /// <summary>Whether there was more output than is kept, which is the last million characters.</summary>
    public bool Truncated { get; internal set; }

    /// <summary>Why the console ended early; null where it did not.</summary>
    public string? Ended { get; internal set; }

    /// <summary>Time from the log-in to the end.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
