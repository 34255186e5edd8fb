using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Sdr;

/// <summary>
/// Unique names for the sensors of a BMC: the name in the record if it is unique, otherwise with the entity before it
/// ("Power Supply 1 · Status"). If that is still not unique, the sensor number follows, and finally the owner's address
/// ("System Firmware 1 · Link Warning (B1h/32h)").
/// </summary>
internal sealed class SensorDisplayNames
{
    /// <summary>The forms, from the shortest to one that is always unique.</summary>
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
            // Most names are unique; only the others need the longer forms.
            var repeated = sensors.GroupBy(form, StringComparer.OrdinalIgnoreCase).Where(static same => same.Skip(1).Any()).ToList();
            _repeated.UnionWith(repeated.Select(static same => same.Key));
            sensors = [.. repeated.SelectMany(static same => same)];
        }
    }

    /// <summary>The shortest form that is unique.</summary>
    public string Of(SensorRecord sensor) =>
        Forms.Select(form => form(sensor)).FirstOrDefault(name => !_repeated.Contains(name)) ?? Forms[Forms.Length - 1](sensor);

    /// <summary>The name with its entity, for when it is not yet known whether the name is unique.</summary>
    public static string WithEntity(SensorRecord sensor) =>
        sensor.EntityId == 0 ? sensor.NameOrNumber : $"{EntityReference.Describe(sensor.EntityId, sensor.EntityInstance)} · {sensor.NameOrNumber}";
}
