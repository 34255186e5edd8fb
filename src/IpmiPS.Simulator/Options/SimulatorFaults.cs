using System;
using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>
/// The faults of the network between a client and a virtual BMC, and of the BMC itself. Percentages are chances for each packet and
/// direction, drawn from <see cref="SimulatorOptions.Seed"/>, so the same packets meet the same faults in every run.
/// </summary>
public sealed record SimulatorFaults
{
    /// <summary>Network delay of a round trip; half of it is added in each direction.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Percentage of packets that are lost, in each direction, 0 to 100.</summary>
    public double LossPercent { get; init; }

    /// <summary>Percentage of packets that arrive twice.</summary>
    public double DuplicatePercent { get; init; }

    /// <summary>Percentage of packets that arrive after the next one.</summary>
    public double ReorderPercent { get; init; }

    /// <summary>Percentage of packets that are delayed by <see cref="LateBy"/>.</summary>
    public double LatePercent { get; init; }

    /// <summary>The delay for <see cref="LatePercent"/>.</summary>
    public TimeSpan LateBy { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Percentage of packets in which one bit is changed.</summary>
    public double CorruptPercent { get; init; }

    /// <summary>Percentage of responses that are replaced by random bytes.</summary>
    public double GarbagePercent { get; init; }

    /// <summary>Percentage of responses in a session whose data end too early, in otherwise valid packets.</summary>
    public double ShortResponsePercent { get; init; }

    /// <summary>Percentage of commands that are not executed and get "node busy" (C0h).</summary>
    public double BusyPercent { get; init; }

    /// <summary>Commands that are executed, but get no response.</summary>
    public IReadOnlyList<SimulatedCommand> SilentCommands { get; init; } = [];

    /// <summary>Commands that are refused as unknown (C1h).</summary>
    public IReadOnlyList<SimulatedCommand> UnknownCommands { get; init; } = [];

    /// <summary>Maximum number of bytes in one read of an SDR or of FRU data; larger reads are refused with CAh. 0 for no limit.</summary>
    public int MaximumRead { get; init; }

    /// <summary>Whether SDRs can be read only as a whole; a partial read is refused with CAh.</summary>
    public bool RefusePartialReads { get; init; }

    /// <summary>How long the BMC needs for a packet. It handles one at a time; the others wait.</summary>
    public TimeSpan ServiceTime { get; init; }

    /// <summary>Number of uses after which SDR and SEL reservations are lost; 0 for never.</summary>
    public int ReservationLostAfter { get; init; }

    /// <summary>Whether the BMC ignores Get Channel Cipher Suites before a log-in, as some BMCs do.</summary>
    public bool IgnoreCipherSuiteRequest { get; init; }

    /// <summary>Percentage of the client's SOL packets of which only half the characters are accepted.</summary>
    public double SolPartialAckPercent { get; init; }

    /// <summary>Percentage of the client's SOL packets that are refused (NACK) once.</summary>
    public double SolNackPercent { get; init; }
}
