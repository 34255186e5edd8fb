using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Power;

/// <summary>Sending the command, and finding out what became of it.</summary>
internal sealed partial class PowerOperation
{
    /// <summary>How long the effect is looked for without -Wait: most BMCs show the new state within a second or two.</summary>
    private static readonly TimeSpan ShortLook = TimeSpan.FromSeconds(5);

    /// <summary>An operating system shuts down in its own time; looking longer would only delay.</summary>
    private static readonly TimeSpan ShortLookSoft = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A cycle is off for a second at least, and many BMCs begin it late. One that was accepted and not seen off by now was too short to see, and longer
    /// waiting would not show it.
    /// </summary>
    private static readonly TimeSpan ShortLookCycle = TimeSpan.FromSeconds(10);

    /// <summary>How long a machine that is turned off in place of a cycle, and then on again, may take for each.</summary>
    private static readonly TimeSpan MaximumWaitForOff = TimeSpan.FromSeconds(30);

    /// <summary>The specification wants at least a second between off and on.</summary>
    private static readonly TimeSpan PauseBetweenOffAndOn = TimeSpan.FromSeconds(2);

    /// <summary>On, Off and Soft: the wanted state says it all.</summary>
    private async Task<PowerResult> SwitchAsync(ChassisControlAction control, bool wantOn, CancellationToken cancellationToken)
    {
        var refused = await SendAsync(control, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
        {
            // Somebody else may have been faster; some BMCs answer that with an error.
            await TryAskAsync(ShortLook, cancellationToken).ConfigureAwait(false);
            return _last is { } now && now.IsOn == wantOn ? Result(changed: false, verified: true) : throw refused;
        }

        TimeSpan limit = options.Wait ? options.WaitTimeout : Shorter(control == ChassisControlAction.SoftShutdown ? ShortLookSoft : ShortLook, options.WaitTimeout);
        if (await PollAsync(s => s.IsOn == wantOn, limit, cancellationToken).ConfigureAwait(false))
            return Result(changed: true, verified: true);
        if (!IsAccepted)
            throw Unknown($"The machine did not turn {(wantOn ? "on" : "off")} within {Seconds(limit)}.");
        if (options.Wait)
            throw Unknown($"The machine did not turn {(wantOn ? "on" : "off")} within the {Seconds(limit)} to wait.");
        return Result(changed: true, verified: false);
    }

    /// <summary>Cycle: only a machine that was seen off and on again has cycled.</summary>
    private async Task<PowerResult> CycleAsync(CancellationToken cancellationToken)
    {
        var refused = await SendAsync(ChassisControlAction.PowerCycle, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
            return refused.CompletionCode is CompletionCode.InvalidDataField or CompletionCode.ParameterOutOfRange
                ? await OffAndOnAsync(cancellationToken).ConfigureAwait(false)
                : throw refused;

        TimeSpan forOff = Shorter(ShortLookCycle, options.WaitTimeout);
        TimeSpan limit = options.Wait ? options.WaitTimeout : forOff;
        TimeSpan begin = _clock.Now;
        bool wasOff = false;
        bool done = await PollAsync(
            s =>
            {
                wasOff |= !s.IsOn;
                return s.IsOn && wasOff;
            },
            () => wasOff ? limit : forOff,
            cancellationToken).ConfigureAwait(false);
        if (done || !wasOff && await _evidence.IsThereAsync(_last, ShortLook, cancellationToken).ConfigureAwait(false))
            return Result(changed: true, verified: true);
        if (wasOff && (options.Wait || !IsAccepted))
            throw Unknown($"The machine went off and did not come back within {Seconds(_clock.Now - begin)}.");
        return IsAccepted
            ? Result(changed: true, verified: false)
            : throw Unknown($"The machine was not seen off within {Seconds(_clock.Now - begin)}.");
    }

    /// <summary>Cycle for a BMC that has none: power cycle is optional.</summary>
    private async Task<PowerResult> OffAndOnAsync(CancellationToken cancellationToken)
    {
        TimeSpan limit = options.Wait && options.WaitTimeout > MaximumWaitForOff ? options.WaitTimeout : MaximumWaitForOff;
        if (await SendAsync(ChassisControlAction.PowerDown, cancellationToken).ConfigureAwait(false) is { } refusedOff)
            throw refusedOff;
        if (!await PollAsync(s => !s.IsOn, limit, cancellationToken).ConfigureAwait(false))
            throw Unknown($"The BMC has no power cycle; turned off instead, the machine did not go off within {Seconds(limit)}, so it was not turned on.");
        try
        {
            await _clock.DelayAsync(PauseBetweenOffAndOn, cancellationToken).ConfigureAwait(false);
            if (await SendAsync(ChassisControlAction.PowerUp, cancellationToken).ConfigureAwait(false) is { } refusedOn)
                throw refusedOn;
        }
        catch (Exception error) when (_change.State != ChangeState.Unanswered)
        {
            throw new IpmiException(
                error is IpmiCommandException refusal ? refusal.Kind : IpmiErrorKind.OutcomeUnknown,
                $"The BMC has no power cycle. The machine was turned off instead, and could not be turned on again. It is off now. {error.Message}",
                innerException: error);
        }

        return await PollAsync(s => s.IsOn, limit, cancellationToken).ConfigureAwait(false)
            ? Result(changed: true, verified: true)
            : throw Unknown($"The BMC has no power cycle; the machine was turned off and did not come back within {Seconds(limit)}.");
    }

    /// <summary>Reset leaves the power on; all that can show it is another cause of the last restart.</summary>
    private async Task<PowerResult> ResetAsync(CancellationToken cancellationToken)
    {
        if (await SendAsync(ChassisControlAction.HardReset, cancellationToken).ConfigureAwait(false) is { } refused)
            throw refused;
        var asked = TryAskAsync(ShortLook, cancellationToken);
        bool seen = await _evidence.IsThereAsync(null, ShortLook, cancellationToken).ConfigureAwait(false);
        await asked.ConfigureAwait(false);
        return seen || IsAccepted
            ? Result(changed: true, verified: seen)
            : throw Unknown("A reset leaves no trace that IPMI could show here.");
    }

    /// <summary>What a diagnostic interrupt does is up to the operating system and cannot be seen.</summary>
    private async Task<PowerResult> InterruptAsync(CancellationToken cancellationToken)
    {
        if (await SendAsync(ChassisControlAction.DiagnosticInterrupt, cancellationToken).ConfigureAwait(false) is { } refused)
            throw refused;
        await TryAskAsync(ShortLook, cancellationToken).ConfigureAwait(false);
        return IsAccepted
            ? Result(changed: true, verified: false)
            : throw Unknown("A diagnostic interrupt leaves no trace that IPMI could show.");
    }

    /// <summary>
    /// Sends Chassis Control once. Returns a refusal; an answer that was lost, or that leaves open what was done, is noted and no refusal.
    /// What else goes wrong means that it was not sent.
    /// </summary>
    private async Task<IpmiCommandException?> SendAsync(ChassisControlAction control, CancellationToken cancellationToken)
    {
        try
        {
            await _change.SendAsync(connection, new ChassisControl(control), cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (IpmiCommandException refusal)
        {
            return refusal;
        }
    }

    private Task<bool> PollAsync(Func<ChassisStatus, bool> done, TimeSpan limit, CancellationToken cancellationToken) => PollAsync(done, () => limit, cancellationToken);

    /// <summary>Asks for the state, at once and then at growing intervals, until it is as wanted or the time is up.</summary>
    private async Task<bool> PollAsync(Func<ChassisStatus, bool> done, Func<TimeSpan> limit, CancellationToken cancellationToken)
    {
        TimeSpan begin = _clock.Now;
        TimeSpan interval = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            if (await TryAskAsync(limit() - (_clock.Now - begin), cancellationToken).ConfigureAwait(false) is { } status)
            {
                if (done(status))
                    return true;
                if (IsNewControlFault(status))
                {
                    _change.ReadBack();
                    throw new IpmiException(IpmiErrorKind.CommandFailed, $"{action}: the BMC of {connection.ComputerName} reports a power control fault: the machine did not follow. It is {StateOf(status)}.");
                }
            }

            TimeSpan left = limit() - (_clock.Now - begin);
            if (left <= TimeSpan.Zero)
                return false;
            await _clock.DelayAsync(Shorter(interval, left), cancellationToken).ConfigureAwait(false);
            // Short enough, at first, not to miss the second that a cycle is off.
            TimeSpan longest = _clock.Now - begin < ShortLookCycle ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(2);
            interval = Shorter(TimeSpan.FromTicks(interval.Ticks * 3 / 2), longest);
        }
    }

    /// <summary>Asks for the state once. A BMC that is busy or silent while the power changes is no failure.</summary>
    private async Task<ChassisStatus?> TryAskAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit > TimeSpan.FromSeconds(1) ? limit : TimeSpan.FromSeconds(1));
        _last = null;
        try
        {
            return _last = await connection.SendAsync(new GetChassisStatus(), patience.Token).ConfigureAwait(false);
        }
        catch (IpmiException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private bool IsNewControlFault(ChassisStatus status) =>
        ((PowerFaults)status.PowerState & PowerFaults.ControlFault) != 0 && ((PowerFaults)_before.PowerState & PowerFaults.ControlFault) == 0;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Seconds(TimeSpan time) => $"{Math.Round(time.TotalSeconds)} s";
}
