using System.Net;

namespace IpmiPS.Simulator;

/// <summary>Where the packets of a BMC go.</summary>
internal interface IPacketSender
{
    /// <summary>Sends a packet. The array is not used by the caller afterwards.</summary>
    void Send(byte[] packet, IPEndPoint to);
}
