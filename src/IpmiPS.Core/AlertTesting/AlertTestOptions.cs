using System;
using System.Net;
using System.Text;

namespace IpmiPS.AlertTesting;

/// <summary>How alerts are tested.</summary>
public sealed record AlertTestOptions
{
    /// <summary>Address of the receiver whose destination is tested; null: one of this computer's, or else the first that the BMC has.</summary>
    public IPAddress? Receiver { get; init; }

    /// <summary>Number of the LAN channel, 1 to 11; null for all.</summary>
    public int? Channel { get; init; }

    /// <summary>Number of the destination, 1 to 15; null for the one of the receiver.</summary>
    public int? Destination { get; init; }

    /// <summary>Community that alerts must have; null for any.</summary>
    public string? Community { get; init; }

    /// <summary>How long an alert is waited for.</summary>
    public TimeSpan WaitTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether an event is sent through the filters, besides the test alert. It stays in the event log.</summary>
    public bool SendsEvent { get; init; }

    /// <summary>Address of the BMC as the session has it; null if it has none.</summary>
    public IPAddress? BmcAddress { get; init; }

    /// <summary>UDP port of the BMC, to which alerts are acknowledged.</summary>
    public int BmcPort { get; init; } = LanEndpoint.DefaultPort;

    /// <summary>The community as it is in a trap; null for any.</summary>
    internal byte[]? CommunityBytes => Community is null ? null : Encoding.UTF8.GetBytes(Community);
}
