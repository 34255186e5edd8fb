using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Device;

public class DeviceInfoReaderTests
{
    private const string Guid = "9C4E1F3A217BFD4C9E800123456789AB";

    private static ScriptedBmc Bmc(string id = "00 20 81 02 40 02 DF A2 02 00 00 01 00 01 00 00", string systemGuid = "00" + Guid, string deviceGuid = "C1", string selfTest = "00 55 00") =>
        new(request => Hex.Parse(request.Command switch
        {
            GetDeviceId => id,
            GetSystemGuid => systemGuid,
            GetDeviceGuid => deviceGuid,
            GetSelfTestResults => selfTest,
            _ => "C1",
        }));

    [Fact]
    public async Task Everything_is_asked_at_once_and_put_into_words()
    {
        var bmc = Bmc();
        var device = await DeviceInfoReader.GetAsync(bmc);
        Assert.Equal(3, bmc.Requests.Count);
        Assert.Equal(("bmc1", 0x20, 1, "2.40", "00 01 00 00", false), (device.ComputerName, device.DeviceId, device.DeviceRevision, device.FirmwareVersion, device.AuxiliaryFirmware, device.Updating));
        Assert.Equal((new Version(2, 0), 674, "Dell Inc.", 256), (device.IpmiVersion, device.ManufacturerId, device.Manufacturer, device.ProductId));
        Assert.True(device.ProvidesDeviceSdrs);
        Assert.Equal((DeviceFunctions)0xDF, device.Functions);
        Assert.Equal(System.Guid.Parse("3a1f4e9c-7b21-4cfd-9e80-0123456789ab"), device.Guid);
        Assert.Equal((Guid, GuidEncoding.Smbios, "Passed"), (device.GuidRaw, device.GuidEncoding, device.SelfTest));
    }

    [Fact]
    public async Task A_bmc_that_starts_shows_its_version_without_the_busy_bit()
    {
        var device = await DeviceInfoReader.GetAsync(Bmc(id: "00 00 00 83 0A 51 00 80 B9 00 34 12"));
        Assert.Equal(("3.0A", true, new Version(1, 5)), (device.FirmwareVersion, device.Updating, device.IpmiVersion));
        Assert.Equal((47488, "Super Micro Computer Inc.", 0x1234), (device.ManufacturerId, device.Manufacturer, device.ProductId));
        Assert.Null(device.AuxiliaryFirmware);
    }

    [Fact]
    public async Task A_bmc_without_a_system_guid_is_asked_for_its_own()
    {
        var device = await DeviceInfoReader.GetAsync(Bmc(systemGuid: "C1", deviceGuid: "00" + Guid));
        Assert.Equal(Guid, device.GuidRaw);
    }

    [Theory]
    [InlineData("C1")]
    [InlineData("")]
    [InlineData("00 01")]
    public async Task What_is_refused_silent_or_rubbish_is_left_out(string answer)
    {
        var device = await DeviceInfoReader.GetAsync(Bmc(systemGuid: answer, deviceGuid: answer, selfTest: answer == "00 01" ? "00" : answer));
        Assert.Null(device.Guid);
        Assert.Null(device.GuidRaw);
        Assert.Null(device.SelfTest);
        Assert.Equal("Dell Inc.", device.Manufacturer);
    }

    [Fact]
    public async Task Without_a_device_id_there_is_nothing_to_tell() =>
        Assert.Equal(IpmiErrorKind.Timeout, (await Assert.ThrowsAsync<IpmiException>(() => DeviceInfoReader.GetAsync(Bmc(id: "")))).Kind);

    [Fact]
    public async Task Cancellation_is_passed_on()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DeviceInfoReader.GetAsync(Bmc(), cancel.Token));
    }

    [Theory]
    [InlineData(0x55, 0, "Passed")]
    [InlineData(0x56, 0, "Not implemented")]
    [InlineData(0x57, 0x81, "Failed: SEL device not accessible, operational firmware corrupted")]
    [InlineData(0x57, 0x08, "Failed: SDR repository empty")]
    [InlineData(0x57, 0, "Failed, without details")]
    [InlineData(0x58, 0x12, "Fatal hardware error (detail 12h)")]
    [InlineData(0x60, 0x01, "Device-specific failure 60h (detail 01h)")]
    public void Self_tests_are_put_into_words(byte result, byte detail, string text) =>
        Assert.Equal(text, DeviceInfoReader.Describe(new SelfTestResults(result, detail)));
}
