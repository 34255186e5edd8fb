using System.Threading.Tasks;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using Xunit;

namespace IpmiPS.Tests.Sensors;

public partial class SensorReaderTests
{
    private static async Task<SensorTally> Tally(ScriptedSensors bmc)
    {
        var tally = new SensorTally();
        foreach (Sensor sensor in await bmc.ReadAsync())
            tally.Add(sensor);
        return tally;
    }

    [Theory]
    [InlineData(0xC1, "Get Sensor Reading: invalid command (completion code C1h).")]
    [InlineData(0xD4, "Get Sensor Reading: privilege level too low (completion code D4h).")]
    [InlineData(0xCB, "Get Sensor Reading: sensor, data or record not present (completion code CBh).")]
    public async Task A_bmc_of_which_no_sensor_can_be_read_is_told_with_the_most_frequent_reason(byte code, string reason)
    {
        SensorTally tally = await Tally(new ScriptedSensors().Add(Temperature(1), code).Add(Temperature(2), 0xFF).Add(Temperature(3), code));
        Assert.Equal(3, tally.Count);
        Assert.Equal($"None of 3 sensors could be read, so their health is unknown. 2 of them: {reason}", tally.DescribeNone());
    }

    [Fact]
    public async Task A_machine_that_is_off_may_have_no_readings_and_that_is_told_too()
    {
        SensorTally tally = await Tally(new ScriptedSensors().Add(Temperature(1), 0, 0, 0xE0, 0).Add(Temperature(2), 0, 0, 0xE0, 0));
        Assert.Equal("None of 2 sensors could be read, so their health is unknown. 2 of them: The BMC has no reading at present.", tally.DescribeNone());
        Assert.Null(tally.DescribeRefused());
    }

    [Fact]
    public async Task A_refusal_among_readings_is_told_with_the_names_of_the_sensors()
    {
        SensorTally tally = await Tally(new ScriptedSensors().Add(Temperature(1), 0, 42, Scanning, 0).Add(Temperature(2), 0xD4).Add(Temperature(3), []));
        Assert.Null(tally.DescribeNone());
        Assert.StartsWith("2 of 3 sensors could not be read, so their health is unknown ('Temp 2', 'Temp 3'): Get Sensor Reading: ", tally.DescribeRefused());
    }

    [Theory]
    [InlineData(0xCB)]
    [InlineData(0xCD)]
    [InlineData(0xC9)]
    [InlineData(0xCE)]
    [InlineData(0xD5)]
    [InlineData(0xD3)]
    [InlineData(0xFF)]
    public async Task A_part_that_is_not_there_is_not_told_among_readings(byte code)
    {
        SensorTally tally = await Tally(new ScriptedSensors().Add(Temperature(1), 0, 42, Scanning, 0).Add(Temperature(2), code));
        Assert.Equal((2, null, null), (tally.Count, tally.DescribeNone(), tally.DescribeRefused()));
    }

    [Fact]
    public async Task What_is_remembered_of_a_sensor_that_stayed_silent_counts_as_silence()
    {
        var bmc = new ScriptedSensors().Add(Temperature(1), 0, 42, Scanning, 0).Add(Temperature(2), []);
        SdrRepository known = bmc.Repository;
        await bmc.ReadAsync(known: known);
        var tally = new SensorTally();
        foreach (Sensor sensor in await bmc.ReadAsync(known: known))
            tally.Add(sensor);
        Assert.StartsWith("1 of 2 sensors could not be read", tally.DescribeRefused());
    }

    [Fact]
    public async Task Sensors_that_cannot_be_asked_do_not_count()
    {
        var events = new EventOnlyRecord { SensorNumber = 9, IdString = "Events" };
        SensorTally tally = await Tally(new ScriptedSensors().Add(events));
        Assert.Equal((0, null, null), (tally.Count, tally.DescribeNone(), tally.DescribeRefused()));
    }

    [Fact]
    public async Task A_sensor_without_a_name_is_found_by_the_one_that_is_shown()
    {
        var bmc = new ScriptedSensors().Add(Temperature(7) with { IdString = "" }, 0, 42, Scanning, 0);
        Sensor sensor = Assert.Single(await bmc.ReadAsync(new SensorQuery { NameFilter = static name => name == "Sensor 07h" }));
        Assert.Equal("Sensor 07h", sensor.Name);
    }
}
