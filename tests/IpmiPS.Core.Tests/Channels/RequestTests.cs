using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Tests.Sessions;
using IpmiPS.Tests.Support;
using Xunit;

namespace IpmiPS.Tests.Channels;

/// <summary>One request at a time: which answers count, what is repeated, when it is given up.</summary>
public class RequestTests
{
    private static readonly TimeSpan Milli = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Only_the_answer_with_the_right_function_command_unit_and_number_counts()
    {
        var setup = new ClientSetup();
        using var client = await setup.ConnectHeardAsync();
        setup.Bmc.Seal = answer =>
        {
            LanMessage right = answer.Message;
            byte[] wrongData = [0, 0xBA, 0xD0];
            return
            [
                answer.Sealed(Changed(right, netFn: 0x0B, data: wrongData)),
                answer.Sealed(Changed(right, command: 0x02, data: wrongData)),
                answer.Sealed(Changed(right, sequence: (byte)(right.Sequence ^ 1), data: wrongData)),
                answer.Sealed(Changed(right, lun: 3, data: wrongData)),
                answer.Sealed(Changed(right, netFn: 0x06, data: wrongData)),
                answer.Sealed(Changed(right, data: [])),
                answer.Sealed(right),
            ];
        };
        Assert.Equal(TestBmc.DeviceIdAnswer.Skip(1), await client.SendAsync(Raw(1, 2, 3)));
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task An_answer_to_another_unit_does_not_count()
    {
        var setup = new ClientSetup(new TestBmc { Command = request => [0, (byte)(0x50 + request.Message.ResponderLun)] });
        using var client = await setup.ConnectHeardAsync();
        for (byte lun = 0; lun < 4; lun++)
            Assert.Equal([(byte)(0x50 + lun)], await client.SendAsync(new RawCommand(0x04, 0x21, [], lun)));
    }

    [Fact]
    public async Task A_repeatable_request_is_sent_again_with_the_same_number_in_a_packet_of_its_own()
    {
        int lost = 2;
        var setup = new ClientSetup();
        using var client = await setup.ConnectAsync();
        setup.Bmc.Seal = answer => lost-- > 0 ? [] : [answer.Sealed()];
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        var requests = setup.Bmc.Commands.ToArray();
        Assert.Equal(3, requests.Length);
        Assert.Single(requests.Select(request => request.Message.Sequence).Distinct());
        Assert.Equal([1u, 2u, 3u], requests.Select(request => request.SessionSequence));
    }

    [Fact]
    public async Task A_repeatable_request_without_an_answer_ends_as_a_time_out()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null });
        setup.Options = setup.Options with { RetryCount = 2 };
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Contains("Get Device ID", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task Waits_double_from_200_milliseconds()
    {
        var sent = new List<TimeSpan>();
        var setup = new ClientSetup(new TestBmc { Command = _ => null });
        using var client = await setup.ConnectAsync();
        setup.Link.OnSent = _ => sent.Add(setup.Clock.Now);
        await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()));
        Assert.Equal(new[] { 0, 200, 600, 1400, 3000 }.Select(wait => wait * Milli.Ticks), sent.Select(at => (at - sent[0]).Ticks));
        Assert.Equal(6200 * Milli.Ticks, (setup.Clock.Now - sent[0]).Ticks);
    }

    [Fact]
    public async Task A_command_ends_with_the_time_that_it_has()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null });
        setup.Options = setup.Options with { Timeout = TimeSpan.FromSeconds(3) };
        using var client = await setup.ConnectHeardAsync();
        var begin = setup.Clock.Now;
        await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()));
        Assert.Equal(4, setup.Bmc.Commands.Count());
        Assert.Equal(TimeSpan.FromSeconds(3), setup.Clock.Now - begin);

        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(Raw()));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Equal(TimeSpan.FromSeconds(6), setup.Clock.Now - begin);
    }

    [Fact]
    public async Task Giving_up_is_told_as_unknown_once_a_change_was_sent_and_as_given_up_before()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null }) { Clock = new ManualClock() };
        using var client = await setup.ConnectHeardAsync();
        using var cancel = new CancellationTokenSource();
        Task change = client.SendAsync(Raw(), cancel.Token), question = client.SendAsync(new GetDeviceId(), cancel.Token);
        cancel.Cancel();
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => change)).Kind);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(Raw(), cancel.Token));
        Assert.Equal(2, setup.Bmc.Commands.Count());
    }

    [Theory]
    [InlineData(0xC3, true)]
    [InlineData(0xCE, true)]
    [InlineData(0xCF, true)]
    [InlineData(0xFF, true)]
    [InlineData(0xCC, false)]
    [InlineData(0xD5, false)]
    public void A_code_that_leaves_open_what_a_change_did_is_told_as_unknown(byte code, bool isOpen)
    {
        var error = new IpmiCommandException(Raw(), (CompletionCode)code);
        Assert.Equal((isOpen, isOpen), (error.Kind == IpmiErrorKind.OutcomeUnknown, error.Message.EndsWith("so it may have been carried out.", StringComparison.Ordinal)));
        Assert.NotEqual(IpmiErrorKind.OutcomeUnknown, new IpmiCommandException(new GetDeviceId(), (CompletionCode)code).Kind);
    }

    [Fact]
    public async Task What_may_not_be_repeated_is_sent_once_and_waited_for_as_long_as_the_repetitions_of_others()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null });
        using var client = await setup.ConnectHeardAsync();
        var begin = setup.Clock.Now;
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(Raw()));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("not sent again", error.Message, StringComparison.Ordinal);
        Assert.Single(setup.Bmc.Commands);
        Assert.Equal(6200 * Milli.Ticks, (setup.Clock.Now - begin).Ticks);
    }

    [Fact]
    public async Task A_power_change_whose_answer_is_lost_reaches_the_bmc_once()
    {
        var setup = new ClientSetup(new TestBmc { Command = request => request.Is(NetFn.App, SetSessionPrivilegeLevel.Definition.Code) ? [0, 4] : null });
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new ChassisControl(ChassisControlAction.PowerCycle)));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task A_late_answer_finds_nobody()
    {
        BmcRequest? first = null;
        var setup = new ClientSetup();
        setup.Bmc.Command = request =>
        {
            if (first is not null)
                return [0, 2];
            first = request;
            return null;
        };
        using var client = await setup.ConnectHeardAsync();
        await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(Raw()));

        // The same command again, and the answer to the first before its own.
        setup.Bmc.Seal = answer => [new BmcAnswer(first!, 0, 1).Sealed(), answer.Sealed()];
        Assert.Equal([2], await client.SendAsync(Raw()));
    }

    [Fact]
    public async Task An_answer_may_come_twice_and_replayed()
    {
        var setup = new ClientSetup(new TestBmc { Command = request => [0, request.Data[0]] });
        using var client = await setup.ConnectHeardAsync();
        var old = new List<byte[]>();
        setup.Bmc.Seal = answer =>
        {
            byte[] once = answer.Sealed();
            old.Add(once);
            return [.. old, once, answer.Sealed()];
        };
        for (byte i = 0; i < 100; i++)
            Assert.Equal([i], await client.SendAsync(Raw(i)));
    }

    [Fact]
    public async Task Packets_that_are_not_protected_as_agreed_do_no_harm()
    {
        var setup = new ClientSetup();
        using var client = await setup.ConnectAsync();
        setup.Bmc.Seal = answer =>
        {
            var session = (RmcpPlusSession)answer.Request.Session!;
            var writer = new IpmiPS.Wire.ByteWriter();
            Changed(answer.Message, data: [0, 0xBA, 0xD0]).Write(writer);
            byte[] forged = session.Seal(PayloadType.Ipmi, writer.AsSegment());
            forged[forged.Length - 1] ^= 1;
            byte[] elsewhere = answer.Sealed();
            elsewhere[6] ^= 1;
            return
            [
                session.Seal(PayloadType.Ipmi, writer.AsSegment(), authenticate: false, encrypt: false),
                session.Seal(PayloadType.Ipmi, writer.AsSegment(), authenticate: false, encrypt: true),
                session.Seal(PayloadType.Ipmi, writer.AsSegment(), authenticate: true, encrypt: false),
                forged,
                elsewhere,
                SessionPacket.WriteSessionless20(PayloadType.Ipmi, writer.AsSegment()),
                LanSession15.Write(AuthType.None, [], client.SessionId, 1, writer.AsSegment()),
                AsfPing.WritePong(1),
                [],
                answer.Sealed(),
            ];
        };
        Assert.Equal(TestBmc.DeviceIdAnswer.Skip(1), await client.SendAsync(Raw(1, 2, 3)));
    }

    /// <summary>Some BMCs get the checksums of messages wrong (field notes: Supermicro X9); the authentication code covers the message.</summary>
    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public async Task A_wrong_checksum_is_forgiven_where_an_authentication_code_stands_behind_it(byte suite, bool forgiven)
    {
        var setup = new ClientSetup();
        setup.Options = setup.Options with { CipherSuite = suite, AllowInsecure = true };
        using var client = await setup.ConnectAsync();
        setup.Bmc.Seal = answer =>
        {
            var writer = new IpmiPS.Wire.ByteWriter();
            answer.Message.Write(writer);
            writer[writer.Length - 1] ^= 1;
            return [answer.Request.Session!.Seal(PayloadType.Ipmi, writer.AsSegment())];
        };
        if (forgiven)
            Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
        else
            await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()));
    }

    [Fact]
    public async Task A_busy_bmc_is_asked_again_even_for_what_may_not_be_repeated()
    {
        int busy = 3;
        var setup = new ClientSetup(new TestBmc { Command = request => busy-- > 0 ? [0xC0] : [0, 7] });
        using var client = await setup.ConnectHeardAsync();
        int before = setup.Clock.Delays.Count;
        Assert.Equal([7], await client.SendAsync(Raw()));
        Assert.Equal(4, setup.Bmc.Commands.Count());
        Assert.Equal(4, setup.Bmc.Commands.Select(request => request.Message.Sequence).Distinct().Count());
        Assert.Equal([100 * Milli.Ticks, 200 * Milli.Ticks, 400 * Milli.Ticks], setup.Clock.Delays.Skip(before).Select(delay => delay.Ticks));
    }

    [Fact]
    public async Task A_bmc_that_stays_busy_is_told_as_such()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0xC0] });
        setup.Options = setup.Options with { RetryCount = 2 };
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new GetDeviceId()));
        Assert.Equal((IpmiErrorKind.Busy, CompletionCode.NodeBusy), (error.Kind, error.CompletionCode));
        Assert.Equal(3, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task A_completion_code_is_an_error_with_the_commands_name()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0xC1] });
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new GetDeviceId()));
        Assert.Equal((CompletionCode.InvalidCommand, "Get Device ID", IpmiErrorKind.CommandNotSupported), (error.CompletionCode, error.Command, error.Kind));
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task An_answer_shorter_than_its_command_needs_is_no_ipmi()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0, 0x20] });
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAnyAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()));
        Assert.Equal(IpmiErrorKind.ProtocolError, error.Kind);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_before_it_begins_is_not_sent()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var setup = new ClientSetup();
        using var client = await setup.ConnectAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(Raw(), cancel.Token));
        Assert.Empty(setup.Bmc.Commands);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_while_the_bmc_is_busy_is_not_sent_again()
    {
        using var cancel = new CancellationTokenSource();
        var setup = new ClientSetup(new TestBmc { Command = _ => [0xC0] }) { Clock = new ManualClock() };
        using var client = await setup.ConnectAsync();
        var pending = client.SendAsync(Raw(), cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        Assert.Single(setup.Bmc.Commands);
        Assert.Equal(TestBmc.DeviceIdAnswer.Length - 1, (await AnswerAfter(setup, client)).Length);

        static Task<byte[]> AnswerAfter(ClientSetup setup, IpmiClient client)
        {
            setup.Bmc.Command = _ => TestBmc.DeviceIdAnswer;
            return client.SendAsync(Raw());
        }
    }

    [Fact]
    public async Task A_command_that_is_cancelled_while_the_session_is_raised_is_not_sent_and_the_next_one_is()
    {
        using var cancel = new CancellationTokenSource();
        bool answers = false;
        var setup = new ClientSetup { Clock = new ManualClock() };
        setup.Bmc.Command = request => !answers ? null : request.Is(NetFn.App, SetSessionPrivilegeLevel.Definition.Code) ? [0, 4] : [0];
        using var client = await setup.ConnectAsync();
        var pending = client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp), cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
        Assert.Empty(setup.Bmc.Commands);
        answers = true;
        await client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp));
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task Without_repetitions_everything_is_sent_once()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null });
        setup.Options = setup.Options with { RetryCount = 0 };
        using var client = await setup.ConnectAsync();
        await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId()));
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_in_flight_leaves_its_place_but_not_its_number()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null }) { Clock = new ManualClock() };
        using var client = await setup.ConnectHeardAsync();
        for (int i = 0; i < 10; i++)
        {
            using var cancel = new CancellationTokenSource();
            var pending = client.SendAsync(Raw(), cancel.Token);
            cancel.Cancel();
            Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => pending)).Kind);
        }

        Assert.Equal(10, setup.Bmc.Commands.Select(request => request.Message.Sequence).Distinct().Count());
    }

    [Fact]
    public async Task Numbers_that_may_still_be_answered_rest()
    {
        var clock = new ManualClock();
        BmcRequest? lost = null;
        var setup = new ClientSetup { Clock = clock };
        setup.Bmc.Command = request =>
        {
            if (lost is not null)
                return [0];
            lost = request;
            return null;
        };
        using var client = await setup.ConnectHeardAsync();
        using (var cancel = new CancellationTokenSource())
        {
            var pending = client.SendAsync(Raw(), cancel.Token);
            cancel.Cancel();
            Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => pending)).Kind);
        }

        for (int i = 0; i < 200; i++)
            await client.SendAsync(Raw());
        Assert.DoesNotContain(lost!.Message.Sequence, setup.Bmc.Commands.Skip(1).Select(request => request.Message.Sequence));
        Assert.Equal(63, setup.Bmc.Commands.Skip(1).Select(request => request.Message.Sequence).Distinct().Count());

        clock.Advance(TimeSpan.FromSeconds(20));
        for (int i = 0; i < 64; i++)
            await client.SendAsync(Raw());
        Assert.Contains(lost.Message.Sequence, setup.Bmc.Commands.Skip(201).Select(request => request.Message.Sequence));
    }

    [Fact]
    public async Task When_all_numbers_rest_the_next_request_waits_for_one()
    {
        int silent = 64;
        var setup = new ClientSetup { Clock = new ManualClock() };
        setup.Bmc.Command = request => --silent >= 0 ? null : [0, 5];
        using var client = await setup.ConnectHeardAsync();
        for (int i = 0; i < 64; i++)
        {
            using var cancel = new CancellationTokenSource();
            var pending = client.SendAsync(Raw(), cancel.Token);
            cancel.Cancel();
            Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => pending)).Kind);
            setup.Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        // The first was given up 16 seconds ago, and numbers rest for 20.
        var next = client.SendAsync(Raw());
        Assert.False(next.IsCompleted);
        setup.Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([5], await next);
        Assert.Equal(setup.Bmc.Commands.First().Message.Sequence, setup.Bmc.Commands.Last().Message.Sequence);
    }

    [Fact]
    public async Task Where_no_number_will_be_free_in_time_a_request_is_a_time_out_and_not_sent()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null }) { Clock = new ManualClock() };
        setup.Options = setup.Options with { Timeout = TimeSpan.FromSeconds(15) };
        using var client = await setup.ConnectHeardAsync();
        for (int i = 0; i < 64; i++)
        {
            using var cancel = new CancellationTokenSource();
            var pending = client.SendAsync(Raw(), cancel.Token);
            cancel.Cancel();
            Assert.Equal(IpmiErrorKind.OutcomeUnknown, (await Assert.ThrowsAsync<IpmiException>(() => pending)).Kind);
        }

        Assert.Equal(IpmiErrorKind.Timeout, (await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(Raw()))).Kind);
        Assert.Equal(64, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task Other_payloads_go_to_their_handler_and_never_to_a_request()
    {
        var setup = new ClientSetup(new TestBmc { Command = request => [0, 9] });
        using var client = await setup.ConnectHeardAsync();
        var console = new List<byte[]>();
        client.SetPayloadHandler(PayloadType.Sol, payload => console.Add([.. payload]));
        setup.Bmc.Seal = answer =>
        {
            var writer = new IpmiPS.Wire.ByteWriter();
            Changed(answer.Message, data: [0, 0xBA]).Write(writer);
            return [answer.Request.Session!.Seal(PayloadType.Sol, writer.AsSegment()), answer.Sealed()];
        };
        Assert.Equal([9], await client.SendAsync(Raw()));
        Assert.Single(console);

        await client.SendPayloadAsync(PayloadType.Sol, new ArraySegment<byte>([1, 2, 3]));
        Assert.Equal([1, 2, 3], console[1]);
        client.SetPayloadHandler(PayloadType.Sol, null);
        await client.SendPayloadAsync(PayloadType.Sol, new ArraySegment<byte>([4]));
        Assert.Equal(2, console.Count);
    }

    [Fact]
    public async Task The_round_trip_is_measured()
    {
        var setup = new ClientSetup { Clock = new ManualClock() };
        setup.Link.OnSent = _ => ((ManualClock)setup.Clock).Advance(TimeSpan.FromMilliseconds(30));
        using var client = await setup.ConnectAsync();
        await client.SendAsync(new GetDeviceId());
        Assert.Equal(TimeSpan.FromMilliseconds(30), client.RoundTrip);
    }

    /// <summary>No specification says what DFh means, so what was answered so may have been done.</summary>
    [Theory]
    [InlineData(0xC0, true, 3)]
    [InlineData(0xC0, false, 3)]
    [InlineData(0xDF, true, 3)]
    [InlineData(0xDF, false, 1)]
    public async Task A_bmc_that_is_not_ready_is_asked_again_what_may_be_repeated(byte code, bool isQuestion, int sent)
    {
        int left = 2;
        var setup = new ClientSetup(new TestBmc { Command = request => request.Is((NetFn)0x30, 0x01) || request.Is(NetFn.Chassis, ChassisControl.Definition.Code) ? left-- > 0 ? [code] : [0] : TestBmc.DeviceIdAnswer });
        using var client = await setup.ConnectAsync();
        Task asked = isQuestion ? client.SendAsync(new RawQuestion()) : client.SendAsync(new ChassisControl(ChassisControlAction.PowerUp));
        if (sent == 1)
            Assert.Equal(IpmiErrorKind.Busy, (await Assert.ThrowsAsync<IpmiCommandException>(() => asked)).Kind);
        else
            await asked;
        Assert.Equal(sent, setup.Bmc.Commands.Count());
    }

    [Theory]
    [InlineData(17, true)]
    [InlineData(3, true)]
    [InlineData(8, false)]
    [InlineData(5, false)]
    [InlineData(2, false)]
    [InlineData(0, false)]
    [InlineData(null, false)]
    public async Task A_secret_is_sent_only_over_a_safe_session_or_with_the_callers_word(int? suite, bool isSafe)
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0], AuthTypes = [AuthType.Md5] });
        setup.Options = setup.Options with { AllowInsecure = true, CipherSuite = (byte?)suite, Protocol = suite is null ? IpmiProtocol.Ipmi15 : IpmiProtocol.Auto };
        using var client = await setup.ConnectAsync();
        foreach (var operation in (UserPasswordOperation[])[UserPasswordOperation.TestPassword, UserPasswordOperation.SetPassword])
        {
            byte[] password = [1, 2, 3];
            if (!isSafe)
            {
                var error = await Assert.ThrowsAnyAsync<IpmiException>(() => client.SendAsync(new SetUserPassword(2, operation, password, isLong: false)));
                Assert.Equal(IpmiErrorKind.InsecureRefused, error.Kind);
                Assert.Equal(0, setup.Bmc.Count(NetFn.App, SetUserPassword.Definition.Code));
            }

            int warnings = setup.Trace.Warnings.Count;
            await client.SendAsync(new SetUserPassword(2, operation, password, isLong: false) { MayGoUnprotected = !isSafe });
            Assert.Equal(isSafe ? 0 : 1, setup.Trace.Warnings.Count - warnings);
            Assert.Equal(1, setup.Bmc.Count(NetFn.App, SetUserPassword.Definition.Code));
            setup.Bmc.Requests.Clear();
        }

        await client.SendAsync(new SetUserPassword(2, enable: true));
    }

    [Fact]
    public async Task A_change_is_not_sent_to_a_bmc_that_answers_nothing_after_the_log_in()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => null });
        using var client = await setup.ConnectAsync();
        Assert.Equal(IpmiErrorKind.Timeout, (await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new RawCommand(0x30, 0x01, [])))).Kind);
        Assert.Equal(0, setup.Bmc.Count((NetFn)0x30, 0x01));
    }

    [Fact]
    public async Task Many_changes_at_once_wait_for_one_first_answer()
    {
        var setup = new ClientSetup(new TestBmc());
        using var client = await setup.ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.SendAsync(Raw())));
        Assert.Equal(21, setup.Bmc.Count(NetFn.App, GetDeviceId.Definition.Code));
    }

    private static RawCommand Raw(params byte[] data) => new(0x06, 0x01, data);

    private static LanMessage Changed(LanMessage message, byte? netFn = null, byte? command = null, byte? sequence = null, byte? lun = null, byte[]? data = null) => new()
    {
        ResponderAddress = message.ResponderAddress,
        ResponderLun = message.ResponderLun,
        NetFn = netFn ?? message.NetFn,
        RequesterAddress = message.RequesterAddress,
        RequesterLun = lun ?? message.RequesterLun,
        Sequence = sequence ?? message.Sequence,
        Command = command ?? message.Command,
        Data = data is null ? message.Data : new ArraySegment<byte>(data),
    };
}
