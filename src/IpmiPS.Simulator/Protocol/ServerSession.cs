using System;
using System.Net;
using IpmiPS.Sessions;

namespace IpmiPS.Simulator;

/// <summary>A session that a client has with the BMC.</summary>
internal sealed class ServerSession(uint id, byte handle, Session sealing, User user, byte maximumPrivilege, IPEndPoint endPoint)
{
    /// <summary>The id that the client's packets carry.</summary>
    public uint Id => id;

    /// <summary>Number of the slot, from 1.</summary>
    public byte Handle => handle;

    public Session Sealing => sealing;

    public User User => user;

    public byte MaximumPrivilege => maximumPrivilege;

    /// <summary>Present privilege; a session begins at User, or at Callback where it may not have more.</summary>
    public byte Privilege { get; set; } = Math.Min(maximumPrivilege, (byte)PrivilegeLevel.User);

    /// <summary>Where the last packet came from; unasked packets (SOL) go there.</summary>
    public IPEndPoint EndPoint { get; set; } = endPoint;

    public TimeSpan LastHeard { get; set; }

    /// <summary>The last packet of the log-in and what it answered, to be sent again while the client has not shown that it got it.</summary>
    public LogIn20? LogIn { get; set; }

    public bool IsRmcpPlus => sealing is RmcpPlusSession;
}
