using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace IpmiPS.Alerts;

/// <summary>
/// Recognises alerts that are sent again. A platform event trap is the same if its sender, the address that a relay has kept in it, its number and its data are: these contain the sequence number and the time, which repetitions
/// keep. A trap with neither cannot be distinguished from the next event of its kind, so it counts as new: an alert twice is better than none. An inform is the same if the packet is, which has
/// the request ID. Other traps are not repeated by their senders.
/// </summary>
/// <param name="time">For how long.</param>
internal sealed class AlertRepeats(TimeSpan time) : IDisposable
{
    /// <summary>Alerts that are remembered; beyond these, the oldest are forgotten early.</summary>
    public const int Maximum = 65536;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly HashSet<Guid> _known = [];
    private readonly Queue<(Guid Key, TimeSpan End)> _order = new();

    /// <summary>What a repetition has in common with the first; null if there are none.</summary>
    public Guid? KeyOf(SnmpTrap trap, byte[] packet, byte[]? data, string sender)
    {
        byte[]? content = data is not null && HasIdentity(data) ? data : trap.IsInform ? packet : null;
        if (content is null)
            return null;
        _hash.AppendData(Encoding.UTF8.GetBytes($"{sender} {trap.AgentAddress} {trap.TrapOid} "));
        _hash.AppendData(content);
        byte[] key = _hash.GetHashAndReset();
        Array.Resize(ref key, 16);
        return new Guid(key);
    }

    /// <summary>Whether an alert was remembered, within the time.</summary>
    public bool Contains(Guid key, TimeSpan now)
    {
        while (_order.Count > 0 && _order.Peek().End <= now)
            _known.Remove(_order.Dequeue().Key);
        return _known.Contains(key);
    }

    /// <summary>Remembers an alert.</summary>
    public void Add(Guid key, TimeSpan now)
    {
        if (time <= TimeSpan.Zero || !_known.Add(key))
            return;
        _order.Enqueue((key, now + time));
        if (_order.Count > Maximum)
            _known.Remove(_order.Dequeue().Key);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    /// <summary>Whether the sequence number (bytes 16 and 17) or the time (18 to 21) is set.</summary>
    private static bool HasIdentity(byte[] data)
    {
        for (int i = 16; i < 22; i++)
        {
            if (data[i] != 0)
                return true;
        }

        return false;
    }
}
