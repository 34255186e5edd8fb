using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Client;

public class CloseTests
{
    [Fact]
    public async Task Closing_frees_the_slot_and_waits_for_the_word_of_the_bmc()
    {
        var setup = new ClientSetup();
        var client = await setup.ConnectAsync();
        Assert.Equal(1, setup.Bmc.OpenSessionCount);
        Assert.False(client.Closed.IsCompleted);
        await client.CloseAsync();
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
        Assert.True(setup.Link.IsDisposed);
        Assert.False(client.IsOpen);
        Assert.Null(await client.Closed);
        Assert.Equal(1, setup.Bmc.Count(NetFn.App, CloseSession.Definition.Code));
    }

    [Fact]
    public async Task Disposing_sends_close_session_before_it_returns()
    {
        var setup = new ClientSetup { Clock = new ManualClock() };
        var client = await setup.ConnectAsync();
        client.Dispose();
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
        client.Dispose();
        await client.CloseAsync();
        Assert.Equal(1, setup.Bmc.Count(NetFn.App, CloseSession.Definition.Code));
    }

    [Fact]
    public async Task A_lost_close_session_is_sent_again()
    {
        int lost = 1;
        var setup = new ClientSetup { Clock = new ManualClock() };
        var client = await setup.ConnectAsync();
        setup.Link.Up = (datagram, _) => lost-- > 0 ? [] : [datagram];
        var closing = client.CloseAsync();
        setup.Clock.Advance(TimeSpan.FromMilliseconds(600));
        await closing;
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
    }

    [Fact]
    public async Task A_bmc_that_does_not_answer_close_session_is_not_waited_for_longer_than_five_seconds()
    {
        var setup = new ClientSetup();
        var client = await setup.ConnectAsync();
        setup.Link.Up = (_, _) => [];
        var begin = setup.Clock.Now;
        await client.CloseAsync();
        Assert.True(setup.Link.IsDisposed);
        Assert.Null(await client.Closed);
        Assert.Contains(TimeSpan.FromSeconds(5), setup.Clock.Delays);
    }

    [Fact]
    public async Task Close_session_does_not_wait_behind_requests_without_answers()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null }) { Clock = new ManualClock() };
        var client = await setup.ConnectAsync();
        Task<DeviceId>[] waiting = [.. Enumerable.Range(0, 50).Select(_ => client.SendAsync(new GetDeviceId()))];
        client.Dispose();
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
        foreach (var task in waiting)
            Assert.Equal(IpmiErrorKind.Unreachable, (await Assert.ThrowsAsync<IpmiException>(() => task)).Kind);
        Assert.Equal(2, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task A_change_in_flight_when_the_session_closes_has_an_unknown_outcome()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null }) { Clock = new ManualClock() };
        var client = await setup.ConnectHeardAsync();
        var change = client.SendAsync(new RawCommand(0x30, 0x01, []));
        client.Dispose();
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => change)).Kind);
    }

    [Fact]
    public async Task A_closed_client_sends_nothing()
    {
        var setup = new ClientSetup();
        var client = await setup.ConnectAsync();
        await client.CloseAsync();
        int sent = setup.Link.Sent.Count;
        Assert.Equal(IpmiErrorKind.Unreachable, (await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()))).Kind);
        await Assert.ThrowsAsync<IpmiException>(() => client.SendPayloadAsync(PayloadType.Sol, new ArraySegment<byte>([1])));
        Assert.Equal(sent, setup.Link.Sent.Count);
    }

    [Fact]
    public async Task What_arrives_after_the_end_does_no_harm()
    {
        var setup = new ClientSetup();
        var client = await setup.ConnectAsync();
        var held = new List<byte[]>();
        setup.Bmc.Seal = answer =>
        {
            held.Add(answer.Sealed());
            return [answer.Sealed()];
        };
        await client.SendAsync(new GetDeviceId());
        await client.CloseAsync();
        setup.Link.Deliver([.. held]);
    }

    [Fact]
    public async Task A_session_of_ipmi_15_is_closed_too()
    {
        var setup = new ClientSetup(new TestBmc { SpeaksIpmi20 = false, AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { AllowInsecure = true };
        var client = await setup.ConnectAsync();
        client.Dispose();
        Assert.Equal(0, setup.Bmc.OpenSessionCount);
    }
}
