using System;
using System.Text;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Transport;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.App;

public class UserCommandTests
{
    [Fact]
    public void User_access_is_read()
    {
        Vectors.Request("0E 02", new GetUserAccess(0x0E, 2), GetUserAccess.ReadRequest);
        var access = Vectors.Response("0A 42 01 34", new GetUserAccess(0x0E, 2), 4, (a, w) => a.Write(w));
        Assert.Equal((10, UserEnableStatus.Enabled, 2, 1), (access.Capacity, access.Status, access.EnabledCount, access.FixedNameCount));
        Assert.Equal((false, true, true, PrivilegeLevel.Administrator), (access.IsCallbackOnly, access.LinkAuthentication, access.IpmiMessaging, access.Privilege));
        Assert.True(access.CanLogIn);
    }

    [Theory]
    [InlineData("0A 82 01 34")] // disabled
    [InlineData("0A 42 01 24")] // no messaging
    [InlineData("0A 42 01 3F")] // no access
    public void Users_that_cannot_log_in_are_told(string hex) =>
        Assert.False(Vectors.Response(hex, new GetUserAccess(0x0E, 2), 4, (a, w) => a.Write(w)).CanLogIn);

    [Fact]
    public void User_access_is_written_with_all_its_flags()
    {
        var access = new UserAccess { LinkAuthentication = true, IpmiMessaging = true, PrivilegeLimit = 3 };
        Vectors.Request("B1 05 03", new SetUserAccess(1, 5, access), SetUserAccess.ReadRequest);
        Vectors.Request("B1 05 03 02", new SetUserAccess(1, 5, access) { SessionLimit = 2 }, SetUserAccess.ReadRequest);
        Vectors.Request("31 05 03", new SetUserAccess(1, 5, access) { ChangeFlags = false }, SetUserAccess.ReadRequest);
        Vectors.RequestPrefixes("B1 05 03", SetUserAccess.ReadRequest);
    }

    [Fact]
    public void User_names_are_padded_and_trimmed()
    {
        Vectors.Request("02", new GetUserName(2), GetUserName.ReadRequest);
        Assert.Equal("ADMIN", Vectors.Response("41 44 4D 49 4E 00 00 00 00 00 00 00 00 00 00 00", new GetUserName(2), 0, (n, w) => n.Write(w)).Text);
        Vectors.Request("03 6F 70 C3 A9 00 00 00 00 00 00 00 00 00 00 00 00", new SetUserName(3, new UserName("opé")), SetUserName.ReadRequest);
        Vectors.Request("03 6F 70 E9 00 00 00 00 00 00 00 00 00 00 00 00 00", SetUserName.ReadRequest(new(Hex.Parse("03 6F 70 E9 00 00 00 00 00 00 00 00 00 00 00 00 00"))), SetUserName.ReadRequest);
        Assert.Equal("opé", Vectors.Response("6F 70 E9 00 00 00 00 00 00 00 00 00 00 00 00 00", new GetUserName(2), 0, (n, w) => n.Write(w)).Text);
        Assert.Throws<ArgumentException>(() => new UserName("seventeen letters"));
    }

    [Fact]
    public void Passwords_are_sent_in_the_size_asked_for()
    {
        byte[] secret = Encoding.UTF8.GetBytes("secret");
        Vectors.Request("02 02 73 65 63 72 65 74 00 00 00 00 00 00 00 00 00 00", new SetUserPassword(2, UserPasswordOperation.SetPassword, secret, isLong: false), SetUserPassword.ReadRequest);
        Vectors.Request("82 03 73 65 63 72 65 74 00 00 00 00 00 00 00 00 00 00 00 00 00 00", new SetUserPassword(2, UserPasswordOperation.TestPassword, secret, isLong: true), SetUserPassword.ReadRequest);
        Vectors.Request("02 01", new SetUserPassword(2, enable: true), SetUserPassword.ReadRequest);
        Vectors.Request("02 00", new SetUserPassword(2, enable: false), SetUserPassword.ReadRequest);
        Assert.Throws<ArgumentException>(() => new SetUserPassword(2, UserPasswordOperation.SetPassword, new byte[17], isLong: false));
        Assert.Throws<ArgumentException>(() => new SetUserPassword(2, UserPasswordOperation.SetPassword, new byte[21], isLong: true));
    }

    [Fact]
    public void A_password_is_set_once_and_never_traced()
    {
        var set = new SetUserPassword(2, UserPasswordOperation.SetPassword, [1], isLong: true);
        var test = new SetUserPassword(2, UserPasswordOperation.TestPassword, [1], isLong: true);
        Assert.Equal((false, true, true, true), (set.IsIdempotent, set.HoldsSecret, test.IsIdempotent, test.HoldsSecret));
        Assert.Contains("another one", new IpmiCommandException(test, (CompletionCode)0x80).Message);
        Assert.Contains("16 or 20", new IpmiCommandException(test, (CompletionCode)0x81).Message);
    }

    [Fact]
    public void Lan_parameters_are_read()
    {
        var command = new GetLanConfigurationParameters(0x0E, 26);
        Vectors.Request("0E 1A 00 00", command, GetLanConfigurationParameters.ReadRequest);
        Vectors.RequestPrefixes("0E 1A 00 00", GetLanConfigurationParameters.ReadRequest);
        var parameter = Vectors.Response("11 03 05 3C 00 1E 00", command, 1, (p, w) => p.Write(w));
        Assert.Equal((0x11, 6), (parameter.Revision, parameter.Data.Length));
    }
}
