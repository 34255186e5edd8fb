using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Tests.Parameters;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Boot;

/// <summary>The boot options byte by byte: what is read, what is written, and what is not. IPMI 2.0 table 28-14.</summary>
public class BootOptionTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static ParameterBmc Machine(string flags = "E0 C7 D6 0A 13")
    {
        var bmc = new ParameterBmc();
        bmc.Values[0] = [0];
        bmc.Values[1] = [7];
        bmc.Values[2] = [3];
        bmc.Values[3] = [0x09];
        bmc.Values[4] = [0, 0xF5];
        bmc.Values[5] = Hex.Parse(flags);
        bmc.Values[6] = [0x02, 0x78, 0x56, 0x34, 0x12, 0x00, 0xB9, 0x55, 0x69];
        return bmc;
    }

    private static Task<BootOptionChange> PrepareAsync(ParameterBmc bmc, BootSettings settings) => BootOptionChange.PrepareAsync(bmc.Bmc, settings, bmc.Clock, default);

    private static async Task<string[]> WritesAsync(ParameterBmc bmc, BootSettings settings)
    {
        var change = await PrepareAsync(bmc, settings);
        bmc.Log.Clear();
        await change.RunAsync();
        return [.. bmc.Log.Where(static line => !line.StartsWith("get", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task All_options_are_read()
    {
        var bmc = Machine();
        bmc.Values[7] = [0, 0xA2, 0x02, 0x00, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

        var boot = await BootOptionReader.GetAsync(bmc.Bmc);

        Assert.Equal((true, BootDevice.Pxe, 19, true, true), (boot.Valid, boot.Device, boot.Instance, boot.Persistent, boot.Uefi));
        Assert.Equal((true, true, true, true, true, true), (boot.ClearCmos, boot.LockKeyboard, boot.BlankScreen, boot.LockResetButton, boot.LockPowerButton, boot.LockSleepButton));
        Assert.Equal((BootVerbosity.Verbose, BootConsoleRedirection.Enable, true, false), (boot.Verbosity, boot.ConsoleRedirection, boot.EventTraps, boot.BypassPassword));
        Assert.Equal((BootMuxControl.System, true), (boot.MuxControl, boot.SharedMode));
        Assert.Equal((BootFlagValidBitClearing)0x09, boot.ValidBitClearing);
        Assert.Equal(BootInfoParties.Bios | BootInfoParties.ServicePartition | BootInfoParties.Oem, boot.NotAcknowledgedBy);
        Assert.Equal((7, ServicePartitionScan.Discovered | ServicePartitionScan.Requested), (boot.ServicePartition, boot.ServicePartitionScan));
        Assert.Equal((2, 0x12345678u, NewYear), (boot.InitiatorChannel, boot.InitiatorSession, boot.InitiatorTime));
        Assert.Equal(674, boot.MailboxManufacturerId);
        Assert.Equal(77, boot.Mailbox!.Length);
        Assert.Equal((1, 13), (boot.Mailbox[0], boot.Mailbox[12]));
        Assert.Equal((false, 0, 0), (boot.SetInProgress, boot.Locked.Length, boot.Notes.Length));
    }

    [Fact]
    public async Task The_flags_are_written_as_a_whole()
    {
        var settings = new BootSettings { LockKeyboard = false, Verbosity = BootVerbosity.Quiet };
        Assert.Equal("LockKeyboard True -> False, Verbosity Verbose -> Quiet", (await PrepareAsync(Machine(), settings)).Description);
        Assert.Equal(["0: 01", "5: E0 87 B6 0A 13", "0: 00"], await WritesAsync(Machine(), settings));
    }

    [Fact]
    public async Task Every_flag_has_its_bit()
    {
        var settings = new BootSettings
        {
            Device = BootDevice.Floppy, Instance = 31, Persistent = true, Uefi = true, ClearCmos = true, LockKeyboard = true, LockPowerButton = true, LockResetButton = true, LockSleepButton = true,
            BlankScreen = true, Verbosity = BootVerbosity.Quiet, ConsoleRedirection = BootConsoleRedirection.Skip, EventTraps = true, BypassPassword = true, MuxControl = BootMuxControl.Bmc, SharedMode = true,
        };
        Assert.Equal(["0: 01", "5: E0 FF BD 09 1F", "0: 00"], await WritesAsync(Machine("00 00 00 00 00"), settings));
    }

    [Fact]
    public async Task The_other_options_are_written_before_the_flags()
    {
        var settings = new BootSettings
        {
            ServicePartition = 1, ServicePartitionScan = ServicePartitionScan.Requested, ValidBitClearing = BootFlagValidBitClearing.KeepAlways, NotAcknowledgedBy = BootInfoParties.OSLoader,
            InitiatorSession = 0xFFFFFFFF, ClearCmos = false,
        };
        string[] expected = ["0: 01", "1: 01", "2: 02", "3: 1F", "4: 1F E2", "6: 02 FF FF FF FF 00 B9 55 69", "5: E0 47 D6 0A 13", "0: 00"];
        Assert.Equal(expected, await WritesAsync(Machine(), settings));
    }

    [Fact]
    public async Task Flags_that_are_no_longer_in_force_do_not_come_back()
    {
        var change = await PrepareAsync(Machine("00 80 00 00 00"), new BootSettings { Device = BootDevice.Pxe });
        Assert.Equal("Device None -> Pxe, ClearCmos True -> False, Valid False -> True", change.Description);
        Assert.False(change.ClearsCmos);
        Assert.Equal(["0: 01", "5: 80 04 00 00 00", "0: 00"], await WritesAsync(Machine("00 80 00 00 00"), new BootSettings { Device = BootDevice.Pxe }));
    }

    [Fact]
    public async Task To_ask_for_nothing_of_flags_that_are_not_in_force_is_no_change() =>
        Assert.Null((await PrepareAsync(Machine("00 80 00 00 00"), new BootSettings { ClearCmos = false, Verbosity = BootVerbosity.Default })).Description);

    [Theory]
    [InlineData("80 00 00 00 00", true)]
    [InlineData("00 80 00 00 00", true)]
    [InlineData("80 80 00 00 00", false)]
    public async Task It_is_known_that_a_change_clears_CMOS(string present, bool clears)
    {
        Assert.Equal(clears, (await PrepareAsync(Machine(present), new BootSettings { ClearCmos = true, LockKeyboard = true })).ClearsCmos);
        Assert.Equal(clears, (await PrepareAsync(Machine(present), new BootSettings { Parameter = 5, Data = [0x80, 0x84, 0, 0, 0] })).ClearsCmos);
    }

    [Fact]
    public async Task Another_device_has_no_instance_unless_one_is_given()
    {
        Assert.Equal(["0: 01", "5: E0 CB D6 0A 00", "0: 00"], await WritesAsync(Machine(), new BootSettings { Device = BootDevice.Disk }));
        Assert.Equal(["0: 01", "5: E0 CB D6 0A 02", "0: 00"], await WritesAsync(Machine(), new BootSettings { Device = BootDevice.Disk, Instance = 2 }));
    }

    [Fact]
    public async Task What_the_BMC_does_not_keep_is_an_error()
    {
        var bmc = Machine();
        bmc.Keep = static (parameter, data) => parameter == 5 ? [0, .. data.Skip(1)] : data;
        var change = await PrepareAsync(bmc, new BootSettings { LockKeyboard = false });
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.RunAsync());
        Assert.Equal(IpmiErrorKind.CommandFailed, error.Kind);
        Assert.Contains("reads back 00 87 D6 0A 13", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flags_that_the_BMC_will_clear_soon_have_a_note()
    {
        var bmc = Machine();
        bmc.Values[3] = [0];
        var update = await (await PrepareAsync(bmc, new BootSettings { BlankScreen = false })).RunAsync();
        Assert.StartsWith("Valid: the BMC clears the boot flags after 60 seconds", update.Notes.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_of_the_vendor_are_bytes()
    {
        Assert.Equal(["0: 01", "96: 01 A5", "0: 00"], await WritesAsync(Machine(), new BootSettings { Parameter = 96, Data = [0x01, 0xA5] }));
        var bmc = Machine();
        bmc.Values[127] = [1, 2, 3];
        var read = await BootOptionReader.GetParameterAsync(bmc.Bmc, 127);
        Assert.Equal((127, null, "01 02 03"), (read.Parameter, read.Name, read.Data.ToString()));
    }

    [Theory]
    [InlineData(0, "00")]
    [InlineData(8, "00")]
    [InlineData(95, "00")]
    [InlineData(5, "80")]
    [InlineData(7, "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")]
    public async Task Bytes_that_are_no_parameter_are_refused(byte parameter, string data)
    {
        var bmc = Machine();
        var error = await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(bmc, new BootSettings { Parameter = parameter, Data = Hex.Parse(data) }));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.DoesNotContain(bmc.Log, static line => !line.StartsWith("get", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_fit_is_refused()
    {
        foreach (var settings in new BootSettings[]
        {
            new() { Mailbox = new byte[78] }, new() { InitiatorTime = new DateTimeOffset(2107, 1, 1, 0, 0, 0, TimeSpan.Zero) }, new() { Parameter = 96, Data = [1], ClearCmos = true },
        })
            Assert.Equal(IpmiErrorKind.InvalidParameter, (await Assert.ThrowsAsync<IpmiException>(() => PrepareAsync(Machine(), settings))).Kind);
    }

    [Fact]
    public void There_is_nothing_to_set_without_settings()
    {
        Assert.True(new BootSettings { Data = [1] }.IsEmpty);
        Assert.False(new BootSettings { Mailbox = [1] }.IsEmpty);
        Assert.False(new BootSettings { Valid = false }.IsEmpty);
        Assert.False(new BootSettings { MailboxManufacturerId = 0 }.IsEmpty);
    }
}
