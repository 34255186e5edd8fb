using System;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Which sensors are to be read, and how much of them. What is filtered out is not asked for.</summary>
public sealed record SensorQuery
{
    /// <summary>Takes a sensor's name and says whether it is wanted; null: all are.</summary>
    public Func<string, bool>? NameFilter { get; init; }

    /// <summary>Takes the name of a sensor's type (Temperature, Fan …) and says whether it is wanted; null: all are.</summary>
    public Func<string, bool>? TypeFilter { get; init; }

    /// <summary>Whether thresholds are asked for: one request more for each sensor that has them.</summary>
    public bool ReadThresholds { get; init; } = true;

    /// <summary>Whether hysteresis is asked for, one request more for each sensor that has it; else it is taken from the sensor's record.</summary>
    public bool ReadHysteresis { get; init; }

    /// <summary>Time, for tests.</summary>
    internal Clock Clock { get; init; } = Clock.System;

    internal bool Wants(SensorRecord sensor) => NameFilter?.Invoke(sensor.NameOrNumber) != false && WantsType(sensor);

    internal bool WantsType(SensorRecord sensor) => TypeFilter?.Invoke(SensorTypes.Describe(sensor.SensorType)) != false;
}
