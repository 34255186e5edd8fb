using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;

namespace IpmiPS.Interop.Sensors;

/// <summary>What "ipmi-config --category=sensors --checkout" prints, held against sensors that were read with hysteresis and events.</summary>
internal static class ConfigComparison
{
    private const string Assertion = "Enable_Assertion_Event_", Deassertion = "Enable_Deassertion_Event_";

    /// <summary>Compares every value of every section.</summary>
    /// <param name="checkout">What was printed.</param>
    /// <param name="sensors">The sensors.</param>
    public static void Compare(string checkout, IReadOnlyCollection<Sensor> sensors)
    {
        var byRecord = sensors.GroupBy(static sensor => sensor.RecordId).ToDictionary(static same => same.Key, static same => same.First());
        Sensor? sensor = null;
        int values = 0, assertions = 0, deassertions = 0;
        foreach (string line in checkout.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0 && line[0] != '#'))
        {
            string[] words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words[0] == "Section")
                sensor = byRecord[int.Parse(words[1].Split('_')[0], CultureInfo.InvariantCulture)];
            if (words[0] == "Section")
                (assertions, deassertions) = (0, 0);
            assertions += words[0].StartsWith(Assertion, StringComparison.Ordinal) && words[1] == "Yes" ? 1 : 0;
            deassertions += words[0].StartsWith(Deassertion, StringComparison.Ordinal) && words[1] == "Yes" ? 1 : 0;
            // Of sensor-specific events, they list those that they have a name for.
            if (words[0] == "EndSection" && sensor is { EventsEnabled: true, AssertionEvents: not null, EventReadingType: not 0x6F })
                Assert.Equal((sensor.Name, Count(sensor.AssertionEvents), Count(sensor.DeassertionEvents)), (sensor.Name, assertions, deassertions));
            else if (words.Length == 2 && Ours(sensor!, words[0]) is { } ours && ++values > 0)
                Assert.True(ours == words[1] || IsSame(ours, words[1]), $"{sensor!.Name}, {words[0]}: {ours}, theirs {words[1]}");
        }

        Assert.True(values > 100, $"{values} values were compared.");
    }

    /// <summary>Our value in their words; null where there is nothing to compare.</summary>
    private static string? Ours(Sensor sensor, string key)
    {
        if (sensor.EventsEnabled == false && key.StartsWith("Enable_", StringComparison.Ordinal) && key.Contains("_Event_", StringComparison.Ordinal))
            return key.Contains("assertion_Event", StringComparison.OrdinalIgnoreCase) ? "No" : YesNo(sensor.EventsEnabled); // they print No for single events while all messages are off
        if (key.StartsWith(Assertion, StringComparison.Ordinal))
            return Has(sensor.AssertionEvents, key.Substring(Assertion.Length));
        if (key.StartsWith(Deassertion, StringComparison.Ordinal))
            return Has(sensor.DeassertionEvents, key.Substring(Deassertion.Length));
        return key switch
        {
            "Enable_All_Event_Messages" => YesNo(sensor.EventsEnabled),
            "Enable_Scanning_On_This_Sensor" => YesNo(sensor.ScanningEnabled),
            "Lower_Non_Recoverable_Threshold" => Number(sensor.LowerNonRecoverable),
            "Lower_Critical_Threshold" => Number(sensor.LowerCritical),
            "Lower_Non_Critical_Threshold" => Number(sensor.LowerNonCritical),
            "Upper_Non_Critical_Threshold" => Number(sensor.UpperNonCritical),
            "Upper_Critical_Threshold" => Number(sensor.UpperCritical),
            "Upper_Non_Recoverable_Threshold" => Number(sensor.UpperNonRecoverable),
            "Positive_Going_Threshold_Hysteresis" => Number(sensor.PositiveHysteresis),
            "Negative_Going_Threshold_Hysteresis" => Number(sensor.NegativeHysteresis),
            _ => null,
        };
    }

    /// <summary>An event that has another name there is only counted.</summary>
    private static string? Has(string? events, string name) => events is not null && events.Split(';').Select(Simplify).Contains(Simplify(name)) ? "Yes" : null;

    private static int Count(string? events) => events is null or "None" ? 0 : events.Split(';').Length;

    private static string Simplify(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    private static string? YesNo(bool? value) => value is { } known ? known ? "Yes" : "No" : null;

    private static string Number(double? value) => value is null or 0 ? value is null ? "" : "0" : value.Value.ToString("F6", CultureInfo.InvariantCulture);

    private static bool IsSame(string ours, string theirs) =>
        theirs == "None" && ours is "0" or "" || double.TryParse(ours, NumberStyles.Float, CultureInfo.InvariantCulture, out double one) && double.TryParse(theirs, NumberStyles.Float, CultureInfo.InvariantCulture, out double other)
        && Math.Abs(one - other) < 1e-5 * Math.Max(1, Math.Abs(one));
}
