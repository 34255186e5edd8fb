using System;
using IpmiPS.Packets;

namespace IpmiPS.Simulator;

/// <summary>Carries requests to the controllers behind the BMC, and their responses back to the client. IPMI 2.0 section 6.13.</summary>
/// <param name="bmc">The BMC.</param>
/// <param name="commands">Runs the requests.</param>
/// <param name="send">Sends a message within a session.</param>
internal sealed class MessageBridge(BmcState bmc, CommandExecutor commands, Action<ServerSession, LanMessage> send)
{
    /// <summary>The response comes from the controller's address, with the sequence number of the bridged request.</summary>
    public void Forward(ServerSession session, BridgedRequest bridged)
    {
        var request = bridged.Message;
        var context = new CommandContext(bmc, bridged.Target, session, request.ResponderLun, session.EndPoint) { Message = request };
        if (commands.Execute(context, request) is not { } response || !bridged.IsTracked)
            return;
        var reply = request.Answer(response.AsSegment());
        send(session, new LanMessage
        {
            ResponderAddress = LanMessage.ConsoleAddress,
            NetFn = reply.NetFn,
            ResponderLun = reply.ResponderLun,
            RequesterAddress = request.ResponderAddress,
            RequesterLun = request.ResponderLun,
            Sequence = request.Sequence,
            Command = request.Command,
            Data = reply.Data,
        });
        context.AfterResponse?.Invoke();
        if (context.Bridged is { } next)
            Forward(session, next);
    }
}
