using System;

namespace IpmiPS.Cmdlets;

/// <summary>An event on a page: an entry of an event log, or what was noticed about the BMC itself.</summary>
/// <param name="Server">The number of the server, from 0.</param>
/// <param name="Time">When it was; null if that is not known.</param>
/// <param name="Severity">How serious it is.</param>
/// <param name="Sensor">The sensor; null if it is not about one.</param>
/// <param name="Event">What happened.</param>
/// <param name="Direction">Whether the state began or ended; null if it is not a state.</param>
/// <param name="Details">More about it; null if there is no more.</param>
internal sealed record FleetEvent(int Server, DateTimeOffset? Time, SelSeverity Severity, string? Sensor, string Event, EventDirection? Direction = null, string? Details = null)
{
    /// <summary>The version of the board that has it first.</summary>
    public long Version { get; init; }

    public static FleetEvent From(int server, SelEntry entry) => new(server, entry.Timestamp, entry.Severity, entry.Sensor, entry.Event, entry.Direction, entry.Details);
}
