using System;
using System.Linq;
using System.Net;
using IpmiPS.Commands;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>IPMI messages, within a session and before one: from the request to the packet that carries the response.</summary>
internal sealed class MessageExchange
{
    private readonly BmcState _bmc;
    private readonly QuirkSet _quirks;
    private readonly CommandExecutor _commands;
    private readonly PacketOutput _output;
    private readonly MessageBridge _bridge;

    public MessageExchange(BmcState bmc, QuirkSet quirks, CommandExecutor commands, PacketOutput output)
    {
        _bmc = bmc;
        _quirks = quirks;
        _commands = commands;
        _output = output;
        _bridge = new MessageBridge(bmc, commands, Send);
    }

    /// <summary>Handles a message. Drops one that is damaged, is a response, or is addressed to another controller.</summary>
    /// <param name="session">The session; null before a log-in.</param>
    /// <param name="isRmcpPlus">Whether the packet was one of RMCP+.</param>
    /// <param name="payload">The message.</param>
    /// <param name="from">The client.</param>
    public void Receive(ServerSession? session, bool isRmcpPlus, ArraySegment<byte> payload, IPEndPoint from)
    {
        var message = LanMessage.Read(new ByteReader(payload));
        if (!message.ChecksumValid || message.IsResponse || message.ResponderAddress != _bmc.Definition.BmcAddress && message.ResponderAddress != IpmbTarget.BmcAddress)
            return;
        var context = new CommandContext(_bmc, _bmc.Controllers.Main, session, message.ResponderLun, from) { Message = message };
        if (_commands.Execute(context, message) is not { } response)
            return;
        var reply = message.Answer(response.AsSegment());
        if (session is not null)
            Send(session, reply);
        else if (isRmcpPlus)
            _output.Send(SessionPacket.WriteSessionless20(PayloadType.Ipmi, ToBytes(reply)), from);
        else
            _output.Send(SessionPacket.WriteSessionless15(reply), from);
        context.AfterResponse?.Invoke();
        if (session is not null && context.Bridged is { } bridged)
            _bridge.Forward(session, bridged);
    }

    /// <summary>A message as its packet carries it.</summary>
    public static ArraySegment<byte> ToBytes(LanMessage message)
    {
        var writer = new ByteWriter(message.Data.Count + LanMessage.Overhead);
        message.Write(writer);
        return writer.AsSegment();
    }

    /// <summary>Sends a message within a session.</summary>
    private void Send(ServerSession session, LanMessage message)
    {
        var payload = ToBytes(message);
        if (_quirks.Message is { } edit)
            payload = new ArraySegment<byte>(edit(_bmc, payload.ToArray()));
        byte[] packet = _quirks.Seal is { } seal ? seal(_bmc, session, PayloadType.Ipmi, payload) : session.Sealing.Seal(PayloadType.Ipmi, payload);
        _output.Send(packet, session.EndPoint);
    }
}
