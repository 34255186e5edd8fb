using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Hostile;

/// <summary>Who does not know the password cannot pass for the BMC, and who does cannot make a log-in without end.</summary>
public sealed class HostileLogInTests
{
    private static readonly byte[] s_password = [.. "opensesame".Select(c => (byte)c)];

    public static TheoryData<byte> WithProof => [.. CipherSuite.All.Where(suite => suite.Authentication != AuthenticationAlgorithm.None).Select(suite => suite.Id)];

    /// <summary>Of RAKP 2 and 4, only the two reserved bytes are not covered by a code.</summary>
    [Theory]
    [MemberData(nameof(WithProof))]
    public void No_bit_of_an_answer_to_rakp_can_be_changed(byte suite)
    {
        foreach (var changed in (PayloadType[])[PayloadType.Rakp2, PayloadType.Rakp4])
        {
            for (int at = 0, length = 1; at < length; at++)
            {
                foreach (byte bit in (byte[])[0x01, 0x80])
                {
                    var bmc = new TestBmc
                    {
                        Rewrite = (type, payload) =>
                        {
                            if (type != changed)
                                return payload;
                            length = payload.Length;
                            byte[] other = [.. payload];
                            other[at] ^= bit;
                            return other;
                        },
                    };
                    using var handshake = Run(suite, bmc);
                    bool isReserved = at is 2 or 3;
                    Assert.True(handshake.Stage == HandshakeStage.Done == isReserved, $"{changed}, byte {at}: {handshake.Stage}");
                    Assert.Equal(isReserved, handshake.Session is not null);
                    handshake.Session?.Dispose();
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithProof))]
    public void Answers_cut_anywhere_open_nothing(byte suite)
    {
        foreach (var cut in (PayloadType[])[PayloadType.OpenSessionResponse, PayloadType.Rakp2, PayloadType.Rakp4])
        {
            for (int keep = 0, length = 1; keep < length; keep++)
            {
                var bmc = new TestBmc
                {
                    Rewrite = (type, payload) =>
                    {
                        if (type != cut)
                            return payload;
                        length = payload.Length;
                        return [.. payload.Take(keep)];
                    },
                };
                using var handshake = Run(suite, bmc);
                Assert.NotEqual(HandshakeStage.Done, handshake.Stage);
            }
        }
    }

    [Fact]
    public async Task The_answers_of_another_log_in_are_not_taken_for_this_ones()
    {
        var recorded = new List<byte[]>();
        var first = new ClientSetup();
        first.Link.Down = datagram =>
        {
            recorded.Add(datagram);
            return [datagram];
        };
        using (await first.ConnectAsync())
            Assert.NotEmpty(recorded);

        // Whoever recorded it plays it back before each genuine answer.
        var second = new ClientSetup();
        second.Link.Down = datagram => [.. recorded, datagram];
        using var client = await second.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
    }

    [Theory]
    [InlineData((byte)AuthType.Md2)]
    [InlineData((byte)AuthType.Md5)]
    [InlineData((byte)AuthType.Straight)]
    public async Task An_ipmi_15_session_that_somebody_else_opens_is_none(byte number)
    {
        var type = (AuthType)number;
        var setup = Setup15(type);
        int forged = 0;
        setup.Link.Down = datagram =>
        {
            var packet = Packet(datagram);
            if (packet.AuthType == AuthType.None)
                return [datagram];

            // The answer to Activate Session: once without a code and with codes switched off for good, once with a wrong one.
            forged++;
            byte[] message = [.. packet.Payload];
            byte[] bare = LanSession15.Write(AuthType.None, [], packet.SessionId, 0, new ArraySegment<byte>(message), pad: false);
            byte[] wrong = LanSession15.Write(type, [1, 2, 3], packet.SessionId, 0, new ArraySegment<byte>(message), pad: false);
            return [bare, wrong, datagram];
        };
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        Assert.True(forged > 0);
    }

    [Fact]
    public async Task Without_the_genuine_answer_the_forged_one_opens_no_ipmi_15_session()
    {
        var setup = Setup15(AuthType.Md5);
        setup.Link.Down = datagram => Packet(datagram) is { AuthType: not AuthType.None } packet
            ? [LanSession15.Write(AuthType.None, [], packet.SessionId, 0, packet.Payload, pad: false)]
            : [datagram];
        Assert.Equal(IpmiErrorKind.BadCredential, (await setup.FailAsync()).Kind);
    }

    /// <summary>At each stage, whatever comes instead of the answer: the genuine answer later or an error of a documented kind, after bounded time and few packets.</summary>
    [Theory]
    [InlineData(IpmiProtocol.Ipmi20)]
    [InlineData(IpmiProtocol.Ipmi15)]
    public async Task At_each_stage_anything_may_come_instead_of_the_answer(IpmiProtocol protocol)
    {
        byte[] huge = new byte[65507];
        Buffer.BlockCopy(new byte[] { 0x06, 0x00, 0xFF, 0x07, 0x06, 0xC0 }, 0, huge, 0, 6);
        Func<byte[], byte[]>[] attacks =
        [
            _ => [],
            _ => huge,
            datagram => [.. datagram.Take(datagram.Length - 1)],
            datagram => [.. datagram.Take(14), 0xFF, 0xFF, .. datagram.Skip(16)],
            datagram => [.. datagram.Take(5), 0, .. datagram.Skip(6)],
            datagram => [.. datagram.Take(5), (byte)(datagram[5] ^ 0xC0), .. datagram.Skip(6)],
            datagram => [.. datagram.Take(6), 0, 0, 0, 0, .. datagram.Skip(10)],
            datagram => [.. datagram.Take(6), 0xFF, 0xFF, 0xFF, 0xFF, .. datagram.Skip(10)],
            datagram => [.. datagram.Take(10), 0, 0, 0, 0, .. datagram.Skip(14)],
        ];
        const int Stages = 7;
        int failed = 0;
        foreach (var attack in attacks)
        {
            for (int from = 0; from < Stages; from++)
            {
                int came = 0;
                var setup = new ClientSetup(new TestBmc { AuthTypes = [AuthType.Md5] });
                setup.Options = setup.Options with { AllowInsecure = true, Protocol = protocol, RetryCount = 1, Trace = null };
                setup.Link.Down = datagram => [came++ < from ? datagram : attack(datagram)];
                var begin = setup.Clock.Now;
                try
                {
                    using var client = await setup.ConnectAsync();
                    Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
                    await client.CloseAsync();
                }
                catch (IpmiException error)
                {
                    failed++;
                    Assert.Contains(error.Kind, (IpmiErrorKind[])[IpmiErrorKind.Timeout, IpmiErrorKind.ProtocolError, IpmiErrorKind.BadCredential, IpmiErrorKind.CipherSuiteRefused]);
                }

                Assert.True(setup.Clock.Now - begin < TimeSpan.FromMinutes(3), $"{setup.Clock.Now - begin}");
                Assert.InRange(setup.Link.Sent.Count, 1, 200);
            }
        }

        Assert.InRange(failed, 2 * attacks.Length, Stages * attacks.Length);
    }

    [Fact]
    public async Task A_list_of_cipher_suites_without_end_is_left()
    {
        var setup = new ClientSetup(new TestBmc
        {
            Suites = [],
            Sessionless = request => request.Is(NetFn.App, GetChannelCipherSuites.Definition.Code) ? [0, 1, .. new byte[GetChannelCipherSuites.PageLength]] : null,
        });
        setup.Options = setup.Options with { AllowInsecure = true };
        Assert.Equal(IpmiErrorKind.CipherSuiteRefused, (await setup.FailAsync()).Kind);
        Assert.InRange(setup.Bmc.Count(NetFn.App, GetChannelCipherSuites.Definition.Code), 64, 128);
    }

    [Fact]
    public async Task A_flood_before_each_answer_is_passed_over_and_told_in_few_lines()
    {
        const int Flood = 2000;
        byte[][] rubbish = [[], [0x06], new byte[2048], [0x06, 0x00, 0xFF, 0x07, 0x06, 0xC0, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xFF], [0x06, 0x00, 0xFF, 0x06, 0, 0, 0x11, 0xBE]];
        var setup = new ClientSetup();
        setup.Link.Down = datagram => [.. Enumerable.Range(0, Flood).Select(i => rubbish[i % rubbish.Length]), datagram];
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        Assert.InRange(setup.Trace.Packets.Count, 100, 110 * setup.Link.Sent.Count);
        Assert.Contains(setup.Trace.Packets, line => line.Contains("more lines about packets were not shown"));
    }

    [Fact]
    public async Task A_network_that_keeps_complaining_is_told_of_once()
    {
        var setup = new ClientSetup();
        using var client = await setup.ConnectAsync();
        for (int i = 0; i < 1000; i++)
            setup.Link.Fail(System.Net.Sockets.SocketError.ConnectionRefused);
        Assert.Single(setup.Trace.Notes, note => note.Contains("ConnectionRefused"));
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
    }

    private static ClientSetup Setup15(AuthType type)
    {
        var setup = new ClientSetup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [type] });
        setup.Options = setup.Options with { AllowInsecure = true, AllowClearTextPassword = true, Protocol = IpmiProtocol.Ipmi15 };
        return setup;
    }

    private static RmcpPlusHandshake Run(byte suite, TestBmc bmc)
    {
        var handshake = new RmcpPlusHandshake(CipherSuite.Find(suite)!, PrivilegeLevel.Administrator, [.. "admin".Select(c => (byte)c)], s_password, []);
        for (int step = 0; step < 3 && handshake.Outgoing is { } outgoing; step++)
        {
            foreach (byte[] answer in bmc.Receive(outgoing))
            {
                try
                {
                    handshake.Receive(Packet(answer));
                }
                catch (MalformedDataException)
                {
                    // Passed over, as the client does.
                }
            }
        }

        return handshake;
    }

    private static SessionPacket Packet(byte[] datagram) => Simulator.Wire.Packet(datagram);
}
