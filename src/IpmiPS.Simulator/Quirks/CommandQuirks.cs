using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Commands.Dcmi;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Quirks that apply to any command, <c>quirk name NetFn/command …</c>, and quirks of particular commands.</summary>
internal static class CommandQuirks
{
    private static readonly SimulatedCommand DeviceId = SimulatedCommand.Of(GetDeviceId.Definition), Privilege = SimulatedCommand.Of(SetSessionPrivilegeLevel.Definition);
    private static readonly SimulatedCommand PowerReading = SimulatedCommand.Of(GetPowerReading.Definition);
    private static readonly SimulatedCommand Control = SimulatedCommand.Of(ChassisControl.Definition);
    private static readonly SimulatedCommand SuiteList = SimulatedCommand.Of(GetChannelCipherSuites.Definition);

    public static IEnumerable<KeyValuePair<string, Action<QuirkSet, QuirkLine>>> All { get; } = new Dictionary<string, Action<QuirkSet, QuirkLine>>
    {
        ["refuse"] = (quirks, line) => quirks.Refuse(line.Name, line.Command, line.Code(0xC1), line.When()),
        ["silent"] = (quirks, line) => quirks.Silence(line.Name, line.Command, line.When()),
        ["needs-privilege"] = NeedsPrivilege,
        ["surplus"] = (quirks, line) =>
        {
            var more = new byte[line.Number("count")];
            quirks.Edit(line.Name, line.Command, (_, _, data) => [.. data, .. more]);
        },
        ["cut"] = Cut,
        ["bits"] = Bits,
        ["request-bits"] = RequestBits,
        ["suite-tags"] = (quirks, line) => quirks.Edit(line.Name, SuiteList, (_, _, data) => [.. data.Select(WithoutTag)]),
        ["power-zeros"] = (quirks, line) => quirks.Edit(line.Name, PowerReading, static (_, _, data) => [data[0], .. new byte[data.Length - 1]]),
        ["device-id-flood"] = DeviceIdFlood,
        ["instant-cycle"] = InstantCycle,
        ["suite-list-upsets"] = SuiteListUpsets,
    };

    private static void NeedsPrivilege(QuirkSet quirks, QuirkLine line)
    {
        int level = line.Number("level");
        quirks.Refuse(line.Name, line.Command, CompletionCode.InsufficientPrivilege, (context, _) => context.Session is not { } session || session.Privilege < level);
    }

    private static void Cut(QuirkSet quirks, QuirkLine line)
    {
        int length = line.Number("to");
        var when = line.When();
        quirks.Edit(line.Name, line.Command, (context, request, data) => when(context, request) ? data.Take(length).ToArray() : data);
    }

    /// <summary>A byte of the response data, counted from 0, is masked by <c>and=</c> and set by <c>or=</c>.</summary>
    private static void Bits(QuirkSet quirks, QuirkLine line)
    {
        var (at, and, or) = (line.Number("at"), line.Number("and", 0xFF), line.Number("or", 0));
        var when = line.When();
        quirks.Edit(line.Name, line.Command, (context, request, data) => when(context, request) ? Changed(data, at, and, or) : data);
    }

    private static void RequestBits(QuirkSet quirks, QuirkLine line)
    {
        var (at, and, or) = (line.Number("at"), line.Number("and", 0xFF), line.Number("or", 0));
        var when = line.When();
        quirks.EditRequest(line.Name, line.Command, (context, request) => when(context, request) ? Changed(request, at, and, or) : request);
    }

    private static byte[] Changed(byte[] data, int at, int and, int or)
    {
        if (at < data.Length)
            data[at] = (byte)(data[at] & and | or);
        return data;
    }

    /// <summary>Algorithms of cipher suite records, 01xxxxxxb integrity and 10xxxxxxb confidentiality, without their tags.</summary>
    private static byte WithoutTag(byte value) => (value & 0xC0) is 0x40 or 0x80 ? (byte)(value & 0x3F) : value;

    /// <summary>A power cycle is finished before its response. With <c>traces=0</c> nothing shows it afterwards.</summary>
    private static void InstantCycle(QuirkSet quirks, QuirkLine line)
    {
        bool leavesTraces = line.Number("traces", 1) != 0;
        quirks.Wrap(Control, inner => (context, request, response) =>
        {
            byte[] bytes = request.ReadRest();
            var code = inner(context, new ByteReader(bytes), response);
            if (code == CompletionCode.Ok && ChassisControl.ReadRequest(new ByteReader(bytes)).Action == ChassisControlAction.PowerCycle)
            {
                context.Bmc.QuirkMemory.CountEffect(line.Name);
                context.Bmc.Chassis.CycleAtOnce(Channels.Lan, leavesTraces);
            }

            return code;
        });
    }

    /// <summary>After a number of Get Device ID requests, the BMC no longer responds to them.</summary>
    private static void DeviceIdFlood(QuirkSet quirks, QuirkLine line)
    {
        int maximum = line.Number("maximum");
        quirks.Silence(line.Name, DeviceId, (context, _) => context.Bmc.QuirkMemory.Remember(line.Name) > maximum);
    }

    /// <summary>A client that requests the cipher suites before the log-in can't set its privilege afterwards.</summary>
    private static void SuiteListUpsets(QuirkSet quirks, QuirkLine line)
    {
        quirks.Wrap(SuiteList, inner => (context, request, response) =>
        {
            if (context.Session is null)
                context.Bmc.QuirkMemory.Remember(line.Name);
            return inner(context, request, response);
        });
        quirks.Refuse(line.Name, Privilege, (CompletionCode)0x81, (context, _) => context.Bmc.QuirkMemory.Remembers(line.Name));
    }
}
