using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Chassis;

namespace IpmiPS.Power;

/// <summary>Sends the command and observes its effect.</summary>
internal sealed partial class PowerOperation
{
    /// <summary>How long the effect is awaited without -Wait. Most BMCs show the new state within one or two seconds.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(5);

    /// <summary>An operating system takes its time to shut down, so a longer wait would only delay the result.</summary>
    private static readonly TimeSpan ShortWaitSoft = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A cycle is off for at least a second, and many BMCs start it late. If the machine was not seen off by then, the cycle was too short to be seen, and a
    /// longer wait would not help.
    /// </summary>
    private static readonly TimeSpan ShortWaitCycle = TimeSpan.FromSeconds(10);

    /// <summary>For a machine that is turned off and on again in place of a cycle: the time that each may take.</summary>
    private static readonly TimeSpan MaximumWaitForOff = TimeSpan.FromSeconds(30);

    /// <summary>The specification demands at least a second between off and on.</summary>
    private static readonly TimeSpan PauseBetweenOffAndOn = TimeSpan.FromSeconds(2);

    /// <summary>On, Off and Soft: the wanted state shows the effect.</summary>
    private async Task<PowerResult> SwitchAsync(ChassisControlAction control, bool wantOn, CancellationToken cancellationToken)
    {
        var refusal = await SendAsync(control, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            // Another client may have been faster, and some BMCs report that as an error.
            await TryReadStatusAsync(ShortWait, cancellationToken).ConfigureAwait(false);
            return _last is { } now && now.IsOn == wantOn ? Result(changed: false, verified: true) : throw refusal;
        }

        TimeSpan limit = options.Wait ? options.WaitTimeout : Shorter(control == ChassisControlAction.SoftShutdown ? ShortWaitSoft : ShortWait, options.WaitTimeout);
        if (await PollAsync(s => s.IsOn == wantOn, limit, cancellationToken).ConfigureAwait(false))
            return Result(changed: true, verified: true);
        if (!IsAccepted)
            throw Unknown($"The machine did not turn {(wantOn ? "on" : "off")} within {Seconds(limit)}.");
        if (options.Wait)
            throw Unknown($"The machine did not turn {(wantOn ? "on" : "off")} within the {Seconds(limit)} to wait.");
        return Result(changed: true, verified: false);
    }

    /// <summary>Cycle: verified only if the machine was seen off and on again.</summary>
    private async Task<PowerResult> CycleAsync(CancellationToken cancellationToken)
    {
        var refusal = await SendAsync(ChassisControlAction.PowerCycle, cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
            return refusal.CompletionCode is CompletionCode.InvalidDataField or CompletionCode.ParameterOutOfRange
                ? await OffAndOnAsync(cancellationToken).ConfigureAwait(false)
                : throw refusal;

        TimeSpan offLimit = Shorter(ShortWaitCycle, options.WaitTimeout);
        TimeSpan limit = options.Wait ? options.WaitTimeout : offLimit;
        TimeSpan begin = _clock.Now;
        bool wasOff = false;
        bool done = await PollAsync(
            s =>
            {
                wasOff |= !s.IsOn;
                return s.IsOn && wasOff;
            },
            () => wasOff ? limit : offLimit,
            cancellationToken).ConfigureAwait(false);
        if (done || !wasOff && await _evidence.IsFoundAsync(_last, ShortWait, cancellationToken).ConfigureAwait(false))
            return Result(changed: true, verified: true);
        if (wasOff && (options.Wait || !IsAccepted))
            throw Unknown($"The machine went off and did not come back within {Seconds(_clock.Now - begin)}.");
        return IsAccepted
            ? Result(changed: true, verified: false)
            : throw Unknown($"The machine was not seen off within {Seconds(_clock.Now - begin)}.");
    }

    /// <summary>Cycle for a BMC without that action, which is optional.</summary>
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
                error is IpmiCommandException ? IpmiErrorKind.CommandFailed : IpmiErrorKind.OutcomeUnknown,
                $"The BMC has no power cycle. The machine was turned off instead, and could not be turned on again. It is off now. {error.Message}",
                innerException: error);
        }

        return await PollAsync(s => s.IsOn, limit, cancellationToken).ConfigureAwait(false)
            ? Result(changed: true, verified: true)
            : throw Unknown($"The BMC has no power cycle; the machine was turned off and did not come back within {Seconds(limit)}.");
    }

    /// <summary>Reset leaves the power on; only a new cause of the last restart can show it.</summary>
    private async Task<PowerResult> ResetAsync(CancellationToken cancellationToken)
    {
        if (await SendAsync(ChassisControlAction.HardReset, cancellationToken).ConfigureAwait(false) is { } refusal)
            throw refusal;
        var status = TryReadStatusAsync(ShortWait, cancellationToken);
        bool isSeen = await _evidence.IsFoundAsync(null, ShortWait, cancellationToken).ConfigureAwait(false);
        await status.ConfigureAwait(false);
        return isSeen || IsAccepted
            ? Result(changed: true, verified: isSeen)
            : throw Unknown("A reset leaves no trace that IPMI could show here.");
    }

    /// <summary>The effect of a diagnostic interrupt depends on the operating system and cannot be seen.</summary>
    private async Task<PowerResult> InterruptAsync(CancellationToken cancellationToken)
    {
        if (await SendAsync(ChassisControlAction.DiagnosticInterrupt, cancellationToken).ConfigureAwait(false) is { } refusal)
            throw refusal;
        await TryReadStatusAsync(ShortWait, cancellationToken).ConfigureAwait(false);
        return IsAccepted
            ? Result(changed: true, verified: false)
            : throw Unknown("A diagnostic interrupt leaves no trace that IPMI could show.");
    }

    /// <summary>
    /// Sends Chassis Control once and returns a refusal. A lost or ambiguous response is no refusal; it is noted in the outcome. Any other error means
    /// that the command was not sent.
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

    private Task<bool> PollAsync(Func<ChassisStatus, bool> isDone, TimeSpan limit, CancellationToken cancellationToken) => PollAsync(isDone, () => limit, cancellationToken);

    /// <summary>Reads the state at growing intervals until it is as wanted. False if the time is up.</summary>
    private async Task<bool> PollAsync(Func<ChassisStatus, bool> isDone, Func<TimeSpan> limit, CancellationToken cancellationToken)
    {
        TimeSpan begin = _clock.Now;
        TimeSpan interval = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            if (await TryReadStatusAsync(limit() - (_clock.Now - begin), cancellationToken).ConfigureAwait(false) is { } status)
            {
                if (isDone(status))
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
            // Short at first, so as not to miss the second during which a cycle is off.
            TimeSpan maximum = _clock.Now - begin < ShortWaitCycle ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromSeconds(2);
            interval = Shorter(TimeSpan.FromTicks(interval.Ticks * 3 / 2), maximum);
        }
    }

    /// <summary>Reads the state once. Null if the BMC is busy or silent, which is normal while the power changes.</summary>
    private async Task<ChassisStatus?> TryReadStatusAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit > TimeSpan.FromSeconds(1) ? limit : TimeSpan.FromSeconds(1));
        _last = null;
        try
        {
            return _last = await connection.SendAsync(new GetChassisStatus(), timeout.Token).ConfigureAwait(false);
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
