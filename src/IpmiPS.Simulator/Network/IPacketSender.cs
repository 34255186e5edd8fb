using System.Net;

namespace IpmiPS.Simulator;

/// <summary>Sends the packets of a BMC.</summary>
internal interface IPacketSender
{
    /// <summary>Sends a packet. The caller no longer uses the array.</summary>
    void Send(byte[] packet, IPEndPoint to);
}
