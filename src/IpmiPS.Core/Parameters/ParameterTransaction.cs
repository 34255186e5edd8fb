using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Parameters;

/// <summary>
/// Changes configuration parameters of one family: announces the change (set in progress), writes, commits where the family has a commit, withdraws the
/// announcement, reads back and compares. What is reported is true at each point where it can fail, be cancelled or lose a response.
/// </summary>
internal sealed class ParameterTransaction(IIpmiConnection connection, ParameterChange change, Clock clock)
{
    /// <summary>For commands that a BMC may ignore.</summary>
    private static readonly TimeSpan OptionalTimeout = TimeSpan.FromSeconds(5);

    /// <summary>An announcement of another party's that outlasts these waits was left behind.</summary>
    private static readonly TimeSpan[] AnnounceWaits = [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)];

    /// <summary>For a write that ends the connection. The BMC may have moved before it responded.</summary>
    private static readonly TimeSpan CutOffTimeout = TimeSpan.FromSeconds(5);

    /// <summary>For what follows such a write, to a BMC that has probably moved.</summary>
    private static readonly TimeSpan AfterCutOffTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The writes that were sent, in their order.</summary>
    private readonly List<SentWrite> _sent = [];

    /// <summary>Why the last writes were not sent, or were refused; null if all were sent.</summary>
    private IpmiException? _stop;

    private bool _isRepeated;

    /// <summary>How far the last write has got that may have ended the connection; null if none was sent. Then nothing was read back.</summary>
    public ChangeState? CutOff { get; private set; }

    private IEnumerable<SentWrite> Unconfirmed => _sent.Where(static sent => sent.Outcome.State is ChangeState.Unanswered or ChangeState.Answered);

    /// <summary>Carries out the change. Returns what was read back, in the order of the writes that are not optional.</summary>
    /// <exception cref="IpmiException">CommandFailed: the BMC keeps something else, or has carried out only a part; the message says what. OutcomeUnknown: the change was sent,
    /// and neither a response nor a read says whether it was carried out. Other kinds: nothing was changed.</exception>
    public async Task<IReadOnlyList<ParameterData>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken).ConfigureAwait(false);
            if (CutOff is null)
                await ReadBackAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (_sent.Any(sent => sent.Outcome.IsUnknownAfter(error)))
        {
            throw Unknown(error is OperationCanceledException ? "The command was cancelled before it could be read back." : $"It could not be read back: {error.Message}", error);
        }

        return _stop is null ? [.. _sent.Where(static sent => sent.Read is not null).Select(static sent => sent.Read!)] : throw Partial(_stop);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var announcement = AnnounceAsync(cancellationToken);
        try
        {
            var writes = await change.PrepareAsync(connection, cancellationToken).ConfigureAwait(false);
            bool isAnnounced = await announcement.ConfigureAwait(false);
            for (int next = 0; next < writes.Count && _stop is null && CutOff != ChangeState.Unanswered;)
            {
                ParameterWrite[] optional = [.. writes.Skip(next).TakeWhile(static write => write.IsOptional)];
                if (optional.Length > 0)
                    await Task.WhenAll(optional.Select(write => SendOptionalAsync(write, cancellationToken))).ConfigureAwait(false);
                else
                    await SendAsync(writes[next], isLast: next == writes.Count - 1, cancellationToken).ConfigureAwait(false);
                next += Math.Max(1, optional.Length);
            }

            if (isAnnounced && change.Family.IsCommitted)
                await TrySetInProgressAsync(SetInProgress.Commit, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await WithdrawAsync(announcement).ConfigureAwait(false);
        }
    }

    /// <summary>Announces the change. True if the BMC accepted that, so that it has to be withdrawn; some BMCs do not have the parameter.</summary>
    private async Task<bool> AnnounceAsync(CancellationToken cancellationToken)
    {
        if (change.Family.SetInProgress is null)
            return false;
        for (int attempt = 0; ; attempt++)
        {
            var response = await TrySetInProgressAsync(SetInProgress.InProgress, cancellationToken).ConfigureAwait(false);
            if (response.Succeeded)
                return true;
            if (response.Error is not IpmiCommandException { CompletionCode: ParameterCompletionCode.SetInProgress } || attempt > AnnounceWaits.Length)
                return false;
            if (attempt < AnnounceWaits.Length)
                await clock.DelayAsync(AnnounceWaits[attempt], cancellationToken).ConfigureAwait(false);
            else
                await TrySetInProgressAsync(SetInProgress.Complete, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Withdraws the announcement, also after a cancellation: else the next change would have to wait.</summary>
    private async Task WithdrawAsync(Task<bool> announcement)
    {
        bool isAnnounced;
        try
        {
            isAnnounced = await announcement.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            isAnnounced = change.Family.SetInProgress is not null; // it may have arrived
        }

        if (isAnnounced)
            await TrySetInProgressAsync(SetInProgress.Complete, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task SendAsync(ParameterWrite write, bool isLast, CancellationToken cancellationToken)
    {
        var sent = new SentWrite(write);
        _sent.Add(sent);
        try
        {
            if (write.CutsOff)
            {
                await SendLastAsync(sent, cancellationToken).ConfigureAwait(false);
                return;
            }

            await sent.Outcome.SendAsync(connection, change.Family.Set(AddressOf(write), write.Data), cancellationToken).ConfigureAwait(false);
            // After a write without a response the next would probably get none, too.
            _stop = sent.Outcome.State == ChangeState.Unanswered && !isLast ? sent.Outcome.UnansweredReason : null;
        }
        catch (IpmiException refusal) when (_sent.Count > 1)
        {
            _stop = refusal;
        }
    }

    /// <summary>Sends a write that may end the connection.</summary>
    private async Task SendLastAsync(SentWrite sent, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CutOffTimeout);
        try
        {
            await sent.Outcome.SendAsync(connection, change.Family.Set(AddressOf(sent.Write), sent.Write.Data), timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It was sent, and no response came.
        }

        CutOff = sent.Outcome.State;
    }

    private async Task SendOptionalAsync(ParameterWrite write, CancellationToken cancellationToken)
    {
        var response = await TrySendAsync(write, write.Data, cancellationToken).ConfigureAwait(false);
        if (write.Fallback is { } fallback && response.Error is IpmiCommandException { Kind: IpmiErrorKind.InvalidParameter })
            await TrySendAsync(write, fallback, cancellationToken).ConfigureAwait(false);
    }

    private Task<OptionalResponse<NoData>> TrySetInProgressAsync(SetInProgress value, CancellationToken cancellationToken)
    {
        var write = ParameterWrite.Of(change.Family.SetInProgress!, value);
        return TrySendAsync(write, write.Data, cancellationToken);
    }

    private async Task<OptionalResponse<NoData>> TrySendAsync(ParameterWrite write, byte[] data, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(CutOff is null ? OptionalTimeout : AfterCutOffTimeout);
        var response = await connection.TrySendAsync(change.Family.Set(AddressOf(write), data), timeout.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return response;
    }

    private ParameterAddress AddressOf(ParameterWrite write) => new(change.Channel, write.Parameter.Number);

    private async Task ReadBackAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            if (attempt > 0)
                await clock.DelayAsync(change.ReadBackWaits[attempt - 1], cancellationToken).ConfigureAwait(false);
            SentWrite[] open = [.. Unconfirmed.Where(static sent => sent.Write.Parameter.Access != ParameterAccess.WriteOnly)];
            await Task.WhenAll(open.Select(sent => ReadBackAsync(sent, cancellationToken))).ConfigureAwait(false);
            open = [.. open.Where(static sent => sent.Outcome.State != ChangeState.ReadBack)];
            if (open.Length == 0)
                break;
            if (attempt < change.ReadBackWaits.Count)
                continue;
            if (!_isRepeated && change.RepeatPause is { } pause && open.All(static sent => sent.Outcome.State == ChangeState.Answered))
            {
                await RepeatAsync(open, pause, cancellationToken).ConfigureAwait(false);
                attempt = -1;
                continue;
            }

            string read = string.Join("; ", open.Select(sent => change.Describe(sent.Write, sent.Read!)));
            if (open.FirstOrDefault(static sent => sent.Outcome.State == ChangeState.Unanswered) is { } unanswered)
                throw Unknown($"The BMC reads back {read}.", unanswered.Outcome.UnansweredReason);
            foreach (var sent in open)
                sent.Outcome.ReadBack();
            string stopped = _stop is null ? "" : $" {_stop.Message}";
            throw new IpmiException(IpmiErrorKind.CommandFailed, $"The BMC of {connection.ComputerName} accepted {change.Subject}, but reads back {read}.{stopped}", change.MismatchAdvice);
        }

        // What is left cannot be read.
        if (Unconfirmed.FirstOrDefault(static sent => sent.Outcome.State == ChangeState.Unanswered) is { } writeOnly)
            throw Unknown("It cannot be read back.", writeOnly.Outcome.UnansweredReason);
    }

    /// <summary>Sends writes again, slowly, that the BMC accepted and did not keep. A refusal leaves what was read back.</summary>
    private async Task RepeatAsync(IEnumerable<SentWrite> lost, TimeSpan pause, CancellationToken cancellationToken)
    {
        _isRepeated = true;
        foreach (var sent in lost)
        {
            await clock.DelayAsync(pause, cancellationToken).ConfigureAwait(false);
            await TrySendAsync(sent.Write, sent.Write.Data, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadBackAsync(SentWrite sent, CancellationToken cancellationToken)
    {
        var (set, block) = sent.Write.Selectors;
        sent.Read = await connection.ReadDataAsync(sent.Write.Parameter, change.Channel, set, block, cancellationToken).ConfigureAwait(false);
        if (change.IsAsWanted(sent.Write, sent.Read))
            sent.Outcome.ReadBack();
    }

    private IpmiException Unknown(string what, Exception? reason)
    {
        string subject = char.ToUpperInvariant(change.Subject[0]) + change.Subject.Substring(1);
        var unanswered = _sent.FirstOrDefault(static sent => sent.Outcome.State == ChangeState.Unanswered);
        return new IpmiException(
            IpmiErrorKind.OutcomeUnknown,
            $"{subject} {(unanswered is null ? "was sent to" : "may have been set on")} {connection.ComputerName}{(unanswered?.Outcome.UnansweredReason is { } doubt ? $": {doubt.Message}" : ".")} {what}",
            change.UnknownAdvice,
            reason);
    }

    private IpmiException Partial(IpmiException stop)
    {
        string[] done = [.. _sent.Where(static sent => sent.Outcome.State != ChangeState.NotSent).Select(sent => change.NameOf(sent.Write)).Distinct()];
        return new IpmiException(
            IpmiErrorKind.CommandFailed, $"The BMC of {connection.ComputerName} has carried out only a part of {change.Subject}: {string.Join(", ", done)}. {stop.Message}", change.UnknownAdvice, stop);
    }

    /// <summary>A write that was sent.</summary>
    private sealed class SentWrite(ParameterWrite write)
    {
        public ParameterWrite Write { get; } = write;

        public ChangeOutcome Outcome { get; } = new();

        /// <summary>What was last read back; null before, and for what cannot be read.</summary>
        public ParameterData? Read { get; set; }
    }
}
