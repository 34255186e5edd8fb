using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using IpmiPS.Events;

namespace IpmiPS.Cmdlets;

/// <summary>The temperatures of a server that a page shows of all servers.</summary>
internal static class ServerTemperatures
{
    /// <summary>Entity IDs of air inlets, table 43-13 and DCMI 1.0.</summary>
    private static readonly byte[] InletEntities = [0x37, 0x40];

    private static readonly Regex InletName = new(@"\b(inlet|ambient|front)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex OutletName = new(@"\b(outlet|exhaust|exit|rear)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    /// <summary>The air that the server takes in: by the name of the sensor, or else by its entity; of several, the warmest. Null if there is none.</summary>
    public static Sensor? Inlet(this ServerReading reading) =>
        Of(reading).Where(static sensor => (InletName.IsMatch(sensor.Name) || InletEntities.Contains(sensor.EntityId)) && !OutletName.IsMatch(sensor.Name))
            .OrderByDescending(static sensor => InletName.IsMatch(sensor.Name)).ThenByDescending(static sensor => sensor.Value).FirstOrDefault();

    /// <summary>The highest temperature; null if there is none.</summary>
    public static Sensor? Hottest(this ServerReading reading) => Of(reading).OrderByDescending(static sensor => sensor.Value).FirstOrDefault();

    private static IEnumerable<Sensor> Of(ServerReading reading) =>
        reading.Verdict.Sensors.Where(static sensor => sensor is { SensorType: SensorTypes.Temperature, Unit: "°C", Value: not null });
}
