using System;
using System.Linq;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Client;

public class ProbeTests
{
    [Fact]
    public async Task A_busy_bmc_is_asked_again_and_not_taken_for_one_of_ipmi_15()
    {
        int busy = 3;
        var setup = new ClientSetup(new TestBmc { Sessionless = request => request.Is(NetFn.App, GetChannelAuthenticationCapabilities.Definition.Code) && busy-- > 0 ? [0xC0] : null });
        var probe = await IpmiProbe.RunAsync(setup.Options);
        Assert.True(probe.Capabilities!.SupportsIpmi20);
        Assert.Equal(-1, busy);
    }

    [Fact]
    public async Task A_probe_learns_pong_capabilities_and_suites_without_a_user()
    {
        var setup = new ClientSetup(new TestBmc { Suites = [0, 3, 17], AuthTypes = [AuthType.Md5] });
        var probe = await Probe(setup);
        Assert.True(probe.Pong);
        Assert.True(probe.IsPresent);
        Assert.True(probe.Capabilities is { SupportsIpmi20: true, SupportsIpmi15: true });
        Assert.Equal([0, 3, 17], probe.CipherSuites!.Select(suite => (int)suite.Id));
        Assert.NotNull(probe.RoundTrip);
        Assert.Equal("127.0.0.1:623", probe.Endpoint!.Address);
        Assert.Empty(setup.Bmc.LogInPackets);
        Assert.True(setup.Link.IsDisposed);
    }

    [Fact]
    public async Task All_pages_of_the_list_are_read()
    {
        // 20 suites of 5 bytes each are 7 pages.
        var setup = new ClientSetup();
        Assert.Equal(Enumerable.Range(0, 20), (await Probe(setup)).CipherSuites!.Select(suite => (int)suite.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_question_for_suites_is_answered_in_either_layout(bool rmcpPlus)
    {
        foreach (byte[] refusal in (byte[][])[[], [0xC1]])
        {
            var setup = new ClientSetup(new TestBmc
            {
                Suites = [3],
                Sessionless = request => request.Is(NetFn.App, GetChannelCipherSuites.Definition.Code) && request.IsRmcpPlus != rmcpPlus ? refusal : null,
            });
            Assert.Equal([3], (await Probe(setup)).CipherSuites!.Select(suite => (int)suite.Id));
        }
    }

    [Fact]
    public async Task A_bmc_that_ignores_the_question_for_suites_is_not_waited_for_long()
    {
        var setup = new ClientSetup(new TestBmc { Sessionless = request => request.Is(NetFn.App, GetChannelCipherSuites.Definition.Code) ? [] : null });
        var begin = setup.Clock.Now;
        Assert.Null((await Probe(setup)).CipherSuites);
        Assert.InRange((setup.Clock.Now - begin).TotalSeconds, 0, 3);
        Assert.Equal(4, setup.Bmc.Count(NetFn.App, GetChannelCipherSuites.Definition.Code));
    }

    [Fact]
    public async Task A_bmc_of_ipmi_15_is_not_asked_for_suites()
    {
        var setup = new ClientSetup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        var probe = await Probe(setup);
        Assert.Null(probe.CipherSuites);
        Assert.False(probe.Capabilities!.SupportsIpmi20);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetChannelCipherSuites.Definition.Code));
    }

    [Fact]
    public async Task A_bmc_without_pong_is_present_all_the_same()
    {
        var setup = new ClientSetup();
        setup.Link.Up = (datagram, _) => datagram[3] == Rmcp.AsfClass ? [] : [datagram];
        var probe = await Probe(setup);
        Assert.False(probe.Pong);
        Assert.True(probe.IsPresent);
    }

    [Fact]
    public async Task A_pong_alone_is_presence_too()
    {
        var setup = new ClientSetup(new TestBmc { Sessionless = _ => [] });
        var probe = await Probe(setup);
        Assert.True(probe.Pong);
        Assert.Null(probe.Capabilities);
        Assert.True(probe.IsPresent);
    }

    [Fact]
    public async Task Silence_is_a_time_out_and_rubbish_is_no_ipmi()
    {
        var silent = new ClientSetup();
        silent.Link.Up = (_, _) => [];
        Assert.Equal(IpmiErrorKind.Timeout, (await Assert.ThrowsAsync<IpmiException>(() => Probe(silent))).Kind);
        Assert.True(silent.Link.IsDisposed);

        var rubbish = new ClientSetup();
        rubbish.Link.Down = _ => [Encoding.ASCII.GetBytes("220 mail ready")];
        Assert.Equal(IpmiErrorKind.ProtocolError, (await Assert.ThrowsAsync<IpmiException>(() => Probe(rubbish))).Kind);
    }

    [Fact]
    public async Task Where_nothing_listens_it_ends_at_once()
    {
        var setup = new ClientSetup();
        setup.Link.Up = (_, _) => [];
        setup.Link.OnSent = _ => setup.Link.Fail(SocketError.ConnectionRefused);
        Assert.Equal(IpmiErrorKind.Unreachable, (await Assert.ThrowsAsync<IpmiException>(() => IpmiProbe.RunAsync(setup.Options with { Clock = new ManualClock() }))).Kind);
        Assert.True(setup.Link.IsDisposed);
    }

    /// <summary>IPMI 2.0 table 22-18: C0h number algorithms; C1h number IANA (3) algorithms. Tags 00b authentication, 01b integrity, 10b confidentiality.</summary>
    [Theory]
    [InlineData("", new int[0])]
    [InlineData("C0 03 01 41 81", new[] { 3 })]
    [InlineData("C0 00 00 40 80 C0 03 01 41 81 C0 11 03 44 81", new[] { 0, 3, 17 })]
    [InlineData("C1 80 57 01 00 03 44 81 C0 03 01 41 81", new[] { 3 })]
    [InlineData("C1 80 C0 11 00 03 44 81 C0 03 01 41 81", new[] { 3 })]
    [InlineData("C0 03 01 41 81 C0", new[] { 3 })]
    [InlineData("C1", new int[0])]
    [InlineData("C0 11 03 44 81 C0 11 03 44 81", new[] { 17 })]
    public void Suite_records_are_read_leniently(string records, int[] suites) =>
        Assert.Equal(suites, ChannelCipherSuites.Numbers(Hex.Parse(records)).Select(id => (int)id));

    private static Task<IpmiProbe> Probe(ClientSetup setup) => IpmiProbe.RunAsync(setup.Options);
}
