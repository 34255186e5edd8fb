using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Cmdlets;

/// <summary>The rows of the live table, kept up to date by the polls. Safe for use by several threads.</summary>
internal sealed class SensorTable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Bmc> _bmcs = new(StringComparer.OrdinalIgnoreCase);
    private int _version;

    /// <summary>Changes with each update.</summary>
    public int Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    /// <summary>All rows.</summary>
    public IReadOnlyCollection<SensorTableRow> Rows
    {
        get
        {
            lock (_gate)
                return [.. _bmcs.Values.SelectMany(static bmc => bmc.Problem is { } problem ? bmc.Rows.Values.Prepend(problem) : bmc.Rows.Values)];
        }
    }

    /// <summary>Takes the readings of one BMC. Sensors that are no longer there are removed.</summary>
    public void Update(string computerName, IReadOnlyCollection<Sensor> sensors)
    {
        lock (_gate)
        {
            Bmc bmc = Of(computerName);
            var before = bmc.Rows;
            bmc.Problem = sensors.Count > 0 ? null : ProblemOf(computerName, SensorHealth.Unknown, "No sensor can be read of those that are watched.");
            bmc.Rows = [];
            foreach (Sensor sensor in sensors)
                bmc.Rows[sensor.Key] = RowOf(sensor, before.TryGetValue(sensor.Key, out SensorTableRow? row) ? row.History : []);
            _version++;
        }
    }

    /// <summary>Takes that a BMC cannot be polled: its readings are out of date.</summary>
    public void Lose(string computerName, string reason)
    {
        lock (_gate)
        {
            Bmc bmc = Of(computerName);
            bmc.Problem = ProblemOf(computerName, SensorHealth.Critical, reason);
            bmc.Rows = bmc.Rows.ToDictionary(static row => row.Key, static row => row.Value with { IsStale = true });
            _version++;
        }
    }

    private Bmc Of(string computerName)
    {
        if (!_bmcs.TryGetValue(computerName, out Bmc? bmc))
            _bmcs[computerName] = bmc = new Bmc();
        return bmc;
    }

    private static SensorTableRow ProblemOf(string computerName, SensorHealth health, string reason) =>
        new() { ComputerName = computerName, Sensor = "(BMC)", Health = health, State = reason };

    private static SensorTableRow RowOf(Sensor sensor, IReadOnlyList<double?> history) => new()
    {
        ComputerName = sensor.ComputerName,
        Sensor = sensor.DisplayName,
        Type = sensor.Type,
        Value = sensor.Value,
        Unit = sensor.Unit,
        Time = sensor.Timestamp,
        Health = sensor.Health,
        State = sensor.State.Length > 0 ? sensor.StateText : sensor.UnavailableReason ?? "",
        History = [.. history.Skip(Math.Max(0, history.Count + 1 - SensorTableScreen.MaximumHistory)), sensor.Value],
    };

    private sealed class Bmc
    {
        public SensorTableRow? Problem { get; set; }

        public Dictionary<(byte OwnerId, byte OwnerLun, byte Number, int RecordId), SensorTableRow> Rows { get; set; } = [];
    }
}
