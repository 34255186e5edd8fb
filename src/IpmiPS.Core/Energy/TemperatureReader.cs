using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Energy;

/// <summary>Reads the temperatures of inlet, processors and baseboard: by DCMI, or else from sensors. DCMI 1.5 section 6.7.3.</summary>
public static class TemperatureReader
{
    private const byte TemperatureType = 0x01;

    /// <summary>Entity ids: those of IPMI, which DCMI 1.5 prefers, and those of DCMI 1.0.</summary>
    private static readonly (TemperatureLocation Location, byte[] Ids)[] s_entities =
    [
        (TemperatureLocation.Inlet, [0x37, 0x40]), (TemperatureLocation.Processor, [0x03, 0x41]), (TemperatureLocation.Baseboard, [0x07, 0x42]),
    ];

    /// <summary>Reads the temperatures, in the order of location and instance. Empty if the BMC has none.</summary>
    /// <exception cref="IpmiException">The BMC does not respond, or has neither DCMI nor records of sensors.</exception>
    public static async Task<IReadOnlyList<TemperatureReading>> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var pages = await Task.WhenAll(s_entities.SelectMany(static entity => entity.Ids.Select(id => (entity.Location, Id: id)))
            .Select(async entity => (entity.Location, Readings: await ReadEntityAsync(connection, entity.Id, cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var now = DateTimeOffset.Now;

        // Most BMCs answer to both ids of an entity with the same sensors.
        var found = pages.GroupBy(static page => page.Location)
            .SelectMany(group => group.SelectMany(static page => page.Readings).GroupBy(static reading => reading.Instance).OrderBy(static same => same.Key)
                .Select(same => new TemperatureReading
                {
                    ComputerName = connection.ComputerName,
                    Location = group.Key,
                    Instance = same.Key,
                    Celsius = same.First().Celsius,
                    Source = PowerSource.Dcmi,
                    Timestamp = now,
                })).ToList();
        return found.Count > 0 ? found : await ReadSensorsAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All readings of one entity, page by page; none if the BMC refuses.</summary>
    private static async Task<IReadOnlyList<DcmiTemperature>> ReadEntityAsync(IIpmiConnection connection, byte id, CancellationToken cancellationToken)
    {
        var readings = new List<DcmiTemperature>();
        for (int total = 1; readings.Count < total;)
        {
            var page = await connection.TrySendAsync(new GetTemperatureReadings(id, start: (byte)(readings.Count + 1)), cancellationToken).ConfigureAwait(false);
            if (!page.Succeeded || page.Value.Readings.Length == 0)
                break;
            readings.AddRange(page.Value.Readings);
            total = page.Value.Total;
        }

        return readings;
    }

    private static async Task<IReadOnlyList<TemperatureReading>> ReadSensorsAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var repository = await SdrCache.GetAsync(connection, refresh: false, cancellationToken).ConfigureAwait(false);
        var names = new HashSet<string>(repository.Sensors.Where(static record => record.SensorType == TemperatureType && LocationOf(record.EntityId) != TemperatureLocation.Unknown).Select(static record => record.NameOrNumber));
        var sensors = new List<Sensor>();
        string type = SensorTypes.Describe(TemperatureType);
        var query = new SensorQuery { NameFilter = names.Contains, TypeFilter = name => name == type, ReadThresholds = false };
        await SensorReader.ReadAllAsync(connection, repository, query, sensors.Add, cancellationToken).ConfigureAwait(false);
        return [.. sensors.Where(static sensor => sensor.Value is not null && LocationOf(sensor.EntityId) != TemperatureLocation.Unknown)
            .Select(static sensor => new TemperatureReading
            {
                ComputerName = sensor.ComputerName,
                Location = LocationOf(sensor.EntityId),
                Instance = sensor.EntityInstance,
                Celsius = sensor.Value,
                SensorName = sensor.DisplayName,
                Source = PowerSource.Sensor,
                Timestamp = sensor.Timestamp,
            }).OrderBy(static reading => reading.Location).ThenBy(static reading => reading.Instance)];
    }

    private static TemperatureLocation LocationOf(byte entityId) => s_entities.FirstOrDefault(entity => entity.Ids.Contains(entityId)).Location;
}
