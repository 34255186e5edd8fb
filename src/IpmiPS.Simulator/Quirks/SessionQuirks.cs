using System;
using System.Collections.Generic;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Quirks of packets: within sessions, and before there is one.</summary>
internal static class SessionQuirks
{
    private const int RmcpClassAt = 3, CodeAt15 = 13;

    private static readonly SimulatedCommand Activate = SimulatedCommand.Of(ActivateSession.Definition);

    public static IEnumerable<KeyValuePair<string, Action<QuirkSet, QuirkLine>>> All { get; } = new Dictionary<string, Action<QuirkSet, QuirkLine>>
    {
        ["no-pong"] = (quirks, line) => quirks.Ignore(line.Name, (_, datagram) => IsPing(datagram)),
        ["ping-upsets"] = PingUpsets,
        ["suite-list-rmcp-plus"] = (quirks, line) => quirks.Ignore(line.Name, (_, datagram) => IsSuiteListRequest15(datagram)),
        ["first-packet-lost"] = (quirks, line) => quirks.Ignore(line.Name, (bmc, datagram) => IsFirstOfSession(bmc, datagram, line.Name)),
        ["message-checksum"] = (quirks, line) => quirks.EditMessage(line.Name, message =>
        {
            message[message.Length - 1] ^= 0xFF;
            return message;
        }),

        // A packet that is sealed but not sent uses up a sequence number.
        ["sequence-skips"] = (quirks, line) => quirks.EditPacket(line.Name, (_, seal) =>
        {
            seal();
            return seal();
        }),
        ["zero-session-id"] = (quirks, line) => quirks.EditPacket(line.Name, (session, seal) => Rewrite15(session, seal(), (packet, write) => write(packet.AuthType, 0, packet.Sequence))),
        ["swapped-sequence"] = SwappedSequence,

        // The code is computed from the user's current password, not from the one with which the session was opened.
        ["new-password-code"] = (quirks, line) => quirks.EditPacket(line.Name, (session, seal) => Rewrite15(session, seal(), (packet, write) => write(packet.AuthType, packet.SessionId, packet.Sequence))),
        ["unrequested-code"] = (quirks, line) => quirks.EditPacket(line.Name, (session, seal) => Rewrite15(session, seal(), (packet, write) => write(((LanSession15)session.Sealing).AuthType, packet.SessionId, packet.Sequence))),
        ["wrong-code"] = (quirks, line) => quirks.EditPacket(line.Name, (session, seal) =>
        {
            byte[] packet = (byte[])seal().Clone();
            if (!session.IsRmcpPlus)
                packet[CodeAt15] ^= 0x01;
            return packet;
        }),
    };

    private delegate byte[] Write15(AuthType authType, uint sessionId, uint sequence);

    /// <summary>After a ping the BMC no longer responds.</summary>
    private static void PingUpsets(QuirkSet quirks, QuirkLine line) => quirks.Ignore(line.Name, (bmc, datagram) =>
    {
        if (IsPing(datagram))
            bmc.QuirkMemory.Remember(line.Name);
        return bmc.QuirkMemory.Remembers(line.Name);
    });

    private static void SwappedSequence(QuirkSet quirks, QuirkLine line)
    {
        quirks.Wrap(Activate, inner => (context, request, response) =>
        {
            var code = inner(context, request, response);
            context.ResponseSequence = Swapped(context.ResponseSequence);
            return code;
        });
        quirks.EditPacket(line.Name, (session, seal) => Rewrite15(session, seal(), (packet, write) => write(packet.AuthType, packet.SessionId, Swapped(packet.Sequence))));
    }

    private static bool IsPing(ArraySegment<byte> datagram) => datagram.Count > RmcpClassAt && datagram.Array![datagram.Offset + RmcpClassAt] == Rmcp.AsfClass;

    /// <summary>Get Channel Cipher Suites outside of a session, in a packet of IPMI 1.5.</summary>
    private static bool IsSuiteListRequest15(ArraySegment<byte> datagram) =>
        PacketOf(datagram) is { IsRmcpPlus: false, SessionId: 0 } packet
        && LanMessage.Read(new ByteReader(packet.Payload)) is { NetFn: (byte)NetFn.App } message && message.Command == GetChannelCipherSuites.Definition.Code;

    /// <summary>The first packet after RAKP 4, for which the BMC has no keys yet. It is dropped once; its retry is accepted.</summary>
    private static bool IsFirstOfSession(BmcState bmc, ArraySegment<byte> datagram, string name) =>
        PacketOf(datagram) is { IsRmcpPlus: true, SessionId: not 0 } packet
        && bmc.Sessions.FindSession(packet.SessionId) is { LogIn: not null }
        && bmc.QuirkMemory.Remember($"{name} {packet.SessionId:X8}") == 1;

    /// <summary>A packet of class IPMI; null for any other datagram.</summary>
    private static SessionPacket? PacketOf(ArraySegment<byte> datagram)
    {
        var reader = new ByteReader(datagram);
        return Rmcp.ReadHeader(reader) == Rmcp.IpmiClass ? SessionPacket.Read(datagram, reader) : null;
    }

    /// <summary>Writes an IPMI 1.5 packet with another header and the matching authentication code.</summary>
    private static byte[] Rewrite15(ServerSession session, byte[] datagram, Func<SessionPacket, Write15, byte[]> write)
    {
        if (session.IsRmcpPlus)
            return datagram;
        var reader = new ByteReader(datagram);
        Rmcp.ReadHeader(reader);
        var packet = SessionPacket.Read(new ArraySegment<byte>(datagram), reader);
        return write(packet, (authType, id, sequence) => LanSession15.Write(authType, session.User.Password, id, sequence, packet.Payload, pad: false));
    }

    private static uint Swapped(uint value) => value >> 24 | value >> 8 & 0xFF00 | value << 8 & 0xFF0000 | value << 24;
}
