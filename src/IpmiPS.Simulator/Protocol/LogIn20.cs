using System;
using System.Net;
using IpmiPS.Crypto;

namespace IpmiPS.Simulator;

/// <summary>An RMCP+ log-in in progress: what Open Session negotiated, and the responses so far, which are sent again if a request is repeated.</summary>
internal sealed class LogIn20(uint consoleId, uint bmcId, byte tag, byte privilege, CipherSuite suite, IPEndPoint endPoint, TimeSpan begun)
{
    public uint ConsoleId => consoleId;

    public uint BmcId => bmcId;

    /// <summary>The message tag of the Open Session Request.</summary>
    public byte Tag => tag;

    /// <summary>The privilege that Open Session granted.</summary>
    public byte Privilege => privilege;

    public CipherSuite Suite => suite;

    public IPEndPoint EndPoint => endPoint;

    public TimeSpan Begun => begun;

    /// <summary>The privilege that Open Session requested; 0 for the highest.</summary>
    public byte RequestedPrivilege { get; init; }

    public byte[] OpenSessionResponse { get; set; } = [];

    public byte[]? Rakp1 { get; set; }

    public byte[]? Rakp2Packet { get; set; }

    public byte[]? Rakp4Packet { get; set; }

    public User? User { get; set; }

    public byte GrantedPrivilege { get; set; }

    public RakpAuthentication? Authentication { get; set; }
}
