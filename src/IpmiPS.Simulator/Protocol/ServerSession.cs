using System;
using System.Net;
using IpmiPS.Sessions;

namespace IpmiPS.Simulator;

/// <summary>A session that a client has with the BMC.</summary>
internal sealed class ServerSession(uint id, byte handle, Session sealing, User user, byte maximumPrivilege, IPEndPoint endPoint)
{
    /// <summary>The id that the client's packets carry.</summary>
    public uint Id => id;

    /// <summary>Number of the session slot, from 1.</summary>
    public byte Handle => handle;

    public Session Sealing => sealing;

    public User User => user;

    public byte MaximumPrivilege => maximumPrivilege;

    /// <summary>Current privilege; a session starts at User, or at Callback if that is its maximum.</summary>
    public byte Privilege { get; set; } = Math.Min(maximumPrivilege, (byte)PrivilegeLevel.User);

    /// <summary>Source of the last packet, and destination of SOL packets.</summary>
    public IPEndPoint EndPoint { get; set; } = endPoint;

    public TimeSpan LastHeard { get; set; }

    /// <summary>The log-in of the session, whose last response is sent again if requested. Null once the client has used the session.</summary>
    public LogIn20? LogIn { get; set; }

    public bool IsRmcpPlus => sealing is RmcpPlusSession;
}
