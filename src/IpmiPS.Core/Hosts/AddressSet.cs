using System;
using System.Collections.Generic;

namespace IpmiPS.Hosts;

/// <summary>
/// Addresses with ports, kept as ranges: the size depends on how the input was written, and not on the number of addresses.
/// </summary>
internal sealed class AddressSet
{
    private readonly Dictionary<(AddressSpace Space, int Port), List<(ulong First, ulong Last)>> _ranges = [];

    /// <summary>Adds a range. Returns its parts that were not in the set, in order.</summary>
    public IReadOnlyList<AddressRange> Add(AddressRange range, int port)
    {
        if (!_ranges.TryGetValue((range.Space, port), out var known))
            _ranges.Add((range.Space, port), known = []);
        var added = new List<AddressRange>();
        int begin = FirstThatEndsAt(known, range.First), end = begin;
        var (first, last) = (range.First, range.Last);
        ulong next = range.First;
        bool isCovered = false;
        for (; end < known.Count && known[end].First <= range.Last; end++)
        {
            if (known[end].First > next)
                added.Add(range with { First = next, Last = known[end].First - 1 });
            (first, last) = (Math.Min(first, known[end].First), Math.Max(last, known[end].Last));
            isCovered = known[end].Last >= range.Last;
            if (!isCovered)
                next = known[end].Last + 1;
        }

        if (!isCovered)
            added.Add(range with { First = next });

        // Ranges that adjoin become one.
        if (begin > 0 && known[begin - 1].Last + 1 == first)
            first = known[--begin].First;
        if (end < known.Count && known[end].First - 1 == last)
            last = known[end++].Last;
        known.RemoveRange(begin, end - begin);
        known.Insert(begin, (first, last));
        return added;
    }

    /// <summary>Number of ranges that are kept.</summary>
    public int RangeCount
    {
        get
        {
            int count = 0;
            foreach (var known in _ranges.Values)
                count += known.Count;
            return count;
        }
    }

    /// <summary>The ranges are in order and apart from each other.</summary>
    private static int FirstThatEndsAt(List<(ulong First, ulong Last)> known, ulong address)
    {
        int low = 0, high = known.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (known[middle].Last < address)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
