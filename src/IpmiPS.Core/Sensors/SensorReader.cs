using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Reads sensors. IPMI 2.0 sections 35 and 36.</summary>
public static class SensorReader
{
    /// <summary>The number of sensors that are begun before the first one is taken: more than requests fit in flight.</summary>
    private const int Ahead = 32;

    /// <summary>
    /// Reads sensors and returns them in the order of their records, each as soon as those before it are
    /// complete. A sensor that cannot be read is returned without a reading; it does not end the sweep.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="repository">Its records.</param>
    /// <param name="query">Which sensors to read.</param>
    /// <param name="onSensor">Receives each sensor; called by one thread at a time.</param>
    /// <param name="cancellationToken">Cancels the sweep.</param>
    /// <exception cref="IpmiException">The connection is lost, or the BMC no longer responds.</exception>
    public static Task ReadAllAsync(IIpmiConnection connection, SdrRepository repository, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken) =>
        ReadKnownAsync(connection, repository, Task.FromResult(true), query, onSensor, cancellationToken);

    /// <summary>
    /// Reads sensors, like <see cref="ReadAllAsync(IIpmiConnection, SdrRepository, SensorQuery, Action{Sensor}, CancellationToken)"/>,
    /// together with the BMC's records: sensors are read while the records are still being read or, if records are cached
    /// (<see cref="SdrCache"/>), while the BMC is asked whether they are current. No sensor is returned before that is certain.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="refresh">Read the records even if they are cached.</param>
    /// <param name="query">Which sensors to read.</param>
    /// <param name="onSensor">Receives each sensor; called by one thread at a time.</param>
    /// <param name="cancellationToken">Cancels the sweep.</param>
    /// <returns>The records.</returns>
    /// <exception cref="IpmiException">The connection is lost, the BMC no longer responds, or has no records.</exception>
    public static async Task<SdrRepository> ReadAllAsync(IIpmiConnection connection, bool refresh, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken)
    {
        if (!refresh && SdrCache.Find(connection) is { } known)
        {
            var isCurrent = SdrCache.IsCurrentAsync(connection, known, cancellationToken);
            if (await ReadKnownAsync(connection, known.Repository, isCurrent, query, onSensor, cancellationToken).ConfigureAwait(false))
                return known.Repository;
        }

        return await new SensorDiscovery(connection, query, onSensor).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the sensors of known records. False, without having returned a sensor, if the records are no longer current.</summary>
    private static async Task<bool> ReadKnownAsync(
        IIpmiConnection connection, SdrRepository repository, Task<bool> isCurrent, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken)
    {
        using var sweep = new SensorSweep(connection, Task.FromResult<SdrRepository?>(repository), SensorCache.Of(repository), query, onSensor, cancellationToken);
        foreach (SensorRecord sensor in repository.Sensors.Where(query.Wants))
        {
            if (sweep.Count == Ahead)
            {
                if (!await isCurrent.ConfigureAwait(false))
                    return false;
                await sweep.TakeAsync().ConfigureAwait(false);
            }

            sweep.Begin(sensor);
        }

        if (!await isCurrent.ConfigureAwait(false))
            return false;
        while (sweep.Count > 0)
            await sweep.TakeAsync().ConfigureAwait(false);
        sweep.End();
        return true;
    }
}
