using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Events;
using IpmiPS.Sensors;

namespace IpmiPS.Cooling;

/// <summary>
/// Holds a duty of the fans for a time, and leaves them to the BMC afterwards: at the end, when it is cancelled, when a temperature becomes critical or unknown, and on any error.
/// </summary>
/// <param name="connection">The BMC.</param>
/// <param name="change">The duty.</param>
/// <param name="clock">The time.</param>
internal sealed class FanHold(IIpmiConnection connection, FanChange change, Clock clock)
{
    /// <summary>Limit of the time to leave the fans to the BMC.</summary>
    public static readonly TimeSpan RestoreTime = TimeSpan.FromSeconds(10);

    private const byte TemperatureType = 0x01;

    /// <summary>For a sensor without a critical threshold, in degrees Celsius.</summary>
    private const double HighestTemperature = 85;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Sets the duty, holds it and leaves the fans to the BMC.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: the fans could not be left to the BMC. Other kinds: the duty was not set, or the hold broke; the fans are left to the BMC.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the fans are left to the BMC.</exception>
    public async Task<FanUpdate> RunAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        string? endedBy;
        TimeSpan begun = clock.Now;
        FanUpdate set;
        try
        {
            set = await change.RunAsync(cancellationToken).ConfigureAwait(false);
            endedBy = await HoldAsync(begun + time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await RestoreAsync().ConfigureAwait(false);
        }

        return new FanUpdate
        {
            ComputerName = connection.ComputerName,
            Automatic = true,
            Percent = set.Percent,
            Held = clock.Now - begun,
            EndedBy = endedBy,
            Changed = true,
            Verified = set.Verified,
            Difference = set.Difference,
        };
    }

    /// <summary>Waits and watches the temperatures. Returns why it ended early; null if it did not.</summary>
    private async Task<string?> HoldAsync(TimeSpan end, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FindDangerAsync(cancellationToken).ConfigureAwait(false) is { } danger)
                return danger;
            TimeSpan left = end - clock.Now;
            if (left <= TimeSpan.Zero)
                return null;
            await clock.DelayAsync(left < Interval ? left : Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string?> FindDangerAsync(CancellationToken cancellationToken)
    {
        var sensors = new List<Sensor>();
        string type = SensorTypes.Describe(TemperatureType);
        await SensorReader.ReadAllAsync(connection, refresh: false, new SensorQuery { TypeFilter = name => name == type }, sensors.Add, cancellationToken).ConfigureAwait(false);
        if (!sensors.Exists(static sensor => sensor.Value is not null))
            return "No temperature can be read.";
        var hot = sensors.Where(static sensor => sensor.Health >= SensorHealth.Critical || sensor.UpperCritical is null && sensor.Value > HighestTemperature).ToList();
        return hot.Count == 0 ? null : $"Too warm: {string.Join(", ", hot.Select(static sensor => $"{sensor.DisplayName} {sensor.Value} {sensor.Unit}"))}.";
    }

    private async Task RestoreAsync()
    {
        using var limit = new CancellationTokenSource(RestoreTime);
        try
        {
            await change.SetAutomaticAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
            throw FanChange.NotAutomatic(error);
        }
    }
}
