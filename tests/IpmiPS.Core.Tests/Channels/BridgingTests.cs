using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;
using SendMessage = IpmiPS.Commands.App.SendMessage;

namespace IpmiPS.Tests.Channels;

/// <summary>Commands to controllers behind the BMC. IPMI 2.0 section 6.13 and 22.7.</summary>
public class BridgingTests
{
    private static readonly IpmbTarget Satellite = new(0x2C, 6);

    /// <summary>What FreeIPMI 1.6.10 sends for Get Device ID to 2Ch on channel 6 with sequence number 24.</summary>
    [Fact]
    public void Send_message_is_that_of_freeipmi()
    {
        var message = Outer(new GetDeviceId(), Satellite, 24);
        Assert.Equal(((byte)NetFn.App, SendMessage.Definition.Code, 24, 0x20), (message.NetFn, message.Command, message.Sequence, message.ResponderAddress));
        Assert.Equal("46 2C 18 BC 20 60 01 7F", Hex.Format(message.Data, " "));
        Assert.True(message.ChecksumValid);
    }

    /// <summary>IPMI 2.0 section 6.13: the controller on the way gets a Send Message of its own. Checksums by hand.</summary>
    [Fact]
    public void A_controller_on_the_way_gets_a_send_message_of_its_own()
    {
        var message = Outer(new GetDeviceId(), new IpmbTarget(0x72, 1) { TransitAddress = 0x2C, TransitChannel = 6 }, 24);
        Assert.Equal("46 2C 18 BC 20 60 34 41 72 18 76 20 60 01 7F 0B", Hex.Format(message.Data, " "));
        Assert.True(message.ChecksumValid);
    }

    [Fact]
    public async Task The_answer_of_a_controller_behind_another_is_inside_twice()
    {
        var setup = new ClientSetup();
        setup.Bmc.Command = request =>
        {
            var transit = Inner(request);
            var target = LanMessage.Read(new ByteReader([.. transit.Data.Skip(1)]));
            return [0, .. Written(transit.Answer(new ArraySegment<byte>([0, .. Written(target.Answer(new ArraySegment<byte>(TestBmc.DeviceIdAnswer)))])))];
        };
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId(), Satellite with { TransitAddress = 0x82 }, default)).Id);
    }

    [Fact]
    public async Task A_controller_on_the_way_that_cannot_reach_the_target_ends_the_command()
    {
        var setup = new ClientSetup();
        setup.Bmc.Command = request => [0, .. Written(Inner(request).Answer(new ArraySegment<byte>([0x83])))];
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new GetDeviceId(), Satellite with { TransitAddress = 0x82 }, default));
        Assert.Equal(CompletionCode.DestinationUnavailable, error.CompletionCode);
    }

    [Fact]
    public void Unit_and_data_travel_inside()
    {
        var command = new RawCommand(0x04, 0x2D, [0x15], lun: 3);
        var message = Outer(command, new IpmbTarget(0x72, 0), 5);
        Assert.Equal(0, message.ResponderLun);
        Assert.Equal(0x40, message.Data.First());
        var inner = LanMessage.Read(new ByteReader([.. message.Data.Skip(1)]));
        Assert.Equal((0x72, 3, 0x04, 0x2D, 5, 0x20), (inner.ResponderAddress, inner.ResponderLun, inner.NetFn, inner.Command, inner.Sequence, inner.RequesterAddress));
        Assert.Equal([0x15], inner.Data.ToArray());
        Assert.True(inner.ChecksumValid);
    }

    [Fact]
    public async Task An_answer_inside_the_answer_of_send_message_is_taken_out()
    {
        var setup = new ClientSetup();
        setup.Bmc.Command = request => [0, .. Written(Inner(request).Answer(new ArraySegment<byte>(TestBmc.DeviceIdAnswer)))];
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId(), Satellite, default)).Id);
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task An_answer_that_follows_as_a_message_of_its_own_is_waited_for()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0] });
        setup.Bmc.Seal = Bridged(answer => [answer.Sealed(), answer.Sealed(Follows(answer.Request, TestBmc.DeviceIdAnswer))]);
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId(), Satellite, default)).Id);
    }

    [Fact]
    public async Task An_answer_that_comes_before_that_of_send_message_counts_as_well()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0] });
        setup.Bmc.Seal = Bridged(answer => [answer.Sealed(Follows(answer.Request, TestBmc.DeviceIdAnswer)), answer.Sealed()]);
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId(), Satellite, default)).Id);
    }

    /// <summary>IPMI 2.0 section 22.7: 80h invalid session handle, 81h lost arbitration, 82h bus error, 83h NAK on write.</summary>
    [Theory]
    [InlineData(0x80, CompletionCode.DestinationUnavailable)]
    [InlineData(0x81, CompletionCode.DestinationUnavailable)]
    [InlineData(0x82, CompletionCode.DestinationUnavailable)]
    [InlineData(0x83, CompletionCode.DestinationUnavailable)]
    [InlineData(0xC1, CompletionCode.InvalidCommand)]
    [InlineData(0xD3, CompletionCode.DestinationUnavailable)]
    public async Task A_failure_of_send_message_ends_the_command(byte code, CompletionCode told)
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [code] });
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new GetDeviceId(), Satellite, default));
        Assert.Equal(told, error.CompletionCode);
        Assert.Single(setup.Bmc.Commands);
    }

    [Fact]
    public async Task A_failure_of_the_controller_is_its_own()
    {
        var setup = new ClientSetup();
        setup.Bmc.Command = request => [0, .. Written(Inner(request).Answer(new ArraySegment<byte>([0xCB])))];
        using var client = await setup.ConnectAsync();
        var error = await Assert.ThrowsAsync<IpmiCommandException>(() => client.SendAsync(new GetDeviceId(), Satellite, default));
        Assert.Equal(CompletionCode.NotPresent, error.CompletionCode);
    }

    [Fact]
    public async Task A_busy_bmc_is_asked_again()
    {
        int busy = 1;
        var setup = new ClientSetup();
        setup.Bmc.Command = request => busy-- > 0 ? [0xC0] : [0, .. Written(Inner(request).Answer(new ArraySegment<byte>(TestBmc.DeviceIdAnswer)))];
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId(), Satellite, default)).Id);
        Assert.Equal(2, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task Answers_of_other_commands_inside_or_after_do_not_count()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0] });
        setup.Bmc.Seal = Bridged(answer =>
        {
            var wrong = Follows(answer.Request, [0, 0xBA, 0xD0], command: 0x02);
            return
            [
                answer.Sealed(answer.Request.Message.Answer(new ArraySegment<byte>([0, .. Written(wrong)]))),
                answer.Sealed(answer.Request.Message.Answer(new ArraySegment<byte>([0, 1, 2, 3]))),
                answer.Sealed(wrong),
                answer.Sealed(Follows(answer.Request, TestBmc.DeviceIdAnswer)),
            ];
        });
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId(), Satellite, default)).Id);
    }

    [Fact]
    public async Task An_answer_of_send_message_does_not_count_for_the_bmcs_own_commands()
    {
        var setup = new ClientSetup();
        using var client = await setup.ConnectAsync();
        setup.Bmc.Seal = answer =>
        {
            var request = answer.Request.Message;
            var other = new LanMessage { NetFn = (byte)NetFn.App, Command = SendMessage.Definition.Code, Sequence = request.Sequence, ResponderAddress = 0x20, RequesterAddress = 0x81 };
            return [answer.Sealed(other.Answer(new ArraySegment<byte>([0xD3]))), answer.Sealed()];
        };
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId())).Id);
    }

    [Fact]
    public async Task A_silent_controller_is_a_time_out_and_a_change_has_an_unknown_outcome()
    {
        var setup = new ClientSetup(new TestBmc { Command = _ => [0] });
        setup.Options = setup.Options with { RetryCount = 1 };
        using var client = await setup.ConnectHeardAsync();
        var error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new GetDeviceId(), Satellite, default));
        Assert.Equal(IpmiErrorKind.Timeout, error.Kind);
        Assert.Equal(2, setup.Bmc.Commands.Count());
        error = await Assert.ThrowsAsync<IpmiException>(() => client.SendAsync(new RawCommand(0x06, 0x02, []), Satellite, default));
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Equal(3, setup.Bmc.Commands.Count());
    }

    [Fact]
    public async Task A_broken_answer_inside_is_passed_over()
    {
        var setup = new ClientSetup();
        int broken = 1;
        setup.Bmc.Command = request => broken-- > 0 ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] : [0, .. Written(Inner(request).Answer(new ArraySegment<byte>(TestBmc.DeviceIdAnswer)))];
        using var client = await setup.ConnectAsync();
        Assert.Equal(0x20, (await client.SendAsync(new GetDeviceId(), Satellite, default)).Id);
    }

    private static LanMessage Outer(IpmiCommand command, IpmbTarget target, byte sequence)
    {
        var writer = new ByteWriter();
        new SendMessageEncoding(target).Write(writer, command, sequence);
        return LanMessage.Read(new ByteReader(writer.ToArray()));
    }

    /// <summary>Leaves the answers of the session's own commands as they are.</summary>
    private static Func<BmcAnswer, IEnumerable<byte[]>> Bridged(Func<BmcAnswer, IEnumerable<byte[]>> seal) =>
        answer => answer.Request.Is(NetFn.App, SendMessage.Definition.Code) ? seal(answer) : [answer.Sealed()];

    private static LanMessage Inner(BmcRequest request)
    {
        Assert.True(request.Is(NetFn.App, SendMessage.Definition.Code));
        return LanMessage.Read(new ByteReader([.. request.Data.Skip(1)]));
    }

    /// <summary>The answer as the BMC passes it on: from the controller, to the console.</summary>
    private static LanMessage Follows(BmcRequest request, byte[] data, byte? command = null)
    {
        var inner = Inner(request);
        return new LanMessage
        {
            ResponderAddress = LanMessage.ConsoleAddress,
            NetFn = (byte)(inner.NetFn | 1),
            RequesterAddress = inner.ResponderAddress,
            RequesterLun = inner.ResponderLun,
            Sequence = inner.Sequence,
            Command = command ?? inner.Command,
            Data = new ArraySegment<byte>(data),
        };
    }

    private static byte[] Written(LanMessage message)
    {
        var writer = new ByteWriter();
        message.Write(writer);
        return writer.ToArray();
    }
}
