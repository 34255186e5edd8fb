using System;
using System.Collections.Generic;

namespace IpmiPS.Alerts;

/// <summary>Limits notices to one a minute for each kind and sender, and counts the others. Memory is bounded: after that many senders, the rest counts as one.</summary>
internal sealed class AlertNoticeLimiter
{
    public const int MaximumSenders = 256;

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(AlertNoticeKind Kind, string? Sender), Entry> _entries = [];

    /// <summary>Counts an occurrence. Returns how often it occurred since it was reported, if it is to be reported now; otherwise null.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="sender">The sender; becomes null where it counts as one of many.</param>
    /// <param name="now">The time.</param>
    public int? Count(AlertNoticeKind kind, ref string? sender, TimeSpan now)
    {
        if (!_entries.TryGetValue((kind, sender), out var entry))
        {
            if (_entries.Count >= MaximumSenders)
                RemoveOld(now);
            if (_entries.Count >= MaximumSenders)
                sender = null;
            if (!_entries.TryGetValue((kind, sender), out entry))
                _entries.Add((kind, sender), entry = new Entry());
        }

        entry.Count++;
        if (entry.Next > now)
            return null;
        int count = entry.Count;
        entry.Count = 0;
        entry.Next = now + Interval;
        return count;
    }

    private void RemoveOld(TimeSpan now)
    {
        var old = new List<(AlertNoticeKind, string?)>();
        foreach (var pair in _entries)
        {
            if (pair.Value.Next <= now && pair.Value.Count == 0)
                old.Add(pair.Key);
        }

        foreach (var key in old)
            _entries.Remove(key);
    }

    private sealed class Entry
    {
        public int Count { get; set; }

        public TimeSpan Next { get; set; } = TimeSpan.MinValue;
    }
}
