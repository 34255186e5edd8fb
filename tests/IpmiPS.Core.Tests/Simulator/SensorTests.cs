using System;
using System.Linq;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class SensorTests
{
    private const byte SensorEvent = 0x04, Reading = 0x2D, Inlet = 0x01, Fan3 = 0x32, PowerSupply2 = 0x61;

    private static byte Raw(Bench bench, byte sensor) => bench.Get(SensorEvent, Reading, sensor)[0];

    private static byte[] LastEvent(Bench bench) => bench.Get(0x0A, 0x43, 0, 0, 0xFF, 0xFF, 0, 0xFF).Skip(2).ToArray();

    [Fact]
    public void Readings_vary_and_are_the_same_for_the_same_seed_and_time()
    {
        var one = new Bench();
        var same = new Bench();
        var other = new Bench(new SimulatorOptions { Seed = 2 });
        var values = new System.Collections.Generic.HashSet<byte>();
        bool differs = false;
        for (int minute = 0; minute < 60; minute++)
        {
            values.Add(Raw(one, 0x03));
            Assert.Equal(Raw(one, 0x03), Raw(same, 0x03));
            differs |= Raw(one, 0x03) != Raw(other, 0x03);
            foreach (var bench in new[] { one, same, other })
                bench.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True(values.Count > 3);
        Assert.True(differs);
        Assert.All(values, value => Assert.InRange(value, 49, 63));
    }

    [Fact]
    public void A_healthy_server_stays_healthy()
    {
        foreach (string profile in SimulatorRack.ProfileNames.Where(name => name != "unhealthy"))
        {
            var bench = new Bench(new SimulatorOptions { Profile = profile });
            int before = bench.Bmc.SelCount;
            for (int i = 0; i < 50; i++)
            {
                bench.Time.Advance(TimeSpan.FromSeconds(37));
                foreach (var sensor in bench.Bmc.State.Controllers.Main.Definition.Sensors.Where(sensor => sensor.IsThreshold && !sensor.EventOnly))
                    Assert.Equal(0, bench.Bmc.State.Controllers.Main.Sensors.Read(sensor).States & 0x3F);
            }

            Assert.Equal(before, bench.Bmc.SelCount);
        }
    }

    [Fact]
    public void Sensors_of_a_machine_that_is_off_have_no_reading_or_another_one()
    {
        var bench = new Bench(new SimulatorOptions { PoweredOn = false });
        Assert.Equal(0xE0, bench.Get(SensorEvent, Reading, 0x03)[1]);
        Assert.Equal(0xC0, bench.Get(SensorEvent, Reading, Inlet)[1]);
        Assert.InRange(Raw(bench, 0x40), 2, 4);
    }

    [Fact]
    public void A_value_that_crosses_thresholds_asserts_states_and_events_and_returns_with_hysteresis()
    {
        var bench = new Bench();
        int before = bench.Bmc.SelCount;
        bench.Bmc.SetSensorValue("Inlet Temp", 43);
        Assert.Equal([43, 0xC0, 0xD8], bench.Get(SensorEvent, Reading, Inlet));
        Assert.Equal(before + 2, bench.Bmc.SelCount);
        Assert.Equal([0x02, 0x20, 0x00, 0x04, 0x01, Inlet, 0x01, 0x59, 43, 42], LastEvent(bench).Skip(2).Take(1).Concat(LastEvent(bench).Skip(7)));

        // Upper critical is 42 with a hysteresis of 1: 41 is not yet below it.
        bench.Bmc.SetSensorValue("Inlet Temp", 41);
        Assert.Equal(0xD8, bench.Get(SensorEvent, Reading, Inlet)[2]);
        bench.Bmc.SetSensorValue("Inlet Temp", 40);
        Assert.Equal(0xC8, bench.Get(SensorEvent, Reading, Inlet)[2]);
        bench.Bmc.ReleaseSensor("Inlet Temp");
        Assert.Equal(0xC0, bench.Get(SensorEvent, Reading, Inlet)[2]);
        Assert.Equal(before + 4, bench.Bmc.SelCount);
        Assert.Equal(0x81, LastEvent(bench)[12]);
    }

    [Fact]
    public void Signed_values_are_compared_as_signed()
    {
        var bench = new Bench();
        bench.Bmc.SetSensorValue("Inlet Temp", -5);
        Assert.Equal([0xFB, 0xC0, 0xC7], bench.Get(SensorEvent, Reading, Inlet));
    }

    [Fact]
    public void Thresholds_can_be_read_and_set_and_are_compared_at_once()
    {
        var bench = new Bench();
        Assert.Equal([0x3F, 5, 2, 0xFD, 38, 42, 46], bench.Get(SensorEvent, 0x27, Inlet));
        bench.Get(SensorEvent, 0x26, Inlet, 0x08, 0, 0, 0, 10, 0, 0);
        Assert.Equal([0x3F, 5, 2, 0xFD, 10, 42, 46], bench.Get(SensorEvent, 0x27, Inlet));
        Assert.Equal(0xC8, bench.Get(SensorEvent, Reading, Inlet)[2]);
        Assert.Equal([0xCC], bench.Send(SensorEvent, 0x26, 0x02, 0x01, 0, 0, 0, 0, 0, 0));
        Assert.Equal([0xCD], bench.Send(SensorEvent, 0x26, 0x40, 0x10, 0, 0, 0, 0, 0, 0));
        Assert.Equal([0xCD], bench.Send(SensorEvent, 0x27, 0x60));
    }

    [Fact]
    public void Hysteresis_can_be_read_and_set()
    {
        var bench = new Bench();
        Assert.Equal([2, 2], bench.Get(SensorEvent, 0x25, Fan3, 0xFF));
        bench.Get(SensorEvent, 0x24, Fan3, 0xFF, 5, 6);
        Assert.Equal([5, 6], bench.Get(SensorEvent, 0x25, Fan3, 0xFF));
        Assert.Equal([0xCD], bench.Send(SensorEvent, 0x25, 0x45, 0xFF));
    }

    [Fact]
    public void Discrete_states_are_set_and_recorded()
    {
        var bench = new Bench();
        int before = bench.Bmc.SelCount;
        bench.Bmc.SetSensorStates("PS2 Status", 0, 3);
        Assert.Equal([0, 0xC0, 0x09, 0x80], bench.Get(SensorEvent, Reading, PowerSupply2));
        Assert.Equal(before + 1, bench.Bmc.SelCount);
        Assert.Equal([0x08, PowerSupply2, 0x6F, 0x03, 0xFF, 0xFF], LastEvent(bench).Skip(10));
        Assert.NotEqual(0, bench.Get(0x00, 0x01)[0] & 0x08);
        bench.Bmc.SetSensorStates("PS2 Status", 0);
        Assert.Equal(0xEF, LastEvent(bench)[12]);
        Assert.Equal(0, bench.Get(0x00, 0x01)[0] & 0x08);
    }

    [Fact]
    public void Events_that_were_disabled_are_not_recorded()
    {
        var bench = new Bench();
        int before = bench.Bmc.SelCount;
        Assert.Equal([0xC0, 0x0B, 0x00, 0x0B, 0x00], bench.Get(SensorEvent, 0x29, PowerSupply2));
        bench.Get(SensorEvent, 0x28, PowerSupply2, 0xE0, 0x08, 0x00, 0x00, 0x00);
        Assert.Equal([0xC0, 0x03, 0x00, 0x0B, 0x00], bench.Get(SensorEvent, 0x29, PowerSupply2));
        bench.Bmc.SetSensorStates("PS2 Status", 0, 3);
        Assert.Equal(before, bench.Bmc.SelCount);
        bench.Get(SensorEvent, 0x28, Inlet, 0x40);
        bench.Bmc.SetSensorValue("Inlet Temp", 45);
        Assert.Equal(before, bench.Bmc.SelCount);
        Assert.Equal(0x40, bench.Get(SensorEvent, Reading, Inlet)[1]);
    }

    [Fact]
    public void An_unhealthy_server_shows_it_in_sensors_SEL_and_chassis_status()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "rack-1u" });
        int before = bench.Bmc.SelCount;
        bench.Bmc.MakeUnhealthy();
        Assert.Equal([0, 0xC0, 0xC3], bench.Get(SensorEvent, Reading, Fan3));
        Assert.Equal(before + 5, bench.Bmc.SelCount);
        Assert.Equal(0x09, bench.Get(0x00, 0x01)[0] & 0x09);
        Assert.Equal(0x08, bench.Get(0x00, 0x01)[2] & 0x08);
    }

    [Theory]
    [InlineData(0xFE, 0xCB)]
    [InlineData(0x80, 0xCD)]
    public void Unknown_or_unreadable_sensors_are_refused(byte sensor, byte code) =>
        Assert.Equal([code], new Bench().Send(SensorEvent, Reading, sensor));

    [Fact]
    public void A_sensor_in_an_empty_slot_exists_but_has_no_reading()
    {
        var bench = new Bench(new SimulatorOptions { Profile = "storage-2u" });
        Assert.Equal(0xE0, bench.Get(SensorEvent, Reading, 0x26)[1]);
    }

    [Theory]
    [InlineData("storage-2u", "-12V", -12.0)]
    [InlineData("storage-2u", "PSU Fan 1", 7194.0)]
    [InlineData("storage-2u", "Expander Temp", -20.0)]
    [InlineData("storage-2u", "Pool Rate", 42e9)]
    [InlineData("rack-1u", "P12V", 12.1)]
    public void Values_are_converted_to_the_nearest_reading(string profile, string name, double value)
    {
        var bench = new Bench(new SimulatorOptions { Profile = profile });
        bench.Bmc.SetSensorValue(name, value);
        var sensor = bench.Bmc.State.Controllers.Main.Definition.Sensors.Single(candidate => candidate.Name == name);
        double read = sensor.Conversion.ToValue(bench.Bmc.State.Controllers.Main.Sensors.Read(sensor).Raw);
        Assert.InRange(read, value - Math.Abs(value) * 0.02, value + Math.Abs(value) * 0.02);
    }

    [Fact]
    public void A_wrong_name_or_kind_of_sensor_is_an_error()
    {
        var bench = new Bench();
        Assert.Throws<ArgumentException>(() => bench.Bmc.SetSensorValue("No Such Sensor", 1));
        Assert.Throws<ArgumentException>(() => bench.Bmc.SetSensorValue("PS1 Status", 1));
        Assert.Throws<ArgumentException>(() => bench.Bmc.SetSensorStates("Inlet Temp", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Bmc.SetSensorStates("PS1 Status", 15));
    }

    [Fact]
    public void A_platform_event_is_recorded_with_its_sender()
    {
        var bench = new Bench();
        bench.Get(SensorEvent, 0x02, 0x04, 0x01, 0x33, 0x01, 0x57, 0x40, 0x3F);
        Assert.Equal([0x81, 0x10, 0x04, 0x01, 0x33, 0x01, 0x57, 0x40, 0x3F], LastEvent(bench).Skip(7));
    }
}
