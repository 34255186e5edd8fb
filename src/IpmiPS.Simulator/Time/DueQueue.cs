using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>A priority queue (binary heap) of actions by the time they are due; actions of the same time keep the order in which they were added. Not thread-safe.</summary>
internal sealed class DueQueue
{
    private readonly List<Entry> _heap = [];
    private long _nextOrder;

    public int Count => _heap.Count;

    public TimeSpan? NextDue => _heap.Count == 0 ? null : _heap[0].At;

    public void Add(TimeSpan at, Action action)
    {
        _heap.Add(new Entry(at, _nextOrder++, action));
        int child = _heap.Count - 1;
        while (child > 0 && Before(child, (child - 1) / 2))
            child = Swap(child, (child - 1) / 2);
    }

    /// <summary>Removes and returns the first action that is due; null if there is none.</summary>
    public Action? TakeDue(TimeSpan now)
    {
        if (_heap.Count == 0 || _heap[0].At > now)
            return null;
        var action = _heap[0].Action;
        int last = _heap.Count - 1;
        _heap[0] = _heap[last];
        _heap.RemoveAt(last);
        for (int parent = 0; ;)
        {
            int child = 2 * parent + 1;
            if (child + 1 < last && Before(child + 1, child))
                child++;
            if (child >= last || !Before(child, parent))
                return action;
            parent = Swap(parent, child);
        }
    }

    private bool Before(int a, int b) => _heap[a].At < _heap[b].At || _heap[a].At == _heap[b].At && _heap[a].Order < _heap[b].Order;

    private int Swap(int from, int to)
    {
        (_heap[from], _heap[to]) = (_heap[to], _heap[from]);
        return to;
    }

    private readonly record struct Entry(TimeSpan At, long Order, Action Action);
}
