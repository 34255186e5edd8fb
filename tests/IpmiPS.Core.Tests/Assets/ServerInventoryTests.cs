using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using IpmiPS.Assets;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Simulator;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Assets;

public class ServerInventoryTests
{
    private static readonly byte[] s_guid = [0, .. Enumerable.Range(0, 8).Select(value => (byte)value), 0x88, 9, 10, 11, 12, 13, 14, 15];

    [Fact]
    public async Task A_server_is_one_row()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Seed = 7 });
        using var client = await rack.ConnectAsync();
        var server = await ServerInventoryReader.GetAsync(client);
        var bmc = rack.Bmc;
        Assert.Equal((client.ComputerName, "Example Systems", "RackNode R150"), (server.ComputerName, server.Manufacturer, server.Model));
        Assert.Equal((SerialNumberSource.Product, PowerState.On, "127.0.0.1", (int?)1), (server.SerialNumberSource, server.PowerState, server.IPv4Address, server.Channel));
        Assert.All(
            new[] { server.SerialNumber, server.ChassisSerial, server.BoardSerial, server.ProductPartNumber, server.MacAddress, server.IPv6Address, server.SystemName, server.OperatingSystem, server.FirmwareVersion },
            value => Assert.False(string.IsNullOrEmpty(value)));
        Assert.NotNull(server.SystemGuid);
        Assert.Null(server.Notes);
        Assert.InRange(bmc.PacketCount, 20, 60);
    }

    [Fact]
    public async Task What_cannot_be_read_is_null_and_the_notes_say_why()
    {
        var bmc = new ScriptedBmc(request => request.Code switch
        {
            0x01 when request.NetFn == NetFn.App => TestBmc.DeviceIdAnswer,
            0x37 => s_guid,
            0x42 => [0xD4],
            0x02 when request.NetFn == NetFn.Transport && request.Data[1] == 3 => [0, 0x11, 10, 0, 0, 7],
            0x02 => [0x80],
            _ => [0xC1],
        });
        var server = await ServerInventoryReader.GetAsync(bmc);
        Assert.Equal(("bmc1", "10.0.0.7", 343), (server.ComputerName, server.IPv4Address, server.BmcManufacturerId));
        Assert.Null(server.SerialNumber ?? server.SerialNumberSource?.ToString() ?? server.MacAddress ?? server.IPv6Address ?? server.PowerState?.ToString() ?? server.SystemName);
        foreach (string name in new[] { "FRU: ", "PowerState: ", "System info: ", "MacAddress, SubnetMask, IPv6Address: the BMC does not have the parameter" })
            Assert.Contains(name, server.Notes);
    }

    [Fact]
    public async Task The_addresses_are_those_of_the_channel_in_use()
    {
        var bmc = new ScriptedBmc(request => request.Code switch
        {
            0x01 when request.NetFn == NetFn.App => TestBmc.DeviceIdAnswer,
            0x42 => [0, 8, 0x04, 0x01, 0x80, 0, 0, 0, 0, 0],
            0x02 when request.NetFn == NetFn.Transport && request.Data[1] == 3 => [0, 0x11, 10, 0, 0, request.Data[0]],
            _ => [0xC1],
        });
        var server = await ServerInventoryReader.GetAsync(bmc);
        Assert.Equal(((int?)8, "10.0.0.8"), (server.Channel, server.IPv4Address));
    }

    [Fact]
    public async Task A_bmc_that_does_not_respond_is_an_error()
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => ServerInventoryReader.GetAsync(new ScriptedBmc(_ => [])));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
    }

    [Theory]
    [InlineData("dell-r610")]
    [InlineData("hp-dl380")]
    [InlineData("openbmc")]
    [InlineData("sun-ilom-1")]
    [InlineData("supermicro-x10")]
    public async Task Bmcs_that_break_rules_are_read_as_well(string persona)
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = persona });
        using var client = await rack.ConnectAsync(options => options with { AllowInsecure = true });
        var server = await ServerInventoryReader.GetAsync(client);
        Assert.NotNull(server.SerialNumber);
        Assert.Equal(IPAddress.Loopback.ToString(), server.IPv4Address);
    }
}
