using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Re-arms a sensor: it may report its events again. IPMI 2.0 section 35.12.</summary>
internal static class SensorReset
{
    /// <summary>What re-arming would do, in words.</summary>
    /// <param name="repository">The records of the BMC.</param>
    /// <param name="sensor">The sensor.</param>
    /// <param name="events">The events to re-arm; null for all.</param>
    public static string Describe(SdrRepository repository, ReadableSensorRecord sensor, SensorEventMask? events) =>
        $"'{repository.DisplayNames.Of(sensor)}', {(events is { } some ? SensorEventNames.Describe(sensor, some) : "all events")}";

    /// <summary>The events that names stand for; null if all are meant.</summary>
    /// <exception cref="IpmiException">NotPresent: the sensor has no such event.</exception>
    public static SensorEventMask? Find(ReadableSensorRecord sensor, IReadOnlyList<NamePattern> events, SensorEventDirection direction) =>
        events.Count == 0 && direction == SensorEventDirection.Both ? null
            : SensorEventNames.Find(sensor, events.Count == 0 ? [new NamePattern("*", IsWildcard: true, static _ => true)] : events, direction);

    /// <summary>Re-arms the sensor and reads which events have occurred since.</summary>
    /// <exception cref="IpmiException">OutcomeUnknown: there was no clear response. Other kinds: nothing was done.</exception>
    public static async Task<SensorEvents> RunAsync(
        IIpmiConnection connection, SensorRoutes routes, SdrRepository repository, ReadableSensorRecord sensor, SensorEventMask? events, CancellationToken cancellationToken)
    {
        var owner = new SensorOwner(connection, routes, sensor);
        var outcome = new ChangeOutcome();
        await outcome.SendAsync(owner, new RearmSensorEvents(sensor.SensorNumber, events, sensor.OwnerLun), cancellationToken).ConfigureAwait(false);
        if (outcome.State == ChangeState.Unanswered)
            throw new IpmiException(
                IpmiErrorKind.OutcomeUnknown, $"There was no clear response to re-arming the sensor '{sensor.NameOrNumber}'.", "Re-arm it again; the sensor may then send an event twice.", outcome.UnansweredReason);
        return SensorEventReader.Build(connection.ComputerName, repository, await SensorEventReader.ReadAsync(owner, sensor, cancellationToken).ConfigureAwait(false));
    }
}
