using System.Collections.Generic;
using System.Net;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Pef;

/// <summary>How a BMC is to send alerts; null for what is to stay.</summary>
public sealed record AlertSettings
{
    /// <summary>Addresses that get the alerts, besides those that get them already.</summary>
    public IReadOnlyList<IPAddress>? Receivers { get; init; }

    /// <summary>Addresses that get no alerts any more. New receivers take their places.</summary>
    public IReadOnlyList<IPAddress>? RemoveReceivers { get; init; }

    /// <summary>All groups of events for which alerts are sent. Filters that belong to no group stay.</summary>
    public AlertEvents? On { get; init; }

    /// <summary>LAN channel of new receivers, 1 to 11; null for the one that the session uses.</summary>
    public int? Channel { get; init; }

    /// <summary>SNMP community of the channel, at most 18 printable ASCII characters.</summary>
    public string? Community { get; init; }

    /// <summary>Whether the BMC waits for acknowledgements of the receivers that are named, or of all.</summary>
    public bool? Acknowledged { get; init; }

    /// <summary>Time to wait for an acknowledgement, or between retries, 0 to 255, where 0 is one second.</summary>
    public int? AlertTimeout { get; init; }

    /// <summary>How often an alert is repeated, 0 to 7.</summary>
    public int? Retries { get; init; }

    /// <summary>Whether PEF is on. By default it is switched on when receivers or events are given.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether actions are logged as events.</summary>
    public bool? EventMessages { get; init; }

    /// <summary>The actions that are enabled for all filters together.</summary>
    public PefActions? EnabledActions { get; init; }

    /// <summary>Seconds that PEF waits after power-up and reset, 0 to 255.</summary>
    public int? StartupDelay { get; init; }

    /// <summary>Seconds that alerts wait after power-up and reset, 0 to 255.</summary>
    public int? AlertStartupDelay { get; init; }

    /// <summary>The GUID that traps have, 16 bytes; no bytes for the system's own.</summary>
    public byte[]? SystemGuid { get; init; }

    /// <summary>Seconds for which events are left to software, 1 to 253; 0 ends that, 254 is until the system restarts.</summary>
    public int? PostponeSeconds { get; init; }

    /// <summary>ID of the last record that software has processed.</summary>
    public int? LastSoftwareEvent { get; init; }

    /// <summary>ID of the last record that PEF has processed.</summary>
    public int? LastBmcEvent { get; init; }

    /// <summary>Number of the text that <see cref="Text"/>, <see cref="TextFilter"/> and <see cref="TextSet"/> are about, 1 to 127.</summary>
    public int? TextNumber { get; init; }

    /// <summary>The text, Latin-1.</summary>
    public string? Text { get; init; }

    /// <summary>Event filter that the text belongs to, 0 to 127.</summary>
    public int? TextFilter { get; init; }

    /// <summary>String set that the text belongs to, 0 to 127.</summary>
    public int? TextSet { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this with { Channel = null, TextNumber = null } == new AlertSettings();

    /// <summary>Whether PEF is to be switched on or off; null if it stays as it is.</summary>
    internal bool? Switch => Enabled ?? (Receivers is { Count: > 0 } || On is { } events && events != AlertEvents.None ? true : null);
}
