using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Events;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>Reads which events sensors send, and which have occurred. IPMI 2.0 sections 35.11 and 35.13.</summary>
internal static class SensorEventReader
{
    private const byte RearmsItself = 0x40;

    /// <summary>Reads sensors, all at the same time. A sensor that the BMC refuses to read has nulls and a note.</summary>
    /// <exception cref="IpmiException">The connection is lost, or the BMC did not respond for any of them.</exception>
    public static async Task<IReadOnlyList<SensorEvents>> ReadAllAsync(
        IIpmiConnection connection, SdrRepository repository, IReadOnlyList<SensorRecord> sensors, CancellationToken cancellationToken, bool includeStatus = true)
    {
        var bounded = new BoundedConnection(connection, Clock.System, needsAll: false);
        var routes = new SensorRoutes(bounded, Task.FromResult<SdrRepository?>(repository));
        var readable = sensors.OfType<ReadableSensorRecord>().Where(static sensor => !sensor.IsOwnedBySoftware);
        var read = await Task.WhenAll(readable.Select(sensor => ReadAsync(new SensorOwner(bounded, routes, sensor), sensor, cancellationToken, includeStatus))).ConfigureAwait(false);
        if (read.Length > 0 && read.All(static one => one.Enables.Error?.Kind == IpmiErrorKind.Timeout))
            throw read[0].Enables.Error!;
        return [.. read.Select(one => Build(connection.ComputerName, repository, one))];
    }

    /// <summary>Reads which events of a sensor are enabled.</summary>
    /// <exception cref="IpmiException">The BMC refuses it.</exception>
    public static async Task<SensorEventEnables> ReadEnablesAsync(IIpmiConnection owner, ReadableSensorRecord sensor, CancellationToken cancellationToken)
    {
        var enables = await owner.SendAsync(new GetSensorEventEnable(sensor.SensorNumber, sensor.OwnerLun), cancellationToken).ConfigureAwait(false);
        return enables with { Events = SensorEventNames.WithoutReserved(sensor, enables.Events) };
    }

    /// <summary>Describes what was read of one sensor.</summary>
    public static SensorEvents Build(string computerName, SdrRepository repository, SensorEventsRead read)
    {
        var (sensor, enables, status) = read;
        bool isPerEvent = sensor.EventControl == SensorEventControl.PerEvent && enables.Succeeded;
        SensorEventMask supported = sensor.SupportedEvents;
        SensorEventMask enabled = SensorEventNames.WithoutReserved(sensor, enables.Value.Events);
        return new SensorEvents
        {
            ComputerName = computerName,
            Name = sensor.NameOrNumber,
            DisplayName = repository.DisplayNames.Of(sensor),
            Type = SensorTypes.Describe(sensor.SensorType),
            EventsEnabled = enables.Succeeded ? enables.Value.EventsEnabled : null,
            ScanningEnabled = enables.Succeeded ? enables.Value.ScanningEnabled : null,
            AssertionEvents = isPerEvent ? SensorEventNames.Describe(sensor, enabled.Assertions) : null,
            DeassertionEvents = isPerEvent ? SensorEventNames.Describe(sensor, enabled.Deassertions) : null,
            SupportedAssertionEvents = SensorEventNames.Describe(sensor, supported.Assertions),
            SupportedDeassertionEvents = SensorEventNames.Describe(sensor, supported.Deassertions),
            OccurredEvents = status.Succeeded ? SensorEventNames.Describe(sensor, SensorEventNames.WithoutReserved(sensor, status.Value.Events).Assertions) : null,
            EventControl = sensor.EventControl,
            RearmsItself = (sensor.Capabilities & RearmsItself) != 0,
            Number = sensor.SensorNumber,
            OwnerId = sensor.OwnerId,
            OwnerLun = sensor.OwnerLun,
            Notes = [.. Notes(sensor, enables.Error, status.Error)],
        };
    }

    /// <summary>Reads one sensor.</summary>
    public static async Task<SensorEventsRead> ReadAsync(IIpmiConnection owner, ReadableSensorRecord sensor, CancellationToken cancellationToken, bool includeStatus = true)
    {
        var enables = owner.TrySendAsync(new GetSensorEventEnable(sensor.SensorNumber, sensor.OwnerLun), cancellationToken);
        var status = includeStatus ? owner.TrySendAsync(new GetSensorEventStatus(sensor.SensorNumber, sensor.OwnerLun), cancellationToken) : null;
        return new(sensor, await enables.ConfigureAwait(false), status is null ? default : await status.ConfigureAwait(false));
    }

    private static IEnumerable<string> Notes(ReadableSensorRecord sensor, IpmiException? enables, IpmiException? status)
    {
        if (enables is not null)
            yield return $"EventsEnabled: {enables.Message}";
        else if (sensor.EventControl == SensorEventControl.WholeSensor)
            yield return "AssertionEvents: Only the whole sensor can be enabled.";
        if (status is not null)
            yield return $"OccurredEvents: {status.Message}";
    }
}

/// <summary>What was read of one sensor.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Enables">Which events are enabled.</param>
/// <param name="Status">Which events have occurred.</param>
internal sealed record SensorEventsRead(ReadableSensorRecord Sensor, OptionalResponse<SensorEventEnables> Enables, OptionalResponse<SensorEventStatus> Status);
