using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using Xunit;

namespace IpmiPS.Tests.Sensors;

/// <content>What is not read again, and when it is.</content>
public partial class SensorReaderTests
{
    [Fact]
    public async Task Thresholds_are_not_asked_for_again_with_the_same_records()
    {
        var bmc = With(40, 0, 0, 0x3F, 3, 2, 1, 80, 90, 100);
        var known = bmc.Repository;
        Sensor first = Assert.Single(await bmc.ReadAsync(known: known)), second = Assert.Single(await bmc.ReadAsync(known: known));
        Assert.Equal(1, Asked(bmc, GetSensorThresholds.Definition.Code));
        Assert.Equal(2, Asked(bmc, GetSensorReading.Definition.Code));
        Assert.Equal((90d, 2d), (second.UpperCritical, second.LowerCritical));
        Assert.NotNull(first.ThresholdTimestamp);
        Assert.Equal(first.ThresholdTimestamp, second.ThresholdTimestamp);
        await bmc.ReadAsync();
        Assert.Equal(2, Asked(bmc, GetSensorThresholds.Definition.Code));
    }

    /// <summary>The reading is the same, but the state that the BMC reports is not: the thresholds were changed.</summary>
    [Theory]
    [InlineData(0x10)] // upper critical is passed
    [InlineData(0x02)] // lower critical is passed
    public async Task Thresholds_that_a_reading_contradicts_are_asked_for_at_once(byte states)
    {
        var bmc = With(40, 0, 0, 0x3F, 3, 2, 1, 80, 90, 100);
        var known = bmc.Repository;
        await bmc.ReadAsync(known: known);
        bmc.Thresholds[1] = [0, 0x3F, 50, 45, 1, 30, 35, 100];
        bmc.Readings[(IpmbTarget.Bmc, 0, 1)] = [0, 40, Scanning, states];
        Sensor sensor = Assert.Single(await bmc.ReadAsync(known: known));
        Assert.Equal((35d, 45d), (sensor.UpperCritical, sensor.LowerCritical));
        Assert.Equal(SensorHealth.Critical, sensor.Health);
    }

    [Fact]
    public async Task Thresholds_that_were_refused_are_not_asked_for_again_and_have_no_time()
    {
        var bmc = With(40, 0);
        var known = bmc.Repository;
        await bmc.ReadAsync(known: known);
        Sensor sensor = Assert.Single(await bmc.ReadAsync(known: known));
        Assert.Equal(1, Asked(bmc, GetSensorThresholds.Definition.Code));
        Assert.Equal(90, sensor.UpperCritical);
        Assert.Null(sensor.ThresholdTimestamp);
    }

    [Fact]
    public async Task A_sensor_that_is_not_there_costs_nothing_again_and_says_how_old_that_is()
    {
        var bmc = new ScriptedSensors().Add(Temperature(1), 0xCB).Add(Temperature(2), 0, 42, Scanning, 0);
        var known = bmc.Repository;
        await bmc.ReadAsync(known: known);
        bmc.Readings[(IpmbTarget.Bmc, 0, 1)] = [0, 41, Scanning, 0];
        var sensors = await bmc.ReadAsync(known: known);
        Assert.Equal([null, 42d], sensors.Select(s => s.Value));
        Assert.Contains("CBh", sensors[0].UnavailableReason);
        Assert.Contains("not again since", sensors[0].UnavailableReason);
        Assert.Equal(1, bmc.Requests.Count(r => r.Code == GetSensorReading.Definition.Code && r.Data[0] == 1));

        // Once the records are read again, so is the sensor.
        Assert.Equal([41d, 42d], (await bmc.ReadAsync()).Select(s => s.Value));
    }

    [Fact]
    public async Task A_sensor_that_stays_silent_is_not_waited_for_again()
    {
        var bmc = new ScriptedSensors().Add(Temperature(1), 0, 41, Scanning, 0).Add(Temperature(2), []);
        var known = bmc.Repository;
        await bmc.ReadAsync(known: known);
        await bmc.ReadAsync(known: known);
        Assert.Equal(1, bmc.Requests.Count(r => r.Code == GetSensorReading.Definition.Code && r.Data[0] == 2));
    }

    [Theory]
    [InlineData(0xCD)]
    [InlineData(0xD5)] // "not in this state": the server may be off, and on a moment later
    public async Task Other_refusals_are_asked_again(byte code)
    {
        var bmc = new ScriptedSensors().Add(Temperature(1), code);
        var known = bmc.Repository;
        await bmc.ReadAsync(known: known);
        bmc.Readings[(IpmbTarget.Bmc, 0, 1)] = [0, 41, Scanning, 0];
        Assert.Equal(41, Assert.Single(await bmc.ReadAsync(known: known)).Value);
    }

    private static int Asked(ScriptedSensors bmc, byte command) => bmc.Requests.Count(request => request.Code == command);
}
