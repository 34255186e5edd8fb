using System;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Packets;
using Xunit;

namespace IpmiPS.Tests.Channels;

/// <summary>How a request ends, and which message is its response.</summary>
public class PendingRequestTests
{
    private const byte Sequence = 9;

    [Fact]
    public async Task A_response_ends_a_request_within_the_call()
    {
        var request = Idempotent();
        Assert.False(request.HasResponse);
        request.Complete([0, 1]);
        Assert.True(request.Response.IsCompleted);
        Assert.True(request.HasResponse);
        Assert.Equal([0, 1], await request.Response);
    }

    [Fact]
    public async Task Only_the_first_outcome_counts()
    {
        var request = Idempotent();
        request.GiveUp();
        Assert.Null(await request.Response);
        request.Complete([0]);
        Assert.Null(await request.Response);
        Assert.False(request.HasResponse);
    }

    [Fact]
    public async Task A_cancelled_request_that_may_be_repeated_is_cancelled_and_a_change_has_an_unknown_outcome()
    {
        var request = Idempotent();
        request.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.Response);
        Assert.False(request.HasResponse);

        var change = Change();
        change.Cancel();
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.Response);
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("Chassis Control was sent, and waiting for its answer was given up", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task When_the_session_ends_a_request_fails_with_its_reason_and_a_change_has_an_unknown_outcome()
    {
        var reason = new IpmiException(IpmiErrorKind.Unreachable, "closed");
        var request = Idempotent();
        request.Fail(reason);
        Assert.Same(reason, await Assert.ThrowsAsync<IpmiException>(() => request.Response));

        var change = Change();
        change.Fail(reason);
        var error = await Assert.ThrowsAsync<IpmiException>(() => change.Response);
        Assert.Equal(IpmiErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("the session ended before its answer came", error.Message, StringComparison.Ordinal);
        Assert.Same(reason, error.InnerException);
    }

    [Fact]
    public void The_response_has_sequence_netfn_command_and_lun_of_the_request_and_a_completion_code()
    {
        var right = new LanMessage { NetFn = 0x07, Command = 0x01, Sequence = Sequence, Data = new([0, 5]) };
        Assert.Equal([0, 5], Idempotent().ReadResponse(right));
        Assert.Null(Idempotent().ReadResponse(right with { Sequence = Sequence + 1 }));
        Assert.Null(Idempotent().ReadResponse(right with { NetFn = 0x06 }));
        Assert.Null(Idempotent().ReadResponse(right with { NetFn = 0x05 }));
        Assert.Null(Idempotent().ReadResponse(right with { Command = 0x02 }));
        Assert.Null(Idempotent().ReadResponse(right with { RequesterLun = 1 }));
        Assert.Null(Idempotent().ReadResponse(right with { Data = new([]) }));
    }

    /// <summary>A response to Send Message without a completion code is no response, and no error.</summary>
    [Fact]
    public void An_empty_response_to_send_message_is_ignored()
    {
        var request = PendingRequest.Create(new GetDeviceId(), new IpmbTarget(0x24, 7), Sequence);
        Assert.Null(request.ReadResponse(new LanMessage { NetFn = 0x07, Command = SendMessage.Definition.Code, Sequence = Sequence, Data = new([]) }));
    }

    [Fact]
    public void A_request_knows_what_it_carries()
    {
        var command = new GetDeviceId();
        var target = new IpmbTarget(0x24, 7);
        var request = PendingRequest.Create(command, target, Sequence);
        Assert.Same(command, request.Command);
        Assert.Equal(target, request.Target);
        Assert.Equal(Sequence, request.Sequence);
        Assert.NotEqual(PendingRequest.Create(command, IpmbTarget.Bmc, Sequence).Message.Count, request.Message.Count);
    }

    private static PendingRequest Idempotent() => PendingRequest.Create(new GetDeviceId(), IpmbTarget.Bmc, Sequence);

    private static PendingRequest Change() => PendingRequest.Create(new ChassisControl(ChassisControlAction.PowerUp), IpmbTarget.Bmc, Sequence);
}
