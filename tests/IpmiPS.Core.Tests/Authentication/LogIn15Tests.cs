using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Authentication;

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
        var challenge = setup.Bmc.Requests.Single(request => request.Is(NetFn.App, GetSessionChallenge.Definition.Code));
        Assert.Equal(used, challenge.Data[0]);
        Assert.Contains(setup.Trace.Warnings, warning => warning.Contains("IPMI 1.5"));
        Assert.Equal(used == 4, setup.Trace.Warnings.Any(warning => warning.Contains("clear text")));
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        await client.CloseAsync();
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
    }

    [Theory]
    [InlineData(new byte[] { 4 }, true)]
    [InlineData(new byte[] { 2, 4 }, false)]
    [InlineData(new byte[] { 0, 4 }, false)]
    public async Task Ipmi_15_is_refused_where_it_was_not_allowed_and_no_password_is_sent(byte[] offered, bool needsClearText)
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [.. offered.Select(type => (AuthType)type)] });
        setup.Options = setup.Options with { AllowInsecure = false, AllowClearTextPassword = false };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Contains("-AllowInsecure", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(needsClearText, error.RecommendedAction.Contains("-AllowClearTextPassword"));
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
        Assert.True(setup.Link.IsDisposed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bmc_that_offers_no_type_of_the_standard_is_told_what_to_enable(bool allowed)
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Oem] });
        setup.Options = setup.Options with { AllowInsecure = allowed };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, error.Kind);
        Assert.StartsWith("Enable MD5", error.RecommendedAction, StringComparison.Ordinal);
    }

    /// <summary>What a BMC offers before the log-in, anybody may say in its name.</summary>
    [Theory]
    [InlineData(IpmiProtocol.Auto)]
    [InlineData(IpmiProtocol.Ipmi15)]
    public async Task A_password_in_clear_text_needs_a_word_of_its_own(IpmiProtocol protocol)
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Straight] });
        setup.Options = setup.Options with { AllowClearTextPassword = false, Protocol = protocol };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
        Assert.Contains("-AllowClearTextPassword", error.RecommendedAction, StringComparison.Ordinal);
        AssertPasswordWasNotSent(setup);

        // Following the advice works.
        setup = Setup(setup.Bmc);
        setup.Options = setup.Options with { Protocol = protocol };
        using var client = await setup.ConnectAsync();
        Assert.Contains(setup.Trace.Warnings, warning => warning.Contains("clear text"));
        Assert.Contains(setup.Link.Sent, datagram => System.Text.Encoding.ASCII.GetString(datagram).Contains(setup.Bmc.Password));
    }

    [Fact]
    public async Task Without_that_word_no_authentication_is_taken_before_clear_text_and_told()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.None, AuthType.Straight] });
        setup.Options = setup.Options with { AllowClearTextPassword = false };
        using var client = await setup.ConnectAsync();
        Assert.False(client.ProvesPassword);
        Assert.Contains(setup.Trace.Warnings, warning => warning.Contains("no password is checked"));
        AssertPasswordWasNotSent(setup);
    }

    [Theory]
    [InlineData((byte)AuthType.Md5, new byte[] { 2, 4 }, 2)]
    [InlineData((byte)AuthType.Md2, new byte[] { 1, 4 }, 1)]
    [InlineData((byte)AuthType.Md2, new byte[] { 0, 2 }, 2)]
    [InlineData((byte)AuthType.Md5, new byte[] { 0, 1, 4 }, null)]
    [InlineData((byte)AuthType.Straight, new byte[] { 0 }, null)]
    public async Task A_session_that_logs_in_again_keeps_at_least_the_type_that_it_had(byte had, byte[] offered, int? used)
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [.. offered.Select(type => (AuthType)type)] });
        setup.Options = setup.Options with { AtLeast = new LogInStrength(null, (AuthType)had) };
        if (used is null)
        {
            var error = await setup.FailAsync();
            Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
            Assert.Contains("this session had IPMI 1.5", error.Message, StringComparison.Ordinal);
            AssertPasswordWasNotSent(setup);
            return;
        }

        using var client = await setup.ConnectAsync();
        Assert.Equal((AuthType)used, client.OptionsForReconnect(setup.Options).AtLeast!.Value.AuthType);
    }

    [Fact]
    public async Task A_console_on_a_bmc_of_ipmi_15_is_refused_for_good_and_nobody_logs_in()
    {
        foreach (bool allowed in (bool[])[false, true])
        {
            var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
            setup.Options = setup.Options with { AllowInsecure = allowed, NeedsPayloads = true };
            Assert.Equal(IpmiErrorKind.CommandNotSupported, (await setup.FailAsync()).Kind);
            Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
            setup.Options = setup.Options with { Protocol = IpmiProtocol.Ipmi15 };
            Assert.Equal(IpmiErrorKind.InvalidParameter, (await setup.FailAsync()).Kind);
        }
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
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, error.Kind);
        Assert.Contains("leave out -Protocol", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
    }

    [Fact]
    public async Task A_cipher_suite_by_number_never_becomes_ipmi_15()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { CipherSuite = 3 };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, error.Kind);
        Assert.Contains("leave out -CipherSuite", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
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
            Sessionless = request => !request.Is(NetFn.App, GetChannelAuthenticationCapabilities.Definition.Code) ? null
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
            Assert.Equal(asked, setup.Bmc.Requests.First(request => request.Is(NetFn.App, GetChannelAuthenticationCapabilities.Definition.Code)).Data[1]);
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
        Assert.Equal(0, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
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
        Assert.Equal(1, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
        Assert.Equal(2, setup.Bmc.Count(NetFn.App, ActivateSession.Definition.Code));
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
            Sessionless = request => request.Is(NetFn.App, GetSessionChallenge.Definition.Code) ? [code] : null,
        });
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.BadCredential, error.Kind);
        Assert.Contains("'admin'", error.Message, StringComparison.Ordinal);
        Assert.Contains("locked", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, setup.Bmc.Count(NetFn.App, GetSessionChallenge.Definition.Code));
    }

    [Fact]
    public async Task The_level_steps_down_to_what_the_user_has()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5], Limit = PrivilegeLevel.Operator });
        using var client = await setup.ConnectAsync();
        Assert.Equal(PrivilegeLevel.Operator, client.Privilege);
        Assert.Equal(2, setup.Bmc.Count(NetFn.App, ActivateSession.Definition.Code));
    }

    [Fact]
    public async Task Too_low_a_limit_is_told_with_the_user_and_the_level_that_is_needed()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5], Limit = PrivilegeLevel.User });
        setup.Options = setup.Options with { MinimumPrivilege = PrivilegeLevel.Operator };
        var error = await setup.FailAsync();
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.StartsWith("The BMC does not let the user 'admin' log in as Administrator or Operator, and Operator is needed (", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_codes_on_each_packet_where_the_bmc_has_switched_them_off()
    {
        var setup = Setup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5], PerMessageAuthentication = false });
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        Assert.Equal((byte)AuthType.None, setup.Link.Sent[setup.Link.Sent.Count - 1][4]);
    }

    public static TheoryData<byte, int> CutResponses => new() { { GetSessionChallenge.Definition.Code, 20 }, { ActivateSession.Definition.Code, 10 } };

    [Theory]
    [MemberData(nameof(CutResponses))]
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
        setup.Options = setup.Options with { AllowInsecure = true, AllowClearTextPassword = true };
        return setup;
    }

    private static void AssertPasswordWasNotSent(ClientSetup setup) =>
        Assert.All(setup.Link.Sent, datagram => Assert.DoesNotContain(setup.Bmc.Password, System.Text.Encoding.ASCII.GetString(datagram), StringComparison.Ordinal));
}
