using System;
using System.Net;
using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>The circumstances of a command: client, session and addressed controller.</summary>
internal sealed class CommandContext(BmcState bmc, Controller controller, ServerSession? session, byte lun, IPEndPoint from)
{
    public BmcState Bmc => bmc;

    /// <summary>The controller that executes the command: the BMC, or a satellite to which a message was bridged.</summary>
    public Controller Controller => controller;

    /// <summary>The session; null before a log-in.</summary>
    public ServerSession? Session => session;

    public byte Lun => lun;

    public IPEndPoint From => from;

    /// <summary>The request.</summary>
    public LanMessage Message { get; init; }

    /// <summary>The IPMI 1.5 log-in of an Activate Session.</summary>
    public Challenge15? Challenge { get; init; }

    /// <summary>Session sequence number of the response to Activate Session.</summary>
    public uint ResponseSequence { get; set; }

    /// <summary>An action to run after the response was sent.</summary>
    public Action? AfterResponse { get; set; }

    /// <summary>A request to forward to another controller after the response was sent.</summary>
    public BridgedRequest? Bridged { get; set; }

    /// <summary>Whether to send no response.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Whether data follow a completion code other than 00h.</summary>
    public bool HasDataWithCode { get; set; }

    public SimulatorFaults Faults => bmc.Faults.Current;
}
