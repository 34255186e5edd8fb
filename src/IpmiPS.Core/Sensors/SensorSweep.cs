using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// Reads sensors concurrently and returns them in the order in which they were begun, each as soon as those before it are
/// complete. Sensors may be begun while others are taken.
/// </summary>
internal sealed class SensorSweep : IDisposable
{
    /// <summary>The BMC counts as unreachable after this many sensors in a row without a response.</summary>
    private const int DoubtLimit = 3;

    /// <summary>The BMC is not believed if it reports at least this many sensors as not scanned, and none as scanned.</summary>
    private const int MinimumUnscanned = 3;

    private readonly object _gate = new();
    private readonly Queue<Task<SensorResult>> _begun = new();
    private readonly List<SensorResult> _doubtful = [];
    private readonly List<SensorResult> _unscanned = [];
    private bool _isAnyScanned;
    private TaskCompletionSource<bool>? _awaited;
    private readonly CancellationTokenSource _ending;
    private readonly string _computerName;
    private readonly SensorRoutes _routes;
    private readonly Task<SdrRepository?> _repository;
    private readonly SensorQuery _query;
    private readonly SensorCache _cache;
    private readonly Action<Sensor> _onSensor;

    /// <param name="connection">The BMC.</param>
    /// <param name="repository">Its records, when all of them are read; null if that failed.</param>
    /// <param name="cache">Cache of the repository.</param>
    /// <param name="query">What to read.</param>
    /// <param name="onSensor">Receives each sensor; called by one thread at a time.</param>
    /// <param name="cancellationToken">Cancels the sweep.</param>
    public SensorSweep(IIpmiConnection connection, Task<SdrRepository?> repository, SensorCache cache, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _computerName = connection.ComputerName;
        _repository = repository;
        _routes = new SensorRoutes(new BoundedConnection(connection, query.Clock, needsAll: false), repository);
        _query = query;
        _cache = cache;
        _onSensor = onSensor;
    }

    /// <summary>Number of sensors that were begun and not yet taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _begun.Count;
        }
    }

    /// <summary>Begins to read a sensor.</summary>
    public void Begin(SensorRecord sensor)
    {
        var reading = new SensorFetcher(_computerName, _routes, _query, _cache, sensor).RunAsync(_ending.Token);
        TaskCompletionSource<bool>? awaited;
        lock (_gate)
        {
            _begun.Enqueue(reading);
            awaited = _awaited;
            _awaited = null;
        }

        awaited?.TrySetResult(true);
    }

    /// <summary>Completes when there is a sensor to take.</summary>
    public Task WhenBegun()
    {
        lock (_gate)
            return _begun.Count > 0 ? Task.CompletedTask : (_awaited ??= new TaskCompletionSource<bool>()).Task;
    }

    /// <summary>Waits for the sensor that was begun first, and returns it. There must be one.</summary>
    /// <exception cref="IpmiException">The connection is lost, or the BMC no longer responds.</exception>
    public async Task TakeAsync()
    {
        Task<SensorResult> first;
        lock (_gate)
            first = _begun.Dequeue();
        Take(await first.ConfigureAwait(false));
    }

    /// <summary>Ends the sweep after all sensors were taken.</summary>
    /// <exception cref="IpmiException">The BMC did not respond for any of them.</exception>
    public void End()
    {
        if (_doubtful.Count > 0 && _routes.Responses == 0)
            throw _doubtful[0].Failure!;
        ReturnDoubtful();
        ReturnUnscanned(_unscanned.Count(result => result.Unscanned is not null) >= MinimumUnscanned);
    }

    /// <summary>Cancels what is still in flight.</summary>
    public void Dispose()
    {
        _ending.Cancel();
        lock (_gate)
        {
            foreach (Task rest in _begun)
                rest.Forget();
        }

        _ending.Dispose();
    }

    /// <summary>One sensor without a response is a problem of that sensor; several in a row, without any response before, are a problem of the BMC.</summary>
    private void Take(SensorResult result)
    {
        if (result.IsDoubtful)
        {
            _doubtful.Add(result);
            if (_doubtful.Count == DoubtLimit)
                throw result.Failure!;
            return;
        }

        ReturnDoubtful();
        Return(result);
    }

    private void Return(SensorResult result)
    {
        if (result.Failure is { } failure)
            _cache.Note(result.Record, failure, result.Sensor.Timestamp);
        _isAnyScanned |= result.IsScanned;
        if (!_isAnyScanned && (result.Unscanned is not null || _unscanned.Count > 0))
        {
            _unscanned.Add(result);
            return;
        }

        ReturnUnscanned(withReading: false);
        Return(result.Record, result.Sensor);
    }

    private void Return(SensorRecord record, Sensor sensor)
    {
        var known = _repository.Status == TaskStatus.RanToCompletion ? _repository.Result : null;
        sensor.DisplayName = known?.DisplayNames.Of(record) ?? SensorDisplayNames.WithEntity(record);
        _onSensor(sensor);
    }

    /// <summary>
    /// Some BMCs report every sensor as not scanned, but return readings. So readings of such sensors, and the sensors behind them, wait
    /// until a sensor is scanned. If none is, these readings are returned.
    /// </summary>
    private void ReturnUnscanned(bool withReading)
    {
        foreach (SensorResult result in _unscanned)
            Return(result.Record, withReading && result.Unscanned is { } sensor ? sensor : result.Sensor);
        _unscanned.Clear();
    }

    private void ReturnDoubtful()
    {
        foreach (SensorResult result in _doubtful)
            Return(result);
        _doubtful.Clear();
    }
}
