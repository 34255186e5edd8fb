using System;
using System.Net;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Sol;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// The BMC's end of SOL: the machine's console for one session. IPMI 2.0 section 15. Runs under the BMC's lock.
/// </summary>
internal sealed class SolServer
{
    /// <summary>Maximum payload in either direction in bytes, including its header of four bytes.</summary>
    public const int PayloadSize = 204;

    private readonly Chassis _chassis;
    private readonly FaultInjector _faults;
    private readonly SolTransmitter _transmitter;
    private byte _lastSequence;
    private byte _lastAccepted;
    private SolStatus _lastStatus;
    private bool _isAuthenticated;
    private int _packets;

    public SolServer(SolParameterStore parameters, MachineDefinition machine, BmcIdentity identity, Chassis chassis, SessionTable sessions, FaultInjector faults, SimulatorTime time)
    {
        Parameters = parameters;
        _transmitter = new SolTransmitter(time, PayloadSize - SolPacket.HeaderLength, Send);
        Console = new VirtualConsole(machine, identity.MachineName, time, _transmitter.Add);
        _chassis = chassis;
        _faults = faults;
        chassis.Changed += OnPowerChanged;
        sessions.Closed += session =>
        {
            if (session == Owner)
                End();
        };
    }

    /// <summary>Sends a sealed packet to a client.</summary>
    public Action<byte[], IPEndPoint>? SendPacket { get; set; }

    /// <summary>Changes a packet before it is sealed; returns null to drop it.</summary>
    public Func<SolPacket, SolPacket?>? Edit { get; set; }

    public SolParameterStore Parameters { get; }

    public VirtualConsole Console { get; }

    /// <summary>The session that has the console.</summary>
    public ServerSession? Owner { get; private set; }

    public bool IsActive => Owner is not null;

    public bool IsEncrypted { get; set; }

    public void Activate(ServerSession owner, bool encrypt, bool authenticate)
    {
        Owner = owner;
        IsEncrypted = encrypt;
        _isAuthenticated = authenticate;
        _lastSequence = 0;
        _transmitter.Start();
    }

    /// <summary>Ends SOL.</summary>
    /// <param name="notifyOwner">Whether the owner receives a packet that says so: another session has ended it.</param>
    public void Deactivate(bool notifyOwner)
    {
        if (notifyOwner)
            Send(new SolPacket { Flags = (byte)SolStatus.Deactivated });
        End();
    }

    /// <summary>Handles a payload of a client.</summary>
    public void Receive(ServerSession session, ArraySegment<byte> payload)
    {
        if (session != Owner || payload.Count < SolPacket.HeaderLength)
            return;
        var packet = SolPacket.Read(new ByteReader(payload));
        if (packet.Acknowledged != 0)
            _transmitter.Acknowledge(packet);
        if ((packet.Operation & SolOperation.FlushOutbound) != 0)
            _transmitter.Flush();
        if (packet.Sequence == 0)
        {
            Execute(packet.Operation);
            return;
        }

        // A repeated packet gets the same acknowledgement, and does nothing else.
        if (packet.Sequence != _lastSequence)
        {
            _lastSequence = packet.Sequence;
            Execute(packet.Operation);
            Accept(packet.Characters);
        }

        Send(new SolPacket { Acknowledged = packet.Sequence, Accepted = _lastAccepted, Flags = (byte)_lastStatus });
    }

    private void OnPowerChanged(PowerChange change)
    {
        switch (change)
        {
            case PowerChange.Off or PowerChange.SoftOff:
                Console.PowerOff();
                Send(new SolPacket { Flags = (byte)SolStatus.TransferUnavailable });
                break;
            case PowerChange.On or PowerChange.Reset:
                Console.Boot();
                if (change == PowerChange.On)
                    Send(new SolPacket());
                break;
            case PowerChange.ShuttingDown:
                Console.ShutDown();
                break;
            case PowerChange.Diagnostic:
                Console.Diagnose();
                break;
        }
    }

    private void Execute(SolOperation operation)
    {
        if ((operation & SolOperation.Break) != 0)
            Console.Break();
    }

    private void Accept(ArraySegment<byte> characters)
    {
        int number = _packets++, count = characters.Count;
        var faults = _faults.Current;
        _lastStatus = SolStatus.None;
        if (!_chassis.IsOn)
        {
            count = 0;
            _lastStatus = SolStatus.Nack | SolStatus.TransferUnavailable;
        }
        else if (count > 0 && _faults.Strikes(faults.SolNackPercent, number, 30))
        {
            count = 0;
            _lastStatus = SolStatus.Nack;
        }
        else if (count > 1 && _faults.Strikes(faults.SolPartialAckPercent, number, 31))
        {
            count /= 2;
        }

        _lastAccepted = (byte)count;
        var accepted = new byte[count];
        Array.Copy(characters.Array!, characters.Offset, accepted, 0, count);
        Console.Type(accepted);
    }

    private void Send(SolPacket packet)
    {
        if (Owner is not { Sealing: RmcpPlusSession sealing } owner)
            return;
        if (Edit is { } edit)
        {
            if (edit(packet) is not { } edited)
                return;
            packet = edited;
        }

        var writer = new ByteWriter(SolPacket.HeaderLength + packet.Characters.Count);
        packet.Write(writer);
        bool authenticate = (_isAuthenticated || IsEncrypted) && sealing.IsAuthenticated, encrypt = IsEncrypted && sealing.IsEncrypted;
        SendPacket?.Invoke(sealing.Seal(PayloadType.Sol, writer.AsSegment(), authenticate, encrypt), owner.EndPoint);
    }

    private void End()
    {
        Owner = null;
        _transmitter.Stop();
    }
}
