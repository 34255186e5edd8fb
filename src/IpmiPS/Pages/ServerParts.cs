using System.Collections.Generic;
using System.Linq;
using IpmiPS.Events;

namespace IpmiPS.Cmdlets;

/// <summary>The columns of the health matrix: what a verdict says about the BMC, chassis and log, and the sensors by kind.</summary>
internal static class ServerParts
{
    private const byte CoolingDevice = 0x0A, Drive = 0x0D;

    /// <summary>The kinds of sensors, in the order of the columns. Others are in the last one.</summary>
    private static readonly (string Name, byte[] Types)[] Kinds =
    [
        ("Temperature", [SensorTypes.Temperature]),
        ("Fans", [SensorTypes.Fan, CoolingDevice]),
        ("Voltage", [SensorTypes.Voltage, SensorTypes.Current]),
        ("Power supplies", [SensorTypes.PowerSupply, SensorTypes.PowerUnit]),
        ("Processors", [SensorTypes.Processor]),
        ("Memory", [SensorTypes.Memory]),
        ("Drives", [Drive]),
        ("Other", []),
    ];

    /// <summary>The names of the columns.</summary>
    public static IReadOnlyList<string> Names { get; } = ["BMC", "Chassis", .. Kinds.Select(static kind => kind.Name), "Event log"];

    /// <summary>The health of each part; null where the server has no such sensors.</summary>
    public static IEnumerable<SensorHealth?> Of(HealthVerdict verdict)
    {
        if (verdict.ErrorId is not null)
            return Names.Select((_, index) => (SensorHealth?)(index == 0 ? verdict.Health : SensorHealth.Unknown));
        return
        [
            Judge(verdict, HealthPart.Bmc), Judge(verdict, HealthPart.Chassis),
            .. Kinds.Select(kind => Worst(verdict, [.. verdict.Sensors.Where(sensor => KindOf(sensor) == kind.Name)])),
            Judge(verdict, HealthPart.EventLog),
        ];
    }

    private static string KindOf(Sensor sensor) => Kinds.FirstOrDefault(kind => kind.Types.Contains(sensor.SensorType)).Name ?? Kinds[Kinds.Length - 1].Name;

    /// <summary>If no sensor at all was read, it is not known what the server has.</summary>
    private static SensorHealth? Worst(HealthVerdict verdict, Sensor[] sensors) =>
        verdict.Sensors.Count == 0 ? SensorHealth.Unknown : sensors.Length == 0 ? null : sensors.Max(static sensor => sensor.Health);

    private static SensorHealth Judge(HealthVerdict verdict, HealthPart part) =>
        verdict.Reasons.Where(reason => reason.Part == part).OrderByDescending(static reason => HealthReason.Weigh(reason.Severity)).FirstOrDefault()?.Severity ?? SensorHealth.Ok;
}
