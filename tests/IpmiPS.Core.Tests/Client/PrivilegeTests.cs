using System;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Client;

public class PrivilegeTests
{
    [Fact]
    public async Task What_a_user_may_do_needs_no_raising()
    {
        var setup = new ClientSetup(new TestBmc());
        using var client = await setup.ConnectAsync();
        await client.SendAsync(new GetDeviceId());
        await client.SendAsync(new GetDeviceId());
        Assert.Equal(0, Raises(setup));
    }

    [Fact]
    public async Task What_needs_more_raises_the_session_once_to_all_that_it_may()
    {
        var setup = new ClientSetup(new TestBmc());
        using var client = await setup.ConnectAsync();
        for (int i = 0; i < 3; i++)
            await client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp));
        Assert.Equal(1, Raises(setup));
        Assert.Equal(4, setup.Bmc.Requests.Single(IsRaise).Data[0]);
        Assert.Equal(3, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task Many_at_once_raise_it_once()
    {
        var setup = new ClientSetup(new TestBmc());
        using var client = await setup.ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp))));
        Assert.Equal(1, Raises(setup));
    }

    [Fact]
    public async Task A_refusal_for_want_of_privilege_raises_the_session_and_asks_again()
    {
        // This BMC wants an operator for what needs a user by the specification.
        bool raised = false;
        var bmc = new TestBmc
        {
            Command = request =>
            {
                raised |= IsRaise(request);
                return IsRaise(request) ? [0xC1] : raised ? [0] : [0xD4];
            },
        };
        var setup = new ClientSetup(bmc);
        using var client = await setup.ConnectHeardAsync();
        await client.SendAsync(new RawCommand(0x30, 0x01, []));
        Assert.Equal(1, Raises(setup));
        Assert.Equal(2, setup.Bmc.Commands.Count());
        await client.SendAsync(new RawCommand(0x30, 0x01, []));
        Assert.Equal(1, Raises(setup));
    }

    [Fact]
    public async Task Many_refusals_at_once_raise_it_once()
    {
        bool raised = false;
        var bmc = new TestBmc
        {
            Command = request =>
            {
                raised |= IsRaise(request);
                return IsRaise(request) ? [0xC1] : raised ? [0] : [0xD4];
            },
        };
        var setup = new ClientSetup(bmc);
        using var client = await setup.ConnectHeardAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.SendAsync(new RawCommand(0x30, 0x01, []))));
        Assert.Equal(1, Raises(setup));
    }

    [Fact]
    public async Task A_refusal_at_the_highest_level_is_final()
    {
        var setup = new ClientSetup(new TestBmc { Command = request => IsRaise(request) ? [0xC1] : [0xD4] });
        using var client = await setup.ConnectHeardAsync();
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new RawCommand(0x30, 0x01, [])));
        Assert.Equal((IpmiErrorKind.InsufficientPrivilege, CompletionCode.InsufficientPrivilege), (error.Kind, error.CompletionCode));
        Assert.EndsWith("(completion code D4h) for the user 'admin' as Administrator.", error.Message, StringComparison.Ordinal);
        Assert.Contains("firmware firewall", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(2, setup.Bmc.Commands.Count());
        Assert.Equal(1, Raises(setup));
    }

    [Theory]
    [InlineData(PrivilegeLevel.User)]
    public async Task What_needs_more_than_the_session_has_is_not_sent(PrivilegeLevel limit)
    {
        var setup = new ClientSetup(new TestBmc { Limit = limit });
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp)));
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.StartsWith("The command needs the privilege Operator, and the session of the user 'admin' has User;", error.Message, StringComparison.Ordinal);
        Assert.Empty(setup.Bmc.Commands);
        Assert.Equal(0, Raises(setup));
    }

    /// <summary>Some BMCs let any user log in as an administrator and refuse the level afterwards.</summary>
    [Fact]
    public async Task Where_the_highest_level_is_refused_the_one_below_is_tried_and_remembered()
    {
        var setup = new ClientSetup(new TestBmc
        {
            Command = request => !IsRaise(request) ? [0] : request.Data[0] > (byte)PrivilegeLevel.Operator ? [0x81] : [0, request.Data[0]],
        });
        using var client = await setup.ConnectAsync();
        Assert.Equal(PrivilegeLevel.Administrator, client.Privilege);
        await client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp));
        Assert.Equal(PrivilegeLevel.Operator, client.Privilege);
        await client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp));
        Assert.Equal([4, 4, 3], setup.Bmc.Requests.Where(IsRaise).Select(request => (int)request.Data[0]));
        Assert.Equal(2, setup.Bmc.Commands.Count());
    }

    /// <summary>Others refuse the first request and grant the second.</summary>
    [Theory]
    [InlineData(0x80)]
    [InlineData(0x81)]
    public async Task A_level_that_is_refused_once_is_asked_for_once_more(byte code)
    {
        int asked = 0;
        var setup = new ClientSetup(new TestBmc { Command = request => !IsRaise(request) ? [0] : asked++ == 0 ? [code] : [0, request.Data[0]] });
        using var client = await setup.ConnectAsync();
        await client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp));
        Assert.Equal(PrivilegeLevel.Administrator, client.Privilege);
        Assert.Equal(2, Raises(setup));
        Assert.Single(setup.Bmc.Commands);
    }

    [Theory]
    [InlineData(0x80, "4 4 3")]
    [InlineData(0x81, "4 4 3")]
    [InlineData(0xC1, "4 3")]
    public async Task Where_every_useful_level_is_refused_the_command_is_not_sent(byte code, string levels)
    {
        var setup = new ClientSetup(new TestBmc { Command = request => IsRaise(request) ? [code, 0] : [0] });
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp)));
        Assert.Equal(IpmiErrorKind.InsufficientPrivilege, error.Kind);
        Assert.StartsWith("The command needs the privilege Operator, and the BMC does not give it to the user 'admin';", error.Message, StringComparison.Ordinal);
        Assert.Empty(setup.Bmc.Commands);
        Assert.Equal(levels, string.Join(" ", setup.Bmc.Requests.Where(IsRaise).Select(request => request.Data[0])));
    }

    private static bool IsRaise(BmcRequest request) => request.Is(NetFn.App, SetSessionPrivilegeLevel.Definition.Code);

    private static int Raises(ClientSetup setup) => setup.Bmc.Count(NetFn.App, SetSessionPrivilegeLevel.Definition.Code);
}
