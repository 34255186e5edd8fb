using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sensors;

namespace IpmiPS.Energy;

/// <summary>Reads the power from sensors: one of the whole machine, or the sum of those of the power supplies.</summary>
/// <param name="connection">The BMC.</param>
internal sealed class PowerSensors(IIpmiConnection connection)
{
    private const string Unit = "W";
    private const byte SystemBoard = 0x07, PowerSupply = 0x0A, PowerUnit = 0x13, PowerModule = 0x14;
    private const byte CurrentType = 0x03, PowerUnitType = 0x09, OtherUnitsType = 0x0B;

    /// <summary>What makers call the sensor of the whole machine; in letters and digits only.</summary>
    private static readonly string[] s_systemNames = ["SYSTEMLEVEL", "PWRCONSUMPTION", "POWERMETER", "TOTALPOWER", "SYSPOWER", "PWCONSUMPTION", "SYSTEMPOWER"];

    /// <summary>Reads the sensors.</summary>
    /// <exception cref="IpmiException">The BMC does not respond, or has no records.</exception>
    public async Task<PowerUsage> ReadAsync(List<string> notes, CancellationToken cancellationToken)
    {
        var repository = await SdrCache.GetAsync(connection, refresh: false, cancellationToken).ConfigureAwait(false);
        var records = repository.Sensors.OfType<FullSensorRecord>().Where(static record => record.IsThresholdBased && record.Units.ToText() == Unit).ToList();
        var names = new HashSet<string>(records.Select(static record => record.NameOrNumber));
        var found = new List<Sensor>();
        var query = new SensorQuery { NameFilter = names.Contains, ReadThresholds = false };
        if (records.Count > 0)
            await SensorReader.ReadAllAsync(connection, repository, query, found.Add, cancellationToken).ConfigureAwait(false);
        Sensor[] used = Choose([.. found.Where(static sensor => sensor is { Unit: Unit, Value: not null })]);
        if (used.Length == 0)
            notes.Add(records.Count == 0 ? "Sensor: no sensor measures the power of the machine." : "Sensor: no sensor of the machine's power has a reading.");
        return new PowerUsage
        {
            ComputerName = connection.ComputerName,
            Watts = used.Length == 0 ? null : used.Sum(static sensor => sensor.Value!.Value),
            Source = PowerSource.Sensor,
            Sensors = [.. used.Select(static sensor => sensor.DisplayName)],
            Timestamp = DateTimeOffset.Now,
            Notes = [.. notes],
        };
    }

    /// <summary>
    /// The sensor of the whole machine, by its name or its entity, or else all power supplies: those of the input if there are any, which is what is paid for. A machine
    /// that answers does not take 0 W, so such a reading is none.
    /// </summary>
    internal static Sensor[] Choose(Sensor[] sensors)
    {
        var machine = sensors.Where(static sensor => sensor.Value > 0).ToList();
        if (machine.Find(static sensor => Array.Exists(s_systemNames, name => Simplify(sensor.Name).Contains(name))) is { } named)
            return [named];

        // The whole takes more than each of its parts.
        if (machine.Where(IsOfMachine).OrderByDescending(static sensor => sensor.Value).FirstOrDefault() is { } whole)
            return [whole];
        Sensor[] supplies = [.. sensors.Where(static sensor => sensor.EntityId == PowerSupply)];
        Sensor[] inputs = [.. supplies.Where(static sensor => Words(sensor.Name).Contains("IN") || Simplify(sensor.Name).Contains("INPUT") || Simplify(sensor.Name).Contains("PIN"))];
        Sensor[] summed = inputs.Length > 0 ? inputs : supplies;
        return summed.Sum(static sensor => sensor.Value) > 0 ? summed : [];
    }

    private static bool IsOfMachine(Sensor sensor) =>
        sensor.EntityId is SystemBoard or PowerUnit or PowerModule && sensor.SensorType is OtherUnitsType or CurrentType or PowerUnitType;

    private static string Simplify(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static string[] Words(string name) => name.ToUpperInvariant().Split(' ', '_', '-', '.');
}
