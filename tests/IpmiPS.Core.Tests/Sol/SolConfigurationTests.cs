using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Parameters;
using IpmiPS.Simulator;
using IpmiPS.Sol;
using IpmiPS.Tests.Parameters;
using IpmiPS.Tests.Simulator;
using Xunit;

namespace IpmiPS.Tests.Sol;

/// <summary>The configuration of serial over LAN, consoles that are closed for others, and the search for a bit rate.</summary>
public class SolConfigurationTests
{
    private static ParameterBmc Configured()
    {
        var bmc = new ParameterBmc();
        bmc.Values[1] = [0x01];
        bmc.Values[2] = [0xC3];
        bmc.Values[3] = [12, 96];
        bmc.Values[4] = [0x07, 50];
        bmc.Values[5] = [0x0A];
        bmc.Values[6] = [0x06];
        bmc.Values[7] = [1];
        bmc.Values[8] = [0x6F, 0x02];
        return bmc;
    }

    [Fact]
    public async Task A_configuration_is_read()
    {
        var sol = await SolConfigurationChange.ReadAsync(Configured().Bmc, 1);
        Assert.Equal((1, true, true, true, PrivilegeLevel.Operator), (sol.Channel, sol.Enabled, sol.ForceEncryption, sol.ForceAuthentication, sol.Privilege));
        Assert.Equal((60, 96, 7, 500), (sol.AccumulateInterval, sol.SendThreshold, sol.PacketRetryCount, sol.PacketRetryInterval));
        Assert.Equal((SolBitRate.Bps115200, SolBitRate.Bps9600, 1, 623), (sol.BitRate, sol.VolatileBitRate, sol.PayloadChannel, sol.PayloadPort));
        Assert.Empty(sol.Notes);
    }

    [Fact]
    public async Task Whole_records_are_written_and_the_console_is_enabled_last()
    {
        var bmc = Configured();
        bmc.Values[1] = [0];
        var settings = new SolSettings { Enabled = true, ForceEncryption = false, Privilege = PrivilegeLevel.Administrator, AccumulateInterval = 98, PacketRetryCount = 3, BitRate = SolBitRate.Bps57600, SendThreshold = 96 };
        var change = await SolConfigurationChange.PrepareAsync(bmc.Bmc, 1, settings, bmc.Clock, default);
        Assert.Equal("ForceEncryption True -> False, Privilege Operator -> Administrator, AccumulateInterval 60 ms -> 100 ms, PacketRetryCount 7 -> 3, BitRate Bps115200 -> Bps57600, Enabled False -> True", change.Description);
        bmc.Log.Clear();
        var update = await change.RunAsync();
        Assert.Equal(["0: 01", "2: 44", "3: 14 60", "4: 03 32", "5: 09", "1: 01", "0: 02", "0: 00"], bmc.Log.Where(line => !line.StartsWith("get", StringComparison.Ordinal)));
        Assert.Equal((true, true, 100, true), (update.Changed, update.Verified, update.AccumulateInterval, update.Enabled));
    }

    [Fact]
    public async Task Nothing_is_sent_where_all_is_as_requested()
    {
        var bmc = Configured();
        var change = await SolConfigurationChange.PrepareAsync(bmc.Bmc, 1, new SolSettings { Enabled = true, Privilege = PrivilegeLevel.Operator }, bmc.Clock, default);
        Assert.Null(change.Description);
        bmc.Log.Clear();
        Assert.False((await change.RunAsync()).Changed);
        Assert.Empty(bmc.Log);
    }

    [Fact]
    public async Task A_setting_that_the_BMC_does_not_have_is_null_when_read_and_an_error_when_set()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { SolParameters = new Dictionary<byte, byte[]> { [8] = [], [3] = [] } });
        using var client = await rack.ConnectAsync();
        var sol = await SolConfigurationChange.ReadAsync(client);
        Assert.Equal((1, null, null), (sol.Channel, sol.PayloadPort, sol.SendThreshold));
        Assert.Equal(["AccumulateInterval, SendThreshold", "PayloadPort"], sol.Notes.Select(note => note.Split(':')[0]));
        var error = await Assert.ThrowsAsync<IpmiException>(() => SolConfigurationChange.PrepareAsync(client, 1, new SolSettings { SendThreshold = 1 }));
        Assert.Equal(IpmiErrorKind.CommandNotSupported, error.Kind);
    }

    [Fact]
    public async Task A_console_of_another_session_is_closed()
    {
        using var rack = new SimulatedRack(new SimulatorOptions());
        using var owner = await rack.ConnectAsync();
        using var console = await SolConsole.OpenAsync(owner, new SolOptions());
        using var other = await rack.ConnectAsync();
        var closed = Assert.Single(await SolDeactivator.RunAsync(other, null));
        Assert.Equal((1, true, true), (closed.Instance, closed.Changed, closed.Verified));
        Assert.NotNull(closed.SessionId);
        Assert.Equal(SolCloseReason.Deactivated, (await console.Closed).Reason);
        var again = Assert.Single(await SolDeactivator.RunAsync(other, 1));
        Assert.Equal((1, false, true, null), (again.Instance, again.Changed, again.Verified, again.SessionId));
    }

    [Fact]
    public async Task The_bit_rate_at_which_text_comes_is_found_and_kept()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { Profile = "wrong-bit-rate" });
        using var client = await rack.ConnectAsync();
        var told = new List<string>();
        Assert.Equal(SolBitRate.Bps38400, await SolBitRateFinder.FindAsync(client, new SolOptions(), TimeSpan.FromSeconds(2), told.Add, default));
        Assert.Equal(SolBitRate.Bps38400, (await SolConfigurationChange.ReadAsync(client)).VolatileBitRate);
        Assert.StartsWith("bit rate Bps115200: ", told[0], StringComparison.Ordinal);
        Assert.Contains("sol-bit-rate", rack.Bmc.QuirkCounts.Keys);
    }

    [Fact]
    public async Task Where_no_text_comes_the_bit_rate_is_as_before()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { PoweredOn = false });
        using var client = await rack.ConnectAsync();
        await (await SolConfigurationChange.PrepareAsync(client, 1, new SolSettings { VolatileBitRate = SolBitRate.Bps57600 })).RunAsync();
        Assert.Null(await SolBitRateFinder.FindAsync(client, new SolOptions(), TimeSpan.FromMilliseconds(20), static _ => { }, default));
        Assert.Equal(SolBitRate.Bps57600, (await SolConfigurationChange.ReadAsync(client)).VolatileBitRate);
    }

    [Theory]
    [InlineData("\r\nserver login: ", 1.0)]
    [InlineData("\u001B[2J\u001B[1;1HGrüße\r\n", 1.0)]
    [InlineData("ab", 0.0)]
    public void Text_can_be_read(string text, double share) => Assert.Equal(share, SolBitRateFinder.Readable(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_of_another_bit_rate_cannot() =>
        Assert.True(SolBitRateFinder.Readable([0x80, 0xFE, 0x78, 0xF8, 0x00, 0x9E, 0x41, 0xE6, 0x86, 0x80]) < 0.5);
}
