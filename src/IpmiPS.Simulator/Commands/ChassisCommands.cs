using System;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Simulator;

/// <summary>Power, boot and front panel. IPMI 2.0 section 28.</summary>
internal static class ChassisCommands
{
    private const byte DefaultIdentifySeconds = 15, MinutesPerCount = 60;

    public static void AddTo(CommandTable table)
    {
        table.On(GetChassisCapabilities.Definition, GetCapabilities);
        table.On(GetChassisStatus.Definition, GetStatus);
        table.On(ChassisControl.Definition, Control);
        table.On(ChassisIdentify.Definition, Identify);
        table.On(SetChassisCapabilities.Definition, SetCapabilities, IsExtended);
        table.On(SetPowerRestorePolicy.Definition, SetRestorePolicy);
        table.On(GetSystemRestartCause.Definition, GetRestartCause, IsExtended);
        table.On(SetSystemBootOptions.Definition, SetBootOptions);
        table.On(GetSystemBootOptions.Definition, GetBootOptions);
        table.On(SetFrontPanelButtonEnables.Definition, SetFrontPanelEnables, IsExtended);
        table.On(SetPowerCycleInterval.Definition, SetCycleInterval, IsExtended);
        table.On(GetPohCounter.Definition, GetPowerOnHours, IsExtended);
    }

    /// <summary>Simple BMCs do not have these commands.</summary>
    private static bool IsExtended(CommandContext context) => context.Bmc.Definition.HasExtendedChassis;

    private static CommandResult<ChassisCapabilities> GetCapabilities(CommandContext context, GetChassisCapabilities request) => context.Bmc.Chassis.Capabilities;

    private static CompletionCode SetCapabilities(CommandContext context, SetChassisCapabilities request)
    {
        context.Bmc.Chassis.Capabilities = request.Capabilities;
        return CompletionCode.Ok;
    }

    private static CommandResult<ChassisStatus> GetStatus(CommandContext context, GetChassisStatus request)
    {
        var chassis = context.Bmc.Chassis;
        return new ChassisStatus
        {
            PowerState = (byte)((chassis.IsOn ? 0x01 : 0) | (chassis.IsPowerFault ? 0x08 : 0) | chassis.RestorePolicy << 5),
            LastPowerEvent = chassis.LastPowerEvent,
            MiscState = (byte)((chassis.IsIntruded ? 0x01 : 0) | (chassis.DisabledButtons != 0 ? 0x02 : 0) | (chassis.IsDriveFault ? 0x04 : 0)
                | (chassis.IsFanFault ? 0x08 : 0) | chassis.IdentifyState << 4 | 0x40),
            FrontPanel = IsExtended(context) ? (byte)(0xF0 | chassis.DisabledButtons) : null,
        };
    }

    private static CompletionCode Control(CommandContext context, ChassisControl request)
    {
        var code = context.Bmc.Chassis.Control(request.Action, Channels.Lan);
        if (code == CompletionCode.Ok)
            context.Bmc.Counters.AddPowerAction((byte)request.Action);
        return code;
    }

    private static CompletionCode Identify(CommandContext context, ChassisIdentify request)
    {
        context.Bmc.Chassis.Identify(request.Interval ?? DefaultIdentifySeconds, request.Force);
        return CompletionCode.Ok;
    }

    /// <summary>All three policies are supported.</summary>
    private static CommandResult<PowerRestorePolicySupport> SetRestorePolicy(CommandContext context, SetPowerRestorePolicy request)
    {
        if (request.Policy > PowerRestorePolicy.Unknown)
            return CompletionCode.InvalidDataField;
        if (request.Policy != PowerRestorePolicy.Unknown)
            context.Bmc.Chassis.RestorePolicy = (byte)request.Policy;
        return new PowerRestorePolicySupport(0x07);
    }

    private static CommandResult<SystemRestartCause> GetRestartCause(CommandContext context, GetSystemRestartCause request) =>
        new SystemRestartCause((RestartCause)context.Bmc.Chassis.RestartCause, context.Bmc.Chassis.RestartChannel);

    private static CompletionCode SetBootOptions(CommandContext context, SetSystemBootOptions request) =>
        context.Bmc.Boot.Write(request.Parameter, request.Lock, request.Data);

    private static CommandResult<SystemBootOptions> GetBootOptions(CommandContext context, GetSystemBootOptions request)
    {
        var boot = context.Bmc.Boot;
        var code = boot.Read(request.Parameter, request.SetSelector, out byte[] data, out bool isLocked);
        return code == CompletionCode.Ok
            ? new SystemBootOptions { Version = boot.Family.Revision, Parameter = request.Parameter, IsLocked = isLocked, Data = data }
            : code;
    }

    private static CompletionCode SetFrontPanelEnables(CommandContext context, SetFrontPanelButtonEnables request)
    {
        context.Bmc.Chassis.DisabledButtons = (byte)request.Disabled;
        return CompletionCode.Ok;
    }

    private static CompletionCode SetCycleInterval(CommandContext context, SetPowerCycleInterval request)
    {
        context.Bmc.Chassis.CycleInterval = TimeSpan.FromSeconds(request.Seconds);
        return CompletionCode.Ok;
    }

    private static CommandResult<PohCounter> GetPowerOnHours(CommandContext context, GetPohCounter request) =>
        new PohCounter(MinutesPerCount, (uint)context.Bmc.Chassis.OnTime.TotalHours);
}
