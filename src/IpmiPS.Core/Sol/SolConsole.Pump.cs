using System;
using System.Threading;
using IpmiPS.Packets;

namespace IpmiPS.Sol;

/// <summary>Carries packets, events and the end from the state machine to the world, in order.</summary>
public sealed partial class SolConsole
{
    /// <summary>Sends what there is to send, delivers what there is to deliver, ends what has ended. One thread at a time delivers; others leave it their work.</summary>
    private void Pump()
    {
        lock (_gate)
        {
            while (_session.TryTakePacket(out byte[] packet))
                Send(packet);
            while (_session.TryTakeEvent(out var happened))
                Take(happened);
            ReleaseWriters();
            Rearm();
            if (_delivering)
                return;
            _delivering = true;
        }

        while (NextDelivery() is { } next)
            Callback.Guard(next, Fail);
    }

    /// <summary>A callback failed: the console ends, because what it shows would no longer be all there is.</summary>
    private void Fail(Exception fault)
    {
        lock (_gate)
            _end ??= new SolClosure(SolCloseReason.Lost, Callback.Error(fault));
        Pump();
    }

    /// <summary>What to do next outside of the lock; null when all is done.</summary>
    private Action? NextDelivery()
    {
        lock (_gate)
        {
            if (_output is { } output && _undelivered.Count > 0)
            {
                var happened = _undelivered.Dequeue();
                return happened.Kind == SolEventKind.Output
                    ? () => output(happened.Characters)
                    : () => Noticed?.Invoke(happened.Kind);
            }

            _delivering = false;
            if (_end is null || _closed.Task.IsCompleted)
                return null;
            _connection.SetPayloadHandler(PayloadType.Sol, null);
            _timer.Dispose();
            _closed.TrySetResult(_end);
            return null;
        }
    }

    private void Take(SolEvent happened)
    {
        switch (happened.Kind)
        {
            case SolEventKind.Deactivated:
                End(SolCloseReason.Deactivated);
                break;
            case SolEventKind.Lost:
                End(SolCloseReason.Lost);
                break;
            default:
                // Output is not taken from the session where too much of it waits; of other events the surplus is dropped.
                if (happened.Kind == SolEventKind.Output || _undelivered.Count < MaximumUndelivered)
                    _undelivered.Enqueue(happened);
                break;
        }
    }

    /// <summary>Notes the end; the first reason stays. To be called within the lock, and followed by <see cref="Pump"/>.</summary>
    private void End(SolCloseReason reason, IpmiException? cause = null) => _end ??= new SolClosure(reason, reason == SolCloseReason.Deactivated
        ? new IpmiException(IpmiErrorKind.CommandFailed, $"The console of {_connection.ComputerName} was deactivated by the BMC or taken over by somebody else.", "Open it again; with -Force where somebody else has it.", cause)
        : new IpmiException(IpmiErrorKind.Timeout, $"The console of {_connection.ComputerName} was lost: {cause?.Message ?? "the BMC no longer responses."}", "Open it again when the BMC answers; it may be restarting.", cause));

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
            // Sealing and sending do not wait; a packet that does not get out is sent again like one that got lost.
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
        TimeSpan due = _nextHeartbeat;
        if (_session.NextDeadline is { } deadline && deadline < due)
            due = deadline;
        TimeSpan wait = due == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : due - Clock.Now;
        if (due != TimeSpan.MaxValue && wait < TimeSpan.FromMilliseconds(1))
            wait = TimeSpan.FromMilliseconds(1);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
