using System;
using System.Net;
using System.Threading;
using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <content>From packets to commands and back.</content>
public sealed partial class VirtualBmc
{
    private TimeSpan _busyUntil;
    private int _answersDrawn;

    /// <summary>Counts a packet that arrived on the socket, whatever becomes of it.</summary>
    internal void CountPacket() => Interlocked.Increment(ref _packetCount);

    /// <summary>Takes a packet. Whatever is not IPMI, or not meant for this BMC, is dropped without a word, as BMCs do.</summary>
    internal void Receive(byte[] packet, int length, IPEndPoint from)
    {
        if (Faults.ServiceTime <= TimeSpan.Zero)
        {
            Serve(new ArraySegment<byte>(packet, 0, length), from);
            return;
        }

        // One packet is worked on at a time; the others wait for their turn.
        byte[] copy = Copy(new ArraySegment<byte>(packet, 0, length));
        TimeSpan done;
        lock (_gate)
            done = _busyUntil = (_busyUntil > Time.Now ? _busyUntil : Time.Now) + Faults.ServiceTime;
        Time.Schedule(done, () => Serve(new ArraySegment<byte>(copy), from));
    }

    private void Serve(ArraySegment<byte> datagram, IPEndPoint from)
    {
        lock (_gate)
        {
            if (Sender is null)
                return;
            try
            {
                Chassis.Settle();
                Sessions.Expire();
                if (Quirks.Ignores?.Invoke(this, datagram) == true)
                    return;
                var reader = new ByteReader(datagram);
                switch (Rmcp.ReadHeader(reader) & 0x9F)
                {
                    case Rmcp.AsfClass:
                        var ping = AsfPing.Read(reader);
                        if (ping.Type == AsfPing.PingType)
                            Send(AsfPing.WritePong(ping.Tag), from);
                        break;
                    case Rmcp.IpmiClass:
                        OnIpmiPacket(SessionPacket.Read(datagram, reader), from);
                        break;
                }
            }
            catch (MalformedDataException)
            {
                // A BMC has nobody to tell.
            }
            catch (Exception fault)
            {
                TakeFault(fault);
            }
        }
    }

    private void OnIpmiPacket(in SessionPacket packet, IPEndPoint from)
    {
        if (packet.SessionId == 0)
        {
            if (packet.IsRmcpPlus && packet.PayloadType != PayloadType.Ipmi)
                OnLogInPayload(packet, from);
            else if (!packet.Authenticated && !packet.Encrypted)
                OnMessage(null, packet, packet.Payload, from);
        }
        else if (Sessions.FindSession(packet.SessionId) is { } session)
        {
            if (!session.Sealing.TryOpen(packet, out var payload, out _))
                return;
            session.LastHeard = Time.Now;
            session.EndPoint = from;
            session.LogIn = null;
            if (packet.PayloadType == PayloadType.Ipmi)
                OnMessage(session, packet, payload, from);
            else if (packet.PayloadType == PayloadType.Sol)
                Sol.Receive(session, payload);
        }
        else if (!packet.IsRmcpPlus && Sessions.FindChallenge(packet.SessionId) is { } challenge)
        {
            OnActivateSession(challenge, packet, from);
        }
    }

    private void OnMessage(ServerSession? session, in SessionPacket packet, ArraySegment<byte> payload, IPEndPoint from)
    {
        var message = LanMessage.Read(new ByteReader(payload));
        if (!message.ChecksumValid || message.IsResponse || message.ResponderAddress != Definition.BmcAddress && message.ResponderAddress != IpmbTarget.BmcAddress)
            return;
        var context = new CommandContext(this, Controllers.Main, session, message.ResponderLun, from) { Message = message };
        var response = Execute(context, message);
        if (response is null)
            return;
        var reply = message.Answer(response.AsSegment());
        if (session is null && packet.IsRmcpPlus)
            Send(SessionPacket.WriteSessionless20(PayloadType.Ipmi, Bytes(reply)), from);
        else if (session is null)
            Send(SessionPacket.WriteSessionless15(reply), from);
        else
            SendInSession(session, PayloadType.Ipmi, Bytes(reply));

        // What has to happen after the answer went out: the session ends, a bridged answer follows.
        context.AfterResponse?.Invoke();
    }

    /// <summary>Activate Session comes in a packet of its own kind: authenticated under the temporary session id. IPMI 2.0 section 22.17.</summary>
    private void OnActivateSession(Challenge15 challenge, in SessionPacket packet, IPEndPoint from)
    {
        var message = LanMessage.Read(new ByteReader(packet.Payload));
        byte[] expected = AuthCode15.Compute(challenge.AuthType, challenge.User.Password, challenge.TemporaryId, packet.Sequence, packet.Payload);
        if (packet.AuthType != challenge.AuthType || !SecretBytes.Equal(expected, packet.AuthCode))
        {
            Sessions.End(challenge);
            CountRefusedLogIn(challenge.User);
            return;
        }

        if (!message.ChecksumValid || message.IsResponse)
            return;
        var context = new CommandContext(this, Controllers.Main, null, message.ResponderLun, from) { Message = message, Challenge = challenge };
        var response = Execute(context, message);
        if (response is not null)
            Send(LanSession15.Write(challenge.AuthType, challenge.User.Password, challenge.TemporaryId, context.ResponseSequence, Bytes(message.Answer(response.AsSegment()))), from);
    }

    /// <summary>Sends a packet of a session.</summary>
    internal void SendInSession(ServerSession session, PayloadType type, ArraySegment<byte> payload)
    {
        if (Quirks.Message is { } edit && type == PayloadType.Ipmi)
            payload = new ArraySegment<byte>(edit(this, Copy(payload)));
        Send(Quirks.Seal is { } seal ? seal(this, session, type, payload) : session.Sealing.Seal(type, payload), session.EndPoint);
    }

    /// <summary>Sends a packet; rubbish in its place where the faults say so.</summary>
    internal void Send(byte[] packet, IPEndPoint to)
    {
        Interlocked.Increment(ref _answerCount);
        Sender?.Send(Rubbish(packet), to);
    }

    private byte[] Rubbish(byte[] packet)
    {
        int number = _answersDrawn++;
        if (!Draw(Faults.GarbagePercent, number, 11))
            return packet;
        byte[] rubbish = Noise.Bytes(unchecked(Options.Seed * 65537 + Index), number, packet.Length);

        // Half of it looks like IPMI at first sight.
        if ((Noise.Hash(Options.Seed, number, 12) & 1) == 0)
            Buffer.BlockCopy(packet, 0, rubbish, 0, Math.Min(packet.Length, Rmcp.HeaderLength));
        return rubbish;
    }

    /// <summary>Whether a fault of some chance happens to the n-th thing of its kind.</summary>
    internal bool Draw(double percent, int number, int kind) =>
        percent > 0 && Noise.Hash(unchecked(Options.Seed * 31337 + Index), number, kind) < percent / 100 * uint.MaxValue;

    private static ArraySegment<byte> Bytes(LanMessage message)
    {
        var writer = new ByteWriter(message.Data.Count + LanMessage.Overhead);
        message.Write(writer);
        return writer.AsSegment();
    }

    private static byte AuthTypesOf(SimulatorOptions options, MachineDefinition definition)
    {
        int types = 0;
        foreach (string name in options.AuthenticationTypes ?? definition.AuthenticationTypes ?? ["none", "md2", "md5", "straight"])
        {
            types |= 1 << (int)(name.ToUpperInvariant() switch
            {
                "NONE" => AuthType.None,
                "MD2" => AuthType.Md2,
                "MD5" => AuthType.Md5,
                "STRAIGHT" => AuthType.Straight,
                _ => throw new ArgumentException($"-AuthenticationType takes none, md2, md5 and straight, not '{name}'."),
            });
        }

        return (byte)types;
    }
}
