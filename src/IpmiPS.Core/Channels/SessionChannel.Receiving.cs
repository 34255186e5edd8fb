using System;
using System.Net.Sockets;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Channels;

/// <content>Received packets: opened, checked, and matched to the requests that wait.</content>
internal sealed partial class SessionChannel
{
    /// <inheritdoc/>
    public void Receive(ArraySegment<byte> datagram)
    {
        try
        {
            var reader = new ByteReader(datagram);
            if (Rmcp.ReadHeader(reader) != Rmcp.IpmiClass)
                return;
            var packet = SessionPacket.Read(datagram, reader);
            if (!_session.TryOpen(packet, out var payload, out string reason))
            {
                RejectionReason = _hasResponse ? null : reason;
                _trace.Ignored(reason);
            }
            else if (packet.PayloadType == PayloadType.Ipmi)
                Receive(LanMessage.Read(new ByteReader(payload)));
            else
                _handlers.Dispatch(packet.PayloadType, payload);
        }
        catch (MalformedDataException malformed)
        {
            ReceiveRefused(malformed.Message);
        }
    }

    /// <inheritdoc/>
    public void ReceiveRefused(string reason)
    {
        InvalidPackets.Add(reason);
        _trace.Ignored(reason);
    }

    /// <inheritdoc/>
    public void NetworkFailed(SocketError error) => _trace.NetworkFailed(error);

    /// <summary>An exception on a thread of the socket or the timer ends all requests that wait, because their responses may be lost. The session stays open.</summary>
    public void Faulted(Exception fault)
    {
        lock (_gate)
            FailAll(Callback.Error(fault));
        _trace.Note($"internal error: {fault}");
    }

    private void Receive(in LanMessage message)
    {
        // Some BMCs compute message checksums wrongly. If the packet's authentication code is right, they do not matter.
        if (!message.ChecksumValid && !_session.IsAuthenticated)
        {
            _trace.Ignored("the checksum of the message is wrong");
            return;
        }

        PendingRequest? request;
        byte[]? response;
        TimeSpan now;
        lock (_gate)
        {
            request = _pending[message.Sequence];
            response = request is null or { IsOver: true } ? null : request.ReadResponse(message);
            if (request is null || response is null)
            {
                _pending.LateResponse(message.Sequence);
                _trace.Ignored($"no request waits for answer {message.NetFn:X2}h/{message.Command:X2}h with sequence {message.Sequence}");
                return;
            }

            InvalidPackets.ValidReceived();
            _hasResponse = true;
            RejectionReason = null;
            request.IsOver = true;
            now = _clock.Now;
            _timer.Answered(now - request.SentAt, request.Attempts);
            _trace.ReceivedResponse(request.Command, request.Sequence, new ArraySegment<byte>(response));
        }

        if (response[0] == (byte)CompletionCode.NodeBusy)
            Window.Congested(request.SentAt, now);
        else
            Window.Answered(request.SentAt, now, request.Attempts);
        request.Complete(response);
    }
}
