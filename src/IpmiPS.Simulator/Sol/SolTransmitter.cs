using System;
using System.Collections.Generic;
using IpmiPS.Sol;

namespace IpmiPS.Simulator;

/// <summary>
/// Sends the console's characters: gathered into packets, one at a time, each repeated until it is acknowledged. IPMI 2.0 section 15.9.
/// Runs under the BMC's lock.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="maximumCharacters">Maximum number of characters in a packet.</param>
/// <param name="send">Sends a packet to the client.</param>
internal sealed class SolTransmitter(SimulatorTime time, int maximumCharacters, Action<SolPacket> send)
{
    /// <summary>Characters that wait for a client; those beyond are lost, as in a BMC.</summary>
    private const int MaximumBuffered = 65536;

    private const int MaximumRetries = 7;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Delays output a little, so that a packet carries more than one character.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(5);

    private readonly Queue<byte> _output = new();
    private byte[]? _pending;
    private byte _sequence;
    private SolStatus _status;
    private int _retries;
    private bool _isGathering;
    private bool _isRunning;

    // What was scheduled does nothing if its number is no longer the current one.
    private int _session;
    private int _timer;

    public void Start()
    {
        Stop();
        _isRunning = true;
        _sequence = 0;
    }

    public void Stop()
    {
        _isRunning = false;
        _session++;
        _timer++;
        _isGathering = false;
        _pending = null;
        _output.Clear();
        _status = SolStatus.None;
    }

    /// <summary>Discards the characters that were not sent yet.</summary>
    public void Flush() => _output.Clear();

    public void Add(byte[] characters)
    {
        if (!_isRunning)
            return;
        foreach (byte character in characters)
        {
            if (_output.Count >= MaximumBuffered)
            {
                _status |= SolStatus.Overrun;
                break;
            }

            _output.Enqueue(character);
        }

        if (_pending is not null || _isGathering)
            return;
        _isGathering = true;
        int session = _session;
        time.Schedule(time.Now + GatherTime, () =>
        {
            if (session != _session)
                return;
            _isGathering = false;
            SendNext();
        });
    }

    /// <summary>Handles an acknowledgement. Characters that were not accepted are sent again in a packet of their own.</summary>
    public void Acknowledge(SolPacket packet)
    {
        if (_pending is not { } sent || packet.Acknowledged != _sequence)
            return;
        int accepted = Math.Min(packet.Accepted, sent.Length);
        if (accepted == 0 && packet.IsNack)
            return;
        _pending = null;
        _timer++;
        if (accepted == sent.Length)
        {
            SendNext();
            return;
        }

        var rest = new byte[sent.Length - accepted];
        Array.Copy(sent, accepted, rest, 0, rest.Length);
        Send(rest);
    }

    private void SendNext()
    {
        if (!_isRunning || _pending is not null || _output.Count == 0)
            return;
        var characters = new byte[Math.Min(_output.Count, maximumCharacters)];
        for (int i = 0; i < characters.Length; i++)
            characters[i] = _output.Dequeue();
        Send(characters);
    }

    private void Send(byte[] characters)
    {
        _sequence = SolPacket.Next(_sequence);
        _pending = characters;
        _retries = 0;
        Transmit(characters);
    }

    private void Transmit(byte[] characters)
    {
        send(new SolPacket { Sequence = _sequence, Flags = (byte)_status, Characters = new(characters) });
        _status = SolStatus.None;
        int timer = ++_timer;
        time.Schedule(time.Now + RetryInterval, () => Retry(timer));
    }

    private void Retry(int timer)
    {
        if (timer != _timer || _pending is not { } characters || !_isRunning)
            return;
        if (_retries++ < MaximumRetries)
        {
            Transmit(characters);
            return;
        }

        // These characters were never acknowledged. The specification drops them and continues with the next.
        _pending = null;
        SendNext();
    }
}
