using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Parameters;

public sealed class ParameterReaderTests
{
    [Fact]
    public async Task A_parameter_is_read_with_one_request_of_its_family()
    {
        var bmc = new ScriptedBmc(static _ => [0, 0x11, 0xC0, 0x00, 0x02, 0x0A, 0xFF]);
        var read = await bmc.ReadAsync(LanParameters.IPAddress, channel: 3);
        Assert.Equal((IPAddress.Parse("192.0.2.10"), 0x11, false), (read.Value, read.Response.Revision, read.Response.IsLocked));
        Assert.Equal("03 03 00 00", Hex.Format(Assert.Single(bmc.Requests).Data, " "));
        await bmc.ReadAsync(LanIpv6Parameters.StaticRouter1PrefixLength, channel: 1, set: 2, block: 3);
        Assert.Equal("01 43 02 03", Hex.Format(bmc.Requests[1].Data, " "));
        await bmc.ReadAsync(SolParameters.Enable, channel: 1);
        Assert.Equal((0x22, "01 01 00 00"), (bmc.Requests[2].Code, Hex.Format(bmc.Requests[2].Data, " ")));
    }

    [Fact]
    public async Task Boot_options_have_a_mark_and_no_channel()
    {
        var bmc = new ScriptedBmc(static _ => [0, 1, 0x85, 0x80, 0x04]);
        var read = await bmc.ReadAsync(BootOptionParameters.Flags, channel: 1);
        Assert.Equal((new BootFlags(0x80, 0x04), 1, true), (read.Value, read.Response.Revision, read.Response.IsLocked));
        Assert.Equal("05 00 00", Hex.Format(Assert.Single(bmc.Requests).Data, " "));
    }

    [Fact]
    public async Task What_is_refused_or_too_short_is_an_error()
    {
        var refusal = await Assert.ThrowsAsync<IpmiCommandException>(() => new ScriptedBmc(static _ => [0x80]).ReadAsync(LanParameters.IPAddress, 1));
        Assert.Contains("parameter not supported", refusal.Message);
        await Assert.ThrowsAsync<MalformedDataException>(() => new ScriptedBmc(static _ => [0, 0x11, 1, 2]).ReadAsync(LanParameters.IPAddress, 1));
    }

    [Fact]
    public async Task An_optional_read_returns_what_went_wrong()
    {
        var refused = await new ScriptedBmc(static _ => [0x80]).TryReadDataAsync(LanParameters.IPAddress, 1, 0, default);
        Assert.False(refused.Succeeded);
        Assert.IsType<IpmiCommandException>(refused.Error);
        Assert.False(LanParameters.IPAddress.TryDecode(refused, out _));
        var cancelled = await new ScriptedBmc(static _ => [0]).TryReadDataAsync(LanParameters.IPAddress, 1, 0, new CancellationToken(true));
        Assert.Equal((false, null), (cancelled.Succeeded, cancelled.Error));
        var tooShort = await new ScriptedBmc(static _ => [0, 0x11, 1, 2]).TryReadDataAsync(LanParameters.IPAddress, 1, 0, default);
        Assert.True(tooShort.Succeeded);
        Assert.False(LanParameters.IPAddress.TryDecode(tooShort, out _));
        var whole = await new ScriptedBmc(static _ => [0, 0x11, 127, 0, 0, 1]).TryReadDataAsync(LanParameters.IPAddress, 1, 0, default);
        Assert.True(LanParameters.IPAddress.TryDecode(whole, out var address));
        Assert.Equal(IPAddress.Loopback, address);
    }
}
