using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Sensors;

/// <summary>Thresholds and hysteresis to set, in the sensor's unit; null for those that stay.</summary>
internal sealed record SensorThresholdSettings
{
    public double? LowerNonRecoverable { get; init; }

    public double? LowerCritical { get; init; }

    public double? LowerNonCritical { get; init; }

    public double? UpperNonCritical { get; init; }

    public double? UpperCritical { get; init; }

    public double? UpperNonRecoverable { get; init; }

    public double? PositiveHysteresis { get; init; }

    public double? NegativeHysteresis { get; init; }

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => !Thresholds.Any() && !HasHysteresis;

    /// <summary>Whether a hysteresis is to be set.</summary>
    public bool HasHysteresis => PositiveHysteresis is not null || NegativeHysteresis is not null;

    /// <summary>The thresholds to set, lowest first.</summary>
    public IEnumerable<(ThresholdMask Threshold, double Value)> Thresholds => new (ThresholdMask Threshold, double? Value)[]
    {
        (ThresholdMask.LowerNonRecoverable, LowerNonRecoverable), (ThresholdMask.LowerCritical, LowerCritical), (ThresholdMask.LowerNonCritical, LowerNonCritical),
        (ThresholdMask.UpperNonCritical, UpperNonCritical), (ThresholdMask.UpperCritical, UpperCritical), (ThresholdMask.UpperNonRecoverable, UpperNonRecoverable),
    }.Where(static pair => pair.Value is not null).Select(static pair => (pair.Threshold, pair.Value!.Value));
}
