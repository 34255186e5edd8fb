using IpmiPS.Commands;
using IpmiPS.Commands.Oem;

namespace IpmiPS.Simulator;

/// <summary>Fan control of makers.</summary>
internal static class FanCommands
{
    private const byte HighestMode = 4, MaximumDuty = 100;

    public static void AddTo(CommandTable table)
    {
        table.On(DellFans.Definition, SetDell, static context => context.Bmc.Definition.FanControl == "dell");
        table.On(SupermicroFanMode.Definition, SetMode, IsSupermicro);
        table.On(SupermicroFanDuty.Definition, SetDuty, IsSupermicro);
    }

    private static bool IsSupermicro(CommandContext context) => context.Bmc.Definition.FanControl == "supermicro";

    private static CommandResult<byte?> SetDell(CommandContext context, DellFans request)
    {
        var fans = context.Bmc.Fans;
        switch (request.Function)
        {
            case DellFans.Mode when request.Data.Length == 1:
                fans.SetAutomatic(request.Data[0] != 0);
                return (byte?)null;
            case DellFans.Duty when request.Data.Length == 2 && request.Data[1] <= MaximumDuty:
                fans.SetDuty(request.Data[1]);
                return (byte?)null;
            default:
                return CompletionCode.InvalidDataField;
        }
    }

    private static CommandResult<byte?> SetMode(CommandContext context, SupermicroFanMode request)
    {
        if (request.Mode > HighestMode)
            return CompletionCode.InvalidDataField;
        if (request.Mode is { } mode)
            context.Bmc.Fans.SetMode(mode);
        return (byte?)(request.Mode is null ? context.Bmc.Fans.Mode : null);
    }

    private static CommandResult<byte?> SetDuty(CommandContext context, SupermicroFanDuty request)
    {
        var fans = context.Bmc.Fans;
        if (!fans.HasZone(request.Zone) || request.Percent > MaximumDuty)
            return CompletionCode.InvalidDataField;
        if (request.Percent is { } percent)
            fans.SetDuty(percent, request.Zone);
        return (byte?)(request.Percent is null ? fans.Duty(request.Zone) : null);
    }
}
