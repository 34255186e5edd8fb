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
    /// <summary>From the shortest to the one that is always enough.</summary>
    private static readonly Func<SensorRecord, string>[] Forms =
    [
        static sensor => sensor.NameOrNumber,
        WithEntity,
        static sensor => $"{WithEntity(sensor)} ({sensor.SensorNumber:X2}h)",
        static sensor => $"{WithEntity(sensor)} ({sensor.OwnerId:X2}h/{sensor.SensorNumber:X2}h)",
    ];

    private readonly HashSet<string> _repeated = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="sensors">All sensors of the BMC.</param>
    public SensorDisplayNames(IReadOnlyCollection<SensorRecord> sensors)
    {
        foreach (var form in Forms)
        {
            // Most names are unique; only the others are looked at further.
            var repeated = sensors.GroupBy(form, StringComparer.OrdinalIgnoreCase).Where(static same => same.Skip(1).Any()).ToList();
            _repeated.UnionWith(repeated.Select(static same => same.Key));
            sensors = [.. repeated.SelectMany(static same => same)];
        }
    }

    /// <summary>The shortest form that no other sensor has.</summary>
    public string Of(SensorRecord sensor) =>
        Forms.Select(form => form(sensor)).FirstOrDefault(name => !_repeated.Contains(name)) ?? Forms[Forms.Length - 1](sensor);

    /// <summary>The name with its entity: where it is not known yet whether other sensors have the same name.</summary>
    public static string WithEntity(SensorRecord sensor) =>
        sensor.EntityId == 0 ? sensor.NameOrNumber : $"{EntityReference.Describe(sensor.EntityId, sensor.EntityInstance)} · {sensor.NameOrNumber}";
}
