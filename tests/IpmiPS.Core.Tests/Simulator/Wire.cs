using System;
using System.Collections.Generic;
using System.Net;
using IpmiPS.Commands;
using IpmiPS.Crypto;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Simulator;
using IpmiPS.Wire;

namespace IpmiPS.Tests.Simulator;

/// <summary>A virtual BMC with its packets, but without a network. It responds at once; tests advance the clock.</summary>
internal sealed class Wire : IPacketSender
{
    public static readonly IPEndPoint Here = new(IPAddress.Loopback, 50001);

    public Wire(SimulatorOptions? options = null)
        : this(MachineProfiles.Load(options ?? new SimulatorOptions()), options)
    {
    }

    public Wire(MachineProfile profile, SimulatorOptions? options = null) =>
        Bmc = new VirtualBmc(0, profile, options ?? new SimulatorOptions(), Time) { Sender = this, Address = "127.0.0.1", Port = 623 };

    public ManualTime Time { get; } = new();

    public VirtualBmc Bmc { get; }

    /// <summary>Packets that the BMC sent and that were not read yet.</summary>
    public Queue<byte[]> Sent { get; } = new();

    void IPacketSender.Send(byte[] packet, IPEndPoint to) => Sent.Enqueue(packet);

    public void Receive(byte[] packet, IPEndPoint? from = null) => Bmc.Receive(packet, packet.Length, from ?? Here);

    /// <summary>Sends a packet. Returns the response, or null if there is none.</summary>
    public byte[]? Exchange(byte[] packet, IPEndPoint? from = null)
    {
        Sent.Clear();
        Receive(packet, from);
        return Sent.Count == 0 ? null : Sent.Dequeue();
    }

    public static SessionPacket Packet(byte[] datagram)
    {
        var reader = new ByteReader(datagram);
        Rmcp.ReadHeader(reader);
        return SessionPacket.Read(new ArraySegment<byte>(datagram), reader);
    }

    /// <summary>A log-in as the client does it, until it is finished or gets no further response.</summary>
    public RmcpPlusHandshake LogIn(byte suite = 17, string user = "admin", string password = "simulated", PrivilegeLevel privilege = PrivilegeLevel.Administrator, string key = "")
    {
        var handshake = new RmcpPlusHandshake(CipherSuite.Find(suite)!, privilege, Bytes(user), Bytes(password), Bytes(key));
        while (handshake.Outgoing is { } packet)
        {
            if (Exchange(packet) is not { } response || !handshake.Receive(Packet(response)))
                break;
        }

        return handshake;
    }

    /// <summary>Sends a command within a session. Returns completion code and data; nothing if there is no response.</summary>
    public byte[] Send(Session session, byte netFn, byte command, params byte[] data)
    {
        Sent.Clear();
        Receive(session.Seal(PayloadType.Ipmi, Message(netFn, command, data)));
        return Sent.Count == 0 ? [] : Open(session, Sent.Dequeue());
    }

    /// <summary>Opens a response. Returns completion code and data.</summary>
    public static byte[] Open(Session session, byte[] datagram)
    {
        Xunit.Assert.True(session.TryOpen(Packet(datagram), out var payload, out string reason), reason);
        var data = LanMessage.Read(new ByteReader(payload)).Data;
        var copy = new byte[data.Count];
        Array.Copy(data.Array!, data.Offset, copy, 0, copy.Length);
        return copy;
    }

    public static ArraySegment<byte> Message(byte netFn, byte command, byte[] data)
    {
        var writer = new ByteWriter();
        new LanMessage { ResponderAddress = 0x20, RequesterAddress = 0x81, NetFn = netFn, Command = command, Sequence = 5, Data = new ArraySegment<byte>(data) }.Write(writer);
        return writer.AsSegment();
    }

    public static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
