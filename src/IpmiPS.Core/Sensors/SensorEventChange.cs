using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>
/// Changes which events one sensor sends: reads it, sends what differs and reads it back. Single events are enabled with one command and disabled with
/// another. IPMI 2.0 sections 35.10 and 35.11.
/// </summary>
internal sealed class SensorEventChange : IPreparedChange<SensorEventUpdate>
{
    private readonly SensorOwner _owner;
    private readonly SdrRepository _repository;
    private readonly ReadableSensorRecord _sensor;
    private readonly SettingsChange<SensorEventEnables> _change;

    private SensorEventChange(SensorOwner owner, SdrRepository repository, ReadableSensorRecord sensor, SensorEventSettings settings, SensorEventEnables before)
    {
        (_owner, _repository, _sensor) = (owner, repository, sensor);
        _change = new(owner, $"the sensor '{sensor.NameOrNumber}'", before, cancellationToken => SensorEventReader.ReadEnablesAsync(owner, sensor, cancellationToken))
        {
            UnknownAdvice = "Check with Get-IpmiSensorEvent what is set.",
        };
        byte flags = FlagsOf(settings, before);
        SensorEventMask wanted = WantedOf(settings, before.Events);
        AddFlags(flags, before);
        AddEvents("enable", flags, SetSensorEventEnable.Enable, Without(wanted, before.Events), areOn: true);
        AddEvents("disable", flags, SetSensorEventEnable.Disable, Without(before.Events, wanted), areOn: false);
    }

    /// <summary>The change in words; null if everything is as requested already.</summary>
    public string? Description => _change.Description is { } text ? $"'{_repository.DisplayNames.Of(_sensor)}': {text}" : null;

    /// <summary>Reads the present settings and prepares the change. Changes nothing.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the sensor does not allow it. NotPresent: it has no such event. Other kinds: the settings could not
    /// be read.</exception>
    public static async Task<SensorEventChange> PrepareAsync(
        IIpmiConnection connection, SensorRoutes routes, SdrRepository repository, SensorRecord record, SensorEventSettings settings, CancellationToken cancellationToken)
    {
        if (record is not ReadableSensorRecord sensor || record.IsOwnedBySoftware)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The events of the sensor '{record.NameOrNumber}' cannot be set.", "Get-IpmiSensorEvent lists the sensors whose events can be set.");
        if (Refusal(sensor, settings) is { } refusal)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The sensor '{sensor.NameOrNumber}' {refusal}", "Get-IpmiSensorEvent shows what the sensor allows (EventControl).");
        var owner = new SensorOwner(connection, routes, sensor);
        return new(owner, repository, sensor, settings, await SensorEventReader.ReadEnablesAsync(owner, sensor, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Sends what differs and reads it back.</summary>
    /// <exception cref="IpmiException">As from <see cref="SettingsChange{TState}.RunAsync"/>.</exception>
    public async Task<SensorEventUpdate> RunAsync(CancellationToken cancellationToken = default)
    {
        var result = await _change.RunAsync(cancellationToken).ConfigureAwait(false);
        bool isPerEvent = _sensor.EventControl == SensorEventControl.PerEvent;
        return new SensorEventUpdate
        {
            ComputerName = _owner.ComputerName,
            Name = _sensor.NameOrNumber,
            DisplayName = _repository.DisplayNames.Of(_sensor),
            EventsEnabled = result.Now.EventsEnabled,
            ScanningEnabled = result.Now.ScanningEnabled,
            AssertionEvents = isPerEvent ? SensorEventNames.Describe(_sensor, result.Now.Events.Assertions) : null,
            DeassertionEvents = isPerEvent ? SensorEventNames.Describe(_sensor, result.Now.Events.Deassertions) : null,
            Number = _sensor.SensorNumber,
            OwnerId = _sensor.OwnerId,
            OwnerLun = _sensor.OwnerLun,
            Changed = result.Changed,
            Verified = result.Verified,
            Difference = result.Difference,
        };
    }

    private static string? Refusal(ReadableSensorRecord sensor, SensorEventSettings settings) => sensor.EventControl switch
    {
        SensorEventControl.NoEvents => "sends no events.",
        SensorEventControl.Global => "sends events as long as the controller does; its own cannot be set.",
        SensorEventControl.WholeSensor when settings.NamesEvents => "sends all of its events or none; single ones cannot be set.",
        _ => null,
    };

    private static byte FlagsOf(SensorEventSettings settings, SensorEventEnables before) => (byte)(
        (settings.EventsEnabled ?? before.EventsEnabled ? SensorEventEnables.EventsFlag : 0)
        | (settings.ScanningEnabled ?? before.ScanningEnabled ? SensorEventEnables.ScanningFlag : 0));

    private SensorEventMask WantedOf(SensorEventSettings settings, SensorEventMask before)
    {
        SensorEventMask supported = _sensor.SupportedEvents;
        int assertions = settings.AssertionEvents is { } exactly ? SensorEventNames.Find(_sensor, supported.Assertions, exactly) : before.Assertions;
        int deassertions = settings.DeassertionEvents is { } exactlyToo ? SensorEventNames.Find(_sensor, supported.Deassertions, exactlyToo) : before.Deassertions;
        SensorEventMask on = SensorEventNames.Find(_sensor, settings.Enable, settings.Direction), off = SensorEventNames.Find(_sensor, settings.Disable, settings.Direction);
        return new((ushort)((assertions | on.Assertions) & ~off.Assertions), (ushort)((deassertions | on.Deassertions) & ~off.Deassertions));
    }

    private static SensorEventMask Without(SensorEventMask events, SensorEventMask others) =>
        new((ushort)(events.Assertions & ~others.Assertions), (ushort)(events.Deassertions & ~others.Deassertions));

    private void AddFlags(byte flags, SensorEventEnables before)
    {
        string wanted = Text(new SensorEventEnables(flags, default));
        if (wanted != Text(before))
            _change.Add("event messages and scanning", static now => Text(now), wanted, new SetSensorEventEnable(_sensor.SensorNumber, flags, null, _sensor.OwnerLun));
    }

    private static string Text(SensorEventEnables enables) => $"{(enables.EventsEnabled ? "on" : "off")}/{(enables.ScanningEnabled ? "on" : "off")}";

    /// <summary>Adds the command that enables or disables single events, if there are any.</summary>
    private void AddEvents(string verb, byte flags, byte operation, SensorEventMask events, bool areOn)
    {
        if (events == default)
            return;
        string all = SensorEventNames.Describe(_sensor, events);
        _change.Add(
            $"{verb}d events",
            now => SensorEventNames.Describe(_sensor, Without(events, areOn ? Without(events, now.Events) : now.Events)),
            all,
            new SetSensorEventEnable(_sensor.SensorNumber, (byte)(flags | operation), events, _sensor.OwnerLun),
            $"{verb} {all}");
    }
}
