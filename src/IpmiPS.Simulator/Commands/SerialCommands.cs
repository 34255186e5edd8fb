using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>The serial port of a BMC that has one. IPMI 2.0 section 25.</summary>
internal static class SerialCommands
{
    public static void AddTo(CommandTable table)
    {
        table.On(SetSerialModemConfiguration.Definition, Set, HasPort);
        table.On(GetSerialModemConfiguration.Definition, Get, HasPort);
        table.On(SetSerialModemMux.Definition, Switch, HasPort);
    }

    private static bool HasPort(CommandContext context) => context.Bmc.Options.SerialChannel;

    private static CompletionCode Set(CommandContext context, SetSerialModemConfiguration request)
    {
        if (request.Data.Length == 0)
            return CompletionCode.InvalidLength;
        return request.Channel == Channels.Serial ? context.Bmc.Serial.Set(request.Parameter, request.Data) : CompletionCode.InvalidDataField;
    }

    private static CommandResult<ConfigurationParameter> Get(CommandContext context, GetSerialModemConfiguration request)
    {
        if (request.Channel != Channels.Serial)
            return CompletionCode.InvalidDataField;
        if (SerialParameters.Family.Find(request.Parameter) is { Access: ParameterAccess.WriteOnly })
            return ParameterCompletionCode.WriteOnly;
        if (context.Bmc.Serial.Get(request.Parameter, request.SetSelector, request.BlockSelector) is not { } value)
            return ParameterCompletionCode.NotSupported;
        return new ConfigurationParameter(context.Bmc.Serial.Family.Revision, request.RevisionOnly ? [] : value);
    }

    private static CommandResult<SerialMuxState> Switch(CommandContext context, SetSerialModemMux request) =>
        request.Channel == Channels.Serial && request.Request <= SerialMuxRequest.AllowBmc ? new SerialMuxState(context.Bmc.Serial.Switch(request.Request)) : CompletionCode.InvalidDataField;
}
