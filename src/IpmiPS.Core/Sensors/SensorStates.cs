using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Text and severity of the state bits of a reading. IPMI 2.0 sections 35.14 and 42.</summary>
internal static class SensorStates
{
    /// <summary>Suffix of a state that the BMC does not report, but that follows from reading and thresholds.</summary>
    private const string FromReading = " (from reading)";

    private const int StateCount = 15;

    private static readonly (ThresholdMask Threshold, string Text, SensorHealth Health)[] Lower =
    [
        (ThresholdMask.LowerNonRecoverable, "Lower Non-Recoverable", SensorHealth.NonRecoverable),
        (ThresholdMask.LowerCritical, "Lower Critical", SensorHealth.Critical),
        (ThresholdMask.LowerNonCritical, "Lower Non-Critical", SensorHealth.Warning),
    ];

    private static readonly (ThresholdMask Threshold, string Text, SensorHealth Health)[] Upper =
    [
        (ThresholdMask.UpperNonRecoverable, "Upper Non-Recoverable", SensorHealth.NonRecoverable),
        (ThresholdMask.UpperCritical, "Upper Critical", SensorHealth.Critical),
        (ThresholdMask.UpperNonCritical, "Upper Non-Critical", SensorHealth.Warning),
    ];

    /// <summary>
    /// Adds what follows from the reading if it is more serious than what the BMC reports. Some BMCs never set the threshold bits, others set
    /// them late.
    /// </summary>
    /// <param name="states">The states that the BMC reports.</param>
    /// <param name="passed">The thresholds that the reading exceeds.</param>
    public static (string[] States, SensorHealth Health) WithReading((string[] States, SensorHealth Health) states, ThresholdMask passed)
    {
        var read = OfThresholds(passed);
        return read.Health > states.Health
            ? ([.. states.States, .. read.States.Select(static state => state + FromReading)], read.Health)
            : states;
    }

    /// <summary>The most serious of the exceeded thresholds, on either side; it implies the others.</summary>
    public static (string[] States, SensorHealth Health) OfThresholds(ThresholdMask passed)
    {
        var states = new List<string>();
        var health = SensorHealth.Ok;
        foreach (var side in new[] { Lower, Upper })
        {
            foreach (var state in side)
            {
                if ((passed & state.Threshold) == 0)
                    continue;
                states.Add(state.Text);
                health = Worse(health, state.Health);
                break;
            }
        }

        return ([.. states], health);
    }

    /// <summary>
    /// The states that the BMC reports. Bits for which neither the specification nor the sensor's record has a state are
    /// ignored; OEM states are described by their number.
    /// </summary>
    /// <param name="sensor">The sensor's record.</param>
    /// <param name="bits">A bit for each state.</param>
    /// <param name="vendor">What the vendor's states mean; null if that is not known.</param>
    public static (string[] States, SensorHealth Health) OfDiscrete(ReadableSensorRecord sensor, ushort bits, SensorVendor? vendor = null)
    {
        if (vendor?.FindReading(sensor, bits) is { } reading)
            return ([reading.Text], reading.Health);
        var states = new List<string>();
        var health = SensorHealth.Ok;
        bool isUnexplained = false;
        for (int offset = 0; offset < StateCount; offset++)
        {
            if ((bits & 1 << offset) == 0)
                continue;
            var state = vendor?.FindState(sensor, offset);
            string? text = state?.Text ?? EventStates.Describe(sensor.EventReadingType, sensor.SensorType, offset);
            if (text is null && (sensor.ReadingMask & 1 << offset) == 0 && !IsVendorDefined(sensor))
                continue;
            states.Add(text ?? $"State {offset}");
            SensorHealth stateHealth = state?.Health ?? EventStates.Health(sensor.EventReadingType, sensor.SensorType, offset);
            if (stateHealth == SensorHealth.Unknown)
                isUnexplained = true;
            else
                health = Worse(health, stateHealth);
        }

        return ([.. states], health == SensorHealth.Ok && isUnexplained ? SensorHealth.Unknown : health);
    }

    /// <summary>The more serious of two known ones.</summary>
    private static SensorHealth Worse(SensorHealth one, SensorHealth other) => one > other ? one : other;

    private static bool IsVendorDefined(ReadableSensorRecord sensor) =>
        EventStates.IsOem(sensor.EventReadingType) || sensor.EventReadingType == EventStates.SensorSpecific && SensorTypes.IsOem(sensor.SensorType);
}
