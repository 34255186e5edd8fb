using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Sessions;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Channels;

public class TraceTests
{
    private const string Password = "pAssw0rd!";
    private const string Kg = "kG-0123456789";

    public static TheoryData<byte> EverySuite
    {
        get
        {
            var suites = new TheoryData<byte>();
            foreach (var suite in CipherSuite.All)
                suites.Add(suite.Id);
            return suites;
        }
    }

    [Theory]
    [MemberData(nameof(EverySuite))]
    public async Task Nothing_that_is_told_helps_to_find_password_or_keys(byte suite)
    {
        var setup = new ClientSetup(new TestBmc { Password = Password, BmcKey = Encoding.ASCII.GetBytes(Kg) });
        var datagrams = new List<byte[]>();
        setup.Link.Down = datagram =>
        {
            datagrams.Add(datagram);
            return [datagram];
        };
        setup.Options = setup.Options with { BmcKey = ClientSetup.Secret(Kg), CipherSuite = suite, AllowInsecure = true };
        var client = await setup.ConnectAsync();
        await client.SendAsync(new GetDeviceId());
        await client.CloseAsync();

        var messages = setup.Link.Sent.Concat(datagrams).Where(datagram => datagram[5] is >= 0x10 and <= 0x15 && datagram[4] == 6).ToLookup(datagram => (PayloadType)datagram[5]);
        var rakp1 = Rakp1.Read(Payload(messages[PayloadType.Rakp1].Single()));
        var rakp2 = Rakp2.Read(Payload(messages[PayloadType.Rakp2].Single()));
        var rakp3 = Rakp3.Read(Payload(messages[PayloadType.Rakp3].Single()));
        var rakp4 = Rakp4.Read(Payload(messages[PayloadType.Rakp4].Single()));
        var rakp = new RakpAuthentication(CipherSuite.Find(suite)!.Authentication, Encoding.ASCII.GetBytes(Password))
        {
            ConsoleSessionId = rakp2.ConsoleSessionId,
            BmcSessionId = rakp1.BmcSessionId,
            ConsoleRandom = rakp1.ConsoleRandom,
            BmcRandom = rakp2.BmcRandom,
            BmcGuid = rakp2.BmcGuid,
            Role = rakp1.Role,
            UserName = rakp1.UserName,
        };
        Assert.Equal(rakp.Rakp2Code(rakp.Role), rakp2.Code);
        byte[] integrityKey = rakp.SessionIntegrityKey(Encoding.ASCII.GetBytes(Kg));
        using var keys = new SessionKeys(CipherSuite.Find(suite)!.Authentication, integrityKey);
        AssertHidden(
            setup,
            Encoding.ASCII.GetBytes(Password), Encoding.ASCII.GetBytes(Kg), rakp1.ConsoleRandom, rakp2.BmcRandom, rakp2.Code, rakp3.Code, rakp4.Code, integrityKey, keys.K1, keys.K2);

        // What it does tell.
        Assert.Contains(setup.Trace.Packets, line => line.Contains("Rakp1"));
        Assert.Contains(setup.Trace.Packets, line => line.Contains("Get Device ID") && line.StartsWith("sent", StringComparison.Ordinal));
        Assert.Contains(setup.Trace.Packets, line => line.Contains("00 20 01 02 15"));
        Assert.Contains(setup.Trace.Notes, line => line.Contains("is open"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task The_same_holds_for_ipmi_15(byte type)
    {
        var setup = new ClientSetup(new TestBmc { Password = Password, SpeaksIpmi20 = false, AuthTypes = [(AuthType)type] });
        setup.Options = setup.Options with { AllowInsecure = true, AllowClearTextPassword = true };
        var client = await setup.ConnectAsync();
        await client.SendAsync(new GetDeviceId());
        await client.CloseAsync();
        var codes = setup.Link.Sent.Select(datagram => Datagrams.Take(datagram)).Where(packet => packet.AuthCode.Count > 0).Select(packet => packet.AuthCode.ToArray());
        AssertHidden(setup, [Encoding.ASCII.GetBytes(Password), .. codes]);
    }

    [Fact]
    public async Task Commands_that_carry_secrets_are_not_shown_and_neither_are_their_answers()
    {
        var setup = new ClientSetup(new TestBmc { Command = request => [0, .. request.Data] });
        using var client = await setup.ConnectAsync();
        byte[] secret = Encoding.ASCII.GetBytes("the new password");
        Assert.Equal(secret, await client.SendAsync(new RawCommand(0x06, 0x47, secret)));
        await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new RawCommand(0x06, 0x56, secret), new IpmbTarget(0x2C, 0), default));
        AssertHidden(setup, secret);
        Assert.Contains(setup.Trace.Packets, line => line.Contains("not shown"));
    }

    [Fact]
    public async Task A_refused_log_in_tells_no_secret_either()
    {
        var setup = new ClientSetup(new TestBmc { Password = Password });
        setup.Options = setup.Options with { Password = ClientSetup.Secret("another one") };
        var error = await setup.FailAsync();
        AssertHidden(setup, Encoding.ASCII.GetBytes("another one"));
        Assert.DoesNotContain("another one", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packets_are_not_decoded_for_nobody()
    {
        var trace = new RecordingTrace { WantsPackets = false };
        var setup = new ClientSetup();
        setup.Options = setup.Options with { Trace = trace };
        using var client = await setup.ConnectAsync();
        setup.Link.Deliver([1, 2, 3]);
        Assert.Empty(trace.Packets);
        Assert.NotEmpty(trace.Notes);
    }

    [Fact]
    public async Task Repetitions_and_what_is_passed_over_are_told()
    {
        int lost = 1;
        var setup = new ClientSetup();
        using var client = await setup.ConnectAsync();
        setup.Link.Up = (datagram, _) => lost-- > 0 ? [] : [datagram];
        setup.Link.Down = datagram => [[1, 2, 3], datagram];
        await client.SendAsync(new GetDeviceId());
        Assert.Contains(setup.Trace.Packets, line => line.StartsWith("sent again (2): Get Device ID", StringComparison.Ordinal));
        Assert.Contains(setup.Trace.Packets, line => line.StartsWith("ignored: ", StringComparison.Ordinal));
    }

    private static ByteReader Payload(byte[] datagram) => new(Datagrams.Take(datagram).Payload);

    private static void AssertHidden(ClientSetup setup, params byte[][] secrets)
    {
        string told = string.Join("\n", setup.Trace.Notes.Concat(setup.Trace.Packets).Concat(setup.Trace.Warnings));
        foreach (byte[] secret in secrets.Where(secret => secret.Length > 0))
        {
            Assert.DoesNotContain(Encoding.ASCII.GetString(secret), told, StringComparison.Ordinal);
            foreach (string separator in (string[])["", " ", "-", ":"])
                Assert.DoesNotContain(Hex.Format(secret, separator), told, StringComparison.OrdinalIgnoreCase);

            // Not even a part of it.
            if (secret.Length >= 8)
                Assert.DoesNotContain(Hex.Format([.. secret.Take(8)], " "), told, StringComparison.OrdinalIgnoreCase);
        }
    }
}
