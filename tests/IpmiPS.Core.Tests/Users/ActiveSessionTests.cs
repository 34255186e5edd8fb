using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Simulator;
using IpmiPS.Tests.Support;
using IpmiPS.Users;
using Xunit;

namespace IpmiPS.Tests.Users;

/// <summary>Sessions of others: read, told apart, closed.</summary>
public sealed class ActiveSessionTests
{
    [Fact]
    public async Task All_sessions_are_read_with_their_users_and_which_is_the_own_one()
    {
        using var rack = new SimulatedRack { Clock = new SlowClock() };
        using var other = await rack.ConnectAsync(options => options with { UserName = "operator", Password = SimulatedRack.Secret("operator") });
        using var client = await rack.ConnectAsync();
        var sessions = await ActiveSessionReader.GetAsync(client);
        Assert.Equal(["operator False Ipmi20", "admin True Ipmi20"], sessions.Select(session => $"{session.User} {session.IsOwn} {session.SessionProtocol}"));
        Assert.All(sessions, session => Assert.Equal((16, "127.0.0.1", "02:00:00:00:00:01"), (session.Slots, session.RemoteAddress!.ToString(), session.RemoteMac)));
    }

    /// <summary>Slots 1 and 3 of four are in use; slot 3 is that of a serial channel, without addresses. IPMI 2.0 table 22-25.</summary>
    [Fact]
    public async Task A_BMC_that_counts_slots_and_knows_no_present_session_is_read_as_well()
    {
        var bmc = new ScriptedBmc(request => request.Code switch
        {
            0x46 => [0xCC],
            _ when request.Data[0] == 0 => [0xCC],
            _ when request.Data[0] == 1 => Hex("00 05 04 02 02 04 11 C0 00 02 11 02 00 00 00 00 01 6F 02"),
            _ when request.Data[0] == 3 => Hex("00 07 04 02 03 02 02"),
            _ => Hex("00 00 04 02"),
        });
        var sessions = await ActiveSessionReader.GetAsync(bmc);
        Assert.Equal(["5 2 Administrator 1 Ipmi20 192.0.2.17 623", "7 3 User 2   "], sessions.Select(session => $"{session.Handle} {session.UserId} {session.Privilege} {session.Channel} {session.SessionProtocol} {session.RemoteAddress} {session.RemotePort}"));
        Assert.Equal([1, 2], sessions.Select(session => session.Notes.Length));
    }

    [Fact]
    public async Task A_session_is_closed_if_it_is_the_one_that_is_meant()
    {
        using var rack = new SimulatedRack { Clock = new SlowClock() };
        using var other = await rack.ConnectAsync();
        using var client = await rack.ConnectAsync();
        var sessions = await ActiveSessionReader.GetAsync(client);
        var victim = sessions.Single(session => !session.IsOwn);
        var own = sessions.Single(session => session.IsOwn);
        await ThrowsAsync(client, new SessionToClose(own.Handle, null, null, null), IpmiErrorKind.InvalidParameter, "the one of this command");
        await ThrowsAsync(client, new SessionToClose(victim.Handle, 3, null, null), IpmiErrorKind.NotPresent, "another one by now");
        await ThrowsAsync(client, new SessionToClose(victim.Handle, null, null, victim.RemotePort + 1), IpmiErrorKind.NotPresent, "another one by now");
        await ThrowsAsync(client, new SessionToClose(99, null, null, null), IpmiErrorKind.NotPresent, "no session 99");

        var closing = await SessionClosing.PrepareAsync(client, new SessionToClose(victim.Handle, victim.UserId, victim.RemoteAddress!.ToString(), victim.RemotePort), default);
        Assert.Equal("admin", closing.Session.User);
        Assert.True(await closing.RunAsync(default));
        Assert.Equal(1, rack.Bmc.OpenSessions);
    }

    [Fact]
    public async Task A_BMC_that_accepts_and_keeps_the_session_is_found_out()
    {
        using var rack = new SimulatedRack { Clock = new SlowClock() };
        using var other = await rack.ConnectAsync();
        using var client = await rack.ConnectAsync();
        byte handle = (await ActiveSessionReader.GetAsync(client)).Single(session => !session.IsOwn).Handle;
        var lost = new RefusingConnection(client, command => command is CloseSession ? CompletionCode.Unspecified : null);
        var closing = await SessionClosing.PrepareAsync(lost, new SessionToClose(handle, null, null, null), default);
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => closing.RunAsync(default));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
    }

    private static byte[] Hex(string text) => [.. text.Split(' ').Select(static pair => byte.Parse(pair, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task ThrowsAsync(IIpmiConnection client, SessionToClose wanted, IpmiErrorKind kind, string says)
    {
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => SessionClosing.PrepareAsync(client, wanted, default));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(says, error.Message);
    }
}
