using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Device;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Device;

/// <summary>Global enables, ACPI states and system information.</summary>
public sealed class DeviceSettingsTests
{
    private readonly Bench _bench = new();

    [Fact]
    public async Task Global_enables_are_changed_bit_by_bit_and_the_other_bits_stay()
    {
        byte[] sent = [];
        byte present = 0x98; // a reserved bit too
        var bmc = new ScriptedBmc(request =>
        {
            if (request.Code == 0x2E)
                (sent, present) = (request.Data, request.Data[0]);
            return request.Code == 0x2F ? [0, present] : [0];
        });
        var change = await GlobalEnablesControl.PrepareAsync(bmc, BmcGlobalEnables.EventMessageBuffer, BmcGlobalEnables.SystemEventLogging);
        var update = await change.RunAsync();
        Assert.Equal([0x94], sent);
        Assert.Equal((true, true, false, true, true), (update.Changed, update.Verified, update.SystemEventLogging, update.EventMessageBuffer, update.Oem2));
        Assert.Null((await GlobalEnablesControl.PrepareAsync(bmc, BmcGlobalEnables.Oem2, BmcGlobalEnables.None)).Description);
    }

    [Fact]
    public async Task A_BMC_whose_logging_is_off_records_no_events()
    {
        string sensor = _bench.Bmc.SensorNames.First(static name => name == "Fan1");
        int before = _bench.Bmc.SelCount;
        await (await GlobalEnablesControl.PrepareAsync(_bench, BmcGlobalEnables.None, BmcGlobalEnables.SystemEventLogging)).RunAsync();
        _bench.Bmc.SetSensorValue(sensor, 0);
        Assert.Equal(before, _bench.Bmc.SelCount);
        await (await GlobalEnablesControl.PrepareAsync(_bench, BmcGlobalEnables.SystemEventLogging, BmcGlobalEnables.None)).RunAsync();
        _bench.Bmc.ReleaseSensor(sensor);
        _bench.Bmc.SetSensorValue(sensor, 0);
        Assert.True(_bench.Bmc.SelCount > before);
    }

    [Fact]
    public async Task A_BMC_that_bars_the_change_is_not_changed()
    {
        var bmc = new ScriptedBmc(static request => request.Code == 0x2F ? [0, 0x09] : [0xD4]);
        var change = await GlobalEnablesControl.PrepareAsync(bmc, BmcGlobalEnables.None, BmcGlobalEnables.SystemEventLogging);
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, (await Assert.ThrowsAsync<IpmiCommandException>(() => change.RunAsync())).Kind);
    }

    [Fact]
    public async Task Acpi_states_are_told_and_read_back()
    {
        Assert.Equal(AcpiSystemState.S0, (await AcpiPowerControl.GetAsync(_bench)).System);
        var change = await AcpiPowerControl.PrepareAsync(_bench, AcpiSystemState.S3, null);
        Assert.Equal("ACPI power state S0/D0 -> S3/D0", change.Description);
        Assert.True((await change.RunAsync()).Verified);
        Assert.Null((await AcpiPowerControl.PrepareAsync(_bench, AcpiSystemState.S3, AcpiDeviceState.D0)).Description);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("exactly14bytes")]
    [InlineData("one more than 1")]
    [InlineData("https://bmc.example/a/rather/long/address/that/needs/several/blocks")]
    [InlineData("Größe")]
    [InlineData("Škoda ☃")]
    [InlineData("")]
    public async Task A_text_is_written_in_blocks_and_read_again(string text)
    {
        var update = await (await SystemInfoChange.PrepareAsync(_bench, new SystemInfo { BmcUrl = text, SystemName = "x" })).RunAsync();
        Assert.Equal((text, "x", true), (update.BmcUrl, update.SystemName, update.Changed));
        Assert.Null((await SystemInfoChange.PrepareAsync(_bench, new SystemInfo { BmcUrl = text })).Description);
        Assert.Equal([0x00], _bench.Get(0x06, 0x59, 0, 0, 0, 0).Skip(1));
    }

    [Fact]
    public void Blocks_have_encoding_and_length_first()
    {
        var blocks = SystemInfoBlocks.Encode("SystemName", "0123456789ABCDEF");
        Assert.Equal(Hex.Parse("00 10 30 31 32 33 34 35 36 37 38 39 41 42 43 44"), blocks[0]);
        Assert.Equal(Hex.Parse("45 46 00 00 00 00 00 00 00 00 00 00 00 00 00 00"), blocks[1]);
        Assert.Equal("Aé", SystemInfoBlocks.Decode([Hex.Parse("01 03 41 C3 A9")]));
        Assert.Equal("Aé", SystemInfoBlocks.Decode([Hex.Parse("02 04 41 00 E9 00")]));
        Assert.Equal("ab", SystemInfoBlocks.Decode([Hex.Parse("00 FF 61 62 00 63")]));
        Assert.Equal("", SystemInfoBlocks.Decode([[0]]));
        Assert.Equal("a[2Jb", SystemInfoBlocks.Decode([Hex.Parse("00 06 61 1B 5B 32 4A 62")]));
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => SystemInfoBlocks.Encode("BmcUrl", "a\u001B[2Jb")).Kind);
        Assert.Equal(IpmiErrorKind.InvalidParameter, Assert.Throws<IpmiException>(() => SystemInfoBlocks.Encode("BmcUrl", new string('x', 256))).Kind);
    }

    [Fact]
    public async Task What_a_BMC_bars_or_lacks_is_null_with_a_note()
    {
        // D4h, as from some Supermicro and MSI boards.
        var barred = await SystemInfoReader.GetAsync(new ScriptedBmc(static _ => [0xD4]));
        Assert.Null(barred.SystemName);
        Assert.Equal(7, barred.Notes.Length);

        var partial = await SystemInfoReader.GetAsync(new ScriptedBmc(static request => request.Data[1] switch
        {
            2 => [0, 0x11, 0, 0, 3, .. Encoding.ASCII.GetBytes("web           ")],
            0xEA => [0, 0x11, 1, 2],
            _ => [0x80],
        }), [0xEA, 0xEB]);
        Assert.Equal(("web", null, "EAh: 01 02"), (partial.SystemName, partial.BmcUrl, partial.OemParameters.Single()));
        Assert.Contains(partial.Notes, static note => note.StartsWith("Parameter EBh: ", StringComparison.Ordinal));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiCommandException>(() => SystemInfoReader.GetAsync(new ScriptedBmc(static _ => [0xC1])))).Kind);
    }

    [Fact]
    public async Task A_text_that_the_BMC_does_not_have_cannot_be_set()
    {
        var bmc = new ScriptedBmc(static request => request.Data[1] == 2 ? [0, 0x11, 0, 0, 1, .. Encoding.ASCII.GetBytes("a             ")] : [0x80]);
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiException>(() => SystemInfoChange.PrepareAsync(bmc, new SystemInfo { BmcUrl = "b" }))).Kind);
    }
}
