using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Reads sensors. IPMI 2.0 sections 35 and 36.</summary>
public static class SensorReader
{
    /// <summary>So many sensors are begun before the first of them is done: more than requests fit in flight.</summary>
    private const int Ahead = 32;

    /// <summary>So long, at most, sensors wait for the rest of the records, which tell whose names repeat. They are being asked meanwhile.</summary>
    private static readonly TimeSpan NamesPatience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads all sensors that are wanted and gives them out in the order of their records, each as soon as those before it are
    /// there. A sensor that cannot be read is given out without reading; it does not end the sweep.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="repository">Its records.</param>
    /// <param name="query">Which sensors are wanted.</param>
    /// <param name="onSensor">Takes each sensor. It is called by one thread at a time.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    /// <exception cref="IpmiException">The connection is lost, or the BMC answers no longer.</exception>
    public static Task ReadAllAsync(IIpmiConnection connection, SdrRepository repository, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken) =>
        ReadKnownAsync(connection, repository, Task.FromResult(true), query, onSensor, cancellationToken);

    /// <summary>
    /// Reads all sensors that are wanted, as <see cref="ReadAllAsync(IIpmiConnection, SdrRepository, SensorQuery, Action{Sensor}, CancellationToken)"/>
    /// does, and the records of the BMC with them: sensors are asked while the records are still being read, or, where records are known from before
    /// (<see cref="SdrCache"/>), while the BMC is asked whether they are still its own. None is given out before that is certain.
    /// </summary>
    /// <param name="connection">The BMC.</param>
    /// <param name="refresh">Read the records in any case.</param>
    /// <param name="query">Which sensors are wanted.</param>
    /// <param name="onSensor">Takes each sensor. It is called by one thread at a time.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    /// <returns>The records.</returns>
    /// <exception cref="IpmiException">The connection is lost, the BMC answers no longer, or has no records.</exception>
    public static async Task<SdrRepository> ReadAllAsync(IIpmiConnection connection, bool refresh, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken)
    {
        if (!refresh && SdrCache.Find(connection.Name) is { } known)
        {
            var isCurrent = SdrCache.IsCurrentAsync(connection, known, cancellationToken);
            if (await ReadKnownAsync(connection, known.Repository, isCurrent, query, onSensor, cancellationToken).ConfigureAwait(false))
                return known.Repository;
        }

        return await ReadNewAsync(connection, query, onSensor, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the sensors of records that are there. False, and no sensor was given out, where the records turn out to be no longer the BMC's.</summary>
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

    /// <summary>Reads records and their sensors side by side.</summary>
    private static async Task<SdrRepository> ReadNewAsync(IIpmiConnection connection, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var whole = new TaskCompletionSource<SdrRepository?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var memory = new SensorCache();
        int left = SdrRepository.MaximumSensors;
        using var sweep = new SensorSweep(connection, whole.Task, memory, query, onSensor, ending.Token);
        var reading = ReadRecordsAsync();
        try
        {
            await Task.WhenAny(whole.Task, query.Clock.DelayAsync(NamesPatience, ending.Token)).ConfigureAwait(false);
            while (sweep.Count > 0 || !reading.IsCompleted)
            {
                if (sweep.Count > 0)
                    await sweep.TakeAsync().ConfigureAwait(false);
                else
                    await Task.WhenAny(sweep.WhenBegun(), reading).ConfigureAwait(false);
            }

            var repository = await reading.ConfigureAwait(false);
            sweep.End();
            return repository;
        }
        finally
        {
            ending.Cancel();
            await Settled(reading).ConfigureAwait(false);
        }

        async Task<SdrRepository> ReadRecordsAsync()
        {
            try
            {
                var repository = await SdrCache.ReadAsync(connection, OnRecord, ending.Token).ConfigureAwait(false);
                memory.AttachTo(repository);
                whole.TrySetResult(repository);
                return repository;
            }
            finally
            {
                whole.TrySetResult(null);
            }
        }

        void OnRecord(SdrRecord record)
        {
            if (record is not SensorRecord shared)
                return;
            foreach (SensorRecord sensor in shared.Expand().Take(left))
            {
                left--;
                if (query.Wants(sensor))
                    sweep.Begin(sensor);
            }
        }
    }

    /// <summary>Waits until a task has ended, however it did; what went wrong is told elsewhere.</summary>
    private static Task<AggregateException?> Settled(Task task) => task.ContinueWith(static done => (AggregateException?)done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
