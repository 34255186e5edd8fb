using System;
using IpmiPS.Commands;
using IpmiPS.Packets;

namespace IpmiPS.Discovery;

/// <summary>One request to an address: a command outside of a session, or a presence ping.</summary>
/// <param name="command">The command; null for a presence ping.</param>
/// <param name="sequence">Sequence number, or tag of the ping; the answer has the same.</param>
internal sealed class ProbeRequest(IpmiCommand? command, byte sequence)
{
    private const int MaximumCount = 4;

    /// <summary>The command; null for a presence ping.</summary>
    public IpmiCommand? Command => command;

    /// <summary>Whether RMCP+ framing is tried first. Then both kinds are tried in turn, because some BMCs answer only one of them.</summary>
    public bool PrefersRmcpPlus { get; init; }

    /// <summary>How often it may be sent.</summary>
    public int Limit { get; set; } = MaximumCount;

    /// <summary>How often it was sent.</summary>
    public int Sent { get; private set; }

    /// <summary>When it was sent last.</summary>
    public TimeSpan LastSent { get; private set; }

    /// <summary>When it is sent next; after the last time, until when its answer is awaited.</summary>
    public TimeSpan Next { get; set; }

    /// <summary>Whether it needs no more work: it was answered, or what it asks for does not exist.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it is to be sent at some time.</summary>
    public bool MaySend => !IsDone && Sent < Limit;

    /// <summary>Whether it is to be sent, or an answer is awaited.</summary>
    public bool IsOpen(TimeSpan now) => !IsDone && (Sent < Limit || now < Next);

    /// <summary>Whether an answer with this sequence number may be one to this request.</summary>
    public bool Matches(byte answer) => Sent > 0 && !IsDone && answer == sequence;

    /// <summary>Returns the packet, and counts it as sent.</summary>
    public byte[] Write(TimeSpan now)
    {
        byte[] packet = command is null ? AsfPing.WritePing(sequence) : SessionlessMessage.Write(command, sequence, PrefersRmcpPlus && Sent % 2 == 0);
        Sent++;
        LastSent = now;
        return packet;
    }
}
