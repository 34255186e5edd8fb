using System;
using IpmiPS.Commands;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>What a controller tells about itself, and its resets. IPMI 2.0 sections 20 and 27.</summary>
internal static class DeviceCommands
{
    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.App, 0x01, PrivilegeLevel.User, 0, 0, GetDeviceId, anyController: true);
        table.Add(NetFn.App, 0x02, PrivilegeLevel.Administrator, 0, 0, Reset);
        table.Add(NetFn.App, 0x03, PrivilegeLevel.Administrator, 0, 0, Reset);
        table.Add(NetFn.App, 0x04, PrivilegeLevel.User, 0, 0, GetSelfTest, anyController: true);
        table.Add(NetFn.App, 0x07, PrivilegeLevel.User, 0, 0, GetAcpiPowerState);
        table.Add(NetFn.App, 0x08, PrivilegeLevel.User, 0, 0, GetDeviceGuid, anyController: true);
        table.Add(NetFn.App, 0x22, PrivilegeLevel.Operator, 0, 0, ResetWatchdog);
        table.Add(NetFn.App, 0x24, PrivilegeLevel.Operator, 6, 6, SetWatchdog);
        table.Add(NetFn.App, 0x25, PrivilegeLevel.User, 0, 0, GetWatchdog);
        table.Add(NetFn.App, 0x2F, PrivilegeLevel.User, 0, 0, GetGlobalEnables);
    }

    private static CompletionCode GetDeviceId(CommandContext context, ByteReader request, ByteWriter response)
    {
        var device = context.Controller.Definition;
        response.WriteByte(device.DeviceId);
        response.WriteByte((byte)((device.ProvidesDeviceSdrs ? 0x80 : 0) | device.DeviceRevision & 0x0F));
        response.WriteByte((byte)(device.FirmwareMajor & 0x7F));
        response.WriteByte(device.FirmwareMinor);

        // IPMI version, BCD with the digits swapped: 2.0, or 1.5 where there is no RMCP+.
        response.WriteByte((byte)(context.Bmc.Suites.Length > 0 ? 0x02 : 0x51));
        response.WriteByte(device.DeviceSupport);
        response.WriteUInt24(device.ManufacturerId);
        response.WriteUInt16(device.ProductId);
        response.WriteBytes(device.AuxiliaryFirmware);
        return CompletionCode.Ok;
    }

    private static CompletionCode Reset(CommandContext context, ByteReader request, ByteWriter response)
    {
        // The BMC starts anew: sessions are gone. The machine does not notice.
        context.AfterResponse = context.Bmc.Sessions.CloseAll;
        return CompletionCode.Ok;
    }

    private static CompletionCode GetSelfTest(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteByte(0x55);
        response.WriteByte(0x00);
        return CompletionCode.Ok;
    }

    /// <summary>System power state S0 working or S5 soft off, device power state D0.</summary>
    private static CompletionCode GetAcpiPowerState(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteByte((byte)(context.Bmc.Chassis.IsOn ? 0x00 : 0x05));
        response.WriteByte(0x00);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetDeviceGuid(CommandContext context, ByteReader request, ByteWriter response)
    {
        if (context.Controller.Definition.DeviceGuid is { } own)
            response.WriteBytes(own);
        else if (context.Controller == context.Bmc.Controllers.Main)
            response.WriteBytes(context.Bmc.Identity.Guid);
        else
            return CompletionCode.InvalidCommand;
        return CompletionCode.Ok;
    }

    private static CompletionCode ResetWatchdog(CommandContext context, ByteReader request, ByteWriter response) =>
        context.Bmc.Watchdog.Start() ? CompletionCode.Ok : (CompletionCode)0x80;

    private static CompletionCode SetWatchdog(CommandContext context, ByteReader request, ByteWriter response)
    {
        context.Bmc.Watchdog.Set(request.ReadByte(), request.ReadByte(), request.ReadByte(), request.ReadByte(), request.ReadUInt16());
        return CompletionCode.Ok;
    }

    private static CompletionCode GetWatchdog(CommandContext context, ByteReader request, ByteWriter response)
    {
        context.Bmc.Watchdog.Write(response);
        return CompletionCode.Ok;
    }

    /// <summary>Event message buffer and system event logging enabled.</summary>
    private static CompletionCode GetGlobalEnables(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteByte(0x0C);
        return CompletionCode.Ok;
    }
}
