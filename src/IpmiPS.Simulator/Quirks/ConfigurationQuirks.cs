using System;
using System.Collections.Generic;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Quirks of LAN configuration parameters, of alerts and of the DCMI power limit.</summary>
internal static class ConfigurationQuirks
{
    private const int SettledAfterSeconds = 1, LateSeconds = 10;

    private static readonly SimulatedCommand SetLan = SimulatedCommand.Of(SetLanConfigurationParameters.Definition);
    private static readonly SimulatedCommand Alert = SimulatedCommand.Of(AlertImmediate.Definition);
    private static readonly SimulatedCommand Limit = SimulatedCommand.Of(GetPowerLimit.Definition);

    public static IEnumerable<KeyValuePair<string, Action<QuirkSet, QuirkLine>>> All { get; } = new Dictionary<string, Action<QuirkSet, QuirkLine>>
    {
        // A write that follows another too soon is accepted and lost.
        ["lan-slow-commit"] = (quirks, line) => quirks.Ignore(line.Name, SetLan, (context, request) =>
            IsValue(request) && context.Bmc.QuirkMemory.SinceLast(line.Name, context.Bmc.Time.Now) < TimeSpan.FromSeconds(line.Number("seconds", SettledAfterSeconds))),
        ["lan-late"] = Late,

        // A parameter that is not written whole is refused.
        ["lan-whole"] = (quirks, line) => quirks.Refuse(line.Name, SetLan, line.Code(0xCC), static (context, request) =>
            request.Length > 1 && context.Bmc.Lan.Family.Find(request[1]) is { } parameter && request.Length - 2 < parameter.Length),

        // Alert Immediate sends no event, as in IPMI 1.5.
        ["alert-no-event"] = (quirks, line) => quirks.Refuse(line.Name, Alert, (CompletionCode)AlertImmediate.EventNotSupported, static (_, request) => request.Length > 3),

        // No limit is in force: the code alone, without the values.
        ["power-limit-bare"] = (quirks, line) => quirks.Refuse(line.Name, Limit, (CompletionCode)GetPowerLimit.NoActiveLimit, static (context, _) => !context.Bmc.Dcmi.PowerLimit.IsActive),
    };

    /// <summary>A write is accepted, and executed later.</summary>
    private static void Late(QuirkSet quirks, QuirkLine line)
    {
        var delay = TimeSpan.FromSeconds(line.Number("seconds", LateSeconds));
        quirks.Wrap(SetLan, inner => (context, request, response) =>
        {
            byte[] bytes = request.ReadRest();
            if (!IsValue(bytes))
                return inner(context, new ByteReader(bytes), response);
            context.Bmc.QuirkMemory.CountEffect(line.Name);
            context.Bmc.Time.Schedule(context.Bmc.Time.Now + delay, () => inner(context, new ByteReader(bytes), new ByteWriter()));
            return CompletionCode.Ok;
        });
    }

    /// <summary>Whether the request writes a value, not the announcement of a change.</summary>
    private static bool IsValue(byte[] request) => request.Length > 1 && request[1] != LanParameters.SetInProgress.Number;
}
