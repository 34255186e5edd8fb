using System;
using System.Net;
using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>Everything that a BMC sends goes out here: counted, and replaced by garbage as often as the faults say.</summary>
internal sealed class PacketOutput(BmcState bmc)
{
    private int _packets;

    /// <summary>Takes the packets; null before the start and after the end, when nothing is sent.</summary>
    public IPacketSender? Sender { get; set; }

    public void Send(byte[] packet, IPEndPoint to)
    {
        bmc.Counters.AddResponse();
        Sender?.Send(OrGarbage(packet), to);
    }

    private byte[] OrGarbage(byte[] packet)
    {
        int number = _packets++, seed = bmc.Options.Seed;
        if (!bmc.Faults.Strikes(bmc.Faults.Current.GarbagePercent, number, 11))
            return packet;
        byte[] garbage = Noise.Bytes(unchecked(seed * 65537 + bmc.Identity.Index), number, packet.Length);

        // Half of it looks like IPMI at first sight.
        if ((Noise.Hash(seed, number, 12) & 1) == 0)
            Buffer.BlockCopy(packet, 0, garbage, 0, Math.Min(packet.Length, Rmcp.HeaderLength));
        return garbage;
    }
}
