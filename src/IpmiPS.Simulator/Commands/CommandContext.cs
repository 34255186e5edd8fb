using System;
using System.Net;
using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>Who asks for a command, and of whom.</summary>
internal sealed class CommandContext(BmcState bmc, Controller controller, ServerSession? session, byte lun, IPEndPoint from)
{
    public BmcState Bmc => bmc;

    /// <summary>The controller that is asked: the BMC, or a satellite that a message was bridged to.</summary>
    public Controller Controller => controller;

    /// <summary>Null before a log-in.</summary>
    public ServerSession? Session => session;

    public byte Lun => lun;

    public IPEndPoint From => from;

    /// <summary>The message as it came.</summary>
    public LanMessage Message { get; init; }

    /// <summary>The IPMI 1.5 log-in that Activate Session belongs to.</summary>
    public Challenge15? Challenge { get; init; }

    /// <summary>Sequence number of the answer to Activate Session.</summary>
    public uint ResponseSequence { get; set; }

    /// <summary>Runs when the response was sent.</summary>
    public Action? AfterResponse { get; set; }

    /// <summary>A request to forward to another controller when the response was sent.</summary>
    public BridgedRequest? Bridged { get; set; }

    /// <summary>Whether no answer is given.</summary>
    public bool IsSilent { get; set; }

    public SimulatorFaults Faults => bmc.Faults.Current;
}
