using System;
using System.Collections.Generic;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Actions that workers queue for the pipeline thread, first in, first out. PowerShell accepts output only from that thread.
/// </summary>
internal sealed class PipelineQueue
{
    private readonly Queue<Action> _actions = new();
    private bool _closed;

    /// <summary>True once the pipeline has ended; queued actions no longer run.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_actions)
                return _closed;
        }
    }

    /// <summary>Queues an action; discards it if the pipeline has ended. Any thread.</summary>
    public void Post(Action action)
    {
        lock (_actions)
        {
            if (_closed)
                return;
            _actions.Enqueue(action);
            Monitor.Pulse(_actions);
        }
    }

    /// <summary>Takes the next action, waiting up to <paramref name="timeout"/> for one (negative: without limit). Null if none came or the queue is closed.</summary>
    public Action? Take(TimeSpan timeout)
    {
        lock (_actions)
        {
            if (_actions.Count == 0 && !_closed && timeout != TimeSpan.Zero)
                Monitor.Wait(_actions, timeout);
            return _closed || _actions.Count == 0 ? null : _actions.Dequeue();
        }
    }

    /// <summary>Discards all queued actions and releases a waiting <see cref="Take"/>.</summary>
    public void Close()
    {
        lock (_actions)
        {
            _closed = true;
            _actions.Clear();
            Monitor.PulseAll(_actions);
        }
    }
}
