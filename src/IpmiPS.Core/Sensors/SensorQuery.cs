using System;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Which sensors to read, and what to read of them. Sensors that do not match are not requested.</summary>
public sealed record SensorQuery
{
    /// <summary>Returns whether a sensor with this name is wanted; null for all.</summary>
    public Func<string, bool>? NameFilter { get; init; }

    /// <summary>Returns whether sensors of this type (Temperature, Fan …) are wanted; null for all.</summary>
    public Func<string, bool>? TypeFilter { get; init; }

    /// <summary>Whether to read thresholds: one more request for each sensor that has them.</summary>
    public bool ReadThresholds { get; init; } = true;

    /// <summary>Whether to read the hysteresis, with one more request for each sensor that has it; a fixed one is in the record.</summary>
    public bool ReadHysteresis { get; init; }

    /// <summary>Whether to read which events are enabled, with one more request for each sensor that sends events.</summary>
    public bool ReadEvents { get; init; }

    /// <summary>Time, for tests.</summary>
    internal Clock Clock { get; init; } = Clock.System;

    internal bool Wants(SensorRecord sensor) => NameFilter?.Invoke(sensor.NameOrNumber) != false && WantsType(sensor);

    internal bool WantsType(SensorRecord sensor) => TypeFilter?.Invoke(SensorTypes.Describe(sensor.SensorType)) != false;
}
