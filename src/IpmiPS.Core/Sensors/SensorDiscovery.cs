using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Reads the records of a BMC and, at the same time, the sensors that they describe.</summary>
internal sealed class SensorDiscovery(IIpmiConnection connection, SensorQuery query, Action<Sensor> onSensor)
{
    /// <summary>How long sensors wait for the remaining records, which show whose names are not unique. The sensors are read meanwhile.</summary>
    private static readonly TimeSpan NamesTimeout = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<SdrRepository?> _repository = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SensorCache _cache = new();
    private int _remaining = SdrRepository.MaximumSensors;

    /// <summary>Returns the records.</summary>
    public async Task<SdrRepository> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var sweep = new SensorSweep(connection, _repository.Task, _cache, query, onSensor, ending.Token);
        var reading = ReadRecordsAsync(sweep, ending.Token);
        try
        {
            await Task.WhenAny(_repository.Task, query.Clock.DelayAsync(NamesTimeout, ending.Token)).ConfigureAwait(false);
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
            await WaitAsync(reading).ConfigureAwait(false);
        }
    }

    private async Task<SdrRepository> ReadRecordsAsync(SensorSweep sweep, CancellationToken cancellationToken)
    {
        try
        {
            var repository = await SdrCache.ReadAsync(connection, record => Begin(sweep, record), cancellationToken).ConfigureAwait(false);
            _cache.AttachTo(repository);
            _repository.TrySetResult(repository);
            return repository;
        }
        finally
        {
            _repository.TrySetResult(null);
        }
    }

    /// <summary>Begins to read the sensors of a record.</summary>
    private void Begin(SensorSweep sweep, SdrRecord record)
    {
        if (record is not SensorRecord shared)
            return;
        foreach (SensorRecord sensor in shared.Expand().Take(_remaining))
        {
            _remaining--;
            if (query.Wants(sensor))
                sweep.Begin(sensor);
        }
    }

    /// <summary>Waits for a task to end; its exception is thrown elsewhere.</summary>
    private static Task<AggregateException?> WaitAsync(Task task) => task.ContinueWith(static done => (AggregateException?)done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
