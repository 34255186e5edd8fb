using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>What a record says, in a few words.</summary>
internal static class SdrDetails
{
    public static string Describe(SdrRecord record) => record switch
    {
        FullSensorRecord sensor => Join([sensor.Units.ToText() ?? "no unit", .. Of(sensor)]),
        CompactSensorRecord sensor => Join([.. Of(sensor), .. Shared(sensor.Sharing)]),
        EventOnlyRecord sensor => Join(["events only", .. Shared(sensor.Sharing)]),
        EntityAssociationRecord association => Contains(association.IsRange, association.Contained),
        DeviceRelativeEntityAssociationRecord association => Contains(association.IsRange, association.Contained),
        FruDeviceLocatorRecord { IsLogical: true } fru => $"FRU {fru.DeviceId} of the controller {fru.AccessAddress:X2}h, channel {fru.Channel}",
        FruDeviceLocatorRecord fru => $"memory chip {fru.DeviceId:X2}h on bus {fru.BusId} of the controller {fru.AccessAddress:X2}h",
        GenericDeviceLocatorRecord device => $"device {device.SlaveAddress:X2}h of type {device.DeviceType:X2}h, controller {device.AccessAddress:X2}h",
        McDeviceLocatorRecord controller => $"controller {controller.SlaveAddress:X2}h, channel {controller.Channel}" + (controller.HasSdrs ? ", has SDRs" : "") + (controller.HasFru ? ", has FRU 0" : ""),
        McConfirmationRecord controller => $"controller {controller.SlaveAddress:X2}h, channel {controller.Channel}, manufacturer {controller.ManufacturerId}, product {controller.ProductId}",
        BmcMessageChannelInfoRecord channels => "channels " + Hex.Format(channels.Channels, " "),
        OemRecord oem => $"manufacturer {oem.ManufacturerId}, {oem.Data.Length} bytes",
        UnknownRecord { Problem: { } problem } => problem,
        UnknownRecord unknown => $"{unknown.Data.Length} bytes",
        _ => "",
    };

    private static IEnumerable<string> Of(ReadableSensorRecord sensor)
    {
        if (sensor.IsThresholdBased)
            yield return $"thresholds {sensor.ThresholdAccess}";
        if (sensor.IsThresholdBased && sensor.HysteresisAccess != SensorAccess.None)
            yield return $"hysteresis {sensor.HysteresisAccess}";
        yield return $"events {sensor.EventControl}";
    }

    private static IEnumerable<string> Shared(RecordSharing sharing) => sharing.Count > 1 ? [$"shared by {sharing.Count} sensors"] : [];

    private static string Contains(bool isRange, IReadOnlyList<EntityReference> entities)
    {
        string[] names = [.. entities.Where(static entity => entity.IsSpecified).Select(static entity => entity.ToString())];
        return names.Length == 0 ? "contains nothing"
            : isRange ? "contains " + string.Join(", ", Enumerable.Range(0, (names.Length + 1) / 2).Select(pair => string.Join(" to ", names.Skip(2 * pair).Take(2))))
            : "contains " + string.Join(", ", names);
    }

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts);
}
