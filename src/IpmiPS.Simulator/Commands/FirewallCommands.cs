using System;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Simulator;

/// <summary>The firmware firewall. IPMI 2.0 section 21. In the masks of support, 0 means that a command is there, as ipmitool and FreeIPMI read them.</summary>
internal static class FirewallCommands
{
    private const int HalfCount = 128, GroupFunction = (int)NetFn.GroupExtension;
    private const byte LastInList = 0x80, Specification20 = 0x02;

    public static void AddTo(CommandTable table)
    {
        table.On(GetNetFnSupport.Definition, GetFunctions, Exists);
        table.On(GetCommandSupport.Definition, (context, request) => Mask(request.Range, (command, entry) => entry is null || !IsThere(context, entry)), Exists);
        table.On(GetConfigurableCommands.Definition, (context, request) => Mask(request.Range, (command, entry) => IsConfigurable(context, entry)), Exists);
        table.On(GetCommandEnables.Definition, (context, request) => Mask(request.Range, (command, entry) => IsEnabled(context, entry)), Exists);
        table.On(SetCommandEnables.Definition, SetEnables, Exists);
        table.On(GetCommandSubfunctionSupport.Definition, GetSubfunctions, Exists);
        table.On(GetConfigurableCommandSubfunctions.Definition, (context, request) => Subfunctions(request.Range, request.Command, FirmwareFirewall.ChassisActions), Exists);
        table.On(GetCommandSubfunctionEnables.Definition, (context, request) => Subfunctions(request.Range, request.Command, context.Bmc.Firewall.EnabledChassisActions), Exists);
        table.On(SetCommandSubfunctionEnables.Definition, SetSubfunctions, Exists);
        table.On(GetOemNetFnIanaSupport.Definition, GetBodies, Exists);
    }

    private static bool Exists(CommandContext context) => context.Bmc.Definition.HasExtendedChassis;

    private static bool IsThere(CommandContext context, CommandEntry entry) =>
        !context.Bmc.Faults.Current.UnknownCommands.Contains(SimulatedCommand.Of(entry.Definition)) && entry.Exists?.Invoke(context) != false;

    private static bool IsConfigurable(CommandContext context, CommandEntry? entry) =>
        entry is not null && IsThere(context, entry) && FirmwareFirewall.IsConfigurable((byte)entry.Definition.NetFn, entry.Definition.Code);

    private static bool IsEnabled(CommandContext context, CommandEntry? entry) =>
        entry is not null && IsThere(context, entry) && !context.Bmc.Firewall.IsBlocked((byte)entry.Definition.NetFn, entry.Definition.Code, entry.Definition.Group ?? 0);

    private static CommandResult<NetFnSupport> GetFunctions(CommandContext context, GetNetFnSupport request)
    {
        if (!Channels.IsLan(request.Channel))
            return CompletionCode.InvalidDataField;
        uint functions = 0;
        foreach (var entry in CommandTable.Standard.All)
            if (IsThere(context, entry))
                functions |= 1u << ((int)entry.Definition.NetFn / 2);
        return new NetFnSupport(0x01, [functions, 0, 0, 0]);
    }

    /// <summary>A mask with the bits of the commands for which a condition holds. A client that names no body means the only one that there is.</summary>
    private static CommandResult<CommandMask> Mask(CommandRange range, Func<byte, CommandEntry?, bool> isSet)
    {
        if (!Channels.IsLan(range.Channel))
            return CompletionCode.InvalidDataField;
        byte[] mask = new byte[CommandRange.MaskLength];
        for (int i = 0; i < HalfCount; i++)
        {
            byte command = (byte)(i + (range.IsUpperHalf ? HalfCount : 0));
            if (isSet(command, Find(range, command)))
                mask[i >> 3] |= (byte)(1 << (i & 7));
        }

        return new CommandMask(mask);
    }

    private static CommandEntry? Find(CommandRange range, byte command) =>
        range.Lun != 0 ? null : CommandTable.Standard.Find(range.NetFn, command, range.NetFn == GroupFunction ? GroupOf(range) : null);

    private static byte GroupOf(CommandRange range) => range.Group is { Length: 1 } group ? group[0] : Commands.Dcmi.DcmiGroup.Number;

    private static CompletionCode SetEnables(CommandContext context, SetCommandEnables request)
    {
        if (!Channels.IsLan(request.Range.Channel))
            return CompletionCode.InvalidDataField;
        var wanted = new CommandMask(request.Mask);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < HalfCount; i++)
            {
                byte command = (byte)(i + (request.Range.IsUpperHalf ? HalfCount : 0));
                var entry = Find(request.Range, command);
                if (pass == 0 && wanted[command] && (entry is null || !IsThere(context, entry)))
                    return (CompletionCode)SetCommandEnables.NotSupported;
                if (pass == 1 && IsConfigurable(context, entry))
                    context.Bmc.Firewall.Set((byte)entry!.Definition.NetFn, command, entry.Definition.Group ?? 0, wanted[command]);
            }
        }

        return CompletionCode.Ok;
    }

    private static bool IsChassisControl(CommandRange range, byte command) =>
        range.Lun == 0 && range.NetFn == (byte)ChassisControl.Definition.NetFn && command == ChassisControl.Definition.Code;

    private static CommandResult<SubfunctionMask> Subfunctions(CommandRange range, byte command, uint mask)
    {
        if (!Channels.IsLan(range.Channel))
            return CompletionCode.InvalidDataField;
        return new SubfunctionMask(IsChassisControl(range, command) ? mask : 0, null);
    }

    private static CommandResult<SubfunctionSupport> GetSubfunctions(CommandContext context, GetCommandSubfunctionSupport request)
    {
        var mask = Subfunctions(request.Range, request.Command, FirmwareFirewall.ChassisActions);
        return mask.Code == CompletionCode.Ok ? new SubfunctionSupport(0, Specification20, 0, new SubfunctionMask(~mask.Response!.Low, null)) : mask.Code;
    }

    private static CompletionCode SetSubfunctions(CommandContext context, SetCommandSubfunctionEnables request)
    {
        if (!Channels.IsLan(request.Range.Channel))
            return CompletionCode.InvalidDataField;
        uint supported = IsChassisControl(request.Range, request.Command) ? FirmwareFirewall.ChassisActions : 0;
        if ((request.Mask.Low & ~supported) != 0 || request.Mask.High is > 0)
            return (CompletionCode)SetCommandEnables.NotSupported;
        if (supported != 0)
            context.Bmc.Firewall.EnabledChassisActions = request.Mask.Low;
        return CompletionCode.Ok;
    }

    /// <summary>DCMI is the only body.</summary>
    private static CommandResult<NetFnBody> GetBodies(CommandContext context, GetOemNetFnIanaSupport request)
    {
        if (!Channels.IsLan(request.Channel) || request.Function != GroupFunction)
            return CompletionCode.InvalidDataField;
        return request.Index == 0 ? new NetFnBody(LastInList, 0x01, [Commands.Dcmi.DcmiGroup.Number]) : CompletionCode.ParameterOutOfRange;
    }
}
