using System.Collections.Generic;
using System.Linq;
using IpmiPS.Sdr;

namespace IpmiPS.Sel;

/// <summary>
/// Finds the sensor of an event by comparing the event's generator with the sensor's owner. If no sensor has the same channel and LUN, which some BMCs
/// get wrong, owner, number and type are sufficient. The type has to match, because some BIOSes log events in the name of the BMC with their own sensor numbers.
/// </summary>
internal sealed class EventSensors
{
    private const byte BmcOwner = 0x20;

    private readonly Dictionary<(byte Owner, byte Number), List<SensorRecord>> _sensors = [];
    private readonly SensorDisplayNames _names;

    public EventSensors(IReadOnlyCollection<SensorRecord> sensors)
    {
        _names = new SensorDisplayNames(sensors);
        foreach (var sensor in sensors)
        {
            var key = (sensor.OwnerId, sensor.SensorNumber);
            if (!_sensors.TryGetValue(key, out var list))
                _sensors.Add(key, list = []);
            list.Add(sensor);
        }
    }

    public EventSensor? Find(SelEvent systemEvent)
    {
        byte owner = (byte)systemEvent.GeneratorId;
        if (!_sensors.TryGetValue((owner == 0 ? BmcOwner : owner, systemEvent.SensorNumber), out var candidates))
            return null;
        int channel = systemEvent.GeneratorId >> 12;
        int lun = systemEvent.GeneratorId >> 8 & 3;
        var sameType = candidates.Where(sensor => sensor.SensorType == systemEvent.SensorType).ToList();
        var found = sameType.Find(sensor => sensor.Channel == channel && sensor.OwnerLun == lun) ?? sameType.FirstOrDefault();
        return found is null ? null : Describe(found);
    }

    private EventSensor Describe(SensorRecord sensor) => sensor is FullSensorRecord full
        ? new EventSensor(full.Name, _names.Of(full), full.Units.ToText(), raw => ReadingConversion.Convert(full, raw))
        : new EventSensor(sensor.Name, _names.Of(sensor), null, null);
}
