using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// Ways to the sensors: those of the BMC are asked directly, those of satellites through it. Where a satellite cannot be
/// reached, the BMC itself is asked, since some say in their records that a satellite has what is their own; but only for
/// sensors whose number the BMC does not also use for one of its own, so that no sensor shows another's reading.
/// </summary>
internal sealed class SensorRoutes
{
    private readonly IIpmiConnection _connection;
    private readonly ConcurrentDictionary<IpmbTarget, Satellite> _satellites = [];
    private readonly Task<SdrRepository?> _repository;
    private int _responses;

    /// <param name="connection">The BMC.</param>
    /// <param name="repository">Its records, once all of them are known; null where that was not to be.</param>
    public SensorRoutes(IIpmiConnection connection, Task<SdrRepository?> repository)
    {
        _connection = connection;
        _repository = repository;
    }

    /// <summary>How many sensors the BMC has answered for.</summary>
    public int Answers => Volatile.Read(ref _responses);

    /// <summary>Counts an answer.</summary>
    public void NoteResponse() => Interlocked.Increment(ref _responses);

    /// <summary>Sends a command about a sensor to whoever has it.</summary>
    /// <exception cref="IpmiException">As from the connection.</exception>
    public Task<TResponse> SendAsync<TResponse>(SensorRecord sensor, IpmiCommand<TResponse> command, CancellationToken cancellationToken) =>
        sensor.OwnerId == IpmbTarget.BmcAddress
            ? _connection.SendAsync(command, cancellationToken)
            : SendToSatelliteAsync(sensor, command, cancellationToken);

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

    /// <summary>One satellite: reachable, not reachable, or not known yet; the first question to it finds that out, and the others wait for it.</summary>
    private sealed class Satellite
    {
        private readonly TaskCompletionSource<bool> _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _asked;

        /// <summary>Why the satellite cannot be reached; null where it can, or where nobody knows yet.</summary>
        public IpmiException? Failure { get; private set; }

        public async Task<TResponse> SendAsync<TResponse>(IIpmiConnection connection, IpmbTarget target, IpmiCommand<TResponse> command, CancellationToken cancellationToken)
        {
            bool isFirst = Interlocked.Exchange(ref _asked, 1) == 0;
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
                Failure = new IpmiException(error.Kind, $"The controller {target}, which has the sensor, cannot be reached: {error.Message}", error.RecommendedAction, error);
                throw Failure;
            }
            finally
            {
                _known.TrySetResult(true);
            }
        }

        /// <summary>The BMC cannot bridge at all, cannot reach the target, or the target is silent.</summary>
        private static bool IsUnreachable(IpmiException error) =>
            error.Kind == IpmiErrorKind.Timeout || error is IpmiCommandException
            {
                CompletionCode: CompletionCode.DestinationUnavailable or CompletionCode.InvalidCommand or CompletionCode.InvalidForLun
                or CompletionCode.ProcessingTimeout or CompletionCode.ResponseUnavailable or CompletionCode.SubFunctionDisabled
                or CompletionCode.InsufficientPrivilege or CompletionCode.InvalidDataField or CompletionCode.ParameterOutOfRange,
            };
    }
}
