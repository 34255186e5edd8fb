using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Parameters;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Boot;

public class BootDeviceControlTests
{
    [Theory]
    [InlineData("80 04 00 00 00", BootDevice.Pxe, false, false, true)]
    [InlineData("E0 18 00 00 00", BootDevice.Bios, true, true, true)]
    [InlineData("A0 24 00 00 00", BootDevice.RemoteMedia, false, true, true)]
    [InlineData("00 08 00 00 00", BootDevice.Disk, false, false, false)]
    [InlineData("80 3C 00 00 00", BootDevice.Floppy, false, false, true)]
    [InlineData("80 28 00 00 00", (BootDevice)10, false, false, true)]
    [InlineData("80 04", BootDevice.Pxe, false, false, true)]
    [InlineData("80 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", BootDevice.Pxe, false, false, true)]
    public async Task The_boot_device_is_read(string flags, BootDevice device, bool persistent, bool uefi, bool valid)
    {
        var boot = new ScriptedBoot { Flags = Hex.Parse(flags) };
        var info = await BootDeviceControl.GetAsync(boot.Bmc);
        Assert.Equal(("bmc1", device, persistent, uefi, valid), (info.ComputerName, info.Device, info.Persistent, info.Uefi, info.Valid));
        Assert.Equal(device == BootDevice.RemoteMedia ? 2 : 1, boot.Bmc.Requests.Count);
    }

    [Fact]
    public async Task Other_flags_are_put_into_words()
    {
        var info = await BootDeviceControl.GetAsync(new ScriptedBoot { Flags = Hex.Parse("80 C7 FA 09 13") }.Bmc);
        Assert.Equal(["ClearCmos", "LockKeyboard", "BlankScreen", "LockResetButton", "LockPowerButton", "ProgressTraps", "BypassPassword", "ConsoleRedirection", "SharedMode", "MuxToBmc"], info.Options);
        Assert.Equal((0x13, "80 C7 FA 09 13"), (info.Instance, info.Raw));
    }

    [Theory]
    [InlineData(BootDevice.Pxe, false, false, "05 80 04 00 00 00")]
    [InlineData(BootDevice.Disk, true, true, "05 E0 08 00 00 00")]
    [InlineData(BootDevice.Cdrom, false, true, "05 A0 14 00 00 00")]
    [InlineData(BootDevice.RemoteMedia, true, false, "05 C0 24 00 00 00")]
    [InlineData(BootDevice.Floppy, false, false, "05 80 3C 00 00 00")]
    [InlineData(BootDevice.None, false, false, "05 80 00 00 00 00")]
    public async Task Setting_claims_disables_the_time_out_writes_releases_and_reads_back(BootDevice device, bool persistent, bool uefi, string written)
    {
        var boot = new ScriptedBoot();
        var info = await boot.SetAsync(device, persistent, uefi);
        Assert.Equal(["00 01", "03 1F", "04 1F FF", written, "00 00"], boot.Sets);
        Assert.Equal((device, persistent, uefi, true), (info.Device, info.Persistent, info.Uefi, info.Valid));
        Assert.Null(info.Note);
        Assert.Equal(GetSystemBootOptions.Definition.Code, boot.Bmc.Requests.Last().Code);
    }

    [Theory]
    [InlineData(10876)]
    [InlineData(47488)]
    public async Task Supermicro_takes_another_selector_for_a_uefi_disk(int manufacturer)
    {
        var boot = new ScriptedBoot { ManufacturerId = manufacturer };
        var info = await boot.SetAsync(BootDevice.Disk, persistent: true, uefi: true);
        Assert.Contains("05 E0 24 00 00 00", boot.Sets);
        Assert.Equal(BootDevice.Disk, info.Device);
        Assert.Equal(BootDevice.Disk, (await BootDeviceControl.GetAsync(boot.Bmc)).Device);
        await boot.SetAsync(BootDevice.Disk);
        Assert.Contains("05 80 08 00 00 00", boot.Sets);
    }

    [Fact]
    public async Task The_vendor_is_only_asked_for_where_it_matters()
    {
        var boot = new ScriptedBoot();
        await boot.SetAsync(BootDevice.Pxe, uefi: true);
        await boot.SetAsync(BootDevice.Disk);
        Assert.DoesNotContain(boot.Bmc.Requests, r => r.NetFn == IpmiPS.Commands.NetFn.App);
    }

    [Fact]
    public async Task Flags_that_counted_are_kept()
    {
        var boot = new ScriptedBoot { Flags = Hex.Parse("C1 07 6A 01 25") };
        await boot.SetAsync(BootDevice.Disk);
        Assert.Contains("05 81 0B 6A 01 20", boot.Sets);
    }

    [Fact]
    public async Task Flags_that_no_longer_counted_do_not_come_to_life_again()
    {
        // Clear CMOS, of a boot long ago.
        var boot = new ScriptedBoot { Flags = Hex.Parse("00 84 08 00 00") };
        await boot.SetAsync(BootDevice.Disk);
        Assert.Contains("05 80 08 00 00 00", boot.Sets);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0xC1)]
    [InlineData(0xD5)]
    [InlineData(0)]
    public async Task Refusals_of_everything_but_the_flags_are_put_up_with(byte code)
    {
        var boot = new ScriptedBoot();
        foreach (var parameter in (byte[])[BootOptionParameters.SetInProgress.Number, BootOptionParameters.ValidBitClearing.Number, BootOptionParameters.InfoAcknowledge.Number])
            boot.Refusals[parameter] = code;
        Assert.Equal(BootDevice.Pxe, (await boot.SetAsync(BootDevice.Pxe)).Device);
        Assert.Equal(["00 01", "03 1F", "04 1F FF", "05 80 04 00 00 00"], boot.Sets);
    }

    [Fact]
    public async Task A_bmc_that_refuses_the_whole_mask_is_asked_for_the_one_bit()
    {
        var boot = new ScriptedBoot { Refusals = { [BootOptionParameters.ValidBitClearing.Number] = 0xCC } };
        await boot.SetAsync(BootDevice.Pxe);
        Assert.Contains("03 08", boot.Sets);
    }

    [Fact]
    public async Task Refused_flags_are_an_error_and_the_claim_is_released()
    {
        var boot = new ScriptedBoot { Refusals = { [BootOptionParameters.Flags.Number] = 0xCC } };
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => boot.SetAsync(BootDevice.Pxe));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Equal("00 00", boot.Sets.Last());
    }

    [Fact]
    public async Task A_claim_of_somebody_else_is_waited_for()
    {
        var boot = new ScriptedBoot { OthersClaim = 2 };
        await boot.SetAsync(BootDevice.Pxe);
        Assert.Equal(TimeSpan.FromSeconds(1.5), boot.Clock.Now);
        Assert.Equal(["00 01", "00 01", "00 01", "03 1F", "04 1F FF", "05 80 04 00 00 00", "00 00"], boot.Sets);
    }

    [Fact]
    public async Task A_claim_that_was_left_behind_is_taken_over()
    {
        var boot = new ScriptedBoot { OthersClaim = 4 };
        await boot.SetAsync(BootDevice.Pxe);
        Assert.Equal(["00 01", "00 01", "00 01", "00 01", "00 00", "00 01", "03 1F", "04 1F FF", "05 80 04 00 00 00", "00 00"], boot.Sets);
    }

    [Fact]
    public async Task A_claim_that_cannot_be_had_does_not_stop_the_work()
    {
        var boot = new ScriptedBoot { OthersClaim = 100 };
        await boot.SetAsync(BootDevice.Pxe);
        Assert.Equal("05 80 04 00 00 00", boot.Sets.Last());
    }

    [Theory]
    [InlineData("80 08 00 00 00", BootDevice.Pxe, false, false, "Pxe, once, legacy", "Disk, once, legacy")]
    [InlineData("A0 04 00 00 00", BootDevice.Pxe, true, true, "Pxe, persistent, UEFI", "Pxe, once, UEFI")]
    [InlineData("C0 04 00 00 00", BootDevice.Pxe, true, true, "Pxe, persistent, UEFI", "Pxe, persistent, legacy")]
    [InlineData("C0 04 00 00 00", BootDevice.Pxe, false, false, "Pxe, once, legacy", "Pxe, persistent, legacy")]
    [InlineData("00 04 00 00 00", BootDevice.Pxe, false, true, "Pxe, once, UEFI", "Pxe, once, legacy, not valid (00 04 00 00 00)")]
    [InlineData("80 04 00 00 00", BootDevice.None, false, false, "None, once, legacy", "Pxe, once, legacy")]
    public async Task What_is_read_back_differently_is_an_error_that_says_so(string kept, BootDevice device, bool persistent, bool uefi, string wanted, string read)
    {
        var boot = new ScriptedBoot { Keep = _ => Hex.Parse(kept) };
        var error = await Assert.ThrowsAsync<IpmiException>(() => boot.SetAsync(device, persistent, uefi));
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains($"accepted the boot device {wanted}, but reads back {read}", error.Message);
        Assert.Contains("00 00", boot.Sets);
    }

    [Fact]
    public async Task A_bmc_that_does_not_show_the_flags_as_valid_is_noted()
    {
        // As ipmi_sim: it keeps the device alone.
        var boot = new ScriptedBoot { Keep = flags => [0, flags[1], 0, 0, 0] };
        var info = await boot.SetAsync(BootDevice.Pxe);
        Assert.Equal((BootDevice.Pxe, false), (info.Device, info.Valid));
        Assert.Contains("does not report it as valid", info.Note);
        Assert.Null((await boot.SetAsync(BootDevice.None)).Note);
    }

    [Fact]
    public async Task A_bmc_that_takes_the_flags_late_is_read_again()
    {
        var boot = new ScriptedBoot();
        byte[]? coming = null;
        boot.Keep = flags =>
        {
            coming = flags;
            return boot.Flags;
        };
        boot.Clock.Waited = now =>
        {
            if (now >= TimeSpan.FromSeconds(1))
                boot.Flags = coming!;
        };
        Assert.Equal(BootDevice.Pxe, (await boot.SetAsync(BootDevice.Pxe)).Device);
    }

    [Fact]
    public async Task Cancellation_after_the_flags_were_sent_releases_the_claim_and_is_told_as_unknown()
    {
        using var cancel = new CancellationTokenSource();
        var boot = new ScriptedBoot();
        boot.Keep = flags =>
        {
            cancel.Cancel();
            return flags;
        };
        var error = await Assert.ThrowsAsync<IpmiException>(() => boot.SetAsync(BootDevice.Pxe, token: cancel.Token));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
        Assert.Equal("00 00", boot.Sets.Last());
    }

    [Theory]
    [InlineData(0)] // no answer
    [InlineData(0xC3)]
    [InlineData(0xFF)]
    public async Task Flags_without_a_clear_answer_are_read_back(byte code)
    {
        var boot = new ScriptedBoot { Refusals = { [BootOptionParameters.Flags.Number] = code }, TakesRefused = true };
        Assert.Equal(BootDevice.Pxe, (await boot.SetAsync(BootDevice.Pxe)).Device);

        boot = new ScriptedBoot { Refusals = { [BootOptionParameters.Flags.Number] = code } };
        var error = await Assert.ThrowsAsync<IpmiException>(() => boot.SetAsync(BootDevice.Pxe));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("reads back", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_that_cannot_be_read_back_are_told_as_unknown()
    {
        var boot = new ScriptedBoot { ReadsUntilSilence = 1 };
        var error = await Assert.ThrowsAsync<IpmiException>(() => boot.SetAsync(BootDevice.Pxe));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("could not be read back", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_of_more_than_four_bits_is_refused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new ScriptedBoot().SetAsync((BootDevice)16));
}
