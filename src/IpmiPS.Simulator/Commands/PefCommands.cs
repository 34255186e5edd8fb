using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>Platform event filtering and alerts. IPMI 2.0 section 30.</summary>
internal static class PefCommands
{
    private const ushort NoRecord = 0xFFFF;

    public static void AddTo(CommandTable table)
    {
        table.On(GetPefCapabilities.Definition, static (_, _) => PefConfiguration.Capabilities, HasPef);
        table.On(ArmPefPostponeTimer.Definition, static (context, request) => context.Bmc.Filtering.Postpone(request.Seconds), HasPef);
        table.On(SetPefConfigurationParameters.Definition, Set, HasPef);
        table.On(GetPefConfigurationParameters.Definition, Get, HasPef);
        table.On(SetLastProcessedEventId.Definition, SetLastProcessed, HasPef);
        table.On(GetLastProcessedEventId.Definition, GetLastProcessed, HasPef);
        table.On(AlertImmediate.Definition, Alert, HasPef);
        table.On(PetAcknowledge.Definition, Acknowledge, HasPef);
    }

    private static bool HasPef(CommandContext context) => context.Bmc.Definition is { HasPef: true, HasExtendedChassis: true } && context.Controller.Sel is not null;

    private static CompletionCode Set(CommandContext context, SetPefConfigurationParameters request)
    {
        if (request.Data.Length == 0)
            return CompletionCode.InvalidLength;
        if (PefParameters.Family.Find(request.Parameter) is null)
            return ParameterCompletionCode.NotSupported;
        return PefConfiguration.Has(request.Parameter, request.Data[0], request.Data.Length > 1 ? request.Data[1] : (byte)0)
            ? context.Bmc.Pef.Write(request.Parameter, request.Data)
            : CompletionCode.ParameterOutOfRange;
    }

    private static CommandResult<ConfigurationParameter> Get(CommandContext context, GetPefConfigurationParameters request)
    {
        if (context.Bmc.Pef.Get(request.Parameter, request.SetSelector, request.BlockSelector) is null)
            return ParameterCompletionCode.NotSupported;
        if (request.RevisionOnly)
            return new ConfigurationParameter(PefParameters.Family.Revision, []);
        return PefConfiguration.Has(request.Parameter, request.SetSelector, request.BlockSelector)
            ? new ConfigurationParameter(PefParameters.Family.Revision, context.Bmc.Pef.Read(request.Parameter, request.SetSelector, request.BlockSelector)!)
            : CompletionCode.ParameterOutOfRange;
    }

    private static CompletionCode SetLastProcessed(CommandContext context, SetLastProcessedEventId request)
    {
        context.Bmc.Filtering.SetLastProcessed(request.IsBmc, request.RecordId);
        return CompletionCode.Ok;
    }

    private static CommandResult<LastProcessedEvents> GetLastProcessed(CommandContext context, GetLastProcessedEventId request)
    {
        var filtering = context.Bmc.Filtering;
        return new LastProcessedEvents(context.Controller.Sel!.LastAddition, filtering.LastRecordId ?? NoRecord, filtering.LastSoftwareId, filtering.LastBmcId);
    }

    private static CommandResult<AlertStatus?> Alert(CommandContext context, AlertImmediate request)
    {
        if (!Channels.IsLan(request.Channel) || request.Operation > AlertOperation.ClearStatus)
            return CompletionCode.InvalidDataField;
        var filtering = context.Bmc.Filtering;
        switch (request.Operation)
        {
            case AlertOperation.GetStatus:
                return (AlertStatus?)filtering.AlertStatus;
            case AlertOperation.ClearStatus:
                filtering.ClearAlertStatus();
                return (AlertStatus?)null;
            default:
                var code = filtering.SendImmediately(request);
                return code == CompletionCode.Ok ? (AlertStatus?)null : code;
        }
    }

    private static CompletionCode Acknowledge(CommandContext context, PetAcknowledge request)
    {
        context.Bmc.Alerts.Acknowledge(request);
        return CompletionCode.Ok;
    }
}
