using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Benchmarks;

internal enum Work
{
    Power,

    /// <summary>Power state, asked together with the last message of the log-in.</summary>
    EagerPower,

    /// <summary>Sensors with their records, nothing known before.</summary>
    Sensors,

    /// <summary>Sensors, the records read before.</summary>
    CachedSensors,

    Sel,

    /// <summary>All users with their access.</summary>
    Users,

    /// <summary>The network settings of all LAN channels.</summary>
    Network,

    /// <summary>Thresholds, hysteresis and event settings of all sensors, nothing known before.</summary>
    SensorSettings,

    /// <summary>The whole configuration, written to files.</summary>
    Export,

    /// <summary>The whole configuration, compared with a file that it is equal to.</summary>
    Compare,
}

internal enum Timing
{
    /// <summary>Until the end.</summary>
    Whole,

    /// <summary>Until the last answer of those BMCs that are alive.</summary>
    LastLive,

    /// <summary>Each BMC in a run of its own.</summary>
    EachAlone,
}

/// <summary>BMCs at addresses that count up.</summary>
internal sealed record Targets(string Prefix, int From, int Count)
{
    public string First => $"{Prefix}.{From}";

    /// <summary>As the cmdlets and FreeIPMI take it.</summary>
    public string Range => Count == 1 ? First : $"{Prefix}.[{From}-{From + Count - 1}]";

    public IEnumerable<Targets> Singles => Enumerable.Range(From, Count).Select(number => new Targets(Prefix, number, 1));
}

/// <summary>One line of the comparison.</summary>
/// <param name="Key">Its name on the command line.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Work">What is asked.</param>
/// <param name="Targets">Who is asked.</param>
/// <param name="Live">How many of them can answer.</param>
/// <param name="Limit">The most seconds that the cmdlets may take.</param>
internal sealed record Row(string Key, string Title, Work Work, Targets Targets, int Live, double Limit)
{
    public Timing Timing { get; init; }

    /// <summary>Whether it is an everyday query, which every column does. Settings are measured against the peer that lists them.</summary>
    public bool IsQuery => Work is not (Work.Users or Work.Network or Work.SensorSettings or Work.Export or Work.Compare);

    /// <summary>Whether the time has to be near that of the floor.</summary>
    public bool IsBoundToFloor { get; init; }
}

/// <summary>What one run of a row took and brought.</summary>
/// <param name="Seconds">The time; one for each BMC where each had a run of its own.</param>
/// <param name="Right">BMCs whose answer is complete.</param>
internal sealed record Run(IReadOnlyList<double> Seconds, int Right)
{
    /// <summary>The time without the start of the program, where only that is told.</summary>
    public double? Inside { get; init; }
}
