using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Sdr;

/// <summary>
/// Names that tell the sensors of a BMC apart: the name in the record where only one sensor has it, else with the entity before it
/// ("Power Supply 1 · Status"). Where an entity has several of one name, the sensor's number follows, and at last the owner's address
/// ("System Firmware 1 · Link Warning (B1h/32h)").
/// </summary>
internal sealed class SensorDisplayNames
{
    private readonly HashSet<string> _repeated;

    /// <param name="sensors">All sensors of the BMC.</param>
    public SensorDisplayNames(IEnumerable<SensorRecord> sensors)
    {
        var same = sensors.SelectMany(Forms).GroupBy(static form => form, StringComparer.OrdinalIgnoreCase);
        _repeated = new HashSet<string>(same.Where(static forms => forms.Skip(1).Any()).Select(static forms => forms.Key), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The shortest form that no other sensor has.</summary>
    public string Of(SensorRecord sensor) => Forms(sensor).FirstOrDefault(form => !_repeated.Contains(form)) ?? Forms(sensor).Last();

    /// <summary>The name with its entity: where it is not known yet whether other sensors have the same name.</summary>
    public static string WithEntity(SensorRecord sensor) =>
        sensor.EntityId == 0 ? sensor.NameOrNumber : $"{EntityReference.Describe(sensor.EntityId, sensor.EntityInstance)} · {sensor.NameOrNumber}";

    private static IEnumerable<string> Forms(SensorRecord sensor)
    {
        string name = WithEntity(sensor);
        yield return sensor.NameOrNumber;
        if (name != sensor.NameOrNumber)
            yield return name;
        yield return $"{name} ({sensor.SensorNumber:X2}h)";
        yield return $"{name} ({sensor.OwnerId:X2}h/{sensor.SensorNumber:X2}h)";
    }
}
