using System;
using System.Linq;
using System.Text;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Channels, LAN parameters, system info, DCMI, watchdog and device information.</summary>
public sealed class ConfigurationCommandTests
{
    private const byte App = 0x06, Transport = 0x0C, Dcmi = 0x2C;

    [Theory]
    [InlineData(0x00, "00 01 01 00 F2 1B 00 00 00")]
    [InlineData(0x01, "01 04 01 81 F2 1B 00 00 00")]
    [InlineData(0x0E, "01 04 01 81 F2 1B 00 00 00")]
    [InlineData(0x0F, "0F 0C 05 00 F2 1B 00 FF FF")]
    public void Channel_info_is_reported(byte channel, string info) => Assert.Equal(Hex.Parse(info), new Bench().Get(App, 0x42, channel));

    [Fact]
    public void Unknown_channels_are_refused()
    {
        var bench = new Bench();
        Assert.Equal([0xCC], bench.Send(App, 0x42, 5));
        Assert.Equal([0x82], bench.Send(App, 0x41, 0, 0x80));
    }

    [Fact]
    public void Channel_access_can_be_changed()
    {
        var bench = new Bench();
        Assert.Equal([0x02, 0x04], bench.Get(App, 0x41, 1, 0x80));
        bench.Get(App, 0x40, 1, 0x80 | 0x22, 0x83);
        Assert.Equal([0x22, 0x03], bench.Get(App, 0x41, 1, 0x80));
        bench.Get(App, 0x40, 1, 0x00, 0x84);
        Assert.Equal([0x22, 0x04], bench.Get(App, 0x41, 1, 0x80));
    }

    [Fact]
    public void LAN_parameters_are_read_written_and_protected()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        wire.Send(session, App, 0x3B, 4);
        Assert.Equal([0x00, 0x11, 127, 0, 0, 1], wire.Send(session, Transport, 0x02, 1, 3, 0, 0));
        Assert.Equal([0x00, 0x11], wire.Send(session, Transport, 0x02, 0x81, 3, 0, 0));
        Assert.Equal([0x00], wire.Send(session, Transport, 0x01, 1, 12, 10, 0, 0, 1));
        Assert.Equal([0x00, 0x11, 10, 0, 0, 1], wire.Send(session, Transport, 0x02, 1, 12, 0, 0));
        Assert.Equal([0x82], wire.Send(session, Transport, 0x01, 1, 1, 0));
        Assert.Equal([0x80], wire.Send(session, Transport, 0x01, 1, 99, 0));
        Assert.Equal([0xC7], wire.Send(session, Transport, 0x01, 1, 12, 10, 0));
        Assert.Equal([0x80], wire.Send(session, Transport, 0x02, 1, 99, 0, 0));
        Assert.Equal([0x00], wire.Send(session, Transport, 0x01, 1, 0, 1));
        Assert.Equal([0x81], wire.Send(session, Transport, 0x01, 1, 0, 1));
    }

    [Fact]
    public void Each_BMC_has_a_MAC_address_a_GUID_and_a_serial_number_of_its_own()
    {
        var options = new SimulatorOptions();
        var definition = MachineProfiles.Load(options);
        var bmcs = Enumerable.Range(0, 300).Select(i => new VirtualBmc(i, definition, options, new ManualTime())).ToList();
        Assert.Equal(300, bmcs.Select(bmc => Hex.Format(bmc.State.Lan.Get(5, 0)!)).Distinct().Count());
        Assert.Equal(300, bmcs.Select(bmc => Hex.Format(bmc.State.Identity.Guid)).Distinct().Count());
        Assert.Equal(300, bmcs.Select(bmc => Hex.Format(bmc.State.Controllers.Main.Frus.Image(bmc.State.Controllers.Main.Frus.Find(0)!))).Distinct().Count());
    }

    [Fact]
    public void An_unknown_FRU_device_is_an_invalid_data_field()
    {
        var bench = new Bench();
        Assert.Equal([0xCC], bench.Send(0x0A, 0x10, 99));
        Assert.Equal([0xCC], bench.Send(0x0A, 0x11, 99, 0, 0, 8));
    }

    [Theory]
    [InlineData("rack-1u", 9)]
    [InlineData("storage-2u", 7)]
    public void GUIDs_are_random_and_in_the_byte_order_of_IPMI_or_SMBIOS(string profile, int versionByte) =>
        Assert.Equal(4, new Bench(new SimulatorOptions { Profile = profile }).Get(App, 0x37)[versionByte] >> 4);

    [Fact]
    public void System_names_are_stored_in_blocks()
    {
        var bench = new Bench();
        Assert.Equal(Encoding.ASCII.GetBytes("\0\bsim-0001"), bench.Get(App, 0x59, 0, 2, 0, 0).Skip(2).Take(10));
        bench.Get(App, 0x58, [2, 0, 0, 20, .. Encoding.ASCII.GetBytes("a longer name ")]);
        bench.Get(App, 0x58, [2, 1, .. Encoding.ASCII.GetBytes("of two")]);
        Assert.Equal(Encoding.ASCII.GetBytes("of two"), bench.Get(App, 0x59, 0, 2, 1, 0).Skip(2).Take(6));
        Assert.Equal([0xC9], bench.Send(App, 0x59, 0, 2, 2, 0));
        Assert.Equal([0x80], bench.Send(App, 0x59, 0, 77, 0, 0));
        Assert.Equal([0x11], bench.Get(App, 0x59, 0x80, 2, 0, 0));
    }

    [Fact]
    public void DCMI_reports_the_power_consumption()
    {
        var bench = new Bench();
        byte[] reading = bench.Get(Dcmi, 0x02, 0xDC, 1, 0, 0);
        Assert.Equal((18, 0xDC, 0x40), (reading.Length, reading[0], reading[17]));
        Assert.InRange(reading[1] | reading[2] << 8, 190, 235);
        var off = new Bench(new SimulatorOptions { PoweredOn = false });
        Assert.Equal(10, off.Get(Dcmi, 0x02, 0xDC, 1, 0, 0)[1]);
        Assert.Equal([0xC1], new Bench(new SimulatorOptions { Profile = "legacy" }).Send(Dcmi, 0x02, 0xDC, 1, 0, 0));
        Assert.Equal([0xC1], bench.Send(Dcmi, 0x02, 0x00, 1, 0, 0));
    }

    [Fact]
    public void The_watchdog_counts_down_and_sets_its_expiration_flag()
    {
        var bench = new Bench();
        Assert.Equal([0x80], bench.Send(App, 0x22));
        bench.Get(App, 0x24, 0x04, 0x00, 0x00, 0x3E, 100, 0);
        bench.Get(App, 0x22);
        bench.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([0x44, 0, 0, 0, 100, 0, 60, 0], bench.Get(App, 0x25));
        bench.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal([0x04, 0, 0, 0x10, 100, 0, 100, 0], bench.Get(App, 0x25));
    }

    [Fact]
    public void The_POH_counter_runs_only_while_the_machine_is_on()
    {
        var bench = new Bench();
        uint Hours() => new ByteReader(bench.Get(0x00, 0x0F), 1, 4).ReadUInt32();
        uint before = Hours();
        bench.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(before + 10, Hours());
        bench.Get(0x00, 0x02, 0);
        bench.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(before + 10, Hours());
    }

    [Fact]
    public void Device_id_and_power_state_are_reported()
    {
        var bench = new Bench();
        Assert.Equal(Hex.Parse("20 01 02 14 02 BF D9 7E 00 01 01 00 01 02 03"), bench.Get(App, 0x01));
        Assert.Equal([0x55, 0x00], bench.Get(App, 0x04));
        Assert.Equal([0x00, 0x00], bench.Get(App, 0x07));
        Assert.Equal(0x51, new Bench(new SimulatorOptions { CipherSuites = [] }).Get(App, 0x01)[4]);
    }
}
