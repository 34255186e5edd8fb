using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Interop.Support;
using Xunit;

namespace IpmiPS.Interop.Chassis;

/// <summary>
/// Boot device of a captured server. ipmi_sim keeps the device alone, and not that it is valid, persistent or UEFI: its
/// answer has those bits always clear, as ipmitool shows.
/// </summary>
public sealed class BootDeviceTests : IAsyncLifetime
{
    private CaptureBmc _bmc = null!;

    public async Task InitializeAsync() => _bmc = await CaptureBmc.StartAsync(Captures.DellR730);

    public async Task DisposeAsync() => await _bmc.DisposeAsync();

    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData(BootDevice.Pxe, "0004000000", "Force PXE")]
    [InlineData(BootDevice.Disk, "0008000000", "Force Boot from default Hard-Drive")]
    [InlineData(BootDevice.Cdrom, "0014000000", "Force Boot from CD/DVD")]
    [InlineData(BootDevice.Bios, "0018000000", "Force Boot into BIOS Setup")]
    [InlineData(BootDevice.None, "0000000000", "No override")]
    public async Task What_is_set_is_what_ipmitool_reads(BootDevice device, string raw, string inWords)
    {
        using var client = await _bmc.ConnectAsync();

        var set = await BootDeviceControl.SetAsync(client, device, persistent: false, uefi: false);

        Assert.Equal(device, set.Device);
        string[] theirs = (await _bmc.IpmiToolAsync("chassis", "bootparam", "get", "5")).Lines;
        Assert.Contains($"Boot parameter data: {raw}", theirs);
        Assert.Contains(theirs, line => line.Contains(inWords, StringComparison.Ordinal));
        Assert.Equal(raw, set.Raw.Replace(" ", "", StringComparison.Ordinal));
    }

    [InteropTheory(Needs.Captures | Needs.IpmiTool)]
    [InlineData("pxe", BootDevice.Pxe)]
    [InlineData("disk", BootDevice.Disk)]
    [InlineData("cdrom", BootDevice.Cdrom)]
    [InlineData("bios", BootDevice.Bios)]
    [InlineData("none", BootDevice.None)]
    public async Task What_ipmitool_set_is_read(string word, BootDevice device)
    {
        _ = (await _bmc.IpmiToolAsync("chassis", "bootdev", word)).Lines;
        using var client = await _bmc.ConnectAsync();

        var read = await BootDeviceControl.GetAsync(client);

        Assert.Equal((device, false, false, false), (read.Device, read.Persistent, read.Uefi, read.Valid));
        string theirs = (await _bmc.IpmiToolAsync("chassis", "bootparam", "get", "5")).Lines.Single(line => line.StartsWith("Boot parameter data:", StringComparison.Ordinal));
        Assert.EndsWith(read.Raw.Replace(" ", "", StringComparison.Ordinal), theirs, StringComparison.Ordinal);
    }

    [InteropTheory(Needs.Captures)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_the_BMC_does_not_keep_is_an_error(bool persistent, bool uefi)
    {
        using var client = await _bmc.ConnectAsync();

        var error = await Assert.ThrowsAsync<IpmiException>(() => BootDeviceControl.SetAsync(client, BootDevice.Pxe, persistent, uefi));

        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("reads back Pxe, once, legacy, not valid", error.Message, StringComparison.Ordinal);
    }
}
