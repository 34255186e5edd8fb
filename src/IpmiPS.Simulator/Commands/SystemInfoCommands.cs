using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>System info parameters: names of firmware, system and operating system. IPMI 2.0 sections 22.14a and 22.14b.</summary>
internal static class SystemInfoCommands
{
    public static void AddTo(CommandTable table)
    {
        table.On(SetSystemInfoParameters.Definition, Set);
        table.On(GetSystemInfoParameters.Definition, Get);
    }

    private static CompletionCode Set(CommandContext context, SetSystemInfoParameters request)
    {
        if (!Has(context, request.Parameter))
            return ParameterCompletionCode.NotSupported;
        if (request.Data.Length == 0)
            return CompletionCode.InvalidLength;
        return request.Parameter != SystemInfoParameters.SetInProgress.Number && request.Data[0] >= SystemInfo.BlockCount
            ? CompletionCode.ParameterOutOfRange
            : context.Bmc.SystemInfo.Set(request.Parameter, request.Data);
    }

    private static CommandResult<ConfigurationParameter> Get(CommandContext context, GetSystemInfoParameters request)
    {
        var info = context.Bmc.SystemInfo;
        byte revision = info.Family.Revision;
        if (!Has(context, request.Parameter))
            return ParameterCompletionCode.NotSupported;
        if (request.RevisionOnly)
            return new ConfigurationParameter(revision, []);
        if (request.Parameter != SystemInfoParameters.SetInProgress.Number && request.SetSelector >= info.BlocksOf(request.Parameter))
            return CompletionCode.ParameterOutOfRange;
        return new ConfigurationParameter(revision, info.Get(request.Parameter, request.SetSelector)!);
    }

    private static bool Has(CommandContext context, byte parameter) => context.Bmc.Definition.HasExtendedChassis && context.Bmc.SystemInfo.Get(parameter) is not null;
}
