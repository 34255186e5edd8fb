using System;
using IpmiPS.Commands;
using IpmiPS.Commands.NodeManager;

namespace IpmiPS.Simulator;

/// <summary>Intel Node Manager in the management engine, which is a controller behind the BMC.</summary>
internal static class NodeManagerCommands
{
    private const byte HighestDomain = 4, MaximumPolicies = 16, MaximumThresholds = 3, MaximumPeriods = 5;
    private const byte Version30 = 5, Interface30 = 3;
    private const uint MinimumCorrection = 600, MaximumCorrection = 60000;
    private const uint StatisticsPeriod = 3600;
    private const int InletCelsius = 24;

    private const CompletionCode InvalidPolicy = (CompletionCode)0x80, InvalidDomain = (CompletionCode)0x81, LimitOutOfRange = (CompletionCode)0x84;
    private const CompletionCode CorrectionOutOfRange = (CompletionCode)0x85, InvalidCount = (CompletionCode)0x87, InvalidMode = (CompletionCode)0x88, NoneLimiting = (CompletionCode)0xA1;

    public static void AddTo(CommandTable table)
    {
        On(table, GetNodeManagerVersion.Definition, static (_, _) => new NodeManagerVersion(Version30, Interface30, 1, 4, 1));
        On(table, GetNodeManagerStatistics.Definition, GetStatistics);
        On(table, ResetNodeManagerStatistics.Definition, static (context, request) => OfDomain(context, request.Domain));
        On(table, GetNodeManagerCapabilities.Definition, static (context, request) => request.Domain > HighestDomain
            ? InvalidDomain
            : new NodeManagerCapabilities(MaximumPolicies, context.Bmc.NodeManager.DrawRange.Maximum, context.Bmc.NodeManager.DrawRange.Minimum, MinimumCorrection, MaximumCorrection, 1, 3600, request.Domain));
        On(table, ControlNodeManager.Definition, static (context, request) =>
            Done(request.Domain > HighestDomain ? InvalidDomain : context.Bmc.NodeManager.Control(request.Flags, request.Domain, request.Policy) ? CompletionCode.Ok : InvalidPolicy));
        On(table, GetNodeManagerPolicy.Definition, static (context, request) => context.Bmc.NodeManager.Find(request.Domain, request.Policy) is { } policy ? policy : InvalidPolicy);
        On(table, SetNodeManagerPolicy.Definition, SetPolicy);
        On(table, GetLimitingPolicyId.Definition, GetLimiting);
        On(table, SetNodeManagerPowerDrawRange.Definition, SetDrawRange);
        On(table, GetNodeManagerAlertDestination.Definition, static (context, _) => context.Bmc.NodeManager.Destination);
        On(table, SetNodeManagerAlertDestination.Definition, SetDestination);
        AddPolicyLists(table);
    }

    private static void AddPolicyLists(CommandTable table)
    {
        On(table, GetNodeManagerAlertThresholds.Definition, static (context, request) =>
            OfPolicy(context, request.Domain, request.Policy) is var code && code != CompletionCode.Ok ? code
            : context.Bmc.NodeManager.Thresholds.TryGetValue((request.Domain, request.Policy), out ushort[]? values) ? values : Array.Empty<ushort>());
        On(table, SetNodeManagerAlertThresholds.Definition, static (context, request) =>
        {
            var code = request.Values.Length > MaximumThresholds ? InvalidCount : OfPolicy(context, request.Domain, request.Policy);
            if (code == CompletionCode.Ok)
                context.Bmc.NodeManager.Thresholds[(request.Domain, request.Policy)] = request.Values;
            return Done(code);
        });
        On(table, GetNodeManagerSuspendPeriods.Definition, static (context, request) =>
            OfPolicy(context, request.Domain, request.Policy) is var code && code != CompletionCode.Ok ? code
            : context.Bmc.NodeManager.SuspendPeriods.TryGetValue((request.Domain, request.Policy), out var periods) ? periods : Array.Empty<SuspendPeriod>());
        On(table, SetNodeManagerSuspendPeriods.Definition, static (context, request) =>
        {
            var code = request.Periods.Length > MaximumPeriods ? InvalidCount : OfPolicy(context, request.Domain, request.Policy);
            if (code == CompletionCode.Ok)
                context.Bmc.NodeManager.SuspendPeriods[(request.Domain, request.Policy)] = request.Periods;
            return Done(code);
        });
    }

    private static void On<TRequest, TResponse>(CommandTable table, CommandDefinition<TRequest, TResponse> definition, Func<CommandContext, TRequest, CommandResult<TResponse>> handler)
        where TRequest : IpmiCommand<TResponse> =>
        table.On(definition, handler, static context => context.Controller.Definition.NodeManagerWatts is not null, anyController: true);

    private static CommandResult<NodeManagerStatistics> GetStatistics(CommandContext context, GetNodeManagerStatistics request)
    {
        if (request.Domain > HighestDomain)
            return InvalidDomain;
        var manager = context.Bmc.NodeManager;
        var limit = manager.Strictest(request.Domain);
        int nominal = context.Controller.Definition.NodeManagerWatts!.Value;
        int watts = context.Bmc.Chassis.IsOn ? nominal : nominal / 20;
        bool isLimiting = limit is { Values: var policy } && policy.Limit < watts;
        int? value = request.Mode switch
        {
            NodeManagerStatistics.Power => isLimiting ? limit!.Value.Values.Limit : watts,
            NodeManagerStatistics.InletTemperature => InletCelsius,
            _ => null,
        };
        return value is not { } current ? InvalidMode : new NodeManagerStatistics
        {
            Current = (ushort)current,
            Minimum = (ushort)(current * 9 / 10),
            Maximum = (ushort)(current * 11 / 10),
            Average = (ushort)current,
            Time = (uint)context.Bmc.Time.UtcNow.ToUnixTimeSeconds(),
            Period = StatisticsPeriod,
            Domain = request.Domain,
            IsEnabled = manager.IsActive(request.Domain),
            IsOperational = true,
            IsMeasuring = true,
            IsLimiting = isLimiting,
        };
    }

    private static CommandResult<NoData> SetPolicy(CommandContext context, SetNodeManagerPolicy request)
    {
        var manager = context.Bmc.NodeManager;
        if (request.Values.Domain > HighestDomain)
            return InvalidDomain;
        if (request.IsRemoved)
            return manager.Remove(request.Values.Domain, request.Policy) ? default(NoData) : InvalidPolicy;
        if (request.Values.Trigger == 0 && (request.Values.Limit < manager.DrawRange.Minimum || request.Values.Limit > manager.DrawRange.Maximum))
            return LimitOutOfRange;
        // ipmitool sends no correction time.
        if (request.Values.CorrectionTime is > 0 and < MinimumCorrection or > MaximumCorrection)
            return CorrectionOutOfRange;
        manager.Set(request.Policy, request.Values);
        return default(NoData);
    }

    private static CommandResult<byte> GetLimiting(CommandContext context, GetLimitingPolicyId request)
    {
        if (request.Domain > HighestDomain)
            return InvalidDomain;
        int watts = context.Controller.Definition.NodeManagerWatts!.Value;
        return context.Bmc.NodeManager.Strictest(request.Domain) is var (policy, values) && values.Limit < watts ? policy : NoneLimiting;
    }

    private static CommandResult<NoData> SetDrawRange(CommandContext context, SetNodeManagerPowerDrawRange request)
    {
        if (request.Domain > HighestDomain)
            return InvalidDomain;
        if (request.Minimum > request.Maximum)
            return LimitOutOfRange;
        context.Bmc.NodeManager.DrawRange = (request.Minimum, request.Maximum);
        return default(NoData);
    }

    private static CommandResult<NoData> SetDestination(CommandContext context, SetNodeManagerAlertDestination request)
    {
        context.Bmc.NodeManager.Destination = request.Destination;
        return default(NoData);
    }

    private static CommandResult<NoData> OfDomain(CommandContext context, byte domain) => domain > HighestDomain ? InvalidDomain : default(NoData);

    private static CompletionCode OfPolicy(CommandContext context, byte domain, byte policy) =>
        domain > HighestDomain ? InvalidDomain : context.Bmc.NodeManager.Has(domain, policy) ? CompletionCode.Ok : InvalidPolicy;

    private static CommandResult<NoData> Done(CompletionCode code) => DcmiCommands.Done(code);
}
