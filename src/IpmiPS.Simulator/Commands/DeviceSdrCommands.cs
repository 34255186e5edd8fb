using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Simulator;

/// <summary>The SDRs that a controller keeps itself. IPMI 2.0 section 35.</summary>
internal static class DeviceSdrCommands
{
    private const int IsDynamic = 0x80;

    public static void AddTo(CommandTable table)
    {
        table.On(GetDeviceSdrInfo.Definition, GetInfo, ProvidesDeviceSdrs, anyController: true);
        table.On(GetDeviceSdr.Definition, static (context, request) => SdrCommands.Read(context, Sdrs(context), request.Request), ProvidesDeviceSdrs, anyController: true);
        table.On(ReserveDeviceSdrRepository.Definition, static (context, _) => new Reservation(Sdrs(context).Reserve()), ProvidesDeviceSdrs, anyController: true);
    }

    private static bool ProvidesDeviceSdrs(CommandContext context) => context.Controller.Definition.ProvidesDeviceSdrs;

    private static SdrStore Sdrs(CommandContext context) => context.Controller.DeviceSdrs(context.Lun);

    private static CommandResult<DeviceSdrInfo> GetInfo(CommandContext context, GetDeviceSdrInfo request)
    {
        var definition = context.Controller.Definition;
        return new DeviceSdrInfo
        {
            Count = (byte)(request.CountRecords ? Sdrs(context).Count : definition.Sensors.Count(sensor => sensor.Lun == context.Lun)),
            Flags = (byte)definition.Sensors.Aggregate(definition.DynamicSensors ? IsDynamic : 0, static (flags, sensor) => flags | 1 << sensor.Lun),
            ChangeIndicator = definition.DynamicSensors ? Sdrs(context).LastAddition : null,
        };
    }
}
