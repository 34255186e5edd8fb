using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Monitoring;
using IpmiPS.Power;
using IpmiPS.Watching;

namespace IpmiPS.Cmdlets;

/// <summary>Polls BMCs in the background, keeps what they say on a board, and changes power where that is allowed. It serves no page (<see cref="DashboardServer"/>).</summary>
internal sealed class Dashboard : IDisposable
{
    private static readonly TimeSpan PowerTimeout = TimeSpan.FromSeconds(100);

    private readonly IReadOnlyList<FleetBmc> _bmcs;
    private readonly ServerReader _reader;
    private readonly FleetWatch _watch;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<int> _busy = [];

    public Dashboard(IReadOnlyList<FleetBmc> bmcs, ServerReader reader, WatchOptions options)
    {
        _bmcs = bmcs;
        _reader = reader;
        Board = new FleetBoard(bmcs.Select(static bmc => ServerReading.Pending(bmc.ComputerName, bmc.Place)));
        _watch = new FleetWatch(options, Clock.System);
    }

    /// <summary>What is known.</summary>
    public FleetBoard Board { get; }

    /// <summary>Begins to poll.</summary>
    public void Begin()
    {
        for (int index = 0; index < _bmcs.Count; index++)
        {
            int number = index;
            _bmcs[index].Warned = text => Board.Report(number, SelSeverity.Warning, text);
            _watch.Add(Watch(index));
        }

        _watch.CompleteAdding();
    }

    /// <summary>
    /// Changes the power of a server: the state is read first, the command is sent at most once, and the result is verified. Then the server is read, so that the page shows the result.
    /// </summary>
    /// <exception cref="IpmiException">The change failed, or its effect is not known (kind OutcomeUnknown).</exception>
    public async Task<PowerResult> ChangePowerAsync(int index, PowerAction action)
    {
        lock (_busy)
            if (!_busy.Add(index))
                throw new IpmiException(IpmiErrorKind.Busy, "Another change of the power of this server is not done yet.", "Wait for it.");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            limit.CancelAfter(PowerTimeout);
            WatchConnection connection = await _bmcs[index].ConnectForPowerAsync(limit.Token).ConfigureAwait(false);
            try
            {
                PowerResult result = await ChassisPower.InvokeAsync(connection.Bmc, action, new PowerOptions(), limit.Token).ConfigureAwait(false);
                Board.Report(index, SelSeverity.Information, string.Format(CultureInfo.InvariantCulture, "{0} from the dashboard: {1}.", action, Describe(result)));
                await TryReadAsync(index, connection, limit.Token).ConfigureAwait(false);
                return result;
            }
            finally
            {
                connection.Release();
            }
        }
        catch (OperationCanceledException cancelled)
        {
            // After the command was sent, it would be an IpmiException of the kind OutcomeUnknown.
            throw Reported(new IpmiException(IpmiErrorKind.Timeout, "The BMC did not respond in time. Nothing was changed.", innerException: cancelled));
        }
        catch (IpmiException error)
        {
            throw Reported(error);
        }
        finally
        {
            lock (_busy)
                _busy.Remove(index);
        }

        IpmiException Reported(IpmiException error)
        {
            Board.Report(index, SelSeverity.Warning, $"{action} from the dashboard: {error.Message}");
            return error;
        }
    }

    /// <summary>What became of a change, in words.</summary>
    public static string Describe(PowerResult result) =>
        !result.Changed ? $"nothing was sent, the server is {(result.State == PowerState.On ? "on" : "off")} already"
        : result.Verified ? $"done, the server is {(result.State == PowerState.On ? "on" : "off")}"
        : "accepted; the effect was not seen yet";

    /// <summary>What is known as metrics of Prometheus.</summary>
    public string ToMetrics()
    {
        var metrics = new MetricText();
        foreach (var (_, reading) in Board.All().Servers)
        {
            HealthVerdict verdict = reading.Verdict;
            if (verdict.ErrorId is not null)
            {
                if (!reading.IsPending)
                    metrics.AddFailure(reading.ComputerName);
                continue;
            }

            foreach (Sensor sensor in verdict.Sensors)
                metrics.Add(sensor);
            foreach (object? part in new object?[] { verdict.Power, verdict.Log, reading.Usage, DeviceOf(verdict) })
                if (part is not null)
                    metrics.Add(part);
        }

        return metrics.ToString();
    }

    /// <summary>Waits, for a moment, until all BMCs were logged out of.</summary>
    public void WaitUntilStopped(TimeSpan time) => _watch.WhenEndedAsync(CancellationToken.None).Wait(time);

    /// <summary>Stops polling, and logs out everywhere without waiting. The secrets are disposed once nothing uses them.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _watch.Dispose();
        _ = ForgetAsync();
    }

    private static DeviceInfo? DeviceOf(HealthVerdict verdict) => verdict.Manufacturer is null ? null : new DeviceInfo
    {
        ComputerName = verdict.ComputerName,
        Manufacturer = verdict.Manufacturer,
        ManufacturerId = verdict.ManufacturerId ?? 0,
        FirmwareVersion = verdict.FirmwareVersion ?? "",
    };

    private async Task ForgetAsync()
    {
        await _watch.WhenEndedAsync(CancellationToken.None).ConfigureAwait(false);
        foreach (FleetBmc bmc in _bmcs)
            bmc.Forget();
    }

    private WatchedBmc Watch(int index) => new()
    {
        ComputerName = _bmcs[index].ComputerName,
        ConnectAsync = _bmcs[index].ConnectAsync,
        PollAsync = _bmcs[index].WithinLimit((bmc, _, cancellationToken) => ReadAsync(index, bmc, cancellationToken)),
        ReportAsync = (item, _) =>
        {
            if (item.Output is WatchEvent noticed)
                Report(index, noticed);
            return Task.CompletedTask;
        },
        Failed = error =>
        {
            var final = new IpmiException(error.Kind, $"{error.Message} The dashboard does not try again.", "Correct the input, and start the dashboard anew.", error);
            Board.SetFailed(index, final);
            Board.Report(index, SelSeverity.Critical, final.Message);
        },
    };

    private void Report(int index, WatchEvent noticed)
    {
        if (noticed is { Type: WatchEventType.Unreachable, Reason: { } reason })
            Board.SetFailed(index, new IpmiException(reason, noticed.Event));
        Board.Report(index, noticed.Severity, noticed.Event);
    }

    /// <exception cref="IpmiException">The BMC does not respond.</exception>
    private async Task ReadAsync(int index, IIpmiConnection bmc, CancellationToken cancellationToken)
    {
        try
        {
            // If the session is dead, this says so. The reader would try each of its requests, and take each for a part that cannot be read.
            await bmc.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
        }
        catch (IpmiCommandException)
        {
            // A refusal is a response.
        }

        Board.Set(index, await _reader.ReadAsync(bmc, _bmcs[index].Place, Board[index], cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The next poll reads the server in any case.</summary>
    private async Task TryReadAsync(int index, WatchConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(index, connection.Bmc, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IpmiException or OperationCanceledException)
        {
        }
    }
}
