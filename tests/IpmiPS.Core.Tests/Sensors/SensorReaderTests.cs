using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Sdr;
using IpmiPS.Sensors;
using Xunit;

namespace IpmiPS.Tests.Sensors;

public partial class SensorReaderTests
{
    private const byte Scanning = 0xC0;

    /// <summary>A temperature sensor in whole degrees with all thresholds readable.</summary>
    private static FullSensorRecord Temperature(byte number = 1) => new()
    {
        SensorNumber = number,
        IdString = $"Temp {number}",
        EntityId = 7,
        EntityInstance = 1,
        RecordId = (ushort)(0x100 + number),
        SensorType = 0x01,
        EventReadingType = 0x01,
        Capabilities = 0x55,
        ReadingMask = 0x3F,
        Units = new SensorUnits { BaseUnit = 1 },
        Factors = new ReadingFactors { M = 1 },
        Thresholds = new Thresholds { Mask = ThresholdMask.All, LowerNonRecoverable = 1, LowerCritical = 2, LowerNonCritical = 3, UpperNonCritical = 80, UpperCritical = 90, UpperNonRecoverable = 100 },
        PositiveHysteresis = 2,
        NegativeHysteresis = 3,
    };

    private static CompactSensorRecord Discrete(byte number, byte sensorType, byte eventReadingType = 0x6F, ushort mask = 0) => new()
    {
        SensorNumber = number,
        IdString = $"Discrete {number}",
        SensorType = sensorType,
        EventReadingType = eventReadingType,
        ReadingMask = mask,
        Units = new SensorUnits { Format = AnalogFormat.None },
    };

    private static string[] Parts(string text) => text.Length == 0 ? [] : text.Split('|');

    private static ScriptedSensors With(byte raw, byte states, params byte[] thresholds)
    {
        var bmc = new ScriptedSensors().Add(Temperature(), 0, raw, Scanning, states);
        if (thresholds.Length > 0)
            bmc.Thresholds[1] = thresholds;
        return bmc;
    }

    [Fact]
    public async Task A_sensor_is_shown_with_all_that_is_known_of_it()
    {
        var record = Temperature() with { AnalogFlags = 0x07, NominalReading = 40, NormalMaximum = 60, NormalMinimum = 10 };
        var bmc = new ScriptedSensors().Add(record, 0, 42, Scanning, 0xC0);
        bmc.Thresholds[1] = [0, 0x1B, 5, 4, 0, 70, 75, 0];
        Sensor sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Equal(("bmc1", "Temp 1", "Temperature", 42d, "°C"), (sensor.ComputerName, sensor.Name, sensor.Type, sensor.Value, sensor.Unit));
        Assert.Equal(SensorHealth.Ok, sensor.Health);
        Assert.Empty(sensor.State);
        Assert.Equal(("System Board 1", 7, 1), (sensor.Entity, sensor.EntityId, sensor.EntityInstance));
        Assert.Equal((1, 0x20, 0, 0x101), (sensor.Number, sensor.OwnerId, sensor.OwnerLun, sensor.RecordId));
        Assert.Equal((null, 4d, 5d, 70d, 75d, null), (sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical, sensor.UpperNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable));
        Assert.True(sensor.ThresholdsInOrder);
        Assert.Equal((null, null), (sensor.PositiveHysteresis, sensor.NegativeHysteresis));
        Assert.Equal((true, true, null, null), (sensor.EventsEnabled, sensor.ScanningEnabled, sensor.AssertionEvents, sensor.DeassertionEvents));
        Assert.Equal((40d, 10d, 60d), (sensor.NominalReading, sensor.NormalMinimum, sensor.NormalMaximum));
        Assert.Equal(((byte?)42, (int?)0xC0), (sensor.RawValue, sensor.RawState));
        Assert.Equal((0x01, 0x01), (sensor.SensorType, sensor.EventReadingType));
        Assert.Null(sensor.UnavailableReason);
        Assert.InRange(sensor.Timestamp, DateTimeOffset.Now.AddMinutes(-1), DateTimeOffset.Now);
        Assert.Equal(2, bmc.Requests.Count);
    }

    [Theory]
    [InlineData(0x00, SensorHealth.Ok, "")]
    [InlineData(0xC0, SensorHealth.Ok, "")]
    [InlineData(0x01, SensorHealth.Warning, "Lower Non-Critical")]
    [InlineData(0x03, SensorHealth.Critical, "Lower Critical")]
    [InlineData(0x07, SensorHealth.NonRecoverable, "Lower Non-Recoverable")]
    [InlineData(0x08, SensorHealth.Warning, "Upper Non-Critical")]
    [InlineData(0x18, SensorHealth.Critical, "Upper Critical")]
    [InlineData(0x38, SensorHealth.NonRecoverable, "Upper Non-Recoverable")]
    [InlineData(0x09, SensorHealth.Warning, "Lower Non-Critical|Upper Non-Critical")]
    public async Task Thresholds_that_the_BMC_says_are_passed_count(byte states, SensorHealth health, string expected)
    {
        Sensor sensor = Assert.Single(await With(40, states).ReadAsync());
        Assert.Equal(health, sensor.Health);
        Assert.Equal(Parts(expected), sensor.State);
    }

    [Theory]
    [InlineData(80, 0, SensorHealth.Ok, "")] // at a threshold the BMC's word counts
    [InlineData(81, 0, SensorHealth.Warning, "Upper Non-Critical (from reading)")]
    [InlineData(91, 0, SensorHealth.Critical, "Upper Critical (from reading)")]
    [InlineData(101, 0, SensorHealth.NonRecoverable, "Upper Non-Recoverable (from reading)")]
    [InlineData(3, 0, SensorHealth.Ok, "")]
    [InlineData(2, 0, SensorHealth.Warning, "Lower Non-Critical (from reading)")]
    [InlineData(1, 0, SensorHealth.Critical, "Lower Critical (from reading)")]
    [InlineData(0, 0, SensorHealth.NonRecoverable, "Lower Non-Recoverable (from reading)")]
    [InlineData(91, 0x08, SensorHealth.Critical, "Upper Non-Critical|Upper Critical (from reading)")] // the BMC reports less
    [InlineData(91, 0x18, SensorHealth.Critical, "Upper Critical")] // as much
    [InlineData(91, 0x38, SensorHealth.NonRecoverable, "Upper Non-Recoverable")] // more
    [InlineData(70, 0x18, SensorHealth.Critical, "Upper Critical")] // not yet below the hysteresis
    public async Task A_reading_beyond_a_threshold_counts_even_if_the_BMC_does_not_say_so_and_that_is_told(byte raw, byte states, SensorHealth health, string expected)
    {
        Sensor sensor = Assert.Single(await With(raw, states, 0, 0x3F, 3, 2, 1, 80, 90, 100).ReadAsync());
        Assert.Equal(health, sensor.Health);
        Assert.Equal(Parts(expected), sensor.State);
        Assert.Equal(expected.Replace("|", "; "), sensor.StateText);
    }

    [Theory]
    [InlineData(40, new byte[] { 0, 0x3F, 0, 0, 0, 0, 0, 0 })] // they were never set
    [InlineData(40, new byte[] { 0, 0x18, 0, 0, 0, 0, 0, 0 })]
    [InlineData(40, new byte[] { 0, 0x07, 0xFF, 0xFF, 0xFF, 0, 0, 0 })]
    [InlineData(40, new byte[] { 0, 0x3F, 60, 70, 80, 30, 20, 10 })] // upside down
    [InlineData(40, new byte[] { 0, 0x09, 50, 0, 0, 30, 0, 0 })] // no room between them
    public async Task Thresholds_that_make_no_sense_do_not_count(byte raw, byte[] thresholds)
    {
        Sensor sensor = Assert.Single(await With(raw, 0, thresholds).ReadAsync());
        Assert.Equal(SensorHealth.Ok, sensor.Health);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0x3F, 3, 2, 1, 80, 90, 100 }, true)]
    [InlineData(new byte[] { 0, 0x1B, 0, 0, 9, 70, 75, 3 }, true)]
    [InlineData(new byte[] { 0, 0x3F, 60, 70, 80, 30, 20, 10 }, false)]
    [InlineData(new byte[] { 0, 0x18, 0, 0, 0, 90, 80, 0 }, false)]
    [InlineData(new byte[] { 0, 0x00, 0, 0, 0, 0, 0, 0 }, null)]
    public async Task Whether_thresholds_are_in_order_is_told(byte[] thresholds, bool? expected) =>
        Assert.Equal(expected, Assert.Single(await With(40, 0, thresholds).ReadAsync()).ThresholdsInOrder);

    [Fact]
    public async Task Only_readable_thresholds_are_shown()
    {
        Sensor sensor = Assert.Single(await With(40, 0, 0, 0x08, 9, 9, 9, 80, 9, 9).ReadAsync());
        Assert.Equal(80, sensor.UpperNonCritical);
        Assert.All([sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable], t => Assert.Null(t));
    }

    [Fact]
    public async Task Thresholds_that_the_BMC_refuses_are_those_of_the_record()
    {
        Sensor sensor = Assert.Single(await With(40, 0).ReadAsync());
        Assert.Equal((1d, 2d, 3d, 80d, 90d, 100d), (sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical, sensor.UpperNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable));
    }

    /// <summary>s2600kp, MTT CPU1: six zeros in its record.</summary>
    [Theory]
    [InlineData(0x55, 0x2C, 6)] // behind the BMC, out of reach
    [InlineData(0x5D, 0x2C, 6)] // and its thresholds are fixed
    [InlineData(0x55, 0x20, 0)]
    public async Task Thresholds_of_a_sensor_that_does_not_answer_are_not_those_of_the_record(byte capabilities, byte owner, byte channel)
    {
        var record = Temperature() with { OwnerId = owner, Channel = channel, Capabilities = capabilities, Thresholds = new Thresholds { Mask = ThresholdMask.All } };
        var bmc = new ScriptedSensors { Unreachable = [0xCC] }.Add(record, 0xCC).Add(Temperature(2), 0, 40, Scanning, 0);
        var known = bmc.Repository;
        for (int round = 0; round < 2; round++)
        {
            Sensor sensor = (await bmc.ReadAsync(known: known))[0];
            Assert.NotNull(sensor.UnavailableReason);
            Assert.All([sensor.LowerNonRecoverable, sensor.LowerCritical, sensor.LowerNonCritical, sensor.UpperNonCritical, sensor.UpperCritical, sensor.UpperNonRecoverable], t => Assert.Null(t));
            Assert.Null(sensor.ThresholdsInOrder);
        }
    }

    [Theory]
    [InlineData(0x00, 0x00, 0)] // none
    [InlineData(0x00, 0x18, 1)] // none, but the mask knows better
    [InlineData(0x04, 0x00, 1)]
    [InlineData(0x08, 0x00, 1)]
    [InlineData(0x0C, 0x3F, 0)] // fixed: they are in the record
    public async Task Thresholds_are_asked_for_where_there_may_be_any(byte capabilities, ushort mask, int requests)
    {
        var bmc = new ScriptedSensors().Add(Temperature() with { Capabilities = capabilities, ReadingMask = mask }, 0, 40, Scanning, 0);
        Sensor sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Equal(requests, bmc.Requests.Count(r => r.Code == GetSensorThresholds.Definition.Code));
        Assert.Equal(capabilities == 0x0C ? 80 : null, sensor.UpperNonCritical);
    }

    [Fact]
    public async Task Thresholds_and_hysteresis_are_asked_for_as_wanted()
    {
        var bmc = With(40, 0, 0, 0x3F, 3, 2, 1, 80, 90, 100);
        bmc.Hysteresis[1] = [0, 5, 6];
        Sensor sensor = Assert.Single(await bmc.ReadAsync(new SensorQuery { ReadThresholds = false, ReadHysteresis = true }));
        Assert.Null(sensor.UpperCritical);
        Assert.Equal((5d, 6d), (sensor.PositiveHysteresis, sensor.NegativeHysteresis));
        Assert.Equal([GetSensorHysteresis.Definition.Code, GetSensorReading.Definition.Code], bmc.Requests.Select(r => r.Code).OrderBy(code => code));

        bmc.Hysteresis.Clear();
        sensor = Assert.Single(await bmc.ReadAsync(new SensorQuery { ReadHysteresis = true }));
        Assert.Equal((null, null), (sensor.PositiveHysteresis, sensor.NegativeHysteresis));
    }

    [Fact]
    public async Task A_fixed_hysteresis_is_that_of_the_record()
    {
        Sensor sensor = Assert.Single(await new ScriptedSensors().Add(Temperature() with { Capabilities = 0x75 }, 0, 40, Scanning, 0).ReadAsync());
        Assert.Equal((2d, 3d), (sensor.PositiveHysteresis, sensor.NegativeHysteresis));
    }

    [Fact]
    public async Task Enabled_events_are_read_with_the_sensor()
    {
        var bmc = new ScriptedSensors().Add(Temperature() with { Capabilities = 0x54 }, 0, 40, Scanning, 0).Add(Discrete(2, 0x08), 0, 0, Scanning, 0x01).Add(Discrete(3, 0x08) with { Capabilities = 0x03 }, 0, 0, Scanning, 0x01);
        bmc.Enables[1] = [0, 0x40, 0x80, 0xF2, 0x00, 0xF0];
        bmc.Enables[2] = [0, 0xC0];
        var sensors = await bmc.ReadAsync(new SensorQuery { ReadEvents = true });
        Assert.Equal((false, true, "Upper Non-critical - going high; Upper Critical - going high", "None"), (sensors[0].EventsEnabled, sensors[0].ScanningEnabled, sensors[0].AssertionEvents, sensors[0].DeassertionEvents));
        Assert.Equal((true, "None"), (sensors[1].EventsEnabled, sensors[1].AssertionEvents));
        Assert.Equal((true, null), (sensors[2].EventsEnabled, sensors[2].AssertionEvents));
        Assert.Equal(2, bmc.Requests.Count(r => r.Code == GetSensorEventEnable.Definition.Code));
    }

    [Theory]
    [InlineData(0x60)] // reading unavailable
    [InlineData(0xE0)]
    [InlineData(0x80)] // scanning disabled
    [InlineData(0x00)]
    public async Task Without_a_reading_the_value_is_null_and_never_0(byte flags)
    {
        var bmc = new ScriptedSensors().Add(Temperature(), 0, 0, flags, 0x07).Add(Discrete(2, 0x08), 0, 0, flags, 0x02);
        bmc.Thresholds[1] = [0, 0x08, 0, 0, 0, 80, 0, 0];
        foreach (Sensor sensor in await bmc.ReadAsync())
        {
            Assert.Null(sensor.Value);
            Assert.Empty(sensor.State);
            Assert.Equal(SensorHealth.Unknown, sensor.Health);
            Assert.NotNull(sensor.UnavailableReason);
            Assert.Equal((byte?)0, sensor.RawValue);
            Assert.Equal(sensor.Number == 1 ? 80d : null, sensor.UpperNonCritical);
        }
    }

    [Theory]
    [InlineData(0xC1)]
    [InlineData(0xC3)]
    [InlineData(0xC9)]
    [InlineData(0xCB)]
    [InlineData(0xCC)]
    [InlineData(0xCD)]
    [InlineData(0xCE)]
    [InlineData(0xD3)]
    [InlineData(0xD4)]
    [InlineData(0xD5)]
    [InlineData(0xFF)]
    public async Task A_sensor_that_is_refused_is_shown_without_reading_and_the_others_are_read(byte code)
    {
        var bmc = new ScriptedSensors()
            .Add(Temperature(1), 0, 41, Scanning, 0).Add(Temperature(2), code).Add(Temperature(3), 0, 43, Scanning, 0);
        var sensors = await bmc.ReadAsync();
        Assert.Equal([41, null, 43], sensors.Select(s => s.Value));
        Assert.Equal(SensorHealth.Unknown, sensors[1].Health);
        Assert.Contains($"{code:X2}h", sensors[1].UnavailableReason);
        Assert.Null(sensors[1].RawValue);
        Assert.Equal("°C", sensors[1].Unit);
    }

    [Theory]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 42 })]
    [InlineData(new byte[0])]
    public async Task A_sensor_with_half_an_answer_or_none_does_not_end_the_sweep(byte[] answer)
    {
        var bmc = new ScriptedSensors().Add(Temperature(1), answer).Add(Temperature(2), 0, 42, Scanning, 0);
        var sensors = await bmc.ReadAsync();
        Assert.Equal([null, 42], sensors.Select(s => s.Value));
        Assert.NotNull(sensors[0].UnavailableReason);
    }

    [Fact]
    public async Task State_bytes_that_are_left_out_are_no_states()
    {
        var bmc = new ScriptedSensors().Add(Temperature(1), 0, 41, Scanning).Add(Discrete(2, 0x08), 0, 0, Scanning);
        var sensors = await bmc.ReadAsync();
        Assert.Equal(41, sensors[0].Value);
        Assert.All(sensors, s => Assert.Empty(s.State));
        Assert.All(sensors, s => Assert.Equal(SensorHealth.Ok, s.Health));
        Assert.All(sensors, s => Assert.Null(s.RawState));
    }

    [Fact]
    public async Task Discrete_states_are_told_in_words_and_weighed()
    {
        var bmc = new ScriptedSensors()
            .Add(Discrete(1, 0x08), 0, 0, Scanning, 0x01, 0x80) // power supply present
            .Add(Discrete(2, 0x08), 0, 0, Scanning, 0x09, 0x80) // and its input lost
            .Add(Discrete(3, 0x0D), 0, 0, Scanning, 0x00, 0x81) // drive: rebuild aborted is state 8
            .Add(Discrete(4, 0x02, 0x03), 0, 0, Scanning, 0x01, 0x00) // digital: state deasserted
            .Add(Discrete(5, 0x08, 0x0B), 0, 0, Scanning, 0x02, 0x00); // redundancy lost
        var sensors = await bmc.ReadAsync();
        Assert.Equal("Power Supply", sensors[0].Type);
        Assert.Equal(["Presence detected"], sensors[0].State);
        Assert.Equal(SensorHealth.Ok, sensors[0].Health);
        Assert.Equal(2, sensors[1].State.Length);
        Assert.Equal(SensorHealth.Critical, sensors[1].Health);
        Assert.Equal(["Rebuild/Remap Aborted"], sensors[2].State);
        Assert.Equal(0x100, sensors[2].RawState);
        Assert.Equal(["State Deasserted"], sensors[3].State);
        Assert.Equal(["Redundancy Lost"], sensors[4].State);
        Assert.All(sensors, s => Assert.Null(s.Value));
        Assert.All(sensors, s => Assert.Null(s.Unit));
        Assert.All(sensors, s => Assert.Null(s.UnavailableReason));
        Assert.Equal(5, bmc.Requests.Count);
    }

    [Theory]
    [InlineData(0x6F, 0x08, 0x0000, "")] // no such state in the standard
    [InlineData(0x6F, 0x08, 0x4000, "State 14")] // the record has it
    [InlineData(0x6F, 0xC5, 0x0000, "State 14")] // the vendor's
    [InlineData(0x71, 0x08, 0x0000, "State 14")]
    public async Task States_that_only_the_vendor_knows_are_numbered(byte eventReadingType, byte sensorType, ushort mask, string expected)
    {
        var bmc = new ScriptedSensors().Add(Discrete(1, sensorType, eventReadingType, mask), 0, 0, Scanning, 0x00, 0xC0);
        Sensor sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Equal(Parts(expected), sensor.State);
        Assert.Equal(expected.Length == 0 ? SensorHealth.Ok : SensorHealth.Unknown, sensor.Health);
    }

    [Fact]
    public async Task A_discrete_sensor_with_a_unit_has_a_reading_too()
    {
        var record = Temperature() with { EventReadingType = 0x07, SensorType = 0x09, Units = new SensorUnits { BaseUnit = 6 }, Factors = new ReadingFactors { M = 10 } };
        var bmc = new ScriptedSensors()
            .Add(record, 0, 25, Scanning, 0x01)
            .Add(record with { SensorNumber = 2, Units = default }, 0, 25, Scanning, 0x01);
        var sensors = await bmc.ReadAsync();
        Assert.Equal((250d, "W"), (sensors[0].Value, sensors[0].Unit));
        Assert.Single(sensors[0].State);
        Assert.Equal((null, null), (sensors[1].Value, sensors[1].Unit));
        Assert.DoesNotContain(bmc.Requests, r => r.Code == GetSensorThresholds.Definition.Code);
    }

    [Fact]
    public async Task A_compact_sensor_can_pass_thresholds_without_having_a_reading()
    {
        var bmc = new ScriptedSensors().Add(Discrete(1, 0x04, 0x01), 0, 0, Scanning, 0x02);
        Sensor sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Equal(["Lower Critical"], sensor.State);
        Assert.Equal(SensorHealth.Critical, sensor.Health);
        Assert.Null(sensor.Value);
        Assert.Null(sensor.UnavailableReason);
    }

    [Fact]
    public async Task Non_linear_sensors_are_converted_with_the_factors_of_each_value()
    {
        var bmc = new ScriptedSensors().Add(Temperature() with { Linearization = 0x70 }, 0, 50, Scanning, 0);
        bmc.Thresholds[1] = [0, 0x18, 0, 0, 0, 80, 90, 0];
        bmc.Factors[(1, 50)] = [0, 51, 2, 0, 0, 0, 0, 0];
        bmc.Factors[(1, 80)] = [0, 81, 3, 0, 0, 0, 0, 0];
        Sensor sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Equal((100d, 240d, null), (sensor.Value, sensor.UpperNonCritical, sensor.UpperCritical));
        Assert.Equal(SensorHealth.Ok, sensor.Health);

        bmc.Factors.Clear();
        sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Null(sensor.Value);
        Assert.NotNull(sensor.UnavailableReason);
        Assert.Equal(SensorHealth.Unknown, sensor.Health);
        Assert.Equal((byte?)50, sensor.RawValue);
    }

    [Fact]
    public async Task Sensors_that_cannot_be_asked_are_shown_without_asking()
    {
        var bmc = new ScriptedSensors()
            .Add(new EventOnlyRecord { SensorNumber = 1, IdString = "POST", SensorType = 0x0F, EventReadingType = 0x6F })
            .Add(Discrete(2, 0x08) with { OwnerId = 0xB1 }, 0, 0, Scanning, 1);
        var sensors = await bmc.ReadAsync();
        Assert.Equal(["POST", "Discrete 2"], sensors.Select(s => s.Name));
        Assert.All(sensors, s => Assert.Equal(SensorHealth.Unknown, s.Health));
        Assert.All(sensors, s => Assert.NotNull(s.UnavailableReason));
        Assert.Empty(bmc.Requests);
    }

    [Fact]
    public async Task Sensors_that_share_a_record_are_read_one_by_one()
    {
        var record = Discrete(1, 0x0C) with { IdString = "DIMM ", Sharing = new RecordSharing { Count = 2, ModifierOffset = 1, EntityInstanceIncrements = true }, EntityId = 0x20, EntityInstance = 1 };
        var bmc = new ScriptedSensors().Add(record, 0, 0, Scanning, 0x40);
        bmc.Readings[(IpmbTarget.Bmc, 0, 2)] = [0, 0, Scanning, 0x02];
        var sensors = await bmc.ReadAsync();
        Assert.Equal([("DIMM 1", "Memory Device 1"), ("DIMM 2", "Memory Device 2")], sensors.Select(s => (s.Name, s.Entity)));
        Assert.Equal([0x40, 0x02], sensors.Select(s => s.RawState));
    }

    [Fact]
    public async Task A_sensor_without_a_name_gets_one() =>
        Assert.Equal("Sensor 2Ah", Assert.Single(await new ScriptedSensors().Add(Discrete(0x2A, 1) with { IdString = " \0" }, 0xCB).ReadAsync()).Name);

    [Fact]
    public async Task Sensors_of_satellites_are_asked_through_the_BMC()
    {
        var satellite = new IpmbTarget(0x2C, 6);
        var bmc = new ScriptedSensors().Add(Temperature() with { OwnerId = 0x2C, Channel = 6, OwnerLun = 1 }, 0, 55, Scanning, 0);
        bmc.Satellites.Add(satellite);
        Sensor sensor = Assert.Single(await bmc.ReadAsync());
        Assert.Equal(55, sensor.Value);
        Assert.Equal((0x2C, 1), (sensor.OwnerId, sensor.OwnerLun));
        Assert.All(bmc.Requests, r => Assert.Equal((satellite, 1), (r.Target, r.Lun)));
    }

    [Theory]
    [InlineData(new byte[] { 0xD3 })]
    [InlineData(new byte[] { 0xC1 })]
    [InlineData(new byte[0])]
    public async Task Where_a_satellite_cannot_be_reached_the_BMC_is_asked_once_that_is_known(byte[] unreachable)
    {
        var bmc = new ScriptedSensors { Unreachable = unreachable };
        for (byte number = 1; number <= 10; number++)
        {
            bmc.Add(Temperature(number) with { OwnerId = 0x2C, Channel = 6 }, 0xCB);
            bmc.Readings[(IpmbTarget.Bmc, 0, number)] = [0, (byte)(20 + number), Scanning, 0];
        }

        var sensors = await bmc.ReadAsync();
        Assert.Equal(Enumerable.Range(21, 10).Select(v => (double?)v), sensors.Select(s => s.Value));
        Assert.Single(bmc.Requests, r => !r.Target.IsBmc);
    }

    [Fact]
    public async Task The_BMC_is_not_asked_for_a_satellites_sensor_where_the_number_is_that_of_another()
    {
        var bmc = new ScriptedSensors()
            .Add(Temperature(1), 0, 41, Scanning, 0)
            .Add(Temperature(1) with { OwnerId = 0x2C, Channel = 6, IdString = "ME" }, 0xCB);
        var sensors = await bmc.ReadAsync();
        Assert.Equal([41, null], sensors.Select(s => s.Value));
        Assert.Contains("2Ch", sensors[1].UnavailableReason);
    }

    [Fact]
    public async Task A_satellites_own_refusal_is_no_reason_to_ask_the_BMC()
    {
        var bmc = new ScriptedSensors().Add(Temperature(1) with { OwnerId = 0x2C, Channel = 6 }, 0xCB);
        bmc.Readings[(IpmbTarget.Bmc, 0, 1)] = [0, 99, Scanning, 0];
        bmc.Satellites.Add(new IpmbTarget(0x2C, 6));
        Assert.Null(Assert.Single(await bmc.ReadAsync()).Value);
    }

    [Fact]
    public async Task Unwanted_sensors_are_not_asked_for()
    {
        var bmc = new ScriptedSensors();
        for (byte number = 1; number <= 20; number++)
            bmc.Add(number % 2 == 0 ? Discrete(number, 0x04) : Temperature(number), 0, number, Scanning, 0);
        var byName = await bmc.ReadAsync(new SensorQuery { NameFilter = name => name[name.Length - 1] == '3' });
        Assert.Equal(["Temp 3", "Temp 13"], byName.Select(s => s.Name));
        Assert.Equal(4, bmc.Requests.Count);

        var byType = await bmc.ReadAsync(new SensorQuery { TypeFilter = type => type == "Fan" });
        Assert.Equal(10, byType.Count);
    }

    [Fact]
    public async Task Sensors_come_in_the_order_of_their_records_whatever_the_order_of_the_answers()
    {
        var last = new TaskCompletionSource<bool>();
        var bmc = new ScriptedSensors();
        for (byte number = 1; number <= 50; number++)
            bmc.Add(Temperature(number), 0, number, Scanning, 0);
        int answered = 0;
        bmc.Before = r =>
        {
            if (r.Code == GetSensorReading.Definition.Code && r.Data[0] != 1 && Interlocked.Increment(ref answered) == 20)
                last.SetResult(true);
            return r.Data[0] == 1 ? last.Task : Task.CompletedTask;
        };
        Assert.Equal(Enumerable.Range(1, 50), (await bmc.ReadAsync()).Select(s => (int)s.Number));
    }

    [Fact]
    public async Task Sensors_are_given_out_before_all_are_read()
    {
        var enough = new TaskCompletionSource<bool>();
        var bmc = new ScriptedSensors();
        for (byte number = 1; number <= 10; number++)
            bmc.Add(Temperature(number), 0, number, Scanning, 0);
        bmc.Before = r => r.Data[0] == 10 ? enough.Task : Task.CompletedTask;
        var seen = new List<byte>();
        await bmc.ReadAsync(sensor =>
        {
            seen.Add(sensor.Number);
            if (seen.Count == 9)
                enough.SetResult(true);
        });
        Assert.Equal(10, seen.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task A_BMC_that_answers_for_no_sensor_is_gone(int count)
    {
        var bmc = new ScriptedSensors();
        for (int number = 1; number <= count; number++)
            bmc.Add(Temperature((byte)number), []);
        var seen = new List<Sensor>();
        var error = await Assert.ThrowsAsync<IpmiException>(() => bmc.ReadAsync(seen.Add));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Empty(seen);
        Assert.InRange(bmc.Requests.Count, 1, 70);
    }

    [Fact]
    public async Task A_privilege_too_low_for_every_sensor_is_an_error()
    {
        var bmc = new ScriptedSensors();
        for (byte number = 1; number <= 10; number++)
            bmc.Add(Temperature(number), 0xD4);
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => bmc.ReadAsync());
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
    }

    [Fact]
    public async Task A_lost_connection_ends_the_sweep()
    {
        var bmc = new ScriptedSensors { Before = _ => throw new IpmiException(IpmiErrorKind.Unreachable, "closed") };
        for (byte number = 1; number <= 10; number++)
            bmc.Add(Temperature(number), 0, number, Scanning, 0);
        Assert.Equal(IpmiErrorKind.Unreachable, (await Assert.ThrowsAsync<IpmiException>(() => bmc.ReadAsync())).Kind);
    }

    [Fact]
    public async Task Nothing_more_is_asked_once_the_caller_has_had_enough()
    {
        var bmc = new ScriptedSensors();
        for (byte number = 1; number <= 200; number++)
            bmc.Add(Temperature(number), 0, number, Scanning, 0);
        await Assert.ThrowsAsync<InvalidOperationException>(() => bmc.ReadAsync(_ => throw new InvalidOperationException()));
        Assert.InRange(bmc.Requests.Count, 0, 80);
    }

    [Fact]
    public async Task Cancelling_ends_the_sweep()
    {
        using var cancellation = new CancellationTokenSource();
        var bmc = new ScriptedSensors { Before = _ => new TaskCompletionSource<bool>().Task };
        bmc.Add(Temperature(1), 0, 1, Scanning, 0);
        Task sweep = bmc.ReadAsync(_ => { }, cancellation.Token);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sweep);
    }

    [Fact]
    public async Task Whatever_records_and_answers_hold_a_sweep_ends_with_a_sensor_for_each()
    {
        var random = new Random(20);
        for (int round = 0; round < 300; round++)
        {
            var bmc = new ScriptedSensors();
            int count = 0;
            while (count < 10)
            {
                byte[] bytes = RandomBytes(random, 80);
                bytes[3] = (byte)random.Next(1, 4);
                bytes[5] = 0x20;
                if (SdrRecord.ReadOrUnknown(bytes) is not SensorRecord record)
                    continue;
                byte[] reading = RandomBytes(random, random.Next(0, 6));
                if (reading.Length > 0 && random.Next(3) > 0)
                    reading[0] = 0;
                bmc.Add(record, reading.Length == 0 ? [0] : reading);
                bmc.Thresholds[record.SensorNumber] = [0, .. RandomBytes(random, random.Next(0, 8))];
                bmc.Factors[(record.SensorNumber, reading.Length > 1 ? reading[1] : (byte)0)] = [0, .. RandomBytes(random, 7)];
                count += record.Expand().Count();
            }

            var sensors = await bmc.ReadAsync();
            Assert.Equal(count, sensors.Count);
            foreach (Sensor sensor in sensors)
            {
                Assert.NotEmpty(sensor.Name);
                Assert.DoesNotContain(sensor.Name, char.IsControl);
                Assert.False(sensor.Value is { } value && (double.IsNaN(value) || double.IsInfinity(value)));
                Assert.True(sensor.UnavailableReason is null || sensor.Value is null);
                if (sensor.Value is null && sensor.State.Length == 0 && sensor.UnavailableReason is not null)
                    Assert.Equal(SensorHealth.Unknown, sensor.Health);
            }
        }
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
