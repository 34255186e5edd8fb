using System;
using System.Linq;

namespace IpmiPS;

/// <summary>What is known of a link of the chain from an event to its alert, in the order of gravity.</summary>
public enum AlertLinkState
{
    /// <summary>It could not be read or tried.</summary>
    Unknown = 0,

    /// <summary>An alert went through it.</summary>
    Proven = 1,

    /// <summary>It is set as it has to be; no alert went through it.</summary>
    Ok = 2,

    /// <summary>Alerts go through it, but late.</summary>
    Delayed = 3,

    /// <summary>No alert goes through it.</summary>
    Broken = 4,
}

/// <summary>Whether alerts of a BMC arrive.</summary>
public enum AlertVerdict
{
    /// <summary>That could not be found out.</summary>
    Unknown = 0,

    /// <summary>No link of the chain is broken, and a test alert arrived.</summary>
    Works = 1,

    /// <summary>A link of the chain is broken.</summary>
    Broken = 2,
}

/// <summary>A link of the chain from an event to its alert, as a test found it.</summary>
public sealed record AlertTestLink
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The link.</summary>
    public AlertLink Link { get; init; }

    /// <summary>What is known of it.</summary>
    public AlertLinkState State { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What to do about it; null if it is not broken, or if nothing is known.</summary>
    public string? Remedy { get; init; }

    /// <summary>Link, state and detail.</summary>
    public override string ToString() => $"{Link} {State}: {Detail}";
}

/// <summary>The result of a test of alerts: whether an alert of a BMC arrives, and which link of the chain is broken if it does not.</summary>
[DisplayProperties(
    nameof(ComputerName), nameof(Verdict), nameof(BrokenLink), nameof(Problem), nameof(Remedy), nameof(Receiver), nameof(Channel), nameof(Destination), nameof(Sent), nameof(Received), nameof(Delay),
    nameof(Acknowledged), nameof(Links), nameof(Notes), nameof(Alert))]
public sealed record AlertTest
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>Whether alerts arrive.</summary>
    public AlertVerdict Verdict =>
        BrokenLink is not null ? AlertVerdict.Broken : Links.Length > 0 && Links.All(static link => link.State != AlertLinkState.Unknown) ? AlertVerdict.Works : AlertVerdict.Unknown;

    /// <summary>The first link that is broken, in the order in which an event takes them; null if none is known to be.</summary>
    public AlertLink? BrokenLink => Broken?.Link;

    /// <summary>What is wrong; if nothing is, the first thing that is not known. Null if all is well.</summary>
    public string? Problem => (Broken ?? Array.Find(Links, static link => link.State == AlertLinkState.Unknown))?.Detail;

    /// <summary>What to do about it; null if nothing is wrong, or if that is not known.</summary>
    public string? Remedy => (Broken ?? Array.Find(Links, static link => link.State == AlertLinkState.Unknown))?.Remedy;

    /// <summary>Address of the receiver that was tested; null if the BMC has none.</summary>
    public string? Receiver { get; init; }

    /// <summary>LAN channel of the destination; null if no destination was tested.</summary>
    public int? Channel { get; init; }

    /// <summary>Number of the destination; null if none was tested.</summary>
    public int? Destination { get; init; }

    /// <summary>When the test alert was requested; null if none was.</summary>
    public DateTimeOffset? Sent { get; init; }

    /// <summary>When the first alert arrived; null if none did.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>Time from the request to the arrival; null if no alert arrived.</summary>
    public TimeSpan? Delay => Received - Sent;

    /// <summary>Whether the BMC got the acknowledgement of the test alert; null if it does not wait for one, or if that is not known.</summary>
    public bool? Acknowledged { get; init; }

    /// <summary>The links of the chain in order.</summary>
    public AlertTestLink[] Links { get; init; } = [];

    /// <summary>The alert that arrived; null if none did. With an event, that of the event.</summary>
    public Alert? Alert { get; init; }

    /// <summary>Remarks: what was sent, what stays on the BMC, what could not be read.</summary>
    public string[] Notes { get; init; } = [];

    private AlertTestLink? Broken => Array.Find(Links, static link => link.State == AlertLinkState.Broken);

    /// <summary>The computer, the verdict and what is wrong.</summary>
    public override string ToString() => $"{ComputerName}: {Verdict}{(Problem is null ? "" : $": {Problem}")}";
}
