using System.Net;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// The last step of an IPMI 1.5 log-in: Activate Session comes in a packet of its own kind, authenticated under the temporary session id.
/// IPMI 2.0 section 22.17. The commands before it need no session.
/// </summary>
internal sealed class SessionActivation15(BmcState bmc, CommandExecutor commands, PacketOutput output)
{
    public void Receive(Challenge15 challenge, in SessionPacket packet, IPEndPoint from)
    {
        var message = LanMessage.Read(new ByteReader(packet.Payload));
        byte[] password = challenge.User.Password;
        byte[] expected = AuthCode15.Compute(challenge.AuthType, password, challenge.TemporaryId, packet.Sequence, packet.Payload);
        if (packet.AuthType != challenge.AuthType || !SecretBytes.Equal(expected, packet.AuthCode))
        {
            bmc.Sessions.End(challenge);
            bmc.RecordRefusedLogIn(challenge.User);
            return;
        }

        if (!message.ChecksumValid || message.IsResponse)
            return;
        var context = new CommandContext(bmc, bmc.Controllers.Main, null, message.ResponderLun, from) { Message = message, Challenge = challenge };
        if (commands.Execute(context, message) is not { } response)
            return;
        var payload = MessageExchange.ToBytes(message.Answer(response.AsSegment()));
        output.Send(LanSession15.Write(challenge.AuthType, password, challenge.TemporaryId, context.ResponseSequence, payload), from);
    }
}
