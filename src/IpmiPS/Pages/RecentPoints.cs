using System;
using System.Collections.Generic;

namespace IpmiPS.Cmdlets;

/// <summary>The last points of a history. Its memory is bounded: an old point makes room for a new one.</summary>
/// <param name="capacity">The number of points.</param>
internal sealed class RecentPoints(int capacity)
{
    private readonly List<HistoryPoint> _points = [];
    private int _oldest;

    /// <summary>The points, oldest first.</summary>
    public IReadOnlyList<HistoryPoint> Points => [.. _points.GetRange(_oldest, _points.Count - _oldest), .. _points.GetRange(0, _oldest)];

    public void Add(HistoryPoint point)
    {
        if (_points.Count < capacity)
        {
            _points.Add(point);
            return;
        }

        _points[_oldest] = point;
        _oldest = (_oldest + 1) % capacity;
    }
}

/// <summary>Readings at one time. What was not known is NaN.</summary>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Watts">Power draw.</param>
/// <param name="Inlet">Inlet temperature in °C.</param>
/// <param name="Highest">Highest temperature in °C.</param>
internal readonly record struct HistoryPoint(long Time, float Watts, float Inlet, float Highest);
