using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Energy;
using IpmiPS.Sdr;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Energy;

public sealed class PowerUsageTests
{
    private const byte GetPowerReading = 0x02, GetCapabilities = 0x01;

    [Fact]
    public async Task A_BMC_with_DCMI_takes_one_request()
    {
        var bmc = new ScriptedBmc(static _ => Hex.Parse("00 DC 2C 01 0A 00 90 01 C8 00 00 00 00 61 60 EA 00 00 40"));
        var usage = await new PowerUsageReader(bmc).ReadAsync();
        Assert.Single(bmc.Requests);
        Assert.Equal(("bmc1", 300.0, 10.0, 400.0, 200.0), (usage.ComputerName, usage.Watts, usage.MinimumWatts, usage.MaximumWatts, usage.AverageWatts));
        Assert.Equal((TimeSpan.FromSeconds(60), PowerSource.Dcmi), (usage.Period, usage.Source));
        Assert.Empty(usage.Notes);
    }

    /// <summary>All zeros, measurement not active, FFFFh, 9000 W, a body that ends early, refusals: none of them is a figure.</summary>
    [Theory]
    [InlineData("00 DC 00 00 00 00 00 00 00 00 00 00 00 61 60 EA 00 00 40")]
    [InlineData("00 DC 2C 01 0A 00 90 01 C8 00 00 00 00 61 60 EA 00 00 00")]
    [InlineData("00 DC FF FF 0A 00 90 01 C8 00 00 00 00 61 60 EA 00 00 40")]
    [InlineData("00 DC 28 23 0A 00 90 01 C8 00 00 00 00 61 60 EA 00 00 40")]
    [InlineData("00 DC")]
    [InlineData("00")]
    [InlineData("C1")]
    [InlineData("D4")]
    [InlineData("CC")]
    public async Task What_the_BMC_does_not_know_is_null(string answer)
    {
        var bmc = new ScriptedBmc(request => request is { NetFn: NetFn.GroupExtension, Code: GetPowerReading } ? Hex.Parse(answer) : [0xC1]);
        var usage = await new PowerUsageReader(bmc).ReadAsync();
        Assert.Equal((null, null, PowerSource.Unknown), (usage.Watts, usage.AverageWatts, usage.Source));
        Assert.Contains(usage.Notes, static note => note.StartsWith("Dcmi: ", StringComparison.Ordinal));
        Assert.Contains(usage.Notes, static note => note.StartsWith("Sensor: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_silent_BMC_is_an_error()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => new PowerUsageReader(new ScriptedBmc(static _ => [])).ReadAsync());
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
    }

    [Theory]
    [InlineData("rack-1u", PowerSource.Dcmi, null, "")]
    [InlineData("intel-node-manager", PowerSource.NodeManager, 148.0, "")]
    [InlineData("openbmc-no-power", PowerSource.Sensor, 184.0, "PS1 Input Power, PS2 Input Power")]
    [InlineData("supermicro-zero-power", PowerSource.Sensor, 164.0, "PW Consumption")]
    [InlineData("plain", PowerSource.Unknown, null, "")]
    public async Task The_first_source_with_figures_is_used(string profile, PowerSource source, double? watts, string sensors)
    {
        var usage = await new PowerUsageReader(new Bench(new SimulatorOptions { Profile = profile })).ReadAsync();
        Assert.Equal((source, sensors), (usage.Source, string.Join(", ", usage.Sensors)));
        if (source != PowerSource.Dcmi)
            Assert.Equal(watts, usage.Watts);
    }

    [Fact]
    public async Task A_source_that_is_named_has_to_have_figures()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "plain" });
        foreach (PowerSource source in new[] { PowerSource.Dcmi, PowerSource.NodeManager, PowerSource.Sensor })
            Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAnyAsync<IpmiException>(() => new PowerUsageReader(bench) { Source = source }.ReadAsync())).Kind);
        var usage = await new PowerUsageReader(new Bench()) { Source = PowerSource.Sensor }.ReadAsync();
        Assert.Equal(("System Power", PowerSource.Sensor), (Assert.Single(usage.Sensors), usage.Source));
    }

    [Fact]
    public async Task The_source_is_asked_first_the_next_time()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "intel-node-manager" });
        var reader = new PowerUsageReader(bench);
        await reader.ReadAsync();
        long asked = bench.Bmc.CommandCounts[new SimulatedCommand(0x2C, GetPowerReading)];
        Assert.Equal(148, (await reader.ReadAsync()).Watts);
        Assert.Equal(asked, bench.Bmc.CommandCounts[new SimulatedCommand(0x2C, GetPowerReading)]);
    }

    [Fact]
    public async Task A_rolling_average_is_one_that_the_BMC_has()
    {
        var bmc = new ScriptedBmc(static request => request.Code == GetCapabilities ? Hex.Parse("00 DC 01 05 02 02 41 4F") : Hex.Parse("00 DC 2C 01 0A 00 90 01 C8 00 00 00 00 61 4F 00 00 00 40"));
        var usage = await new PowerUsageReader(bmc) { Period = TimeSpan.FromMinutes(15) }.ReadAsync();
        Assert.Equal(TimeSpan.FromMinutes(15), usage.Period);
        Assert.Equal([0xDC, 0x02, 0x4F, 0x00], bmc.Requests[1].Data);
        var error = await Assert.ThrowsAsync<IpmiException>(() => new PowerUsageReader(bmc) { Period = TimeSpan.FromHours(1) }.ReadAsync());
        Assert.Equal(IpmiErrorKind.NotPresent, error.Kind);
        Assert.Contains("00:01:00, 00:15:00", error.Message);
    }

    [Theory]
    [InlineData("System Level:7:182|PSU1 In:10:90|CPU Power:3:70", "System Level")]
    [InlineData("Pwr Consumption:7:182|Other:7:900", "Pwr Consumption")]
    [InlineData("Node:19:160|Riser:7:40", "Node")]
    [InlineData("Node:19:0|PSU1 PIN:10:90|PSU1 POUT:10:80|PSU2 PIN:10:0", "PSU1 PIN+PSU2 PIN")]
    [InlineData("PSU1 Power:10:90|PSU2 Power:10:80", "PSU1 Power+PSU2 Power")]
    [InlineData("PSU1 In:10:0|PSU2 In:10:0", "")]
    [InlineData("CPU Power:3:70", "")]
    public void The_sensor_of_the_machine_is_chosen_or_the_supplies(string sensors, string chosen)
    {
        Sensor[] all = [.. sensors.Split('|').Select(static text => text.Split(':')).Select(static parts =>
            new Sensor { Name = parts[0], EntityId = byte.Parse(parts[1], CultureInfo.InvariantCulture), SensorType = 0x0B, Value = double.Parse(parts[2], CultureInfo.InvariantCulture), Unit = "W" })];
        Assert.Equal(chosen, string.Join("+", PowerSensors.Choose(all).Select(static sensor => sensor.Name)));
    }

    [Fact]
    public void Energy_is_the_mean_of_two_samples_times_their_distance()
    {
        var meter = new EnergyMeter();
        Assert.Null(meter.Add(100, TimeSpan.FromHours(5)).WattHours);
        Assert.Equal(150, meter.Add(200, TimeSpan.FromHours(6)).WattHours!.Value, 9);
        Assert.Equal(150, meter.Add(null, TimeSpan.FromHours(7)).WattHours!.Value, 9);
        Assert.Equal(150, meter.Add(200, TimeSpan.FromHours(8)).WattHours!.Value, 9);
        var (wattHours, time) = meter.Add(100, TimeSpan.FromHours(10));
        Assert.Equal((450, TimeSpan.FromHours(5)), (Math.Round(wattHours!.Value, 9), time));
    }

    /// <summary>The record of an OEM sensor of Intel: subtype 0Dh, version 1, 2Ch on channel 6, four sensors.</summary>
    [Theory]
    [InlineData("0D 01 2C 60 30 31 32 33", 343, 0x2C, 6)]
    [InlineData("0D 01 2C 00", 343, 0x2C, 0)]
    [InlineData("0D 02 2C 60", 343, -1, 0)]
    [InlineData("02 01 2C 60", 343, -1, 0)]
    [InlineData("0D 01 2C", 343, -1, 0)]
    [InlineData("0D 01 2C 60", 674, -1, 0)]
    public void An_OEM_record_names_Node_Manager(string data, int manufacturer, int address, int channel)
    {
        var target = NodeManagerLocator.TryRead(new OemRecord { ManufacturerId = manufacturer, Data = Hex.Parse(data) });
        Assert.Equal(address < 0 ? null : new IpmbTarget((byte)address, (byte)channel), target);
    }

    [Fact]
    public async Task Without_a_record_Node_Manager_is_looked_for_on_boards_of_Intel()
    {
        var asked = new List<IpmbTarget>();
        var bmc = new ScriptedBmc(request =>
        {
            if (request is { NetFn: NetFn.App, Code: 0x01 })
                return Hex.Parse("00 20 81 01 05 02 BF 57 01 00 0A 0A");
            if (request.NetFn != NetFn.OemGroup)
                return [0xC1];
            asked.Add(request.Target);
            return request.Target.Channel == 0 ? Hex.Parse("00 57 01 00 05 03 01 04 01") : [0xD3];
        });
        Assert.Equal(new IpmbTarget(0x2C, 0), await NodeManagerLocator.FindAsync(bmc));
        Assert.Equal(new byte[] { 6, 0, 7 }, asked.Select(static target => target.Channel));
    }
}
