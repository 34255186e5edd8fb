using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Alerts;

namespace IpmiPS.AlertTesting;

/// <summary>
/// The alerts that arrive at this computer, for the tests of any number of BMCs at a time: they share the port. Traps are acknowledged as by a receiver. Safe for use by several threads.
/// </summary>
public sealed class AlertArrivals : IDisposable
{
    private readonly AlertInventory _inventory = new();
    private readonly List<Expected> _expected = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly AlertReceiver _receiver;
    private readonly Task _work;
    private IpmiException? _failure;

    /// <summary>Opens the port and begins to receive.</summary>
    /// <param name="port">UDP port, 1 to 65535; 0 for a free one.</param>
    /// <param name="addresses">Addresses of this computer; empty for all.</param>
    /// <exception cref="IpmiException">The port cannot be opened, as <see cref="AlertReceiver"/> says it.</exception>
    public AlertArrivals(int port = AlertReceiverOptions.DefaultPort, IReadOnlyList<string>? addresses = null)
    {
        _receiver = new AlertReceiver(new AlertReceiverOptions { Port = port, Addresses = addresses ?? [], Inventory = _inventory, Acknowledge = true });
        _receiver.Start();
        _work = RunAsync();
    }

    /// <summary>UDP port.</summary>
    public int Port => _receiver.Port;

    /// <summary>Why nothing is received any more; null while it is.</summary>
    internal IpmiException? Failure => _failure;

    /// <summary>Says whose alerts belong to a computer.</summary>
    internal void Add(AlertComputer computer, IEnumerable<IPAddress> addresses) => _inventory.Add(computer, addresses);

    /// <summary>Expects an alert of a computer from now on. Its task has the first one that <paramref name="isIt"/> accepts.</summary>
    internal Task<Alert> ExpectAsync(string computerName, Func<Alert, bool> isIt)
    {
        var expected = new Expected(computerName, isIt);
        lock (_expected)
            _expected.Add(expected);
        return expected.Arrival.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _receiver.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var (alert, _) = await _receiver.ReceiveAsync(_stop.Token).ConfigureAwait(false);
                if (alert is { IsKnown: true })
                    Deliver(alert);
            }
        }
        catch (IpmiException error)
        {
            _failure = error;
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private void Deliver(Alert alert)
    {
        Expected[] matching;
        lock (_expected)
        {
            matching = [.. _expected.Where(expected => expected.ComputerName == alert.ComputerName && expected.IsIt(alert))];
            foreach (var expected in matching)
                _expected.Remove(expected);
        }

        foreach (var expected in matching)
            expected.Arrival.TrySetResult(alert);
    }

    private sealed record Expected(string ComputerName, Func<Alert, bool> IsIt)
    {
        public TaskCompletionSource<Alert> Arrival { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
