using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Tests.Channels;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Authentication;

/// <summary>How long secrets stay: those of the log-in until it is over, the session's keys until it is closed.</summary>
public class SecretLifetimeTests
{
    private const string Password = "pAssw0rd-of-20-bytes";
    private const string Kg = "kG-0123456789";

    [Theory]
    [MemberData(nameof(TraceTests.EverySuite), MemberType = typeof(TraceTests))]
    public async Task Of_a_log_in_only_the_keys_remain_and_of_a_closed_session_nothing(byte id)
    {
        var suite = CipherSuite.Find(id)!;
        var keys = new List<byte[]>();
        var setup = new ClientSetup(new TestBmc { Password = Password, BmcKey = Encoding.ASCII.GetBytes(Kg) });
        setup.Options = setup.Options with { BmcKey = ClientSetup.Secret(Kg), CipherSuite = id, AllowInsecure = true };
        var client = await setup.ConnectAsync();
        await client.SendAsync(new GetDeviceId());

        // MD5-128 is keyed with the password itself; xRC4 makes a key of K2 for each packet.
        var (integrityKey, k2) = KeysOf(suite, setup);
        byte[] password = Encoding.ASCII.GetBytes(Password);
        AssertGone(client, [Encoding.ASCII.GetBytes(Kg), integrityKey]);
        Assert.Equal(suite.Integrity == IntegrityAlgorithm.Md5_128, CanReach(client, password));
        Assert.Equal(suite.Confidentiality is ConfidentialityAlgorithm.XRc4_128 or ConfidentialityAlgorithm.XRc4_40, CanReach(client, k2));

        await client.CloseAsync();
        AssertGone(client, [password, k2]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task The_password_of_an_ipmi_15_session_goes_with_it(byte type)
    {
        const string Short = "pAssw0rd-16bytes";
        var setup = new ClientSetup(new TestBmc { Password = Short, SpeaksIpmi20 = false, AuthTypes = [(AuthType)type] });
        setup.Options = setup.Options with { AllowInsecure = true, AllowClearTextPassword = true };
        var client = await setup.ConnectAsync();
        Assert.True(CanReach(client, Encoding.ASCII.GetBytes(Short)));
        await client.CloseAsync();
        AssertGone(client, [Encoding.ASCII.GetBytes(Short)]);
    }

    [Fact]
    public async Task A_refused_log_in_leaves_no_secret_in_its_error()
    {
        var setup = new ClientSetup(new TestBmc { Password = Password });
        setup.Options = setup.Options with { Password = ClientSetup.Secret("another one"), BmcKey = ClientSetup.Secret(Kg) };
        AssertGone(await setup.FailAsync(), [Encoding.ASCII.GetBytes("another one"), Encoding.ASCII.GetBytes(Kg)]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData((byte)0x2C)]
    public async Task A_message_with_a_password_is_wiped_when_it_is_answered(byte? controller)
    {
        byte[] secret = [0x84, 2, .. Encoding.ASCII.GetBytes("the new password")];
        var setup = new ClientSetup(new TestBmc { Command = request => [0, .. request.Data] });
        var client = await setup.ConnectAsync();
        var pending = PendingRequest.Create(new RawCommand(6, 0x47, secret), controller is { } address ? new IpmbTarget(address, 0) : IpmbTarget.Bmc, 1);
        Assert.True(CanReach(pending, secret));
        try
        {
            await client.SendAsync(new RawCommand(6, 0x47, (byte[])secret.Clone()), pending.Target, default);
        }
        catch (IpmiException) when (controller is not null)
        {
            // Nothing is behind this BMC.
        }

        // All that is left of the request is what the caller holds.
        AssertGone(client, [secret]);
        Assert.DoesNotContain(setup.Trace.Packets, line => line.Contains("74 68 65"));
    }

    [Theory]
    [InlineData("0x0102030405060708090A0B0C0D0E0F1011121314", 20)]
    [InlineData("text", 4)]
    [InlineData("", 0)]
    public void The_secrets_of_a_log_in_are_zero_afterwards(string key, int length)
    {
        var secrets = new LogInSecrets(new IpmiConnectOptions { Password = ClientSetup.Secret(Password), BmcKey = ClientSetup.Secret(key) });
        Assert.Equal(Password, Encoding.ASCII.GetString(secrets.Password));
        Assert.Equal(length, secrets.BmcKey.Length);
        secrets.Dispose();
        Assert.All(secrets.Password.Concat(secrets.BmcKey), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0x06, 0x47, "82 02", true)]
    [InlineData(0x06, 0x56, "", true)]
    [InlineData(0x06, 0x34, "40 2C 18 BC 20 04 47 02", true)]
    [InlineData(0x06, 0x34, "40 2C 18 BC 20 04 56", true)]
    [InlineData(0x06, 0x34, "40 2C 18 BC 20 04 01", false)]
    [InlineData(0x06, 0x34, "40 2C 18 BC 20 04", false)]
    [InlineData(0x0C, 0x01, "01 10 70 75", true)]
    [InlineData(0x0C, 0x01, "01 03 0A 00 00 01", false)]
    [InlineData(0x04, 0x47, "", false)]
    [InlineData(0x06, 0x01, "", false)]
    public void Raw_commands_that_hold_a_secret_are_known(byte netFn, byte code, string data, bool holds) =>
        Assert.Equal(holds, new RawCommand(netFn, code, Hex.Parse(data)).HoldsSecret);

    /// <summary>The test can find what is there.</summary>
    [Fact]
    public void What_is_there_is_found()
    {
        byte[] secret = [1, 2, 3, 4];
        Action captured = () => GC.KeepAlive(secret);
        Assert.True(CanReach(new List<object> { new { Deep = captured } }, secret, "nothing"));
        Assert.True(CanReach(new InvalidOperationException("x", new ArgumentException("\u0001\u0002\u0003\u0004")), secret, "nothing"));
        Assert.False(CanReach(new List<object> { new byte[] { 1, 2, 3 } }, secret, "nothing"));
    }

    private static (byte[] IntegrityKey, byte[] K2) KeysOf(CipherSuite suite, ClientSetup setup)
    {
        byte[] integrityKey = setup.Bmc.LastIntegrityKey!;
        using var keys = new SessionKeys(suite.Authentication, integrityKey);
        return (integrityKey, (byte[])keys.K2.Clone());
    }

    private static void AssertGone(object root, byte[][] secrets)
    {
        foreach (byte[] secret in secrets)
            Assert.False(CanReach(root, secret));
    }

    /// <summary>The virtual BMC, which is reached over its cable, has to know them.</summary>
    private static bool CanReach(object root, byte[] secret, string leftOut = "IpmiPS.Tests")
    {
        string wanted = Latin1(secret);
        return wanted.Length > 0 && ObjectGraph.Leaves(root, leftOut).Any(leaf => Text(leaf.Value).Contains(wanted));
    }

    private static string Text(object leaf) => leaf is byte[] bytes ? Latin1(bytes) : leaf as string ?? new string((char[])leaf);

    private static string Latin1(byte[] bytes) => new([.. bytes.Select(value => (char)value)]);
}
