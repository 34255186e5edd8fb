using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Interop.Comparing;
using IpmiPS.Interop.Support;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using Xunit;

namespace IpmiPS.Interop.Sensors;

/// <summary>Every sensor of the captured servers: name, value, unit, states and thresholds.</summary>
public sealed class SensorComparisonTests
{
    private static readonly string[] s_thresholdNames =
        ["LowerNonRecoverable", "LowerCritical", "LowerNonCritical", "UpperNonCritical", "UpperCritical", "UpperNonRecoverable"];

    [InteropFact(Needs.Captures | Needs.IpmiTool)]
    public async Task Every_sensor_is_as_ipmitool_tells_it()
    {
        var comparison = new Comparison("Sensors: ipmitool");
        foreach (string capture in Captures.All)
        {
            await using var bmc = await CaptureBmc.StartAsync(capture);
            var ours = FirstOfEachRecord(await ReadAsync(bmc));
            var sdrs = await SensorTools.IpmiToolSdrAsync(bmc);
            Assert.Equal(sdrs.Select(sdr => sdr.Number), ours.Select(sensor => $"{sensor.Number:X2}h"));
            Assert.Equal(sdrs.Select(sdr => sdr.IsEventOnly), ours.Select(IsEventOnly));
            var sensors = await SensorTools.IpmiToolAsync(bmc);
            Assert.Equal(sdrs.Where(sdr => !sdr.IsEventOnly).Select(sdr => sdr.Name), sensors.Select(sensor => sensor.Name));
            using var readable = sensors.AsEnumerable().GetEnumerator();
            foreach (var (our, sdr) in ours.Zip(sdrs))
            {
                string item = ItemOf(our);
                comparison.Same(bmc.Name, item, "Name", our.Name, sdr.Name);
                comparison.Same(bmc.Name, item, "Entity", $"{our.EntityId}.{our.EntityInstance}", sdr.Entity);
                if (!sdr.IsEventOnly && readable.MoveNext())
                    CompareWithIpmiTool(comparison, bmc.Name, our, sdr, readable.Current);
            }
        }

        comparison.AssertExplained();
    }

    [InteropFact(Needs.Captures | Needs.FreeIpmi)]
    public async Task Every_sensor_is_as_FreeIPMI_tells_it()
    {
        var comparison = new Comparison("Sensors: FreeIPMI");
        foreach (string capture in Captures.All)
        {
            await using var bmc = await CaptureBmc.StartAsync(capture);
            var ours = (await ReadAsync(bmc)).Where(sensor => !IsEventOnly(sensor)).ToList();
            var theirs = await SensorTools.FreeIpmiAsync(bmc);
            Assert.Equal(theirs.Select(sensor => sensor.RecordId), ours.Select(sensor => sensor.RecordId));
            foreach (var (our, their) in ours.Zip(theirs))
                CompareWithFreeIpmi(comparison, bmc.Name, our, their);
        }

        comparison.AssertExplained();
    }

    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData(Captures.DellR730)]
    [InlineData(Captures.QuantaD51)]
    [InlineData(Captures.IntelS2600)]
    public async Task Every_record_that_has_a_name_is_listed_by_ipmitool(string capture)
    {
        await using var bmc = await CaptureBmc.StartAsync(capture);
        using var client = await bmc.ConnectAsync();
        var repository = await SdrRepository.ReadAsync(client, CancellationToken.None);

        var names = repository.Records.Select(record => record switch { SensorRecord sensor => sensor.Name, LocatorRecord locator => locator.Name, _ => null }).OfType<string>();

        Assert.Equal(await SensorTools.IpmiToolNamesAsync(bmc), names);
    }

    private static async Task<List<Sensor>> ReadAsync(TestBmc bmc)
    {
        using var client = await bmc.ConnectAsync();
        var sensors = new List<Sensor>();
        var repository = await SdrRepository.ReadAsync(client, CancellationToken.None);
        Assert.Null(repository.Problem);
        await SensorReader.ReadAllAsync(client, repository, new SensorQuery(), sensors.Add, CancellationToken.None);
        await client.CloseAsync();
        return sensors;
    }

    /// <summary>ipmitool knows nothing of sensors that share a record; it shows the first.</summary>
    private static List<Sensor> FirstOfEachRecord(List<Sensor> sensors) =>
        sensors.GroupBy(sensor => sensor.RecordId).Select(group => group.First()).ToList();

    private static void CompareWithIpmiTool(Comparison comparison, string server, Sensor our, ToolSdr sdr, ToolSensor their)
    {
        string item = ItemOf(our);
        if (their.Unit == "discrete")
        {
            comparison.Same(server, item, "Value", Number(our.Value, "0.000"), "");
            comparison.SameWords(server, item, "States", our.UnavailableReason ?? string.Join(", ", our.State), sdr.Text);
            comparison.Same(server, item, "State bits", our.RawState is { } bits && our.UnavailableReason is null ? $"0x{bits & 0xFF:x2}{bits >> 8:x2}" : null, their.Status);
        }
        else
        {
            comparison.Same(server, item, "Value", Number(our.Value, "0.000"), their.Value);
            comparison.Same(server, item, "Unit", UnitWords.ForIpmiTool(our.Unit), their.Unit);
            comparison.Same(server, item, "Reading", our.Value is { } value ? $"{Number(value, value == Math.Truncate(value) ? "0" : "0.00")} {UnitWords.ForIpmiTool(our.Unit)}" : our.UnavailableReason, sdr.Text);
            comparison.Same(server, item, "Health", our.Health switch { SensorHealth.Ok => "ok", SensorHealth.Warning => "nc", SensorHealth.Critical => "cr", SensorHealth.NonRecoverable => "nr", _ => null }, their.Status);
        }

        for (int i = 0; i < s_thresholdNames.Length; i++)
            comparison.Same(server, item, s_thresholdNames[i], Number(ThresholdsOf(our)[i], "0.000"), their.Thresholds[i]);
    }

    private static void CompareWithFreeIpmi(Comparison comparison, string server, Sensor our, ToolSensor their)
    {
        string item = ItemOf(our);
        comparison.Same(server, item, "Name", our.Name, their.Name);
        comparison.SameWords(server, item, "Type", our.Type, their.Type);
        comparison.Same(server, item, "Value", Number(our.Value, "0.00"), their.Value);
        comparison.Same(server, item, "Unit", our.Value is null ? null : UnitWords.ForFreeIpmi(our.Unit), their.Unit);
        comparison.Same(server, item, "Health", our.Health switch { SensorHealth.Ok => "Nominal", SensorHealth.Unknown => "N/A", SensorHealth.Warning => "Warning", _ => "Critical" }, their.Status);
        comparison.SameWords(server, item, "States", our.UnavailableReason is not null ? null : our.State.Length == 0 ? "OK" : string.Join(" ", our.State.Select(state => $"'{StateForFreeIpmi(our, state)}'")), their.States);
        for (int i = 0; i < s_thresholdNames.Length; i++)
            comparison.Same(server, item, s_thresholdNames[i], Number(ThresholdsOf(our)[i], "0.00"), their.Thresholds[i]);
    }

    private static string StateForFreeIpmi(Sensor sensor, string state) =>
        sensor.EventReadingType != 1 ? state
        : state.StartsWith("Lower", StringComparison.Ordinal) ? $"At or Below (<=) {state} Threshold"
        : $"At or Above (>=) {state} Threshold";

    private static double?[] ThresholdsOf(Sensor sensor) =>
        [sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical, sensor.UpperNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable];

    /// <summary>Such a sensor can be heard of in the event log only.</summary>
    private static bool IsEventOnly(Sensor sensor) => sensor.UnavailableReason == "The sensor sends events only; it has no reading.";

    private static string ItemOf(Sensor sensor) => $"{sensor.Name} ({sensor.Number:X2}h)";

    private static string? Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture);
}
