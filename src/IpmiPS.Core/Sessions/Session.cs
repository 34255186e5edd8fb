using System;
using IpmiPS.Packets;

namespace IpmiPS.Sessions;

/// <summary>
/// An open session: turns payloads into packets and packets into payloads, with the keys and sequence numbers of one end.
/// Bytes in, bytes out; no socket, no clock. The two ends differ only in whose id goes out. Safe for many threads.
/// </summary>
internal abstract class Session : IDisposable
{
    /// <summary>The id that packets to this end carry.</summary>
    public abstract uint LocalId { get; }

    /// <summary>The id that packets to the other end carry.</summary>
    public abstract uint RemoteId { get; }

    /// <summary>Whether each packet proves its sender.</summary>
    public abstract bool IsAuthenticated { get; }

    /// <summary>Whether payloads are encrypted.</summary>
    public abstract bool IsEncrypted { get; }

    /// <summary>
    /// How many packets may be on their way at once: as many as the other end's sequence window lets overtake each other freely.
    /// IPMI 2.0 section 6.12.13.
    /// </summary>
    public abstract int PacketsAtOnce { get; }

    /// <summary>Makes the next packet.</summary>
    public abstract byte[] Seal(PayloadType type, ArraySegment<byte> payload);

    /// <summary>
    /// Checks a packet of this session and takes out its payload. False, with the reason, for a packet that is not
    /// for this session, is not protected as agreed, is forged, or was seen before; such packets have no effect.
    /// </summary>
    public abstract bool TryOpen(in SessionPacket packet, out ArraySegment<byte> payload, out string reason);

    public abstract void Dispose();
}
