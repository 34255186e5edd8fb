using System;
using IpmiPS.Commands;
using IpmiPS.Commands.Chassis;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Power, boot and front panel. IPMI 2.0 section 28.</summary>
internal static class ChassisCommands
{
    public static void AddTo(CommandTable table)
    {
        table.Add(NetFn.Chassis, 0x00, PrivilegeLevel.User, 0, 0, GetCapabilities);
        table.Add(NetFn.Chassis, GetChassisStatus.Definition.Code, PrivilegeLevel.User, 0, 0, GetStatus);
        table.Add(NetFn.Chassis, 0x02, PrivilegeLevel.Operator, 1, 1, Control);
        table.Add(NetFn.Chassis, 0x04, PrivilegeLevel.Operator, 0, 2, Identify);
        table.Add(NetFn.Chassis, 0x06, PrivilegeLevel.Operator, 1, 1, SetRestorePolicy);
        table.Add(NetFn.Chassis, 0x07, PrivilegeLevel.User, 0, 0, Extended(GetRestartCause));
        table.Add(NetFn.Chassis, 0x08, PrivilegeLevel.Operator, 1, 18, SetBootOptions);
        table.Add(NetFn.Chassis, 0x09, PrivilegeLevel.Operator, 3, 3, GetBootOptions);
        table.Add(NetFn.Chassis, 0x0A, PrivilegeLevel.Administrator, 1, 1, Extended(SetFrontPanelEnables));
        table.Add(NetFn.Chassis, 0x0B, PrivilegeLevel.Administrator, 1, 1, Extended(SetPowerCycleInterval));
        table.Add(NetFn.Chassis, 0x0F, PrivilegeLevel.User, 0, 0, Extended(GetPohCounter));
    }

    /// <summary>A command that simple BMCs lack.</summary>
    private static CommandHandler Extended(CommandHandler handler) => (context, request, response) =>
        context.Bmc.Definition.HasExtendedChassis ? handler(context, request, response) : CompletionCode.InvalidCommand;

    /// <summary>Capability flags (intrusion sensor, front panel lock-out), then the addresses of FRU, SDR, SEL, SM devices, all the BMC's.</summary>
    private static CompletionCode GetCapabilities(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte bmc = context.Bmc.Definition.BmcAddress;
        response.WriteBytes([0x03, bmc, bmc, bmc, bmc, bmc]);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetStatus(CommandContext context, ByteReader request, ByteWriter response)
    {
        var chassis = context.Bmc.Chassis;
        new ChassisStatus
        {
            PowerState = (byte)((chassis.IsOn ? 0x01 : 0) | (chassis.IsPowerFault ? 0x08 : 0) | chassis.RestorePolicy << 5),
            LastPowerEvent = chassis.LastPowerEvent,
            MiscState = (byte)((chassis.IsIntruded ? 0x01 : 0) | (chassis.DisabledButtons != 0 ? 0x02 : 0) | (chassis.IsDriveFault ? 0x04 : 0)
                | (chassis.IsFanFault ? 0x08 : 0) | chassis.IdentifyState << 4 | 0x40),
            FrontPanel = context.Bmc.Definition.HasExtendedChassis ? (byte)(0xF0 | chassis.DisabledButtons) : null,
        }.Write(response);
        return CompletionCode.Ok;
    }

    private static CompletionCode Control(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte action = (byte)(request.ReadByte() & 0x0F);
        var code = context.Bmc.Chassis.Control((ChassisControlAction)action, Channels.Lan);
        if (code == CompletionCode.Ok)
            context.Bmc.Counters.AddPowerAction(action);
        return code;
    }

    /// <summary>Request: [seconds, 15 where left out], [bit 0 for ever].</summary>
    private static CompletionCode Identify(CommandContext context, ByteReader request, ByteWriter response)
    {
        int seconds = request.ReadByteOr(15);
        context.Bmc.Chassis.Identify(seconds, (request.ReadByteOr(0) & 0x01) != 0);
        return CompletionCode.Ok;
    }

    /// <summary>Request: policy, 3 to change nothing. Answer: which policies there are.</summary>
    private static CompletionCode SetRestorePolicy(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte policy = (byte)(request.ReadByte() & 0x07);
        if (policy > 3)
            return CompletionCode.InvalidDataField;
        if (policy < 3)
            context.Bmc.Chassis.RestorePolicy = policy;
        response.WriteByte(0x07);
        return CompletionCode.Ok;
    }

    private static CompletionCode GetRestartCause(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteByte(context.Bmc.Chassis.RestartCause);
        response.WriteByte(context.Bmc.Chassis.RestartChannel);
        return CompletionCode.Ok;
    }

    /// <summary>Request: bit 7 lock the parameter, 6:0 selector, data.</summary>
    private static CompletionCode SetBootOptions(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte selector = request.ReadByte();
        return context.Bmc.Boot.Write((byte)(selector & 0x7F), (selector & 0x80) != 0, request.ReadRest());
    }

    /// <summary>Request: selector, set, block. Answer: version 1, bit 7 locked and selector, data.</summary>
    private static CompletionCode GetBootOptions(CommandContext context, ByteReader request, ByteWriter response)
    {
        byte selector = (byte)(request.ReadByte() & 0x7F), set = request.ReadByte();
        var code = context.Bmc.Boot.Read(selector, set, out byte[] data, out bool isLocked);
        response.WriteByte(context.Bmc.Boot.Family.Revision);
        response.WriteByte((byte)((isLocked ? 0x80 : 0) | selector));
        response.WriteBytes(data);
        return code;
    }

    private static CompletionCode SetFrontPanelEnables(CommandContext context, ByteReader request, ByteWriter response)
    {
        context.Bmc.Chassis.DisabledButtons = (byte)(request.ReadByte() & 0x0F);
        return CompletionCode.Ok;
    }

    private static CompletionCode SetPowerCycleInterval(CommandContext context, ByteReader request, ByteWriter response)
    {
        context.Bmc.Chassis.CycleInterval = TimeSpan.FromSeconds(request.ReadByte());
        return CompletionCode.Ok;
    }

    /// <summary>Answer: minutes a count, 60, and the count.</summary>
    private static CompletionCode GetPohCounter(CommandContext context, ByteReader request, ByteWriter response)
    {
        response.WriteByte(60);
        response.WriteUInt32((uint)context.Bmc.Chassis.OnTime.TotalHours);
        return CompletionCode.Ok;
    }
}
