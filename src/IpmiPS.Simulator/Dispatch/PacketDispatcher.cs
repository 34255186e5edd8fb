using System;
using System.Linq;
using System.Net;
using IpmiPS.Alerts;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// Takes the packets of one BMC and hands each to its part: presence ping, log-in, message, console, or the response to an inform.
/// A packet that is not IPMI, or not for this BMC, is dropped silently, as BMCs do.
/// </summary>
internal sealed class PacketDispatcher
{
    private readonly BmcState _bmc;
    private readonly QuirkSet _quirks;
    private readonly MessageExchange _messages;
    private readonly RmcpPlusLogIn _logIn;
    private readonly SessionActivation15 _activation;
    private TimeSpan _busyUntil;

    public PacketDispatcher(BmcState bmc, QuirkSet quirks)
    {
        _bmc = bmc;
        _quirks = quirks;
        Output = new PacketOutput(bmc);
        Commands = new CommandExecutor(bmc, quirks);
        _messages = new MessageExchange(bmc, quirks, Commands, Output);
        _logIn = new RmcpPlusLogIn(bmc, quirks, Output);
        _activation = new SessionActivation15(bmc, Commands, Output);
        bmc.Sol.SendPacket = Output.Send;
        bmc.Alerts.SendPacket = Output.Send;
        if (quirks.Sol is { } edit)
            bmc.Sol.Edit = packet => edit(bmc, packet);
    }

    public CommandExecutor Commands { get; }

    public PacketOutput Output { get; }

    /// <summary>Handles a packet: at once, or after the service time of the faults. The buffer belongs to the caller again when this returns.</summary>
    public void Receive(byte[] buffer, int length, IPEndPoint from)
    {
        var datagram = new ArraySegment<byte>(buffer, 0, length);
        var serviceTime = _bmc.Faults.Current.ServiceTime;
        if (serviceTime <= TimeSpan.Zero)
        {
            _bmc.Lock.RunGuarded(() => Handle(datagram, from));
            return;
        }

        // One packet at a time; the others wait for their turn.
        datagram = new ArraySegment<byte>(datagram.ToArray());
        _bmc.Lock.Run(() =>
        {
            var now = _bmc.Time.Now;
            _busyUntil = (_busyUntil > now ? _busyUntil : now) + serviceTime;
            _bmc.Time.Schedule(_busyUntil, () => Handle(datagram, from));
        });
    }

    private void Handle(ArraySegment<byte> datagram, IPEndPoint from)
    {
        if (Output.Sender is null)
            return;
        try
        {
            _bmc.Chassis.ApplyDueChanges();
            _bmc.Sessions.Expire();
            if (_quirks.Ignores?.Invoke(_bmc, datagram) == true)
                return;
            if (datagram.Count > 0 && datagram.Array![datagram.Offset] == BerReader.Sequence)
            {
                _bmc.Alerts.Receive(datagram.ToArray(), from);
                return;
            }

            var reader = new ByteReader(datagram);
            switch (Rmcp.ReadHeader(reader) & 0x9F)
            {
                case Rmcp.AsfClass:
                    var ping = AsfPing.Read(reader);
                    if (ping.Type == AsfPing.PingType)
                        Output.Send(AsfPing.WritePong(ping.Tag), from);
                    break;
                case Rmcp.IpmiClass:
                    Handle(SessionPacket.Read(datagram, reader), from);
                    break;
            }
        }
        catch (MalformedDataException)
        {
            // Dropped, as by a BMC.
        }
    }

    private void Handle(in SessionPacket packet, IPEndPoint from)
    {
        if (packet.SessionId == 0)
        {
            if (packet.IsRmcpPlus && packet.PayloadType != PayloadType.Ipmi)
                _logIn.Receive(packet, from);
            else if (!packet.Authenticated && !packet.Encrypted)
                _messages.Receive(null, packet.IsRmcpPlus, packet.Payload, from);
        }
        else if (_bmc.Sessions.FindSession(packet.SessionId) is { } session)
        {
            if (!session.Sealing.TryOpen(packet, out var payload, out _))
                return;
            session.LastHeard = _bmc.Time.Now;
            session.EndPoint = from;
            session.LogIn = null;
            if (packet.PayloadType == PayloadType.Ipmi)
                _messages.Receive(session, packet.IsRmcpPlus, payload, from);
            else if (packet.PayloadType == PayloadType.Sol)
                _bmc.Sol.Receive(session, payload);
        }
        else if (!packet.IsRmcpPlus && _bmc.Sessions.FindChallenge(packet.SessionId) is { } challenge)
        {
            _activation.Receive(challenge, packet, from);
        }
    }
}
