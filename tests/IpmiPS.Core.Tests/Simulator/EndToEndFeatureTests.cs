using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Boot;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Device;
using IpmiPS.Power;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using Xunit;

namespace IpmiPS.Tests.Simulator;

/// <summary>Features of the client, from end to end over real sockets.</summary>
public sealed class EndToEndFeatureTests
{
    [Theory]
    [InlineData(PowerAction.Off, false)]
    [InlineData(PowerAction.Cycle, true)]
    [InlineData(PowerAction.Reset, true)]
    [InlineData(PowerAction.Soft, false)]
    public async Task Power_is_switched_and_verified(PowerAction action, bool isOn)
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        var result = await ChassisPower.InvokeAsync(client, action, new PowerOptions { Wait = true });
        Assert.Equal(isOn, rack.Bmc.IsPoweredOn);
        Assert.Equal([action.ToString()], rack.Bmc.PowerActions);
        Assert.True(result.Verified);
    }

    [Fact]
    public async Task Switching_on_what_is_on_changes_nothing()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        Assert.False((await ChassisPower.InvokeAsync(client, PowerAction.On, new PowerOptions())).Changed);
        Assert.True(rack.Bmc.IsPoweredOn);
    }

    [Fact]
    public async Task A_boot_device_is_set_read_back_and_used_up_by_a_restart()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        await BootDeviceControl.SetAsync(client, BootDevice.Pxe, persistent: false, uefi: true);
        var info = await BootDeviceControl.GetAsync(client);
        Assert.Equal((BootDevice.Pxe, true, false), (info.Device, info.Uefi, info.Persistent));
        await ChassisPower.InvokeAsync(client, PowerAction.Reset, new PowerOptions());
        while ((await BootDeviceControl.GetAsync(client)).Valid)
            await Task.Delay(10);
    }

    [Fact]
    public async Task A_device_is_known_by_name_and_GUID()
    {
        using var rack = new SimulatedRack();
        using var client = await rack.ConnectAsync();
        var info = await DeviceInfoReader.GetAsync(client);
        Assert.Equal(32473, info.ManufacturerId);
        Assert.NotNull(info.Guid);
    }

    [Fact]
    public async Task Controllers_behind_the_BMC_can_be_reached()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "blade" });
        using var client = await rack.ConnectAsync();
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.SendAsync(new GetDeviceId(), new IpmbTarget(0x2C, 0), CancellationToken.None)));
        Assert.All(responses, response => Assert.Equal(343, response.ManufacturerId));
        await Assert.ThrowsAnyAsync<IpmiException>(() => client.SendAsync(new GetDeviceId(), new IpmbTarget(0x44, 0), CancellationToken.None));
    }

    [Theory]
    [InlineData(3, 0, 0)]
    [InlineData(17, 0, 0)]
    [InlineData(17, 50, 30)]
    [InlineData(0, 0, 0)]
    [InlineData(11, 0, 0)]
    public async Task The_console_echoes_input_and_prints_output(byte suite, double partialAcks, double nacks)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Faults = new() { SolPartialAckPercent = partialAcks, SolNackPercent = nacks } });
        using var client = await rack.ConnectAsync(options => options with { CipherSuite = suite, AllowInsecure = true });
        using var console = await SolConsole.OpenAsync(client, new SolOptions());
        var text = new StringBuilder();
        console.Output += bytes =>
        {
            lock (text)
                text.Append(Encoding.UTF8.GetString(bytes));
        };
        await console.WriteAsync("\r");
        await Until("login: ");
        await console.WriteAsync("root\rsecret\rseq 1000\recho done\r");
        await Until("\r\ndone\r\n");
        lock (text)
            Assert.Contains(string.Concat(Enumerable.Range(1, 1000).Select(i => i + "\r\n")), text.ToString());
        await console.CloseAsync();

        Task Until(string wanted) => EndToEndLogInTests.Eventually(() =>
        {
            lock (text)
                return text.ToString().Contains(wanted);
        });
    }
}
