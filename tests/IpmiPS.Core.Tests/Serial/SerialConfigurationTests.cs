using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Parameters;
using IpmiPS.Serial;
using IpmiPS.Simulator;
using IpmiPS.Tests.Parameters;
using IpmiPS.Tests.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Serial;

/// <summary>The serial port of a BMC: the parameters byte by byte, what is read, and what is written.</summary>
public class SerialConfigurationTests
{
    /// <summary>A port as bytes: parameter and data.</summary>
    private static ParameterBmc Port()
    {
        var bmc = new ParameterBmc();
        bmc.Values[3] = [0x85];
        bmc.Values[4] = [0x02];
        bmc.Values[6] = [0x03];
        bmc.Values[7] = [0x60, 0x09];
        bmc.Values[8] = [0x06, 0x08];
        bmc.Values[9] = [0x04, 0x02];
        bmc.Values[10] = [0x01, 0x41, 0x54, 0x26, 0x46, .. new byte[12]];
        bmc.Values[11] = [0x2B, 0x2B, 0x2B, 0, 0];
        bmc.Values[14] = [5];
        bmc.Values[16] = [3];
        bmc.Values[18] = [60];
        bmc.Values[29] = [0x26, 0x11];
        return bmc;
    }

    [Fact]
    public async Task A_port_is_read()
    {
        var port = await SerialConfigurationReader.ReadAsync(Port().Bmc, 2);
        Assert.Equal((2, SerialConnection.Direct, SerialConnectionModes.Basic | SerialConnectionModes.Terminal), (port.Channel, port.Connection, port.ConnectionModes));
        Assert.Equal((60, SerialSessionTermination.DcdLoss | SerialSessionTermination.Inactivity), (port.InactivityTimeout, port.SessionTermination));
        Assert.Equal((SerialFlowControl.RtsCts, true, SolBitRate.Bps57600), (port.FlowControl, port.DtrHangUp, port.BitRate));
        Assert.Equal((true, SerialMuxControls.EscapeToBmc | SerialMuxControls.EscapeToSystem | SerialMuxControls.PortSharing), (port.PortSharing, port.MuxControls));
        Assert.Equal((2000, 1000, "AT&F", "+++"), (port.RingDuration, port.RingDeadTime, port.ModemInit, port.ModemEscape));
        Assert.Equal((5, 60, 3), (port.PageBlackoutInterval, port.CallRetryInterval, port.DestinationCount));
        Assert.Equal((true, SerialDeleteSequence.Backspace, true, false), (port.TerminalLineEditing, port.TerminalDelete, port.TerminalEcho, port.TerminalHandshake));
        Assert.Equal((SerialNewline.CrLf, SerialNewline.Cr), (port.TerminalOutputNewline, port.TerminalInputNewline));
        Assert.Equal(SerialMuxOwner.Unknown, port.MuxOwner);
        Assert.StartsWith("MuxOwner: ", Assert.Single(port.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_records_are_written_and_reserved_bits_stay()
    {
        var bmc = Port();
        bmc.Values[3] = [0xF9];
        bmc.Values[7] = [0x7F, 0x5A];
        var settings = new SerialSettings { ConnectionModes = SerialConnectionModes.Terminal, BitRate = SolBitRate.Bps9600, PortSharing = false, CallRetryInterval = 60, TerminalEcho = false, RingDeadTime = 500 };
        var change = await SerialConfigurationChange.PrepareAsync(bmc.Bmc, 2, settings, bmc.Clock, default);
        Assert.Equal("ConnectionModes Basic -> Terminal, BitRate Bps115200 -> Bps9600, PortSharing True -> False, RingDeadTime 1000 ms -> 500 ms, TerminalEcho True -> False", change.Description);
        bmc.Log.Clear();
        await change.RunAsync();
        Assert.Equal(["0: 01", "3: FC", "7: 7F 56", "8: 06 00", "9: 04 01", "29: 64 11", "0: 02", "0: 00"], bmc.Log.Where(line => !line.StartsWith("get", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_order_to_store_need_not_read_back()
    {
        var bmc = Port();
        bmc.Keep = static (parameter, data) => parameter == 29 ? [(byte)(data[0] & 0x3F), data[1]] : data;
        var update = await (await SerialConfigurationChange.PrepareAsync(bmc.Bmc, 2, new SerialSettings { TerminalHandshake = true }, bmc.Clock, default)).RunAsync();
        Assert.Equal((true, true), (update.Changed, update.Verified));
        Assert.Null((await SerialConfigurationChange.PrepareAsync(bmc.Bmc, 2, new SerialSettings { TerminalHandshake = true }, bmc.Clock, default)).Description);
    }

    [Theory]
    [InlineData(45)]
    [InlineData(480)]
    public async Task A_time_that_the_parameter_does_not_have_is_refused(int seconds)
    {
        var error = await Assert.ThrowsAsync<IpmiException>(() => SerialConfigurationChange.PrepareAsync(Port().Bmc, 2, new SerialSettings { InactivityTimeout = seconds }));
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
    }

    [Fact]
    public async Task A_virtual_port_is_found_set_and_switched()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { SerialChannel = true });
        using var client = await rack.ConnectAsync();
        var port = await SerialConfigurationReader.ReadAsync(client, null);
        Assert.Equal((2, SerialMuxOwner.System), (port.Channel, port.MuxOwner));
        Assert.Empty(port.Notes);

        var update = await (await SerialConfigurationChange.PrepareAsync(client, null, new SerialSettings { BitRate = SolBitRate.Bps19200, Mux = SerialMuxRequest.RequestBmc })).RunAsync();
        Assert.Equal((true, true, SolBitRate.Bps19200, SerialMuxOwner.Bmc), (update.Changed, update.Verified, update.BitRate, update.MuxOwner));
        Assert.Equal(["BitRate Bps115200 -> Bps19200", "mux RequestBmc"], update.Changes);

        // Blocked: the BMC refuses what is asked for, and does what is ordered.
        await (await SerialConfigurationChange.PrepareAsync(client, null, new SerialSettings { Mux = SerialMuxRequest.BlockSystem })).RunAsync();
        Assert.False((await (await SerialConfigurationChange.PrepareAsync(client, null, new SerialSettings { Mux = SerialMuxRequest.RequestSystem })).RunAsync()).Verified);
        Assert.True((await (await SerialConfigurationChange.PrepareAsync(client, null, new SerialSettings { Mux = SerialMuxRequest.ForceSystem })).RunAsync()).Verified);
    }

    [Fact]
    public async Task Obsolete_parameters_are_bytes()
    {
        using var rack = new SimulatedRack(new SimulatorOptions { SerialChannel = true });
        using var client = await rack.ConnectAsync();
        var update = await (await SerialConfigurationChange.PrepareAsync(client, null, new SerialSettings { Parameter = 40, Data = Hex.Parse("01 61 62 63") })).RunAsync();
        Assert.Equal((true, true), (update.Changed, update.Verified));
        var parameter = await SerialConfigurationReader.ReadParameterAsync(client, null, 40, set: 1);
        Assert.Equal(("PPP Account User Names", "01616263"), (parameter.Name, parameter.Data.ToString().Replace(" ", "")));

        // A password is not read back, and not shown.
        var password = await SerialConfigurationChange.PrepareAsync(client, null, new SerialSettings { Parameter = 42, Data = Hex.Parse("01 73 65 63") });
        Assert.DoesNotContain("73", password.Description, StringComparison.Ordinal);
        Assert.False((await password.RunAsync()).Verified);
    }

    [Fact]
    public async Task A_BMC_without_a_serial_port_says_so()
    {
        using var rack = new SimulatedRack(new SimulatorOptions());
        using var client = await rack.ConnectAsync();
        Assert.Equal(IpmiErrorKind.CommandNotSupported, (await Assert.ThrowsAsync<IpmiException>(() => SerialConfigurationReader.ReadAsync(client, null))).Kind);
    }

    [Fact]
    public void The_family_has_all_standard_parameters() =>
        Assert.Equal(Enumerable.Range(0, 49), SerialParameters.Family.All.Select(static parameter => (int)parameter.Number));
}
