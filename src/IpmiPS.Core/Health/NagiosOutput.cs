using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpmiPS.Health;

/// <summary>Verdicts in the format of monitoring plugins: one line with the state, the reasons, and performance data after a |.</summary>
internal static class NagiosOutput
{
    private const int MaximumReasons = 5, MaximumBmcs = 5;

    /// <summary>The line for one BMC or several, the worst of which comes first.</summary>
    public static string Format(IReadOnlyList<HealthVerdict> verdicts)
    {
        SensorHealth worst = HealthExitCode.Worst(verdicts);
        string state = HealthExitCode.Of(worst) switch { 0 => "OK", 1 => "WARNING", 2 => "CRITICAL", _ => "UNKNOWN" };
        string text = verdicts.Count == 1 ? Describe(verdicts[0]) : DescribeAll(verdicts);
        string data = verdicts.Count == 1 ? string.Join(" ", verdicts[0].Sensors.Where(static sensor => sensor.Value is not null).Select(Measure)) : Count(verdicts);
        return $"IPMI {state} - {OneLine(text)}{(data.Length == 0 ? "" : " | " + data)}";
    }

    private static string Describe(HealthVerdict verdict) => verdict.Reasons.Length > 0
        ? $"{NameOf(verdict)}{Join(verdict.Reasons.Select(static reason => reason.Text), MaximumReasons)}"
        : verdict.SensorCount is { } sensors
            ? string.Format(CultureInfo.InvariantCulture, "{0}: {1} sensors", verdict.ComputerName, sensors)
            : verdict.ComputerName;

    private static string DescribeAll(IReadOnlyList<HealthVerdict> verdicts)
    {
        var bad = verdicts.Where(static verdict => verdict.Health != SensorHealth.Ok).OrderByDescending(static verdict => HealthReason.Weigh(verdict.Health)).ToList();
        return bad.Count == 0
            ? string.Format(CultureInfo.InvariantCulture, "{0} BMCs", verdicts.Count)
            : string.Format(CultureInfo.InvariantCulture, "{0} of {1} BMCs: {2}", bad.Count, verdicts.Count,
                Join(bad.Select(static verdict => NameOf(verdict) + verdict.Reasons[0].Text), MaximumBmcs));
    }

    /// <summary>The name, unless a row of the input has none.</summary>
    private static string NameOf(HealthVerdict verdict) => verdict.ComputerName.Length == 0 ? "" : verdict.ComputerName + ": ";

    private static string Join(IEnumerable<string> texts, int maximum)
    {
        var all = texts.ToList();
        return string.Join(" ", all.Take(maximum)) + (all.Count > maximum ? string.Format(CultureInfo.InvariantCulture, " ({0} more)", all.Count - maximum) : "");
    }

    private static string Count(IReadOnlyList<HealthVerdict> verdicts) => string.Join(" ",
        new[] { (0, "ok"), (1, "warning"), (2, "critical"), (3, "unknown") }.Select(state =>
            string.Format(CultureInfo.InvariantCulture, "{0}={1}", state.Item2, verdicts.Count(verdict => verdict.ExitCode == state.Item1))));

    /// <summary>'label'=value;warning;critical. Only % is a unit that plugins know.</summary>
    private static string Measure(Sensor sensor) => string.Format(
        CultureInfo.InvariantCulture,
        "'{0}'={1:0.###}{2};{3};{4}",
        OneLine(sensor.DisplayName).Replace("'", "''").Replace('=', ' '),
        sensor.Value,
        sensor.Unit == "%" ? "%" : "",
        Range(sensor.LowerNonCritical, sensor.UpperNonCritical),
        Range(sensor.LowerCritical, sensor.UpperCritical));

    /// <summary>The range outside of which an alarm is due.</summary>
    private static string Range(double? lower, double? upper) => (lower, upper) switch
    {
        (null, null) => "",
        (null, _) => string.Format(CultureInfo.InvariantCulture, "~:{0:0.###}", upper),
        _ => string.Format(CultureInfo.InvariantCulture, "{0:0.###}:{1:0.###}", lower, upper),
    };

    /// <summary>Text without line breaks, and without the character at which performance data begin.</summary>
    private static string OneLine(string text) => Wire.SafeText.Of(text).Replace('|', '/');
}
