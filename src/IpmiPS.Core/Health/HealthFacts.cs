using System;
using System.Collections.Generic;
using IpmiPS.Commands.App;
using IpmiPS.Sel;

namespace IpmiPS.Health;

/// <summary>What was read from a BMC: the input of all checks. What was not to be read did not succeed.</summary>
internal sealed record HealthFacts(string ComputerName, HealthOptions Options)
{
    public DateTimeOffset Timestamp { get; } = DateTimeOffset.Now;

    public OptionalResponse<DeviceId> Device { get; init; }

    public OptionalResponse<SelfTestResults> SelfTest { get; init; }

    public OptionalResponse<PowerStatus> Power { get; init; }

    public OptionalResponse<SensorFacts> Sensors { get; init; }

    public OptionalResponse<SelInfo> Log { get; init; }

    public OptionalResponse<EventFacts> Events { get; init; }
}

/// <summary>The sensors that were read.</summary>
/// <param name="All">The sensors.</param>
/// <param name="Problem">Why sensors may be missing, or could not be read; null if none are.</param>
internal sealed record SensorFacts(IReadOnlyList<Sensor> All, string? Problem);

/// <summary>The new entries of the event log.</summary>
/// <param name="Entries">The entries, oldest first.</param>
/// <param name="Mark">Where the next test begins.</param>
/// <param name="Problem">Why entries may be missing; null if none are.</param>
internal sealed record EventFacts(IReadOnlyList<SelEntry> Entries, SelMark Mark, string? Problem);
