using System;
using System.Collections.Generic;
using System.Net;
using IpmiPS.Packets;
using IpmiPS.Sessions;
using IpmiPS.Sol;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>
/// The BMC's end of SOL: the machine's console within packets, each acknowledged before the next goes out. IPMI 2.0 section 15.
/// Everything here runs under the BMC's lock.
/// </summary>
internal sealed class SolServer
{
    /// <summary>Largest payload in either direction, with its header of four bytes.</summary>
    public const int PayloadSize = 204;

    /// <summary>Characters that wait for a client; what comes beyond is lost, as in a BMC.</summary>
    private const int Buffer = 65536;

    private const int MaximumRepetitions = 7;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Output is gathered for a moment, so that a packet carries more than one character.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(5);

    private readonly Chassis _chassis;
    private readonly FaultInjector _faults;
    private readonly SimulatorTime _time;
    private readonly Queue<byte> _output = new();
    private byte[]? _underWay;
    private byte _sequence;
    private byte _lastHeard;
    private byte _lastAccepted;
    private SolStatus _lastResponse;
    private SolStatus _status;
    private int _repetitions;
    private int _generation;
    private int _timer;
    private bool _gathering;
    private bool _authenticated;
    private int _packetsDrawn;

    public SolServer(SolParameters parameters, MachineDefinition machine, BmcIdentity identity, Chassis chassis, SessionTable sessions, FaultInjector faults, SimulatorTime time)
    {
        Parameters = parameters;
        Console = new VirtualConsole(machine, identity.MachineName, time, Print);
        _chassis = chassis;
        _faults = faults;
        _time = time;
        chassis.Changed += OnPowerChanged;
        sessions.Closed += session =>
        {
            if (session == Owner)
                End();
        };
    }

    /// <summary>Changes a packet before it is sealed; null from it if the packet is not sent.</summary>
    public Func<SolPacket, SolPacket?>? Edit { get; set; }

    /// <summary>Sends a sealed packet to a client.</summary>
    public Action<byte[], IPEndPoint>? SendPacket { get; set; }

    public SolParameters Parameters { get; }

    public VirtualConsole Console { get; }

    /// <summary>The session that has the console.</summary>
    public ServerSession? Owner { get; private set; }

    public bool IsActive => Owner is not null;

    public bool IsEncrypted { get; set; }

    public void Activate(ServerSession owner, bool encrypt, bool authenticate)
    {
        End();
        Owner = owner;
        IsEncrypted = encrypt;
        _authenticated = authenticate;
        _generation++;
        _sequence = 0;
        _lastHeard = 0;
    }

    /// <summary>Ends SOL; its owner is told where somebody else ended it.</summary>
    public void Deactivate(bool tellOwner)
    {
        if (tellOwner)
            Send(new SolPacket { Flags = (byte)SolStatus.Deactivated });
        End();
    }

    /// <summary>The machine's power changed.</summary>
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

    /// <summary>Takes a payload of the client.</summary>
    public void Receive(ServerSession session, ArraySegment<byte> payload)
    {
        if (session != Owner || payload.Count < SolPacket.HeaderLength)
            return;
        var packet = SolPacket.Read(new ByteReader(payload));
        if (packet.Acknowledged != 0)
            TakeAcknowledgement(packet);
        if ((packet.Operation & SolOperation.FlushOutbound) != 0)
            _output.Clear();
        if (packet.Sequence == 0)
        {
            TakeOperation(packet);
            return;
        }

        if (packet.Sequence != _lastHeard)
        {
            _lastHeard = packet.Sequence;
            TakeOperation(packet);
            TakeCharacters(packet);
        }

        Send(new SolPacket { Acknowledged = packet.Sequence, Accepted = _lastAccepted, Flags = (byte)_lastResponse });
    }

    private void TakeOperation(SolPacket packet)
    {
        if ((packet.Operation & SolOperation.Break) != 0)
            Console.Break();
    }

    private void TakeCharacters(SolPacket packet)
    {
        int number = _packetsDrawn++, count = packet.Characters.Count;
        var faults = _faults.Current;
        _lastResponse = SolStatus.None;
        if (!_chassis.IsOn)
        {
            count = 0;
            _lastResponse = SolStatus.Nack | SolStatus.TransferUnavailable;
        }
        else if (count > 0 && _faults.Strikes(faults.SolNackPercent, number, 30))
        {
            count = 0;
            _lastResponse = SolStatus.Nack;
        }
        else if (count > 1 && _faults.Strikes(faults.SolPartialAckPercent, number, 31))
        {
            count /= 2;
        }

        _lastAccepted = (byte)count;
        var accepted = new byte[count];
        Array.Copy(packet.Characters.Array!, packet.Characters.Offset, accepted, 0, count);
        Console.Type(accepted);
    }

    /// <summary>What was accepted is gone; the rest goes out again in a packet of its own.</summary>
    private void TakeAcknowledgement(SolPacket packet)
    {
        if (_underWay is not { } sent || packet.Acknowledged != _sequence)
            return;
        int accepted = Math.Min(packet.Accepted, sent.Length);
        if (accepted == 0 && packet.IsNack)
            return;
        _underWay = null;
        _timer++;
        if (accepted < sent.Length)
        {
            var rest = new byte[sent.Length - accepted];
            Array.Copy(sent, accepted, rest, 0, rest.Length);
            SendNumbered(rest);
            return;
        }

        SendNext();
    }

    private void Print(byte[] characters)
    {
        if (Owner is null)
            return;
        foreach (byte character in characters)
        {
            if (_output.Count >= Buffer)
            {
                _status |= SolStatus.Overrun;
                break;
            }

            _output.Enqueue(character);
        }

        if (_underWay is not null || _gathering)
            return;
        _gathering = true;
        int generation = _generation;
        _time.Schedule(_time.Now + GatherTime, () =>
        {
            if (generation != _generation)
                return;
            _gathering = false;
            SendNext();
        });
    }

    private void SendNext()
    {
        if (Owner is null || _underWay is not null || _output.Count == 0)
            return;
        var characters = new byte[Math.Min(_output.Count, PayloadSize - SolPacket.HeaderLength)];
        for (int i = 0; i < characters.Length; i++)
            characters[i] = _output.Dequeue();
        SendNumbered(characters);
    }

    private void SendNumbered(byte[] characters)
    {
        _sequence = SolPacket.Next(_sequence);
        _underWay = characters;
        _repetitions = 0;
        Transmit();
    }

    private void Transmit()
    {
        Send(new SolPacket { Sequence = _sequence, Flags = (byte)_status, Characters = new(_underWay!) });
        _status = SolStatus.None;
        int timer = ++_timer;
        _time.Schedule(_time.Now + RetryInterval, () => Repeat(timer));
    }

    private void Repeat(int timer)
    {
        if (timer != _timer || _underWay is null || Owner is null)
            return;
        if (_repetitions++ < MaximumRepetitions)
        {
            Transmit();
            return;
        }

        // Nobody acknowledges: these characters are given up, as the specification has it, and the next are tried.
        _underWay = null;
        SendNext();
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
        bool authenticate = (_authenticated || IsEncrypted) && sealing.IsAuthenticated, encrypt = IsEncrypted && sealing.IsEncrypted;
        SendPacket?.Invoke(sealing.Seal(PayloadType.Sol, writer.AsSegment(), authenticate, encrypt), owner.EndPoint);
    }

    private void End()
    {
        Owner = null;
        _generation++;
        _timer++;
        _gathering = false;
        _underWay = null;
        _output.Clear();
        _status = SolStatus.None;
    }
}
