using System.Collections.Generic;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Sensors;

/// <summary>A sensor's thresholds in its units; null for those that it does not have.</summary>
internal sealed record ThresholdValues
{
    public static readonly ThresholdValues None = new();

    public double? LowerNonRecoverable { get; init; }

    public double? LowerCritical { get; init; }

    public double? LowerNonCritical { get; init; }

    public double? UpperNonCritical { get; init; }

    public double? UpperCritical { get; init; }

    public double? UpperNonRecoverable { get; init; }

    /// <summary>Whether they are in ascending order, with the lower ones strictly below the upper ones; null if there are none.</summary>
    public bool? AreInOrder
    {
        get
        {
            double? previous = null;
            bool isInOrder = true;
            foreach (double? threshold in Ascending())
            {
                isInOrder &= !(threshold < previous);
                previous = threshold ?? previous;
            }

            double? highestLower = LowerNonCritical ?? LowerCritical ?? LowerNonRecoverable;
            double? lowestUpper = UpperNonCritical ?? UpperCritical ?? UpperNonRecoverable;
            return previous is null ? null : isInOrder && !(highestLower >= lowestUpper);
        }
    }

    /// <summary>
    /// The thresholds that a value exceeds. Equality does not count: thresholds that were never set are often 0, and so is the reading of
    /// a device that is off.
    /// </summary>
    public ThresholdMask PassedBy(double value) =>
        (value < LowerNonRecoverable ? ThresholdMask.LowerNonRecoverable : 0)
        | (value < LowerCritical ? ThresholdMask.LowerCritical : 0)
        | (value < LowerNonCritical ? ThresholdMask.LowerNonCritical : 0)
        | (value > UpperNonCritical ? ThresholdMask.UpperNonCritical : 0)
        | (value > UpperCritical ? ThresholdMask.UpperCritical : 0)
        | (value > UpperNonRecoverable ? ThresholdMask.UpperNonRecoverable : 0);

    /// <summary>Without those that look unset: an upper one with the raw value 00h, a lower one with FFh.</summary>
    public ThresholdValues WithoutUnset(Thresholds raw) => new()
    {
        LowerNonRecoverable = raw.LowerNonRecoverable == 0xFF ? null : LowerNonRecoverable,
        LowerCritical = raw.LowerCritical == 0xFF ? null : LowerCritical,
        LowerNonCritical = raw.LowerNonCritical == 0xFF ? null : LowerNonCritical,
        UpperNonCritical = raw.UpperNonCritical == 0 ? null : UpperNonCritical,
        UpperCritical = raw.UpperCritical == 0 ? null : UpperCritical,
        UpperNonRecoverable = raw.UpperNonRecoverable == 0 ? null : UpperNonRecoverable,
    };

    private IEnumerable<double?> Ascending() =>
        [LowerNonRecoverable, LowerCritical, LowerNonCritical, UpperNonCritical, UpperCritical, UpperNonRecoverable];
}
