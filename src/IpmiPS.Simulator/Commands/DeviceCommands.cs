using IpmiPS.Commands;
using IpmiPS.Commands.App;

namespace IpmiPS.Simulator;

/// <summary>What a controller reports about itself, and its resets. IPMI 2.0 section 20.</summary>
internal static class DeviceCommands
{
    /// <summary>IPMI version, BCD with the digits swapped.</summary>
    private const byte Ipmi20 = 0x02, Ipmi15 = 0x51;

    public static void AddTo(CommandTable table)
    {
        table.On(GetDeviceId.Definition, GetId, anyController: true);
        table.On(ColdReset.Definition, Reset);
        table.On(WarmReset.Definition, Reset);
        table.On(GetSelfTestResults.Definition, GetSelfTest, anyController: true);
        table.On(GetAcpiPowerState.Definition, GetAcpiState);
        table.On(SetAcpiPowerState.Definition, SetAcpiState);
        table.On(GetDeviceGuid.Definition, GetGuid, anyController: true);
    }

    private static CommandResult<DeviceId> GetId(CommandContext context, GetDeviceId request)
    {
        var device = context.Controller.Definition;
        return new DeviceId
        {
            Id = device.DeviceId,
            RevisionByte = (byte)((device.ProvidesDeviceSdrs ? 0x80 : 0) | device.DeviceRevision & 0x0F),
            FirmwareByte = (byte)(device.FirmwareMajor & 0x7F),
            FirmwareMinor = device.FirmwareMinor,
            VersionByte = context.Bmc.Suites.Length > 0 ? Ipmi20 : Ipmi15,
            DeviceSupport = device.DeviceSupport,
            ManufacturerId = device.ManufacturerId,
            ProductId = (ushort)device.ProductId,
            AuxiliaryFirmware = device.AuxiliaryFirmware,
        };
    }

    /// <summary>The BMC restarts: sessions are gone. The machine does not notice.</summary>
    private static CompletionCode Reset(CommandContext context, IpmiAction request)
    {
        context.AfterResponse = context.Bmc.Sessions.CloseAll;
        return CompletionCode.Ok;
    }

    private static CommandResult<SelfTestResults> GetSelfTest(CommandContext context, GetSelfTestResults request) => new SelfTestResults(SelfTestResults.Passed, 0);

    private static CommandResult<AcpiPowerState> GetAcpiState(CommandContext context, GetAcpiPowerState request) =>
        new AcpiPowerState(context.Bmc.Device.AcpiSystem ?? (context.Bmc.Chassis.IsOn ? AcpiSystemState.S0 : AcpiSystemState.S5), context.Bmc.Device.AcpiDevice);

    /// <summary>The state is only noted; the machine does not change.</summary>
    private static CompletionCode SetAcpiState(CommandContext context, SetAcpiPowerState request)
    {
        if (request.System != AcpiSystemState.NoChange)
            context.Bmc.Device.AcpiSystem = request.System;
        if (request.Device != AcpiDeviceState.NoChange)
            context.Bmc.Device.AcpiDevice = request.Device;
        return CompletionCode.Ok;
    }

    private static CommandResult<GuidBytes> GetGuid(CommandContext context, GetDeviceGuid request)
    {
        if (context.Controller.Definition.DeviceGuid is { } own)
            return new GuidBytes(own);
        return context.Controller == context.Bmc.Controllers.Main ? new GuidBytes(context.Bmc.Identity.Guid) : CompletionCode.InvalidCommand;
    }
}
