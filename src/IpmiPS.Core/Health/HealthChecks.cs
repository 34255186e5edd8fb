using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Oem;

namespace IpmiPS.Health;

/// <summary>Evaluates what was read: each check is a function from facts to reasons. What was to be read and could not be is a reason of the severity Unknown.</summary>
internal static class HealthChecks
{
    /// <summary>The number of reasons of one part that are listed; a sentence says how many more there are.</summary>
    internal const int MaximumListed = 20;

    private const byte SensorSpecific = 0x6F, Redundancy = 0x0B, PowerSupplyEntity = 0x0A;

    private static readonly (HealthPart Part, Func<HealthFacts, IEnumerable<(SensorHealth Severity, string Text)>> Judge)[] All =
    [
        (HealthPart.Bmc, JudgeBmc),
        (HealthPart.Chassis, JudgeChassis),
        (HealthPart.Sensors, static facts => JudgeSensors(facts, ofPowerSupply: false)),
        (HealthPart.PowerSupplies, static facts => JudgeSensors(facts, ofPowerSupply: true).Concat(JudgePowerSupplies(facts))),
        (HealthPart.EventLog, JudgeEvents),
        (HealthPart.Firmware, JudgeFirmware),
    ];

    private static readonly (PowerFaults Fault, SensorHealth Severity, string Text)[] Faults =
    [
        (PowerFaults.Overload, SensorHealth.Critical, "A power overload shut the server down."),
        (PowerFaults.PowerFault, SensorHealth.Critical, "There is a fault in the main power."),
        (PowerFaults.ControlFault, SensorHealth.Critical, "The power did not follow the last command to turn it on or off."),
        (PowerFaults.Interlock, SensorHealth.Warning, "The server is off because a panel of the chassis is open."),
        (PowerFaults.DriveFault, SensorHealth.Critical, "The chassis reports a faulty drive."),
        (PowerFaults.CoolingFault, SensorHealth.Critical, "The chassis reports a fault of a fan or the cooling."),
        (PowerFaults.Intrusion, SensorHealth.Warning, "The chassis is open, or was opened."),
    ];

    /// <summary>The verdict about a BMC.</summary>
    public static HealthVerdict Judge(HealthFacts facts)
    {
        var (present, working) = CountPowerSupplies(facts);
        DeviceId? device = facts.Device.Succeeded ? facts.Device.Value : null;
        SensorFacts? sensors = facts.Sensors.Succeeded ? facts.Sensors.Value : null;
        return new HealthVerdict
        {
            ComputerName = facts.ComputerName,
            Reasons = [.. All.Where(check => facts.Options.Wants(check.Part)).SelectMany(check => Limit(check.Part, check.Judge(facts))).OrderByDescending(static reason => HealthReason.Weigh(reason.Severity))],
            PowerState = facts.Power.Succeeded ? facts.Power.Value.State : null,
            Manufacturer = device is null ? null : Manufacturers.Describe(device.ManufacturerId),
            ManufacturerId = device?.ManufacturerId,
            ProductId = device?.ProductId,
            FirmwareVersion = device is null ? null : VersionOf(device),
            SensorCount = sensors?.All.Count,
            UnhealthySensorCount = sensors?.All.Count(static sensor => sensor.Health >= SensorHealth.Warning),
            PowerSupplyCount = present,
            WorkingPowerSupplyCount = working,
            EventCount = facts.Events.Succeeded ? facts.Events.Value.Entries.Count : null,
            Parts = [nameof(HealthPart.LogIn), .. All.Select(static check => check.Part).Where(facts.Options.Wants).Select(static part => part.ToString())],
            Timestamp = facts.Timestamp,
            Sensors = sensors?.All ?? [],
            Events = facts.Events.Succeeded ? facts.Events.Value.Entries : null,
            Log = facts.Log.Succeeded ? facts.Log.Value : null,
            Power = facts.Power.Succeeded ? facts.Power.Value : null,
            Mark = facts.Events.Succeeded ? facts.Events.Value.Mark : null,
        };
    }

    private static IEnumerable<HealthReason> Limit(HealthPart part, IEnumerable<(SensorHealth Severity, string Text)> found)
    {
        var reasons = found.OrderByDescending(static reason => HealthReason.Weigh(reason.Severity)).ToList();
        if (reasons.Count > MaximumListed)
            reasons = [.. reasons.Take(MaximumListed), (reasons[MaximumListed].Severity, Format("There are {0} more reasons like these.", reasons.Count - MaximumListed))];
        return reasons.Select(reason => new HealthReason { Part = part, Severity = reason.Severity, Text = reason.Text });
    }

    private static IEnumerable<(SensorHealth Severity, string Text)> JudgeBmc(HealthFacts facts)
    {
        if (!facts.Device.Succeeded)
            yield return Unread("The BMC's identification", facts.Device);
        else if (facts.Device.Value.IsUpdating)
            yield return (SensorHealth.Warning, "The BMC's firmware is being updated or started, so some of its reports may be missing.");

        // The self-test is optional for a BMC, and so no sign of a fault if it is missing.
        if (facts.SelfTest.Succeeded && facts.SelfTest.Value.Result is not (SelfTestResults.Passed or SelfTestResults.NotImplemented or 0x00 or 0xFF))
            yield return (facts.SelfTest.Value.Result == SelfTestResults.Fatal ? SensorHealth.Critical : SensorHealth.Warning, $"The BMC's self-test: {DeviceInfoReader.Describe(facts.SelfTest.Value)}.");
        else if (facts.SelfTest is { Succeeded: false, Error: not IpmiCommandException })
            yield return Unread("The BMC's self-test", facts.SelfTest);
    }

    private static IEnumerable<(SensorHealth Severity, string Text)> JudgeChassis(HealthFacts facts)
    {
        if (!facts.Power.Succeeded)
        {
            yield return Unread("The chassis", facts.Power);
            yield break;
        }

        PowerStatus power = facts.Power.Value;
        if (power.State == PowerState.Off && !facts.Options.AllowPowerOff)
            yield return (SensorHealth.Warning, "The server is off.");
        foreach (var (fault, severity, text) in Faults)
            if ((power.Fault & fault) != 0)
                yield return (severity, text);
    }

    private static IEnumerable<(SensorHealth Severity, string Text)> JudgeSensors(HealthFacts facts, bool ofPowerSupply)
    {
        foreach (Sensor sensor in facts.Sensors.Succeeded ? facts.Sensors.Value.All : [])
            if (sensor.Health >= SensorHealth.Warning && IsOfPowerSupply(sensor) == ofPowerSupply)
                yield return (sensor.Health, Describe(sensor));

        // That sensors could not be read is a reason once, although two parts need them.
        if (ofPowerSupply && facts.Options.Wants(HealthPart.Sensors))
            yield break;
        if (!facts.Sensors.Succeeded)
            yield return Unread("The sensors", facts.Sensors);
        else if (facts.Sensors.Value.Problem is { } problem)
            yield return (SensorHealth.Unknown, problem);
        else if (facts.Sensors.Value.All.Count == 0)
            yield return (SensorHealth.Unknown, $"The BMC has no sensors{(ofPowerSupply ? " of power supplies" : "")} that can be read.");
    }

    private static IEnumerable<(SensorHealth Severity, string Text)> JudgePowerSupplies(HealthFacts facts)
    {
        if (!facts.Sensors.Succeeded)
            yield break;
        var (present, working) = CountPowerSupplies(facts);
        if (facts.Options.PowerSupplyCount is { } wanted)
        {
            if (working is null)
                yield return (SensorHealth.Unknown, "The BMC has no sensors that tell which power supplies are present.");
            else if (working < wanted)
                yield return (SensorHealth.Critical, Format("{0} of {1} power supplies work.", working, wanted));
        }
        else if (working < present && !facts.Sensors.Value.All.Any(static sensor => sensor.EventReadingType == Redundancy && (IsOfPowerSupply(sensor) || sensor.EntityId == PowerSupplyEntity)))
        {
            yield return (SensorHealth.Warning, Format("The power supplies are not redundant: {0} of {1} work.", working, present));
        }
    }

    private static IEnumerable<(SensorHealth Severity, string Text)> JudgeEvents(HealthFacts facts)
    {
        if (!facts.Log.Succeeded)
            yield return Unread("The state of the event log", facts.Log);
        else if (facts.Log.Value.Overflow || facts.Log.Value is { FreeBytes: 0, Entries: > 0 })
            yield return (SensorHealth.Warning, "The event log is full, so new events may be lost.");
        if (!facts.Events.Succeeded)
        {
            yield return Unread("The event log", facts.Events);
            yield break;
        }

        if (facts.Events.Value.Problem is { } problem)
            yield return (SensorHealth.Unknown, problem);
        foreach (var reason in HealthEvents.Judge(facts.Events.Value.Entries, facts.Options.Rules, facts.Device.Succeeded ? facts.Device.Value.ManufacturerId : null))
            yield return reason;
    }

    private static IEnumerable<(SensorHealth Severity, string Text)> JudgeFirmware(HealthFacts facts)
    {
        if (!facts.Device.Succeeded)
        {
            yield return Unread("The firmware's version", facts.Device);
            yield break;
        }

        DeviceId device = facts.Device.Value;
        FirmwareBaseline? baseline = facts.Options.Firmware.FirstOrDefault(row => row.Fits(device.ManufacturerId, device.ProductId));
        if (baseline is null)
            yield return (SensorHealth.Unknown, Format("The baseline has no firmware for manufacturer {0} ({1}), product {2}.", device.ManufacturerId, Manufacturers.Describe(device.ManufacturerId), device.ProductId));
        else if (baseline.IsBelow(device.FirmwareMajor, device.FirmwareMinor))
            yield return (SensorHealth.Warning, $"The BMC's firmware is {VersionOf(device)}, older than {baseline.Version}.");
        else if (baseline is { IsExact: true } && !baseline.Is(device.FirmwareMajor, device.FirmwareMinor))
            yield return (SensorHealth.Warning, $"The BMC's firmware is {VersionOf(device)}, not {baseline.Version}.");
    }

    /// <summary>The power supplies that are present, and those of them without a fault; null where no sensor reports presence.</summary>
    private static (int? Present, int? Working) CountPowerSupplies(HealthFacts facts)
    {
        if (!facts.Sensors.Succeeded)
            return (null, null);
        var supplies = facts.Sensors.Value.All
            .Where(static sensor => sensor.SensorType == Events.SensorTypes.PowerSupply && sensor.EventReadingType == SensorSpecific)
            .GroupBy(static sensor => (sensor.EntityId, sensor.EntityInstance))
            .Where(static supply => supply.Any(static sensor => (sensor.RawState & 1) != 0))
            .ToList();
        return supplies.Count == 0 ? (null, null) : (supplies.Count, supplies.Count(static supply => supply.All(static sensor => sensor.Health <= SensorHealth.Ok)));
    }

    private static bool IsOfPowerSupply(Sensor sensor) => sensor.SensorType is Events.SensorTypes.PowerSupply or Events.SensorTypes.PowerUnit;

    private static string Describe(Sensor sensor)
    {
        string reading = sensor.Value is { } value ? Format("{0:0.###} {1}", value, sensor.Unit).TrimEnd() : "";
        return $"{sensor.DisplayName}: {string.Join(", ", new[] { reading, sensor.StateText }.Where(static part => part.Length > 0))}.";
    }

    private static (SensorHealth Severity, string Text) Unread<T>(string what, OptionalResponse<T> response) =>
        (SensorHealth.Unknown, $"{what} could not be read: {response.Error?.Message ?? "there was no response."}");

    private static string VersionOf(DeviceId device) => $"{device.FirmwareMajor}.{device.FirmwareMinor:X2}";

    private static string Format(string format, params object?[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
