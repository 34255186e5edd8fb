using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Events;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;

namespace IpmiPS.Health;

/// <summary>Reads what a health test needs, all parts at once. What is refused or gets no response is recorded as such.</summary>
internal sealed class HealthReader(IIpmiConnection bmc, HealthOptions options, CancellationToken cancellationToken)
{
    /// <summary>Without a mark or a time, events of this time are new.</summary>
    private static readonly TimeSpan DefaultAge = TimeSpan.FromDays(1);

    public async Task<HealthFacts> ReadAsync()
    {
        bool wantsSensors = options.Wants(HealthPart.Sensors) || options.Wants(HealthPart.PowerSupplies);
        var repository = new TaskCompletionSource<SdrRepository?>();
        var device = bmc.TrySendAsync(new GetDeviceId(), cancellationToken);
        var selfTest = TryIf(options.Wants(HealthPart.Bmc), () => bmc.SendAsync(new GetSelfTestResults(), cancellationToken));
        var power = TryIf(options.Wants(HealthPart.Chassis), ReadPowerAsync);
        var sensors = TryIf(wantsSensors, () => ReadSensorsAsync(repository));
        var log = TryIf(options.Wants(HealthPart.EventLog), () => SelReader.GetInfoAsync(bmc, cancellationToken));
        var events = TryIf(options.Wants(HealthPart.EventLog), () => ReadEventsAsync(log, wantsSensors ? repository.Task : ReadNamesAsync()));
        var facts = new HealthFacts(bmc.ComputerName, options)
        {
            Device = await device.ConfigureAwait(false),
            SelfTest = await selfTest.ConfigureAwait(false),
            Power = await power.ConfigureAwait(false),
            Sensors = await sensors.ConfigureAwait(false),
            Log = await log.ConfigureAwait(false),
            Events = await events.ConfigureAwait(false),
        };

        // Cancelled requests look like refused ones.
        cancellationToken.ThrowIfCancellationRequested();
        return facts;
    }

    private static Task<OptionalResponse<T>> TryIf<T>(bool isWanted, Func<Task<T>> read) => isWanted ? OptionalRequest.TryAsync(read) : Task.FromResult(default(OptionalResponse<T>));

    private async Task<PowerStatus> ReadPowerAsync() =>
        PowerStatus.From(bmc.ComputerName, await bmc.SendAsync(new GetChassisStatus(), cancellationToken).ConfigureAwait(false), cause: null);

    /// <summary>Reads the sensors. Their records also name the sensors of events.</summary>
    private async Task<SensorFacts> ReadSensorsAsync(TaskCompletionSource<SdrRepository?> names)
    {
        var all = new List<Sensor>();
        var tally = new SensorTally();
        var query = new SensorQuery { TypeFilter = options.Wants(HealthPart.Sensors) ? options.Wants(HealthPart.PowerSupplies) ? null : static type => !IsOfPowerSupply(type) : IsOfPowerSupply };
        try
        {
            SdrRepository repository = await SensorReader.ReadAllAsync(
                bmc,
                refresh: false,
                query,
                sensor =>
                {
                    tally.Add(sensor);
                    all.Add(sensor);
                },
                cancellationToken).ConfigureAwait(false);
            names.TrySetResult(repository);
            NameAll(all, repository);
            return new SensorFacts(all, repository.Problem ?? tally.DescribeNone() ?? tally.DescribeRefused());
        }
        finally
        {
            names.TrySetResult(null);
        }
    }

    /// <summary>Gives the sensors the names that they have in every test: the first ones may have been read before it was known which names are unique.</summary>
    private static void NameAll(List<Sensor> sensors, SdrRepository repository)
    {
        var records = repository.Sensors.ToLookup(static record => (record.OwnerId, record.OwnerLun, record.SensorNumber, record.RecordId));
        foreach (Sensor sensor in sensors)
            if (records[(sensor.OwnerId, sensor.OwnerLun, sensor.Number, (ushort)sensor.RecordId)].FirstOrDefault() is { } record)
                sensor.DisplayName = repository.DisplayNames.Of(record);
    }

    private async Task<SdrRepository?> ReadNamesAsync()
    {
        try
        {
            return await SdrCache.GetAsync(bmc, refresh: false, cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiException)
        {
            return null; // events have numbers of sensors then
        }
    }

    private async Task<EventFacts> ReadEventsAsync(Task<OptionalResponse<SelInfo>> log, Task<SdrRepository?> names)
    {
        SelMark mark = options.Mark ?? SelMark.After(options.After ?? ((await log.ConfigureAwait(false)).Value?.Time ?? DateTimeOffset.Now) - DefaultAge);
        var entries = new List<SelEntry>();
        string? problem = await SelReader.ReadAsync(bmc, names, new SelQuery { Since = mark.Follows }, entries.Add, cancellationToken).ConfigureAwait(false);
        return new EventFacts(entries, entries.Count == 0 ? mark : SelMark.After(entries[entries.Count - 1]), problem);
    }

    private static bool IsOfPowerSupply(string type) => type == SensorTypes.Describe(SensorTypes.PowerSupply) || type == SensorTypes.Describe(SensorTypes.PowerUnit);
}
