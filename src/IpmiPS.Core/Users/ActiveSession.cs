using System.Net;

namespace IpmiPS;

/// <summary>A session that is open on a BMC. IPMI 2.0 section 22.20.</summary>
public sealed class ActiveSession
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The session's handle, 1 to 255. BMCs give it to another session later.</summary>
    public byte Handle { get; init; }

    /// <summary>Whether it is the session of the command that read this.</summary>
    public bool IsOwn { get; init; }

    /// <summary>User ID, 0 to 63.</summary>
    public byte? UserId { get; init; }

    /// <summary>Name of the user; null if it could not be read.</summary>
    public string? User { get; init; }

    /// <summary>The privilege that the session has now.</summary>
    public PrivilegeLevel? Privilege { get; init; }

    /// <summary>The session's channel.</summary>
    public byte? Channel { get; init; }

    /// <summary>Ipmi15 or Ipmi20; null if the BMC does not report it.</summary>
    public IpmiProtocol? SessionProtocol { get; init; }

    /// <summary>Address of the client; null if the BMC does not report it, as on channels other than LAN.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>UDP port of the client.</summary>
    public int? RemotePort { get; init; }

    /// <summary>MAC address of the client, or of the last router on the way.</summary>
    public string? RemoteMac { get; init; }

    /// <summary>Sessions that the BMC can have open at a time.</summary>
    public int Slots { get; init; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; init; } = [];
}
