using System;
using System.Collections.Concurrent;
using IpmiPS.Packets;

namespace IpmiPS.Channels;

/// <summary>The handlers for received payloads other than IPMI messages, by payload type.</summary>
internal sealed class PayloadHandlers
{
    private readonly ConcurrentDictionary<PayloadType, Action<ArraySegment<byte>>> _handlers = new();

    /// <summary>Sets the handler of a payload type; null to remove it.</summary>
    public void Set(PayloadType type, Action<ArraySegment<byte>>? handler)
    {
        if (handler is null)
            _handlers.TryRemove(type, out _);
        else
            _handlers[type] = handler;
    }

    /// <summary>Passes a payload to its handler, if it has one.</summary>
    public void Dispatch(PayloadType type, ArraySegment<byte> payload)
    {
        if (_handlers.TryGetValue(type, out var handler))
            handler(payload);
    }
}
