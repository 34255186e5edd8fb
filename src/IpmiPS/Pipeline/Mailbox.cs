using System;
using System.Collections.Generic;
using System.Threading;

namespace IpmiPS.Cmdlets;

/// <summary>
/// What workers want done on the pipeline thread, in the order in which they asked. PowerShell takes output only from that
/// thread, so workers post actions and the thread takes and runs them.
/// </summary>
internal sealed class Mailbox
{
    private readonly Queue<Action> _letters = new();
    private bool _closed;

    /// <summary>Whether the pipeline has ended, so that nothing that is posted will be read.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_letters)
                return _closed;
        }
    }

    /// <summary>Leaves an action for the pipeline thread; drops it when the pipeline has ended.</summary>
    public void Post(Action letter)
    {
        lock (_letters)
        {
            if (_closed)
                return;
            _letters.Enqueue(letter);
            Monitor.Pulse(_letters);
        }
    }

    /// <summary>Takes the next action, waiting for one as long as <paramref name="patience"/> (negative: for ever). Null when none came or the box is closed.</summary>
    public Action? Take(TimeSpan patience)
    {
        lock (_letters)
        {
            if (_letters.Count == 0 && !_closed && patience != TimeSpan.Zero)
                Monitor.Wait(_letters, patience);
            return _closed || _letters.Count == 0 ? null : _letters.Dequeue();
        }
    }

    /// <summary>Ends the post: throws away what lies in the box and wakes who waits at it.</summary>
    public void Close()
    {
        lock (_letters)
        {
            _closed = true;
            _letters.Clear();
            Monitor.PulseAll(_letters);
        }
    }
}
