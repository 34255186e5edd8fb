using System;
using System.Collections.Generic;

namespace IpmiPS.Cmdlets;

/// <summary>A row of the live table: a sensor, or a BMC that cannot be polled or has nothing to show.</summary>
internal sealed record SensorTableRow
{
    public string ComputerName { get; init; } = "";

    public string Sensor { get; init; } = "";

    /// <summary>The sensor's type; empty for a row about a BMC.</summary>
    public string Type { get; init; } = "";

    public double? Value { get; init; }

    public string? Unit { get; init; }

    public SensorHealth Health { get; init; }

    /// <summary>The states, or why there is no reading.</summary>
    public string State { get; init; } = "";

    /// <summary>The last readings, oldest first; null where there was none.</summary>
    public IReadOnlyList<double?> History { get; init; } = [];

    /// <summary>When the sensor was read.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Whether its BMC has not responded since then.</summary>
    public bool IsStale { get; init; }

    /// <summary>Whether it is about a BMC.</summary>
    public bool IsBmc => Type.Length == 0;
}

/// <summary>By what the rows are sorted.</summary>
internal enum SensorSort
{
    Health,
    Computer,
    Sensor,
    Type,
    Value,
}

/// <summary>What the user has chosen with the keys.</summary>
internal sealed record SensorTableSettings
{
    public SensorSort Sort { get; init; }

    public bool IsReversed { get; init; }

    /// <summary>Only rows that have this text in a name, type or state; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Whether the filter is being typed.</summary>
    public bool IsTyping { get; init; }

    /// <summary>Only rows that need attention: Warning and worse.</summary>
    public bool OnlyUnhealthy { get; init; }

    /// <summary>The first row that is shown.</summary>
    public int Top { get; init; }

    /// <summary>Whether the keys are explained.</summary>
    public bool ShowsHelp { get; init; }
}
