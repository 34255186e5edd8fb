using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IpmiPS.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class EmuReaderTests
{
    private const string Bmc = """
        mc_setbmc 0x20
        mc_add 0x20 32 no-device-sdrs 0x1 2 30 0xdf 0x2a2 0x100 dynsens
        mc_enable 0x20
        sel_enable 0x20 100 0x0a

        """;

    // A full record: owner 20h, sensor 30h, a fan (type 04h), thresholds, M = 120, name "Fan1".
    private const string FanSdr = """
        main_sdr_add 0x20 \
        0x99 0x99 0x51 0x01 0x2f \
        0x20 0x00 0x30 0x07 0x01 0x7f 0x68 0x04 0x01 0x05 0x30 0x05 0x30 0x03 0x03 0x00 \
        # a comment in between
        0x12 0x00 0x00 0x78 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0x00 0xff 0x00 0x00 \
        0x00 0x00 0x00 0x03 0x05 0x02 0x02 0x00 0x00 0x00 0xc4 'F 'a 'n '1

        """;

    private const string Fan = "sensor_add 0x20 0x0 0x30 0x04 0x01\n" + FanSdr;

    private static MachineDefinition Read(string text)
    {
        var machine = EmuReader.ReadText("test.emu", text.Replace("\r", ""));
        Assert.Empty(machine.Warnings);
        return machine;
    }

    private static byte[] ReadingOf(MachineDefinition machine, byte sensor)
    {
        var bmc = new VirtualBmc(0, new MachineProfile(machine), new SimulatorOptions(), new ManualTime());
        var definition = bmc.State.Controllers.Main.Sensors.Find(0, sensor)!;
        var measured = bmc.State.Controllers.Main.Sensors.Read(definition);
        return [measured.Raw, (byte)((measured.EventsEnabled ? 0x80 : 0) | (measured.ScanningEnabled ? 0x40 : 0)), (byte)measured.States, (byte)(measured.States >> 8)];
    }

    [Fact]
    public void A_controller_has_the_device_id_of_the_file()
    {
        var bmc = Read(Bmc).Bmc;
        Assert.Equal((32, 1, 2, 30, 0xDF, 0x2A2, 0x100), (bmc.DeviceId, bmc.DeviceRevision, bmc.FirmwareMajor, bmc.FirmwareMinor, bmc.DeviceSupport, bmc.ManufacturerId, bmc.ProductId));
        Assert.True(bmc.DynamicSensors);
        Assert.Equal((100, 0x0A), (bmc.Sel!.Capacity, bmc.Sel.OperationSupport));
    }

    [Fact]
    public void SDRs_get_ids_in_their_order_and_sensors_their_names_and_factors()
    {
        var machine = Read(Bmc + Fan);
        var sensor = machine.Bmc.Sensors.Single();
        Assert.Equal(("Fan1", 1200.0), (sensor.Name, sensor.Conversion.ToValue(10)));
        Assert.Equal((1, 0), (machine.Bmc.MainSdrs[0][0], machine.Bmc.MainSdrs[0][1]));
        Assert.Equal(52, machine.Bmc.MainSdrs[0].Length);
    }

    [Fact]
    public void A_value_is_reproduced_with_its_flags_and_states()
    {
        var machine = Read(Bmc + Fan + """
            sensor_set_value 0x20 0x0 0x30 0x20 0x1
            sensor_set_threshold 0x20 0x0 0x30 readable 000011 0x00 0x00 0x00 0x00 0x03 0x05
            sensor_set_hysteresis 0x20 0 0x30 settable 2 3
            sensor_set_event_support 0x20 0x0 0x30 enable scanning per-state 000000000000101 000000000000101 000000000000101 000000000000001
            sensor_set_bit 0x20 0x0 0x30 6 1 1
            sensor_set_bit 0x20 0x0 0x30 7 1 1
            """);
        Assert.Equal([0x20, 0xC0, 0xC0, 0x00], ReadingOf(machine, 0x30));
        var sensor = machine.Bmc.Sensors[0];
        Assert.Equal((1, 0x03), (sensor.ThresholdAccess, sensor.ThresholdMask));
        Assert.Equal([5, 3, 0, 0, 0, 0], sensor.Thresholds);
        Assert.Equal((2, 2, 3), (sensor.HysteresisAccess, sensor.PositiveHysteresis, sensor.NegativeHysteresis));
        Assert.Equal((0x05, 0x01), (sensor.AssertionEnabled, sensor.DeassertionEnabled));
        Assert.Empty(machine.Bmc.Sel!.Entries);
    }

    [Fact]
    public void Sensor_events_of_the_file_are_in_the_SEL_from_the_start()
    {
        var machine = Read(Bmc + Fan + """
            sensor_set_threshold 0x20 0x0 0x30 settable 000011 0 0 0 0 0x03 0x05
            sensor_set_event_support 0x20 0x0 0x30 enable scanning per-state 000000000000101 000000000000101 000000000000101 000000000000101
            sensor_set_value 0x20 0x0 0x30 4 1
            sensor_set_value 0x20 0x0 0x30 2 0
            sensor_set_value 0x20 0x0 0x30 9 1
            sensor_add 0x20 0 0x44 0x07 0x6f event-only
            sensor_set_event_support 0x20 0x0 0x44 enable no-scanning none 000000000000000 000000000000000 000000000000000 000000000000000
            sensor_set_bit 0x20 0 0x44 3 1 1
            sensor_add 0x20 0 0x45 0x0d 0x6f
            sensor_set_event_support 0x20 0x0 0x45 true scanning per-state 000000000000111 000000000000111 000000000000111 000000000000111
            sensor_set_bit 0x20 0 0x45 0 1 0
            sensor_set_bit_clr_rest 0x20 0 0x45 2 1
            """);
        var events = machine.Bmc.Sel!.Entries.Select(entry => entry.Data.Skip(7).ToArray()).ToList();
        Assert.Equal(
            [
                [0x04, 0x30, 0x01, 0x50, 4, 5],
                [0x04, 0x30, 0x81, 0x50, 9, 5],
                [0x04, 0x30, 0x81, 0x52, 9, 3],
                [0x07, 0x44, 0x6F, 0x03, 0xFF, 0xFF],
                [0x0D, 0x45, 0xEF, 0x00, 0xFF, 0xFF],
                [0x0D, 0x45, 0x6F, 0x02, 0xFF, 0xFF],
            ],
            events);
        Assert.Equal([2, 0xC0, 4, 0], ReadingOf(Read(Bmc + "sensor_add 0x20 0 0x45 0x0d 0x6f\nsensor_set_event_support 0x20 0 0x45 enable scanning none 000000000000000 000000000000000 000000000000000 000000000000000\nsensor_set_bit_clr_rest 0x20 0 0x45 2 0\n"), 0x45));
    }

    [Fact]
    public void A_sensor_is_initialized_from_its_SDR_if_that_comes_first()
    {
        var machine = Read(Bmc + FanSdr + "sensor_add 0x20 0x0 0x30 0x04 0x01\n");
        var sensor = machine.Bmc.Sensors[0];
        Assert.True(sensor.EventsEnabled && sensor.ScanningEnabled);
        Assert.Equal((2, 0x1B), (sensor.ThresholdAccess, sensor.ThresholdMask));
        Assert.Equal([5, 3, 0, 0, 0, 0], sensor.Thresholds);
        Assert.Equal((2, 2, 2), (sensor.HysteresisAccess, sensor.PositiveHysteresis, sensor.NegativeHysteresis));
        Assert.False(sensor.HasValue);
    }

    [Fact]
    public void FRU_data_log_entries_GUID_satellites_and_device_SDRs_are_read()
    {
        var machine = Read(Bmc + """
            define ME "0x2c"
            mc_add $ME 1 has-device-sdrs 1 0 0 159 0 0
            mc_enable $ME
            mc_add 0x30 1 no-device-sdrs 1 0 0 159 0 0
            mc_add_fru_data 0x20 3 16 data 1 2 3 0x0a 017
            mc_set_guid 0x20 a123456789abcdefa123456789abcdef
            sel_add 0x20 0x02 0 0 0 0 0x20 0 4 1 2 3 4 5 6
            sel_add 0x20 0x02 0 0 0 0x60 0x20 0 4 1 2 3 4 5 6
            sel_add 0x20 0xe1 1 2 3 4 5 6 7 8 9 10 11 12 13
            device_sdr_add $ME 0 0 0 0x51 0xc0 2 7 8
            sleep 10
            debug msg
            """);
        Assert.Equal([1, 2, 3, 10, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], machine.Bmc.Frus.Single().Content(5));
        Assert.Equal(0xA1, machine.Guid![0]);
        Assert.Equal([TimeSpan.Zero, null, TimeSpan.Zero], machine.Bmc.Sel!.Entries.Select(entry => entry.Age));
        Assert.Equal([1, 0, 0x51, 0xC0, 2, 7, 8], machine.Find(0x2C)!.DeviceSdrs[0].Single());
        Assert.True(machine.Find(0x2C)!.Enabled);
        Assert.False(machine.Find(0x30)!.Enabled);
    }

    [Theory]
    [InlineData("no_such_command 1 2", "'no_such_command' is not known")]
    [InlineData("mc_enable 0x99", "there is no controller 99h")]
    [InlineData("mc_add 0x20 1 no-device-sdrs 1 0 0 159 0 0", "the controller 20h exists already")]
    [InlineData("main_sdr_add 0x20 1 2 3 4 9 1", "an SDR whose header says 14 bytes has 6")]
    [InlineData("main_sdr_add 0x20 1 2", "an SDR has at least 5 bytes")]
    [InlineData("main_sdr_add 0x20 1 2 x", "'x' is not a valid data byte")]
    [InlineData("sensor_set_value 0x20 0 0x77 1 1", "there is no sensor 77h")]
    [InlineData("sensor_add 0x20 0 0xff 1 1", "sensor FFh at LUN 0 is not possible")]
    [InlineData("sensor_add 0x20 0 0x31 1 1 poll 1000 file \"/sys/x y\"", "sensor 31h is polled from a file; it exists, but has no value")]
    [InlineData("mc_add_fru_data 0x20 1 2 data 1 2 3", "3 bytes do not fit into a FRU device of 2")]
    [InlineData("mc_add_fru_data 0x20 1 2 nothing", "FRU data are 'data' or 'file'")]
    [InlineData("sel_add 0x20 2 1 2 3", "a SEL entry has 13 bytes after its type, not 3")]
    [InlineData("sel_add 0x20", "record type is missing")]
    [InlineData("define A \"b", "a quotation mark is missing")]
    [InlineData("mc_enable $NOTHING", "$NOTHING is not defined")]
    public void An_unusable_line_is_a_warning_with_its_number_and_the_rest_is_used(string line, string message)
    {
        var machine = EmuReader.ReadText("test.emu", (Bmc + "\n" + line + "\nmc_add 0x44 1 no-device-sdrs 1 0 0 159 0 0\n").Replace("\r", ""));
        Assert.Equal([$"test.emu:6: {message}."], machine.Warnings);
        Assert.NotNull(machine.Find(0x44));
    }

    [Fact]
    public void Nothing_is_read_after_quit() => Assert.Null(Read(Bmc + "quit\nmc_add 0x44 1 no-device-sdrs 1 0 0 159 0 0\nrubbish\n").Find(0x44));

    [Fact]
    public void A_file_without_a_BMC_is_an_error() => Assert.Throws<ArgumentException>(() => EmuReader.ReadText("empty", "# nothing\n"));

    [Fact]
    public void Files_are_included_relative_to_the_file()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "ipmips-emu-" + Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "main.emu"), Bmc + "include \"more.emu\"\ninclude \"absent.emu\"\ninclude \"main.emu\"\n");
            File.WriteAllText(Path.Combine(folder, "more.emu"), "mc_add 0x44 1 no-device-sdrs 1 0 0 159 0 0\nmc_add_fru_data 0x20 0 8 file 2 \"fru.bin\"\n");
            File.WriteAllBytes(Path.Combine(folder, "fru.bin"), [9, 9, 1, 2, 3]);
            var machine = EmuReader.ReadFile(Path.Combine(folder, "main.emu"));
            Assert.NotNull(machine.Find(0x44));
            Assert.Equal([1, 2, 3, 0, 0, 0, 0, 0], machine.Bmc.Frus.Single().Content(0));
            Assert.StartsWith("main.emu:6: ", machine.Warnings[0]);
            Assert.Contains(machine.Warnings, warning => warning.Contains("included too deeply"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [CaptureFact("dell_r730.emu")]
    public void The_captured_Dell_server_is_read_completely() => Played("dell_r730.emu", 187, 169, 44, 11);

    [CaptureFact("quanta_d51.emu")]
    public void The_captured_Quanta_server_is_read_completely() => Played("quanta_d51.emu", 112, 107, 15, 2);

    [CaptureFact("s2600wtt.emu")]
    public void The_captured_Intel_server_is_read_completely() => Played("s2600wtt.emu", 198, 94, 0, 9);

    private static void Played(string file, int sdrs, int sensors, int events, int frus)
    {
        var machine = EmuReader.ReadFile(CaptureFactAttribute.PathOf(file));
        Assert.Empty(machine.Warnings);
        Assert.Equal((sdrs, sensors, events, frus), (machine.Bmc.MainSdrs.Count, machine.Controllers.Sum(controller => controller.Sensors.Count), machine.Bmc.Sel!.Entries.Count, machine.Bmc.Frus.Count));
    }
}
