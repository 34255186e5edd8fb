using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// Sends commands to the controllers that own the sensors: to the BMC directly, to satellites through it. If a satellite cannot be
/// reached, the command goes to the BMC, because some BMCs list their own sensors as those of a satellite; but only if the BMC
/// has no sensor with the same number, so that no sensor shows the reading of another.
/// </summary>
internal sealed class SensorRoutes
{
    private readonly IIpmiConnection _connection;
    private readonly ConcurrentDictionary<IpmbTarget, Satellite> _satellites = [];
    private readonly Task<SdrRepository?> _repository;
    private readonly object _gate = new();
    private Task<SensorVendor?>? _vendor;
    private int _responses;

    /// <param name="connection">The BMC.</param>
    /// <param name="repository">Its records, when all of them are read; null if that failed.</param>
    public SensorRoutes(IIpmiConnection connection, Task<SdrRepository?> repository)
    {
        _connection = connection;
        _repository = repository;
    }

    /// <summary>Number of sensors that the BMC has responded for.</summary>
    public int Responses => Volatile.Read(ref _responses);

    /// <summary>Counts a response.</summary>
    public void NoteResponse() => Interlocked.Increment(ref _responses);

    /// <summary>Sends a command to the owner of a sensor.</summary>
    /// <exception cref="IpmiException">As from the connection.</exception>
    public Task<TResponse> SendAsync<TResponse>(SensorRecord sensor, IpmiCommand<TResponse> command, CancellationToken cancellationToken) =>
        sensor.OwnerId == IpmbTarget.BmcAddress
            ? _connection.SendAsync(command, cancellationToken)
            : SendToSatelliteAsync(sensor, command, cancellationToken);

    /// <summary>The BMC's vendor, requested once for all sensors; null if the BMC does not say it.</summary>
    public Task<SensorVendor?> GetVendorAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return _vendor ??= ReadVendorAsync(cancellationToken);
    }

    private async Task<SensorVendor?> ReadVendorAsync(CancellationToken cancellationToken)
    {
        var id = await _connection.TrySendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        return id.Succeeded ? new SensorVendor(id.Value) : null;
    }

    private async Task<TResponse> SendToSatelliteAsync<TResponse>(SensorRecord sensor, IpmiCommand<TResponse> command, CancellationToken cancellationToken)
    {
        var target = new IpmbTarget(sensor.OwnerId, sensor.Channel);
        Satellite satellite = _satellites.GetOrAdd(target, static _ => new Satellite());
        try
        {
            return await satellite.SendAsync(_connection, target, command, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException) when (satellite.Failure is not null)
        {
            if (await _repository.WaitAsync(cancellationToken).ConfigureAwait(false) is not { } repository
                || repository.FindSensor(IpmbTarget.BmcAddress, sensor.OwnerLun, sensor.SensorNumber) is not null)
                throw;
            return await _connection.SendAsync(command, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A satellite: reachable, unreachable or not known yet. The first request finds out, and the others wait for it.</summary>
    private sealed class Satellite
    {
        private readonly TaskCompletionSource<bool> _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isTried;

        /// <summary>Why the satellite cannot be reached; null if it can, or if it is not known yet.</summary>
        public IpmiException? Failure { get; private set; }

        public async Task<TResponse> SendAsync<TResponse>(IIpmiConnection connection, IpmbTarget target, IpmiCommand<TResponse> command, CancellationToken cancellationToken)
        {
            bool isFirst = Interlocked.Exchange(ref _isTried, 1) == 0;
            if (!isFirst)
                await _known.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Failure is not null)
                throw new IpmiException(Failure.Kind, Failure.Message, Failure.RecommendedAction, Failure.InnerException);
            try
            {
                return await connection.SendAsync(command, target, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiException error) when (isFirst && IsUnreachable(error))
            {
                Failure = new IpmiException(error.Kind, $"The controller {target}, which owns the sensor, cannot be reached: {error.Message}", error.RecommendedAction, error);
                throw Failure;
            }
            finally
            {
                _known.TrySetResult(true);
            }
        }

        /// <summary>Whether the BMC cannot bridge, or the target does not respond.</summary>
        private static bool IsUnreachable(IpmiException error) =>
            error.Kind == IpmiErrorKind.Timeout || error is IpmiCommandException
            {
                CompletionCode: CompletionCode.DestinationUnavailable or CompletionCode.InvalidCommand or CompletionCode.InvalidForLun
                or CompletionCode.ProcessingTimeout or CompletionCode.ResponseUnavailable or CompletionCode.SubFunctionDisabled
                or CompletionCode.InsufficientPrivilege or CompletionCode.InvalidDataField or CompletionCode.ParameterOutOfRange,
            };
    }
}
