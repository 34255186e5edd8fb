using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Inventory;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Sensors;
using IpmiPS.Simulator;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class ProfileReaderTests
{
    public static TheoryData<string> Profiles => [.. SimulatorRack.ProfileNames];

    [Fact]
    public void All_profiles_are_found() => Assert.Equal(["blade", "legacy", "rack-1u", "storage-2u", "unhealthy"], SimulatorRack.ProfileNames);

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task Every_record_reading_event_and_FRU_of_a_profile_is_understood(string profile)
    {
        var bench = new Bench(new SimulatorOptions { Profile = profile });
        var repository = await SdrRepository.ReadAsync(bench, CancellationToken.None);
        Assert.True(repository.Records.Count > 8);

        var sensors = new List<Sensor>();
        await SensorReader.ReadAllAsync(bench, repository, new SensorQuery(), sensors.Add, CancellationToken.None);
        Assert.All(bench.Bmc.SensorNames, name => Assert.Contains(sensors, sensor => sensor.Name == name));
        Assert.All(sensors.Where(sensor => sensor.Unit is not null && sensor.Value is not null), sensor => Assert.Equal(SensorHealth.Ok, sensor.Health));

        var entries = new List<SelEntry>();
        await SelReader.ReadAsync(bench, new SelQuery(), repository, entries.Add, CancellationToken.None);
        Assert.Equal(bench.Bmc.SelCount, entries.Count);
        Assert.All(entries, entry => Assert.NotEqual("", entry.Event));

        var frus = new List<Fru>();
        await FruReader.ReadAsync(bench, repository, null, frus.Add, CancellationToken.None);
        Assert.NotEmpty(frus);
        Assert.All(frus, fru => Assert.True(fru.ChecksumValid.All == true && fru.Problem is null, $"{fru}: {fru.Problem}"));
        Assert.Contains(frus, fru => fru.ProductSerial is { } serial && serial.EndsWith("00001", StringComparison.Ordinal));
    }

    [Fact]
    public void An_unhealthy_rack_is_unhealthy_from_the_start()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Count = 5, UnhealthyEvery = 5 });
        Assert.Equal([12, 12, 12, 12, 17], rack.Rack.Bmcs.Select(bmc => bmc.SelCount));
        using var unhealthy = new SimulatedRack(new SimulatorOptions { Profile = "unhealthy" });
        Assert.Equal(17, unhealthy.Bmc.SelCount);
    }

    [Theory]
    [InlineData("nonsense 1", "Line 1: 'nonsense' is not known.")]
    [InlineData("\nsensor 0x01 heat \"A\"", "Line 2: 'heat' is not a sensor type.")]
    [InlineData("sensor 0x01 temperature \"A\" unit=furlong", "Line 1: 'furlong' is not a unit.")]
    [InlineData("sensor 0x01 temperature \"A\" b=-1450", "Line 1: factors are -512 to 511, exponents -8 to 7.")]
    [InlineData("sensor 0x01 temperature \"A\" value=warm", "Line 1: 'warm' is not a number.")]
    [InlineData("sensor 0x01 temperature", "Line 1: 'sensor' needs more values.")]
    [InlineData("sensor 0x01 temperature \"A", "Line 1: a quotation mark is missing.")]
    [InlineData("sensor 0x01 temperature \"A name that is too long\"", "The name 'A name that is too long' has more than 16 characters.")]
    [InlineData("event 3d sensor=0x44", "Line 1: there is no sensor 44h yet.")]
    [InlineData("event soon sensor=0x44", "Line 1: there is no sensor 44h yet.")]
    [InlineData("sel-record soon type=0xC0 data=000000000000000000", "Line 1: 'soon' is not an age; write days, hours, minutes and seconds, such as 3d12h.")]
    [InlineData("sel-record 1d type=0xC0 data=00", "Line 1: a record has 9 bytes of data after its time, or 13 if it has no time.")]
    [InlineData("board maker=A", "Line 1: a FRU area needs its FRU first.")]
    [InlineData("association entity=7 10.1", "Line 1: '7' is not an entity; write id and instance, such as 7.1.")]
    public void An_invalid_line_is_an_error_with_its_number(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => new ProfileReader("test").Read(text)).Message);

    [Fact]
    public void A_FRU_can_be_accessed_by_words()
    {
        var machine = new ProfileReader("test").Read("fru 0 \"Words\" access=words size=64\nboard maker=ACME name=Board\n");
        var bmc = new VirtualBmc(0, machine, new SimulatorOptions(), new ManualTime());
        var bench = new Bench(bmc);
        Assert.Equal([64, 0, 1], bench.Get(0x0A, 0x10, 0));
        Assert.Equal([2, 0x00, 0x01, 0x00, 0x00], bench.Get(0x0A, 0x11, 0, 1, 0, 2));
        Assert.Equal([0xC9], bench.Send(0x0A, 0x11, 0, 32, 0, 1));
        Assert.Equal([1], bench.Get(0x0A, 0x12, 0, 31, 0, 0xAA, 0xBB));
        Assert.Equal([1, 0xAA, 0xBB], bench.Get(0x0A, 0x11, 0, 31, 0, 1));
    }

    [Fact]
    public void An_unknown_profile_is_an_error_that_lists_the_profiles() =>
        Assert.Contains("rack-1u", Assert.Throws<ArgumentException>(() => MachineProfiles.Load("mainframe")).Message);
}
