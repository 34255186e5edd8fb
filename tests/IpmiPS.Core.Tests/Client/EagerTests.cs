using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Packets;
using IpmiPS.Tests.Sessions;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Client;

/// <summary>The first command travels with RAKP 3, and is believed only after RAKP 4.</summary>
public class EagerTests
{
    private readonly GetDeviceId _first = new();

    [Fact]
    public async Task The_first_command_is_sent_before_RAKP_4_and_not_again()
    {
        var order = new List<string>();
        var setup = Setup(new TestBmc());
        setup.Link.OnSent = datagram => order.Add(Describe(datagram));
        setup.Link.Down = datagram =>
        {
            order.Add("answer to " + Describe(datagram));
            return [datagram];
        };
        using var client = await setup.ConnectAsync();
        var device = await client.SendAsync(_first);
        Assert.Equal(0x20, device.Id);
        Assert.Single(setup.Bmc.Commands);
        Assert.True(order.IndexOf("Rakp3") < order.IndexOf("Ipmi"));

        // What follows goes on with the next numbers.
        await client.SendAsync(new GetDeviceId());
        Assert.Equal([1u, 2u], setup.Bmc.Commands.Select(request => request.SessionSequence));
    }

    [Fact]
    public async Task An_answer_that_overtakes_RAKP_4_waits_for_it()
    {
        var held = new List<byte[]>();
        var setup = Setup(new TestBmc(), new ManualClock());
        setup.Link.Down = datagram => Held(datagram, held);
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(_first)).Id);
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task Without_RAKP_4_no_answer_counts()
    {
        var held = new List<byte[]>();
        var setup = Setup(new TestBmc { Rakp4Of = message => message with { Code = [.. message.Code.Select(value => (byte)~value)] } }, new ManualClock());
        setup.Link.Down = datagram => Held(datagram, held);
        Assert.Equal(IpmiErrorKind.BadCredential, (await setup.FailAsync()).Kind);
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task A_bmc_that_drops_what_comes_too_early_is_asked_again()
    {
        int dropped = 0;
        var setup = Setup(new TestBmc());
        setup.Link.Up = (datagram, _) => Describe(datagram) == "Ipmi" && dropped++ == 0 ? [] : [datagram];
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(_first)).Id);
        Assert.Equal(2, dropped);
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task Where_RAKP_4_is_lost_a_new_session_takes_the_command_along()
    {
        int lost = 0;
        var setup = Setup(new TestBmc());
        setup.Link.Down = datagram => Describe(datagram) == "Rakp4" && lost++ == 0 ? [] : [datagram];
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(_first)).Id);
        Assert.Equal(2, setup.Bmc.OpenSessions.Count);
        Assert.Equal(1, setup.Bmc.OpenSessionCount);
    }

    [Fact]
    public async Task Another_command_than_the_one_that_was_named_is_sent_as_ever()
    {
        var setup = Setup(new TestBmc());
        using var client = await setup.ConnectAsync();
        await client.SendAsync(new GetDeviceId());
        Assert.Equal(2, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task A_change_and_what_needs_more_than_a_user_wait_for_the_log_in()
    {
        foreach (IpmiCommand command in (IpmiCommand[])[new ChassisControl(ChassisControlAction.PowerUp), new GetUserPayloadAccess(1, 2)])
        {
            var setup = new ClientSetup(new TestBmc());
            setup.Options = setup.Options with { FirstCommand = command };
            using var client = await setup.ConnectAsync();
            Assert.Empty(setup.Bmc.Commands);
        }
    }

    /// <summary>Keeps RAKP 4 back until the answer to the first command is there.</summary>
    private static IEnumerable<byte[]> Held(byte[] datagram, List<byte[]> held)
    {
        if (Describe(datagram) == "Rakp4")
        {
            held.Add(datagram);
            return [];
        }

        return Describe(datagram) == "Ipmi" && held.Count > 0 ? [datagram, .. held] : [datagram];
    }

    private static string Describe(byte[] datagram)
    {
        var packet = Datagrams.Take(datagram);
        return packet.PayloadType == PayloadType.Ipmi && packet.SessionId == 0 ? "question" : packet.PayloadType.ToString();
    }

    private ClientSetup Setup(TestBmc bmc, ManualClock? clock = null)
    {
        var setup = new ClientSetup(bmc) { Clock = clock ?? new ManualClock { SkipsWaits = true } };
        setup.Options = setup.Options with { FirstCommand = _first };
        return setup;
    }
}
