using System;
using System.Collections.Generic;
using IpmiPS.Commands.SensorEvent;

namespace IpmiPS.Sensors;

/// <summary>The order of a sensor's thresholds: lower ones ascending, upper ones ascending, and the lower ones below the upper ones.</summary>
internal static class ThresholdOrder
{
    /// <summary>Checks the thresholds as they would be. Two that both stay are not checked, nor is one that looks unset.</summary>
    /// <param name="sensor">The sensor's name.</param>
    /// <param name="after">The thresholds as they would be.</param>
    /// <param name="changed">Those that change.</param>
    /// <param name="convert">Converts a raw value to units.</param>
    /// <param name="text">Values as text, with the unit.</param>
    /// <exception cref="IpmiException">InvalidParameter: two are in the wrong order.</exception>
    public static void Check(string sensor, Thresholds after, ThresholdMask changed, Func<byte, double?> convert, Func<IEnumerable<double?>, string> text)
    {
        var present = new List<(ThresholdMask Threshold, double Value)>();
        foreach (ThresholdMask threshold in SensorBuilder.EachThreshold)
        {
            bool isChanged = (changed & threshold) != 0;
            if ((after with { Mask = after.Mask | changed })[threshold] is not { } raw || !isChanged && LooksUnset(threshold, raw) || convert(raw) is not { } value)
                continue;
            foreach (var lower in present)
            {
                bool isStrict = IsLower(lower.Threshold) && !IsLower(threshold);
                if ((isChanged || (changed & lower.Threshold) != 0) && (isStrict ? lower.Value >= value : lower.Value > value))
                    throw new IpmiException(
                        IpmiErrorKind.InvalidParameter,
                        $"The thresholds of the sensor '{sensor}' would be in the wrong order: {lower.Threshold} {text([lower.Value])}, {threshold} {text([value])}. Nothing was sent.",
                        "From low to high: LowerNonRecoverable, LowerCritical, LowerNonCritical, UpperNonCritical, UpperCritical, UpperNonRecoverable. Set those that are in the way as well.");
            }

            present.Add((threshold, value));
        }
    }

    private static bool IsLower(ThresholdMask threshold) => threshold is ThresholdMask.LowerNonRecoverable or ThresholdMask.LowerCritical or ThresholdMask.LowerNonCritical;

    private static bool LooksUnset(ThresholdMask threshold, byte raw) => raw == (IsLower(threshold) ? byte.MaxValue : byte.MinValue);
}
