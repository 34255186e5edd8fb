using System;

namespace IpmiPS.Energy;

/// <summary>Adds up energy from samples of the power: the mean of two samples times the time between them. Between samples without a figure nothing is added.</summary>
public sealed class EnergyMeter
{
    private double _wattHours;
    private TimeSpan? _first;
    private TimeSpan _last;
    private double? _lastWatts;
    private bool _isMeasured;

    /// <summary>Adds a sample.</summary>
    /// <param name="watts">The power; null if it is unknown.</param>
    /// <param name="time">When it was read, on a clock that never goes back.</param>
    /// <returns>Watt-hours since the first sample, null until there are two with a figure in a row; and the time since the first.</returns>
    public (double? WattHours, TimeSpan Time) Add(double? watts, TimeSpan time)
    {
        if (_lastWatts is { } before && watts is { } now)
        {
            _wattHours += (before + now) / 2 * (time - _last).TotalHours;
            _isMeasured = true;
        }

        _first ??= time;
        (_last, _lastWatts) = (time, watts);
        return (_isMeasured ? _wattHours : null, time - _first.Value);
    }
}
