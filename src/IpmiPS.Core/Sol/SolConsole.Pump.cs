using System;
using IpmiPS.Packets;

namespace IpmiPS.Sol;

/// <summary>Passes packets, events and the closure from the state machine on, in order.</summary>
public sealed partial class SolConsole
{
    /// <summary>Sends pending packets, delivers pending events, completes pending writes. One thread at a time delivers; the others leave their events to it.</summary>
    private void Pump()
    {
        lock (_gate)
        {
            while (_session.TryTakePacket(out byte[] packet))
                Send(packet);
            while (_session.TryTakeEvent(out var solEvent))
                Take(solEvent);
            ReleaseWriters();
            Rearm();
            if (_delivering)
                return;
            _delivering = true;
        }

        while (NextDelivery() is { } next)
            Callback.Guard(next, Fail);
    }

    /// <summary>A callback failed. The console is closed, because its output would no longer be complete.</summary>
    private void Fail(Exception fault)
    {
        lock (_gate)
            _end ??= new SolClosure(SolCloseReason.Lost, Callback.Error(fault));
        Pump();
    }

    /// <summary>The next callback, to be called outside the lock; null if there is none.</summary>
    private Action? NextDelivery()
    {
        lock (_gate)
        {
            if (_output is { } output && _undelivered.Count > 0)
            {
                var solEvent = _undelivered.Dequeue();
                return solEvent.Kind == SolEventKind.Output
                    ? () => output(solEvent.Characters)
                    : () => Noticed?.Invoke(solEvent.Kind);
            }

            _delivering = false;
            if (_end is null || _closed.Task.IsCompleted)
                return null;
            _connection.SetPayloadHandler(PayloadType.Sol, null);
            _alarm.Dispose();
            _closed.TrySetResult(_end);
            return null;
        }
    }

    private void Take(SolEvent solEvent)
    {
        switch (solEvent.Kind)
        {
            case SolEventKind.Deactivated:
                End(SolCloseReason.Deactivated);
                break;
            case SolEventKind.Lost:
                End(SolCloseReason.Lost);
                break;
            default:
                // Output is bounded in Receive; excess events of other kinds are dropped.
                if (solEvent.Kind == SolEventKind.Output || _undelivered.Count < MaximumUndelivered)
                    _undelivered.Enqueue(solEvent);
                break;
        }
    }

    /// <summary>Ends the console; the first reason counts. The caller holds the lock, and calls <see cref="Pump"/> afterwards.</summary>
    private void End(SolCloseReason reason, IpmiException? cause = null) => _end ??= new SolClosure(reason, reason == SolCloseReason.Deactivated
        ? new IpmiException(IpmiErrorKind.CommandFailed, $"The console of {_connection.ComputerName} was deactivated by the BMC or taken over by another user.", "Open it again; use -Force if another user has it.", cause)
        : new IpmiException(IpmiErrorKind.Timeout, $"The console of {_connection.ComputerName} was lost: {cause?.Message ?? "the BMC no longer responds."}", "Open it again when the BMC responds; it may be restarting.", cause));

    private void ReleaseWriters()
    {
        for (int i = _writers.Count - 1; i >= 0; i--)
        {
            var (mark, done) = _writers[i];
            if (mark <= _session.Completed)
                done.TrySetResult(true);
            else if (_end is not null)
                done.TrySetException(ClosedError());
            else
                continue;
            _writers.RemoveAt(i);
        }
    }

    private void Send(byte[] packet)
    {
        try
        {
            // Not awaited: a packet that could not be sent is retransmitted like a lost one.
            _ = _connection.SendPayloadAsync(PayloadType.Sol, new ArraySegment<byte>(packet));
        }
        catch (Exception e) when (e is IpmiException or ObjectDisposedException)
        {
            End(SolCloseReason.Lost, e as IpmiException);
        }
    }

    private void Rearm()
    {
        if (_end is not null)
            return;
        TimeSpan due = _nextKeepAlive;
        if (_session.NextDeadline is { } deadline && deadline < due)
            due = deadline;
        if (due != TimeSpan.MaxValue)
            _alarm.Set(due - Clock.Now);
    }
}
