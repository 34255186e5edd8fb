using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Commands.Chassis;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Connections;

/// <summary>The states of a change, for each way in which its command can end.</summary>
public class ChangeOutcomeStateTests
{
    private readonly ChangeOutcome _change = new();

    [Fact]
    public async Task An_accepted_command_leaves_the_outcome_unknown_until_it_is_read_back()
    {
        Assert.Equal(ChangeState.NotSent, _change.State);
        Assert.False(_change.IsUnknownAfter(new OperationCanceledException()));
        await SendAsync(new Answering());
        Assert.Equal(ChangeState.Answered, _change.State);
        Assert.Null(_change.UnansweredReason);
        Assert.True(_change.IsUnknownAfter(new OperationCanceledException()));
        Assert.True(_change.IsUnknownAfter(new IpmiException(IpmiErrorKind.Timeout, "silent")));
        Assert.False(_change.IsUnknownAfter(new IpmiException(IpmiErrorKind.OutcomeUnknown, "lost")));
        _change.ReadBack();
        Assert.Equal(ChangeState.ReadBack, _change.State);
        Assert.False(_change.IsUnknownAfter(new OperationCanceledException()));
    }

    [Theory]
    [InlineData(IpmiErrorKind.OutcomeUnknown, true)]
    [InlineData(IpmiErrorKind.ProtocolError, true)]
    [InlineData(IpmiErrorKind.Timeout, false)]
    [InlineData(IpmiErrorKind.Unreachable, false)]
    [InlineData(IpmiErrorKind.InsufficientPrivilege, false)]
    public async Task An_error_without_a_response_is_a_lost_response_or_a_command_that_was_not_sent(IpmiErrorKind kind, bool isUnanswered)
    {
        var error = new IpmiException(kind, "no response");
        var connection = new Failing(error);
        if (isUnanswered)
            await SendAsync(connection);
        else
            Assert.Same(error, await Assert.ThrowsAsync<IpmiException>(() => SendAsync(connection)));
        Assert.Equal(isUnanswered ? ChangeState.Unanswered : ChangeState.NotSent, _change.State);
        Assert.Same(isUnanswered ? error : null, _change.UnansweredReason);
        Assert.Equal(isUnanswered && kind != IpmiErrorKind.OutcomeUnknown, _change.IsUnknownAfter(error)); // that kind says so itself
    }

    /// <summary>Idempotent commands are sent again, so silence does not mean that they were not sent.</summary>
    [Theory]
    [InlineData(IpmiErrorKind.Timeout, true)]
    [InlineData(IpmiErrorKind.Unreachable, true)]
    [InlineData(IpmiErrorKind.BadCredential, false)]
    public void Silence_of_a_connection_that_resends_leaves_the_outcome_unknown(IpmiErrorKind kind, bool mayBeCarriedOut)
    {
        Assert.Equal(mayBeCarriedOut, ChangeOutcome.MayBeCarriedOut(new IpmiException(kind, "silent"), isSentOnce: false));
        Assert.False(ChangeOutcome.MayBeCarriedOut(new IpmiException(kind, "silent"), isSentOnce: true));
    }

    [Fact]
    public void A_cancelled_command_that_is_sent_once_was_not_sent_and_an_unexpected_exception_proves_nothing()
    {
        Assert.False(ChangeOutcome.MayBeCarriedOut(new OperationCanceledException(), isSentOnce: true));
        Assert.True(ChangeOutcome.MayBeCarriedOut(new OperationCanceledException(), isSentOnce: false));
        Assert.True(ChangeOutcome.MayBeCarriedOut(new InvalidOperationException(), isSentOnce: true));
    }

    [Theory]
    [InlineData(0xC0, false)]
    [InlineData(0xC1, false)]
    [InlineData(0xD4, false)]
    [InlineData(0xC3, true)]
    [InlineData(0xCE, true)]
    [InlineData(0xCF, true)]
    [InlineData(0xFF, true)]
    public async Task A_completion_code_refuses_the_command_or_leaves_open_whether_it_was_carried_out(byte code, bool isAmbiguous)
    {
        var refusal = new IpmiCommandException(new GetDeviceId(), (CompletionCode)code);
        if (isAmbiguous)
            await SendAsync(new Failing(refusal));
        else
            await Assert.ThrowsAsync<IpmiCommandException>(() => SendAsync(new Failing(refusal)));
        Assert.Equal(isAmbiguous ? ChangeState.Unanswered : ChangeState.NotSent, _change.State);
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_work_after_a_lost_response()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(new Failing(new IpmiException(IpmiErrorKind.OutcomeUnknown, "lost")), cancel.Token));
        Assert.Equal(ChangeState.Unanswered, _change.State);
        Assert.NotNull(_change.UnansweredReason);
    }

    [Fact]
    public async Task A_change_that_is_sent_again_begins_anew()
    {
        await SendAsync(new Failing(new IpmiException(IpmiErrorKind.OutcomeUnknown, "lost")));
        await Assert.ThrowsAsync<IpmiException>(() => SendAsync(new Failing(new IpmiException(IpmiErrorKind.Timeout, "not sent"))));
        Assert.Equal(ChangeState.NotSent, _change.State);
        Assert.Null(_change.UnansweredReason);
    }

    private Task<NoData> SendAsync(IIpmiConnection connection, CancellationToken cancellationToken = default) =>
        _change.SendAsync(connection, new ChassisControl(ChassisControlAction.PowerUp), cancellationToken);

    private class Answering : IIpmiConnection
    {
        public string ComputerName => "bmc1";

        public BmcProfile Profile { get; } = new();

        public virtual Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            Task.FromResult(command.ReadResponse(new ByteReader([])));
    }

    private sealed class Failing(Exception error) : Answering
    {
        public override Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) =>
            Task.FromException<TResponse>(error);
    }
}
