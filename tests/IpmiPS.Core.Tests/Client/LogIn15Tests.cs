using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Client;

public class LogIn15Tests
{
    [Theory]
    [InlineData(new byte[] { 0, 1, 2, 4 }, 2)]
    [InlineData(new byte[] { 0, 1, 4 }, 1)]
    [InlineData(new byte[] { 0, 4 }, 4)]
    [InlineData(new byte[] { 0 }, 0)]
    public async Task The_strongest_type_on_offer_is_used(byte[] offered, byte used)
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [.. offered.Select(type => (AuthType)type)] });
        using var client = await setup.ConnectAsync();
        Assert.Equal(IpmiProtocol.Ipmi15, client.Protocol);
        Assert.Null(client.CipherSuite);
        Assert.Null(client.PayloadProtection);
        Assert.Equal(PrivilegeLevel.Administrator, client.Privilege);
        var challenge = setup.Bmc.Requests.Single(request => request.Is(NetFn.App, GetSessionChallenge.CommandCode));
        Assert.Equal(used, challenge.Data[0]);
        Assert.Contains(setup.Trace.Warnings, warning => warning.Contains("IPMI 1.5"));
        Assert.Equal(used == 4, setup.Trace.Warnings.Any(warning => warning.Contains("clear text")));
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        await client.CloseAsync();
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
    }

    [Fact]
    public async Task Ipmi_15_is_refused_where_it_was_not_allowed_and_no_password_is_sent()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Straight] });
        setup.Options = setup.Options with { AllowInsecure = false };
        Assert.Equal(IpmiErrorKind.InsecureRefused, (await setup.FailAsync()).Kind);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.CommandCode));
        Assert.True(setup.Link.IsDisposed);
    }

    [Fact]
    public async Task Ipmi_15_by_name_is_refused_where_it_was_not_allowed_before_anything_is_sent()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { AllowInsecure = false, Protocol = IpmiProtocol.Ipmi15 };
        Assert.Equal(IpmiErrorKind.InsecureRefused, (await setup.FailAsync()).Kind);
        Assert.Empty(setup.Link.Sent);
    }

    [Fact]
    public async Task Ipmi_20_by_name_never_becomes_ipmi_15()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { Protocol = IpmiProtocol.Ipmi20 };
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, (await setup.FailAsync()).Kind);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.CommandCode));
    }

    [Fact]
    public async Task A_cipher_suite_by_number_never_becomes_ipmi_15()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { CipherSuite = 3 };
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, (await setup.FailAsync()).Kind);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.CommandCode));
    }

    [Fact]
    public async Task Ipmi_15_by_name_sends_nothing_of_rmcp_plus()
    {
        var setup = Setup(new TestBmc { AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { Protocol = IpmiProtocol.Ipmi15 };
        using var client = await setup.ConnectAsync();
        Assert.Equal(IpmiProtocol.Ipmi15, client.Protocol);
        Assert.Empty(setup.Bmc.LogInPackets);
    }

    [Fact]
    public async Task Ipmi_15_by_name_of_a_bmc_that_has_switched_it_off_is_told()
    {
        var setup = Setup(new TestBmc());
        setup.Options = setup.Options with { Protocol = IpmiProtocol.Ipmi15 };
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, (await setup.FailAsync()).Kind);
    }

    /// <summary>BMCs of IPMI 1.5 that check reserved bits refuse the question for IPMI 2.0 data, or answer it without.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bmc_that_refuses_the_bit_of_ipmi_20_is_asked_without_it(bool refuses)
    {
        var setup = Setup(new TestBmc
        {
            SpeaksIpmi20 = false,
            AuthTypes = [AuthType.Md5],
            Sessionless = request => !request.Is(NetFn.App, GetChannelAuthenticationCapabilities.CommandCode) ? null
                : (request.Data[0] & 0x80) != 0 && refuses ? [0xCC]
                : [0x00, 0x01, 0x04, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00],
        });
        using var client = await setup.ConnectAsync();
        Assert.Equal(IpmiProtocol.Ipmi15, client.Protocol);
    }

    [Fact]
    public async Task Capabilities_are_asked_for_at_the_level_that_the_session_is_to_have()
    {
        foreach (var (given, asked) in new (PrivilegeLevel?, byte)[] { (null, 4), (PrivilegeLevel.User, 2) })
        {
            var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
            setup.Options = setup.Options with { Privilege = given };
            using var client = await setup.ConnectAsync();
            Assert.Equal(asked, setup.Bmc.Requests.First(request => request.Is(NetFn.App, GetChannelAuthenticationCapabilities.CommandCode)).Data[1]);
        }
    }

    [Theory]
    [InlineData(17)]
    [InlineData(20)]
    public async Task A_password_that_ipmi_15_cannot_carry_is_refused_and_never_cut(int length)
    {
        string password = new('p', length);
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Straight], Password = password });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InvalidParameter, error.Kind);
        Assert.Contains("16", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.CommandCode));
    }

    [Fact]
    public async Task A_password_of_16_bytes_logs_in()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5], Password = "0123456789abcdef" });
        using var client = await setup.ConnectAsync();
        Assert.True(client.IsOpen);
    }

    [Fact]
    public async Task A_wrong_password_is_silence_that_is_asked_twice_at_most()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { Password = ClientSetup.Secret("wrong") };
        Assert.Equal(IpmiErrorKind.BadCredential, (await setup.FailAsync()).Kind);
        Assert.Equal(1, setup.Bmc.Count(NetFn.App, GetSessionChallenge.CommandCode));
        Assert.Equal(2, setup.Bmc.Count(NetFn.App, ActivateSession.CommandCode));
    }

    [Theory]
    [InlineData(0x81)]
    [InlineData(0x82)]
    public async Task An_unknown_user_is_tried_once(byte code)
    {
        var setup = Setup(new TestBmc
        {
            SpeaksIpmi20 = false,
            AuthTypes = [AuthType.Md5],
            Sessionless = request => request.Is(NetFn.App, GetSessionChallenge.CommandCode) ? [code] : null,
        });
        Assert.Equal(IpmiErrorKind.BadCredential, (await setup.FailAsync()).Kind);
        Assert.Equal(1, setup.Bmc.Count(NetFn.App, GetSessionChallenge.CommandCode));
    }

    [Fact]
    public async Task The_level_steps_down_to_what_the_user_has()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5], Limit = PrivilegeLevel.Operator });
        using var client = await setup.ConnectAsync();
        Assert.Equal(PrivilegeLevel.Operator, client.Privilege);
        Assert.Equal(2, setup.Bmc.Count(NetFn.App, ActivateSession.CommandCode));
    }

    [Fact]
    public async Task Without_codes_on_each_packet_where_the_bmc_has_switched_them_off()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5], PerMessageAuthentication = false });
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        Assert.Equal((byte)AuthType.None, setup.Link.Sent[setup.Link.Sent.Count - 1][4]);
    }

    [Theory]
    [InlineData(GetSessionChallenge.CommandCode, 20)]
    [InlineData(ActivateSession.CommandCode, 10)]
    public async Task An_answer_that_is_cut_is_no_ipmi(byte command, int length)
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.None] });
        setup.Link.Down = datagram =>
        {
            var message = LanMessage.Read(new IpmiPS.Wire.ByteReader(Sessions.Datagrams.Take(datagram).Payload));
            if (message.Command != command)
                return [datagram];
            var cut = new LanMessage
            {
                ResponderAddress = message.ResponderAddress,
                NetFn = message.NetFn,
                RequesterAddress = message.RequesterAddress,
                Sequence = message.Sequence,
                Command = message.Command,
                Data = new ArraySegment<byte>([.. message.Data.Take(length)]),
            };
            return [SessionPacket.WriteSessionless15(cut)];
        };
        Assert.Equal(IpmiErrorKind.ProtocolError, (await setup.FailAsync()).Kind);
    }

    [Fact]
    public async Task Lost_packets_are_sent_again()
    {
        var seen = new System.Collections.Generic.HashSet<string>();
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Link.Up = (datagram, _) => seen.Add(IpmiPS.Wire.Hex.Format(datagram)) ? [] : [datagram];
        setup.Options = setup.Options with { Protocol = IpmiProtocol.Ipmi15 };
        using var client = await setup.ConnectAsync();
        Assert.Equal(IpmiProtocol.Ipmi15, client.Protocol);
    }

    private static ClientSetup Setup(TestBmc bmc)
    {
        var setup = new ClientSetup(bmc);
        setup.Options = setup.Options with { AllowInsecure = true };
        return setup;
    }
}
