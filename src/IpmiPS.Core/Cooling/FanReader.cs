using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Events;
using IpmiPS.Oem;
using IpmiPS.Sensors;

namespace IpmiPS.Cooling;

/// <summary>Reads the fans of a machine and how they are controlled.</summary>
public static class FanReader
{
    private const byte FanType = 0x04;

    /// <summary>Reads the fans in the order of their records. Empty if the BMC has no sensors of fans.</summary>
    /// <exception cref="IpmiException">The BMC does not respond, or has no records.</exception>
    public static async Task<IReadOnlyList<FanReading>> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken = default)
    {
        var sensors = new List<Sensor>();
        string type = SensorTypes.Describe(FanType);
        var reading = SensorReader.ReadAllAsync(connection, refresh: false, new SensorQuery { TypeFilter = name => name == type }, sensors.Add, cancellationToken);
        var notes = new List<string>();
        var control = await FindAsync(connection, cancellationToken).ConfigureAwait(false);
        var state = await ReadStateAsync(connection, control, notes, cancellationToken).ConfigureAwait(false);
        await reading.ConfigureAwait(false);
        return sensors.ConvertAll(sensor => new FanReading
        {
            ComputerName = connection.ComputerName,
            Name = sensor.DisplayName,
            Value = sensor.Value,
            Unit = sensor.Unit,
            Health = sensor.Health,
            Automatic = state.IsAutomatic,
            Percent = state.Percent,
            IsControllable = control is not null,
            Notes = sensor.UnavailableReason is { } reason ? [$"{nameof(FanReading.Value)}: {reason}", .. notes] : [.. notes],
        });
    }

    /// <summary>The fan control of the BMC's maker; null if no reliable way is known.</summary>
    internal static async Task<FanControl?> FindAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var id = await connection.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        return OemProfiles.Find(id.ManufacturerId, id.ProductId).Fans;
    }

    private static async Task<FanControlState> ReadStateAsync(IIpmiConnection connection, FanControl? control, List<string> notes, CancellationToken cancellationToken)
    {
        const string Properties = "Automatic, Percent";
        if (control is null)
        {
            notes.Add($"{Properties}: no way is known to control the fans of this maker.");
            return default;
        }

        try
        {
            var state = await new FanController(connection, control, Clock.System).ReadAsync(cancellationToken).ConfigureAwait(false);
            if (state.IsAutomatic is null)
                notes.Add($"{Properties}: BMCs of this maker do not report them.");
            return state;
        }
        catch (IpmiException error) when (error is IpmiCommandException || error.Kind is IpmiErrorKind.ProtocolError or IpmiErrorKind.InsufficientPrivilege)
        {
            notes.Add($"{Properties}: {error.Message}");
            return default;
        }
    }
}
