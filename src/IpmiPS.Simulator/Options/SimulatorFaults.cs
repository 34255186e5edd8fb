using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>
/// What goes wrong between a client and a virtual BMC, and in the BMC itself. Chances are percentages, drawn for each packet
/// and each direction from <see cref="SimulatorOptions.Seed"/>, so the same packets meet the same fate in every run.
/// </summary>
public sealed record SimulatorFaults
{
    /// <summary>Delay of the network, there and back; half of it is added in each direction.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Packets lost, in each direction, 0 to 100.</summary>
    public double LossPercent { get; init; }

    /// <summary>Packets that arrive twice.</summary>
    public double DuplicatePercent { get; init; }

    /// <summary>Packets that the next one overtakes.</summary>
    public double ReorderPercent { get; init; }

    /// <summary>Packets that arrive long after they were sent, by <see cref="LateBy"/>.</summary>
    public double LatePercent { get; init; }

    /// <summary>How late these are.</summary>
    public TimeSpan LateBy { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Packets in which one bit is changed.</summary>
    public double CorruptPercent { get; init; }

    /// <summary>Answers that are replaced by random bytes.</summary>
    public double GarbagePercent { get; init; }

    /// <summary>Answers in a session whose data end too early, in packets that are otherwise right.</summary>
    public double ShortResponsePercent { get; init; }

    /// <summary>Commands answered with "node busy" (C0h) and not executed.</summary>
    public double BusyPercent { get; init; }

    /// <summary>Commands that are executed and never answered.</summary>
    public IReadOnlyList<SimulatedCommand> SilentCommands { get; init; } = [];

    /// <summary>Commands that the BMC does not know (C1h).</summary>
    public IReadOnlyList<SimulatedCommand> UnknownCommands { get; init; } = [];

    /// <summary>The largest number of bytes that one read of an SDR or of FRU data may ask for; more is refused with CAh. 0 for no limit.</summary>
    public int MaximumRead { get; init; }

    /// <summary>Whether SDRs can only be read whole; a read of a part is refused with CAh.</summary>
    public bool RefusePartialReads { get; init; }

    /// <summary>How long the BMC works on a command. It works on one at a time; the others wait.</summary>
    public TimeSpan ServiceTime { get; init; }

    /// <summary>SDR and SEL reservations are lost after so many uses; 0 for never.</summary>
    public int ReservationLostAfter { get; init; }

    /// <summary>Whether the BMC ignores the question for its cipher suites before a log-in, as some do.</summary>
    public bool IgnoreCipherSuiteQuestion { get; init; }

    /// <summary>SOL packets of the client of which only half of the characters are accepted.</summary>
    public double SolPartialAckPercent { get; init; }

    /// <summary>SOL packets of the client that are refused (NACK) once.</summary>
    public double SolNackPercent { get; init; }
}
