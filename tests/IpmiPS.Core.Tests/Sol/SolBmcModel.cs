using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Sol;
using IpmiPS.Tests.Support;

namespace IpmiPS.Tests.Sol;

/// <summary>A BMC's end of SOL, as simple as the specification lets it be: one packet under way, partial acceptance at random.</summary>
internal sealed class SolBmcModel(Random random)
{
    private readonly Queue<byte[]> _packets = new();
    private byte _sequence;
    private byte[]? _underWay;
    private byte _lastReceived;
    private byte _lastAccepted;

    public List<byte> ToConsole { get; } = [];

    public List<byte> FromConsole { get; } = [];

    public bool TryTake(out byte[] packet)
    {
        bool any = _packets.Count > 0;
        packet = any ? _packets.Dequeue() : [];
        return any;
    }

    /// <summary>Sends what is under way, or the next.</summary>
    public void Repeat()
    {
        if (_underWay is null && ToConsole.Count > 0)
        {
            _underWay = [.. ToConsole.Take(random.Next(1, 9))];
            _sequence = SolPacket.Next(_sequence);
        }

        if (_underWay is not null)
            Send(new SolPacket { Sequence = _sequence, Characters = new(_underWay) });
    }

    public void Receive(SolPacket packet)
    {
        if (packet.Sequence != 0)
        {
            if (packet.Sequence != _lastReceived)
            {
                _lastReceived = packet.Sequence;
                _lastAccepted = (byte)random.Next(0, packet.Characters.Count + 1);
                FromConsole.AddRange(packet.Characters.Take(_lastAccepted));
            }

            Send(new SolPacket { Acknowledged = packet.Sequence, Accepted = _lastAccepted });
        }

        if (_underWay is not null && packet.Acknowledged == _sequence)
        {
            ToConsole.RemoveRange(0, packet.Accepted);
            _underWay = null;
        }
    }

    private void Send(SolPacket packet) => _packets.Enqueue(Vectors.Written(packet.Write));
}
