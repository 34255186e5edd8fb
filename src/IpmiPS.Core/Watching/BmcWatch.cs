using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Watching;

/// <summary>Polls one BMC of a <see cref="FleetWatch"/>, and reports when it becomes unreachable and when it is back.</summary>
/// <param name="bmc">The BMC.</param>
/// <param name="options">Interval and limits.</param>
/// <param name="phase">Its time within the interval.</param>
/// <param name="turns">Limits how many BMCs are polled at once.</param>
/// <param name="clock">The time.</param>
internal sealed class BmcWatch(WatchedBmc bmc, WatchOptions options, TimeSpan phase, PollTurns turns, Clock clock)
{
    /// <summary>BMCs drop sessions after 30 to 60 seconds of silence. IPMI 2.0 section 6.12.15 has 60 s, 3 s more or less.</summary>
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(20);

    /// <summary>A back-off is shorter by up to this part, so that BMCs behind one switch are not asked together when it is back.</summary>
    private const double Spread = 0.1;

    private readonly TimeSpan _begin = clock.Now;
    private WatchConnection? _connection;
    private int _misses;
    private bool _hasResponded;
    private DateTimeOffset? _unreachableSince;
    private TimeSpan _backOff;

    /// <summary>Polls until it is stopped, or until an error that time does not mend. Never fails.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (await PollAsync(stop).ConfigureAwait(false))
                await RestAsync(TimeUntilNext(), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped.
        }
#pragma warning disable CA1031 // One BMC's failure, whatever it is, must not end the others' watch, and must not go unnoticed.
        catch (Exception error)
#pragma warning restore CA1031
        {
            bmc.Failed(error as IpmiException ?? new IpmiException(IpmiErrorKind.CommandFailed, $"The watch of this BMC ended: {error.Message}", innerException: error));
        }
        finally
        {
            Close();
        }
    }

    /// <summary>False if the watch of this BMC has ended.</summary>
    private async Task<bool> PollAsync(CancellationToken stop)
    {
        var items = new List<WatchItem>();
        IpmiException? failure = null;
        using (await turns.TakeAsync(_misses > 0, stop).ConfigureAwait(false))
        {
            try
            {
                await AskAsync(items, stop).ConfigureAwait(false);
            }
            catch (IpmiException error)
            {
                stop.ThrowIfCancellationRequested();
                failure = error;
            }

            if (failure is not null || !options.KeepsSessions)
                Close();
        }

        if (failure is null && _unreachableSince is not null)
            await bmc.ReportAsync(new WatchItem(Reachable()), stop).ConfigureAwait(false);
        foreach (WatchItem item in items)
            await bmc.ReportAsync(item, stop).ConfigureAwait(false);
        if (failure is null)
        {
            (_misses, _hasResponded, _unreachableSince) = (0, true, null);
            return true;
        }

        if (IsFinal(failure))
        {
            bmc.Failed(failure);
            return false;
        }

        bmc.Note($"The poll failed: {failure.Message}");
        _misses++;
        if (_unreachableSince is null && (_misses >= options.MissLimit || !_hasResponded))
        {
            WatchEvent gone = Unreachable(failure);
            _unreachableSince = gone.Timestamp;
            _backOff = options.Interval;
            await bmc.ReportAsync(new WatchItem(gone), stop).ConfigureAwait(false);
        }

        return true;
    }

    private async Task AskAsync(List<WatchItem> items, CancellationToken stop)
    {
        bool isNew = _connection is not { IsOpen: true };
        if (isNew)
        {
            Close();
            _connection = await bmc.ConnectAsync(stop).ConfigureAwait(false);
        }

        try
        {
            await bmc.PollAsync(_connection!.Bmc, items, stop).ConfigureAwait(false);
        }
        catch (IpmiException lost) when (!isNew && _connection!.IsOwn && lost.Kind is IpmiErrorKind.Timeout or IpmiErrorKind.Unreachable)
        {
            // The BMC may have dropped the session, such as by a restart.
            bmc.Note("The session no longer responds; logging in again.");
            Close();
            _connection = await bmc.ConnectAsync(stop).ConfigureAwait(false);
            await bmc.PollAsync(_connection.Bmc, items, stop).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether waiting does not help. A refused log-in is never repeated, because the account could be locked. What a BMC cannot do at the first poll, it will not be
    /// able to do later; after a poll that succeeded, it may be busy with a restart or an update.
    /// </summary>
    private bool IsFinal(IpmiException failure) =>
        failure.Kind is IpmiErrorKind.BadCredential or IpmiErrorKind.InsufficientPrivilege
        || failure is { Kind: IpmiErrorKind.InvalidParameter } and not IpmiCommandException
        || !_hasResponded && failure.Kind is IpmiErrorKind.CipherSuiteRefused or IpmiErrorKind.InsecureRefused or IpmiErrorKind.CommandNotSupported or IpmiErrorKind.NotPresent;

    private TimeSpan TimeUntilNext()
    {
        if (_unreachableSince is null)
        {
            // The next of the BMC's own times: one that was missed, because the poll took long, is left out.
            long since = (clock.Now - _begin - phase).Ticks, interval = options.Interval.Ticks;
            return TimeSpan.FromTicks(interval - (since % interval + interval) % interval);
        }

        TimeSpan maximum = options.MaximumBackOff > options.Interval ? options.MaximumBackOff : options.Interval;
        _backOff = _backOff.Ticks > maximum.Ticks / 2 ? maximum : _backOff + _backOff;
        return TimeSpan.FromTicks((long)(_backOff.Ticks * (1 - Spread * clock.Jitter())));
    }

    /// <summary>Waits, and keeps the session alive.</summary>
    private async Task RestAsync(TimeSpan time, CancellationToken stop)
    {
        TimeSpan end = clock.Now + time;
        while (end - clock.Now > KeepAliveInterval && _connection is { IsOwn: true })
        {
            await clock.DelayAsync(KeepAliveInterval, stop).ConfigureAwait(false);
            await KeepAliveAsync(stop).ConfigureAwait(false);
        }

        if (end - clock.Now is { Ticks: > 0 } rest)
            await clock.DelayAsync(rest, stop).ConfigureAwait(false);
    }

    /// <summary>A session that does not respond is left to the next poll, which logs in again.</summary>
    private async Task KeepAliveAsync(CancellationToken stop)
    {
        try
        {
            await _connection!.Bmc.SendAsync(new GetDeviceId(), stop).ConfigureAwait(false);
        }
        catch (IpmiCommandException)
        {
            // A refusal is a response.
        }
        catch (IpmiException lost)
        {
            stop.ThrowIfCancellationRequested();
            bmc.Note($"The session no longer responds: {lost.Message}");
            Close();
        }
    }

    private void Close()
    {
        _connection?.Release();
        _connection = null;
    }

    private WatchEvent Unreachable(IpmiException failure) => new()
    {
        ComputerName = bmc.ComputerName,
        Type = WatchEventType.Unreachable,
        Severity = SelSeverity.Critical,
        Reason = failure.Kind,
        Event = _hasResponded
            ? string.Format(CultureInfo.InvariantCulture, "The BMC could not be polled {0} {1}: {2}", _misses, _misses == 1 ? "time" : "times in a row", failure.Message)
            : $"The BMC could not be polled: {failure.Message}",
    };

    private WatchEvent Reachable() => new()
    {
        ComputerName = bmc.ComputerName,
        Type = WatchEventType.Reachable,
        Event = string.Format(CultureInfo.InvariantCulture, "The BMC can be polled again. It could not since {0:yyyy-MM-dd HH:mm:ss zzz}.", _unreachableSince),
    };
}
