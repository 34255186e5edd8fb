using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// Sensors that are asked at the same time and given out in the order in which they were begun, each as soon as those before it are
/// there. Whoever begins them may do so while others are taken.
/// </summary>
internal sealed class SensorSweep : IDisposable
{
    /// <summary>After so many sensors in a row without an answer the BMC itself is taken to be gone.</summary>
    private const int DoubtLimit = 3;

    /// <summary>Of so many sensors, at least, the BMC has to say that they are not scanned, and of no other that it is, to be disbelieved.</summary>
    private const int LeastUnscanned = 3;

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
    private readonly SensorCache _memory;
    private readonly Action<Sensor> _onSensor;

    /// <param name="connection">The BMC.</param>
    /// <param name="repository">Its records, once all of them are known; null where that was not to be.</param>
    /// <param name="memory">What its sensors answered before.</param>
    /// <param name="query">What is wanted of the sensors.</param>
    /// <param name="onSensor">Takes each sensor. It is called by one thread at a time.</param>
    /// <param name="cancellationToken">Ends the sweep.</param>
    public SensorSweep(IIpmiConnection connection, Task<SdrRepository?> repository, SensorCache memory, SensorQuery query, Action<Sensor> onSensor, CancellationToken cancellationToken)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _computerName = connection.Name;
        _repository = repository;
        _routes = new SensorRoutes(new BoundedConnection(connection, query.Clock, needsAll: false), repository);
        _query = query;
        _memory = memory;
        _onSensor = onSensor;
    }

    /// <summary>How many were begun and not yet taken.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _begun.Count;
        }
    }

    /// <summary>Begins to ask a sensor.</summary>
    public void Begin(SensorRecord sensor)
    {
        var asking = new SensorInquiry(_computerName, _routes, _query, _memory, sensor).RunAsync(_ending.Token);
        TaskCompletionSource<bool>? awaited;
        lock (_gate)
        {
            _begun.Enqueue(asking);
            awaited = _awaited;
            _awaited = null;
        }

        awaited?.TrySetResult(true);
    }

    /// <summary>Completes when there is a sensor to be taken.</summary>
    public Task WhenBegun()
    {
        lock (_gate)
            return _begun.Count > 0 ? Task.CompletedTask : (_awaited ??= new TaskCompletionSource<bool>()).Task;
    }

    /// <summary>Waits for the sensor that was begun first, and gives it out. There must be one.</summary>
    /// <exception cref="IpmiException">The connection is lost, or the BMC answers no longer.</exception>
    public async Task TakeAsync()
    {
        Task<SensorResult> first;
        lock (_gate)
            first = _begun.Dequeue();
        Take(await first.ConfigureAwait(false));
    }

    /// <summary>All there are were taken.</summary>
    /// <exception cref="IpmiException">The BMC answered for none of them.</exception>
    public void End()
    {
        if (_doubtful.Count > 0 && _routes.Answers == 0)
            throw _doubtful[0].Failure!;
        GiveOutDoubtful();
        GiveOutUnscanned(_unscanned.Count(result => result.Unscanned is not null) >= LeastUnscanned);
    }

    /// <summary>Ends what was begun and is wanted no longer: the caller has had enough, or an error ended the sweep.</summary>
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

    /// <summary>One sensor without an answer is that sensor's matter; several in a row, and no other with one, are the BMC's.</summary>
    private void Take(SensorResult result)
    {
        if (result.IsDoubtful)
        {
            _doubtful.Add(result);
            if (_doubtful.Count == DoubtLimit)
                throw result.Failure!;
            return;
        }

        GiveOutDoubtful();
        GiveOut(result);
    }

    private void GiveOut(SensorResult result)
    {
        if (result.Failure is { } failure)
            _memory.Note(result.Record, failure, result.Sensor.Timestamp);
        _isAnyScanned |= result.IsScanned;
        if (!_isAnyScanned && (result.Unscanned is not null || _unscanned.Count > 0))
        {
            _unscanned.Add(result);
            return;
        }

        GiveOutUnscanned(isShown: false);
        GiveOut(result.Record, result.Sensor);
    }

    private void GiveOut(SensorRecord record, Sensor sensor)
    {
        var known = _repository.Status == TaskStatus.RanToCompletion ? _repository.Result : null;
        sensor.DisplayName = known?.DisplayNames.Of(record) ?? SensorDisplayNames.WithEntity(record);
        _onSensor(sensor);
    }

    /// <summary>
    /// Some BMCs say of every sensor that it is not scanned, and read them all the same. So readings of such sensors, and what comes behind them, wait
    /// until one sensor is scanned, which is the rule; where none is, they are shown.
    /// </summary>
    private void GiveOutUnscanned(bool isShown)
    {
        foreach (SensorResult result in _unscanned)
            GiveOut(result.Record, isShown && result.Unscanned is { } sensor ? sensor : result.Sensor);
        _unscanned.Clear();
    }

    private void GiveOutDoubtful()
    {
        foreach (SensorResult result in _doubtful)
            GiveOut(result);
        _doubtful.Clear();
    }
}
