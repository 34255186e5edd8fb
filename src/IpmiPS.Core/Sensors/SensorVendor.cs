using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Events;
using IpmiPS.Oem;
using IpmiPS.Sdr;

namespace IpmiPS.Sensors;

/// <summary>The states that the vendor of a BMC defines.</summary>
internal sealed class SensorVendor(DeviceId device)
{
    private readonly OemProfile _profile = OemProfiles.Find(device.ManufacturerId, device.ProductId);

    /// <summary>Whether the vendor may define the states of the sensor: a discrete sensor of the BMC, whose type is the vendor's.</summary>
    public static bool MayDefine(ReadableSensorRecord sensor) =>
        !sensor.IsThresholdBased && sensor.OwnerId == IpmbTarget.BmcAddress && (EventStates.IsOem(sensor.EventReadingType) || SensorTypes.IsOem(sensor.SensorType));

    /// <summary>A state of the sensor; null if it is not known.</summary>
    public EventState? FindState(SensorRecord sensor, int offset) =>
        _profile.FindState(new OemState(device.ProductId, sensor.EventReadingType, sensor.SensorType, offset));

    /// <summary>What the states of the sensor say as a number; null for sensors with a bit for each state.</summary>
    public EventState? FindReading(SensorRecord sensor, ushort states) =>
        _profile.FindReading(device.ProductId, sensor.EventReadingType, sensor.SensorType, states);
}
