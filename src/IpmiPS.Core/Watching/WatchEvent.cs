using System;

namespace IpmiPS;

/// <summary>
/// What a watch noticed about a BMC itself: it no longer responds, its event log was cleared, and so on. The names of its properties are those of
/// <see cref="SelEntry"/>, so that both fit into one table.
/// </summary>
[DisplayProperties(nameof(ComputerName), nameof(Timestamp), nameof(Type), nameof(Severity), nameof(Sensor), nameof(Event), nameof(Count), nameof(Reason))]
public sealed class WatchEvent
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>When it was noticed, by the clock of this computer.</summary>
    public DateTimeOffset Timestamp { get; init; } = DateTimeOffset.Now;

    /// <summary>What was noticed.</summary>
    public WatchEventType Type { get; init; }

    /// <summary>How serious it is.</summary>
    public SelSeverity Severity { get; init; } = SelSeverity.Information;

    /// <summary>The sensor that it is about; null if it is not about one.</summary>
    public string? Sensor { get; init; }

    /// <summary>What happened, in words.</summary>
    public string Event { get; init; } = "";

    /// <summary>The number of events that were left out; null if there are none, or it is not known.</summary>
    public int? Count { get; init; }

    /// <summary>The error that made the BMC unreachable, by the name of its kind, such as Timeout; null without an error.</summary>
    public IpmiErrorKind? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ComputerName}: {Event}";
}
