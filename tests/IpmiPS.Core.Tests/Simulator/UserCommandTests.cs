using System.Linq;
using IpmiPS.Simulator;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Simulator;

public sealed class UserCommandTests
{
    private const byte App = 0x06;

    private static byte[] Padded(string text, int length) => Wire.Bytes(text).Concat(new byte[length]).Take(length).ToArray();

    [Fact]
    public void Users_are_reported_with_their_access()
    {
        var bench = new Bench();
        Assert.Equal([0x0A, 0x43, 0x01, 0x14], bench.Get(App, 0x44, 1, 2));
        Assert.Equal([0x0A, 0x43, 0x01, 0x12], bench.Get(App, 0x44, 0x0E, 4));
        Assert.Equal([0x0A, 0x83, 0x01, 0x0F], bench.Get(App, 0x44, 1, 5));
        Assert.Equal(Padded("operator", 16), bench.Get(App, 0x46, 3));
        Assert.Equal([0xC9], bench.Send(App, 0x44, 1, 11));
        Assert.Equal([0xCC], bench.Send(App, 0x44, 2, 1));
    }

    [Theory]
    [InlineData("sixteen bytes ok", 16)]
    [InlineData("twenty bytes are ok!", 20)]
    public void A_new_user_can_be_created_and_logs_in(string password, int length)
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        wire.Send(session, App, 0x3B, 4);
        byte flag = (byte)(length == 20 ? 0x80 : 0);
        Assert.Equal([0x00], wire.Send(session, App, 0x45, [5, .. Padded("newcomer", 16)]));
        Assert.Equal([0x00], wire.Send(session, App, 0x47, [(byte)(5 | flag), 2, .. Padded(password, length)]));
        Assert.Equal([0x00], wire.Send(session, App, 0x47, [(byte)(5 | flag), 3, .. Padded(password, length)]));
        Assert.Equal([0x80], wire.Send(session, App, 0x47, [(byte)(5 | flag), 3, .. Padded("another", length)]));
        Assert.Equal([0x81], wire.Send(session, App, 0x47, [(byte)(5 | flag ^ 0x80), 3, .. Padded(password, 36 - length)]));
        Assert.Equal([0x00], wire.Send(session, App, 0x43, 0x91, 5, 3));
        Assert.Null(wire.LogIn(user: "newcomer", password: password, privilege: PrivilegeLevel.Operator).Session);
        Assert.Equal([0x00], wire.Send(session, App, 0x47, 5, 1));
        Assert.NotNull(wire.LogIn(user: "newcomer", password: password, privilege: PrivilegeLevel.Operator).Session);
        Assert.Equal([0x00], wire.Send(session, App, 0x47, 5, 0));
        Assert.Null(wire.LogIn(user: "newcomer", password: password, privilege: PrivilegeLevel.Operator).Session);
    }

    [Fact]
    public void A_user_without_messaging_may_not_log_in()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        wire.Send(session, App, 0x3B, 4);
        Assert.Equal([0x00], wire.Send(session, App, 0x43, 0x81, 4, 2));
        Assert.Null(wire.LogIn(user: "user", password: "user", privilege: PrivilegeLevel.User).Session);
    }

    [Theory]
    [InlineData(0x47, new byte[] { 5, 2, 1, 2 }, 0xC7)]
    [InlineData(0x47, new byte[] { 11, 1 }, 0xCC)]
    [InlineData(0x43, new byte[] { 1, 3, 7 }, 0xCC)]
    [InlineData(0x43, new byte[] { 3, 3, 2 }, 0xCC)]
    public void Wrong_requests_are_refused(byte command, byte[] data, byte code) => Assert.Equal([code], new Bench().Send(App, command, data, 0));

    [Fact]
    public void The_null_users_name_is_fixed() => Assert.Equal([0xCC], new Bench().Send(App, 0x45, [1, .. Padded("named", 16)], 0));

    [Fact]
    public void Only_an_administrator_changes_users()
    {
        var bench = new Bench(privilege: PrivilegeLevel.Operator);
        Assert.Equal([0xD4], bench.Send(App, 0x47, 3, 0));
        Assert.Equal(0, bench.Send(App, 0x46, 3)[0]);
    }

    [Fact]
    public void Names_and_passwords_that_do_not_fit_are_refused_and_never_truncated()
    {
        Assert.Throws<System.ArgumentException>(() => new Bench(new SimulatorOptions { UserName = "seventeen letters" }));
        Assert.Throws<System.ArgumentException>(() => new Bench(new SimulatorOptions { Password = "twenty-one bytes long" }));
        Assert.Throws<System.ArgumentException>(() => new Bench(new SimulatorOptions { BmcKey = "twenty-one bytes long" }));
    }

    [Fact]
    public void A_BMC_key_can_be_set_and_is_then_required()
    {
        var wire = new Wire();
        var session = wire.LogIn().Session!;
        wire.Send(session, App, 0x3B, 4);
        Assert.Equal([0x00, 0x02], wire.Send(session, App, 0x56, [1, 1, 1, .. Padded("key", 20)]));
        Assert.Equal([0x00, 0x02, .. Padded("key", 20)], wire.Send(session, App, 0x56, 1, 0, 1));
        Assert.Null(wire.LogIn().Session);
        Assert.NotNull(wire.LogIn(key: "key").Session);
    }
}
