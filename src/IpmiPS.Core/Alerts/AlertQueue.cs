using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Alerts;

/// <summary>Something that a receiver received: an alert or a notice.</summary>
/// <param name="Alert">The alert; null for a notice.</param>
/// <param name="Notice">The notice; null for an alert.</param>
public readonly record struct AlertReception(Alert? Alert, AlertNotice? Notice);

/// <summary>What was received and not taken yet, first in, first out. Alerts are bounded by a capacity, notices by <see cref="AlertNoticeLimiter"/> in a minute, and here in all.</summary>
/// <param name="capacity">How many alerts wait at most, 1 or more.</param>
internal sealed class AlertQueue(int capacity) : IDisposable
{
    /// <summary>More notices than these are left out, until some were taken.</summary>
    public const int MaximumNotices = 1000;

    private readonly Queue<AlertReception> _items = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly CancellationTokenSource _closed = new();
    private int _alerts;
    private Exception? _fault;

    /// <summary>Adds an alert. False if the queue is full.</summary>
    public bool TryAdd(Alert alert)
    {
        lock (_items)
        {
            if (_alerts >= capacity)
                return false;
            _alerts++;
            _items.Enqueue(new(alert, null));
        }

        _available.Release();
        return true;
    }

    /// <summary>Adds a notice.</summary>
    public void Add(AlertNotice notice)
    {
        lock (_items)
        {
            if (_items.Count - _alerts >= MaximumNotices)
                return;
            _items.Enqueue(new(null, notice));
        }

        _available.Release();
    }

    /// <summary>Takes the next item, and waits for one. What is there is returned also if the wait was cancelled or the queue is closed: it was acknowledged, so it would not come again.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<AlertReception> TakeAsync(CancellationToken cancellationToken)
    {
        if (!_available.Wait(0, CancellationToken.None))
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
            try
            {
                await _available.WaitAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (_fault is { } fault)
                    ExceptionDispatchInfo.Capture(fault).Throw();
                throw new ObjectDisposedException(nameof(AlertReceiver));
            }
        }

        lock (_items)
        {
            var item = _items.Dequeue();
            if (item.Alert is not null)
                _alerts--;
            return item;
        }
    }

    /// <summary>Ends all waits: with an exception that is the same for all.</summary>
    public void Close(Exception? fault = null)
    {
        _fault ??= fault;
        _closed.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => Close();
}
