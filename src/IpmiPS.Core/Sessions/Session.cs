using System;
using IpmiPS.Packets;

namespace IpmiPS.Sessions;

/// <summary>
/// An open session: turns payloads into packets and packets into payloads, with the keys and sequence numbers of one end. Bytes in, bytes out; no
/// socket, no clock. The two ends differ only in their ids. Thread-safe.
/// </summary>
internal abstract class Session : IDisposable
{
    /// <summary>The session id in packets to this end.</summary>
    public abstract uint LocalId { get; }

    /// <summary>The session id in packets to the other end.</summary>
    public abstract uint RemoteId { get; }

    /// <summary>Whether packets are authenticated.</summary>
    public abstract bool IsAuthenticated { get; }

    /// <summary>Whether payloads are encrypted.</summary>
    public abstract bool IsEncrypted { get; }

    /// <summary>
    /// How many packets may be in flight at once: as many as the other end's sequence window allows to be reordered.
    /// IPMI 2.0 section 6.12.13.
    /// </summary>
    public abstract int PacketsAtOnce { get; }

    /// <summary>Creates the next packet.</summary>
    public abstract byte[] Seal(PayloadType type, ArraySegment<byte> payload);

    /// <summary>
    /// Checks a packet of this session and extracts its payload. Returns false and the reason if the packet is for another session, is not protected as
    /// negotiated, is forged, or was seen before; such packets have no effect.
    /// </summary>
    public abstract bool TryOpen(in SessionPacket packet, out ArraySegment<byte> payload, out string reason);

    public abstract void Dispose();
}
