using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Packets;
using IpmiPS.Wire;

namespace IpmiPS.Discovery;

/// <summary>
/// What is known of one address, and what to send to it next: bytes in, bytes out. Without an answer, it gets two packets: Get Channel Authentication Capabilities and, half
/// the time later, a presence ping. Once anything answers, the rest is asked for, with retries, until the time has passed again.
/// </summary>
internal sealed class DeviceProbe
{
    /// <summary>Pages of the list of cipher suites: more than BMCs have, less than a hostile one may send.</summary>
    private const int MaximumSuitePages = 16;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200), BusyWait = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan _timeout;
    private readonly List<ProbeRequest> _requests = new(2);
    private readonly ProbeRequest _ping;
    private readonly TimeSpan _half;
    private ProbeRequest _capabilities;
    private byte _sequence;
    private bool _hasAnswered;
    private TimeSpan _end;
    private TimeSpan? _roundTrip;
    private ChannelAuthenticationCapabilities? _found;
    private AsfMessage? _pong;
    private byte[]? _guid;
    private List<byte>? _suites;
    private bool _hasAllSuites;

    /// <param name="target">The address.</param>
    /// <param name="timeout">How long the address has for a first answer, and then for the rest.</param>
    /// <param name="number">Makes the probes of a sweep distinct.</param>
    /// <param name="now">The time.</param>
    public DeviceProbe(SweepTarget target, TimeSpan timeout, long number, TimeSpan now)
    {
        Target = target;
        Number = number;
        _timeout = timeout;
        _half = TimeSpan.FromTicks(timeout.Ticks / 2);
        _sequence = (byte)(target.EndPoint.GetHashCode() ^ number);
        _capabilities = Add(new GetChannelAuthenticationCapabilities(), now, inRmcpPlus: false);
        _capabilities.Limit = 1;
        _ping = new ProbeRequest(null, _sequence) { Limit = 1, Next = now + _half };
        _requests.Add(_ping);
        _end = now + timeout;
        Due = now;
    }

    /// <summary>The address.</summary>
    public SweepTarget Target { get; }

    /// <summary>Makes the probes of a sweep distinct.</summary>
    public long Number { get; }

    /// <summary>When to call <see cref="Take"/> next.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>Whether nothing more is to be sent or awaited. What the rate has delayed is sent even if its time has passed.</summary>
    public bool IsOver(TimeSpan now) => _hasAnswered
        ? !_requests.Any(request => request.IsOpen(now)) || (now >= _end && !_requests.Any(request => request != _ping && request is { IsDone: false, Sent: 0 }))
        : now >= _end && !_requests.Any(static request => request.MaySend);

    /// <summary>Returns the packet that is due, and counts it as sent; null if none is due.</summary>
    public byte[]? Take(TimeSpan now)
    {
        var request = _requests.FirstOrDefault(each => each.MaySend && each.Next <= now && !IsHeldBack(each, now));
        byte[]? packet = request?.Write(now);
        if (request is not null && _hasAnswered)
        {
            request.Next = now + WaitAfter(request.Sent);
            if (request.Sent == 1 && _end < request.Next)
                _end = request.Next;
        }
        else if (request is not null)
        {
            _end = request == _ping ? now + _half : now + _timeout;
        }

        Schedule(now);
        return packet;
    }

    /// <summary>Takes a datagram of the address. False if it is not an answer to a request.</summary>
    /// <exception cref="MalformedDataException">The datagram is malformed.</exception>
    public bool Receive(ArraySegment<byte> datagram, TimeSpan now)
    {
        var reader = new ByteReader(datagram);
        byte messageClass = Rmcp.ReadHeader(reader);
        ProbeRequest? request = messageClass switch
        {
            Rmcp.AsfClass => ReceivePong(reader),
            Rmcp.IpmiClass => ReceiveMessage(datagram, reader, now),
            _ => null,
        };
        if (request is null)
            return false;
        if (request.Sent == 1)
            _roundTrip ??= now - request.LastSent;
        if (!_hasAnswered)
            Answered(now);
        Schedule(now);
        return true;
    }

    /// <summary>What was found; null if nothing answered.</summary>
    public FoundDevice? ToResult() => !_hasAnswered ? null : FoundDevice.From(Target, new FoundFacts(
        _found, _pong, _ping.Sent > 0, _guid, _hasAllSuites ? ChannelCipherSuites.Numbers([.. _suites!]) : null, _roundTrip));

    /// <summary>The address is not silent, so that requests may be repeated. Capabilities that did not answer are asked for again at once.</summary>
    private void Answered(TimeSpan now)
    {
        _hasAnswered = true;
        _end = now + _timeout;
        _ping.Limit = 2;
        _ping.Next = _ping.Sent > 0 ? now + WaitAfter(_ping.Sent) : now;
        if (_capabilities is { IsDone: false, Sent: > 0 })
            _capabilities = Replace(_capabilities, new GetChannelAuthenticationCapabilities(), _capabilities.Next > now ? _capabilities.Next : now);
    }

    private ProbeRequest? ReceivePong(ByteReader reader)
    {
        var message = AsfPing.Read(reader);
        if (message.Type != AsfPing.PongType || !_ping.Matches(message.Tag))
            return null;
        _pong = message;
        _ping.IsDone = true;
        return _ping;
    }

    private ProbeRequest? ReceiveMessage(ArraySegment<byte> datagram, ByteReader reader, TimeSpan now)
    {
        if (SessionlessMessage.Read(datagram, reader) is not { ChecksumValid: true, IsResponse: true, Data.Count: > 0 } message)
            return null;
        var request = _requests.FirstOrDefault(each => each.Command is { } command && each.Matches(message.Sequence)
            && command.Code == message.Command && ((byte)command.NetFn | 1) == message.NetFn);
        if (request is null)
            return null;
        var data = new ByteReader(message.Data);
        byte code = data.ReadByte();
        if (code == (byte)CompletionCode.NodeBusy)
            request.Next = now + BusyWait;
        else
            Apply(request, code == 0, data, now);
        return request;
    }

    private void Apply(ProbeRequest request, bool succeeded, ByteReader data, TimeSpan now)
    {
        switch (request.Command)
        {
            case GetChannelAuthenticationCapabilities command when succeeded:
                var capabilities = command.ReadResponse(data);
                if (_found is null)
                    AskForRest(capabilities, now);
                _found = capabilities;
                _capabilities.IsDone = true;
                break;
            case GetChannelAuthenticationCapabilities { RequestIpmi20: true }:
                // Some BMCs of IPMI 1.5 refuse the request with that bit set.
                _capabilities = Replace(request, new GetChannelAuthenticationCapabilities { RequestIpmi20 = false }, now);
                break;
            case GetSystemGuid command when succeeded:
                _guid = command.ReadResponse(data).Bytes;
                break;
            case GetChannelCipherSuites command when succeeded:
                AddSuites(command, command.ReadResponse(data), now);
                break;
        }

        request.IsDone = true;
    }

    private void AskForRest(ChannelAuthenticationCapabilities capabilities, TimeSpan now)
    {
        Add(new GetSystemGuid(), now, capabilities.SupportsIpmi20);
        if (capabilities.SupportsIpmi20)
            Add(new GetChannelCipherSuites(), now, inRmcpPlus: true);

        // Some cards of IPMI 1.5 do not respond for a while after a ping.
        else if (_ping.Sent == 0)
            _ping.IsDone = true;
    }

    private void AddSuites(GetChannelCipherSuites command, ChannelCipherSuites page, TimeSpan now)
    {
        (_suites ??= []).AddRange(page.Data);
        _hasAllSuites = page.Data.Length < GetChannelCipherSuites.PageLength;
        if (!_hasAllSuites && command.ListIndex + 1 < MaximumSuitePages)
            Add(new GetChannelCipherSuites { ListIndex = (byte)(command.ListIndex + 1) }, now, inRmcpPlus: true);
    }

    private ProbeRequest Add(IpmiCommand command, TimeSpan now, bool inRmcpPlus)
    {
        _sequence = (byte)((_sequence + 1) & 0x3F);
        var request = new ProbeRequest(command, _sequence) { PrefersRmcpPlus = inRmcpPlus, Next = now };
        _requests.Add(request);
        return request;
    }

    /// <summary>Asks again, as a new request; a late answer to the previous one still counts.</summary>
    private ProbeRequest Replace(ProbeRequest previous, IpmiCommand command, TimeSpan now)
    {
        previous.Limit = previous.Sent;
        return Add(command, now, inRmcpPlus: false);
    }

    /// <summary>Once the address has answered, the ping waits for everything else.</summary>
    private bool IsHeldBack(ProbeRequest request, TimeSpan now) => request == _ping && _hasAnswered && _requests.Any(other => other != _ping && other.IsOpen(now));

    /// <summary>Grows with each time, from four times the round trip.</summary>
    private TimeSpan WaitAfter(int sent)
    {
        long shortest = Math.Min(ShortestWait.Ticks, _half.Ticks / 2);
        long first = Math.Min(Math.Max(shortest, 4 * (_roundTrip ?? TimeSpan.Zero).Ticks), _half.Ticks);
        return TimeSpan.FromTicks(first << (sent - 1));
    }

    private void Schedule(TimeSpan now)
    {
        Due = now < _end ? _end : TimeSpan.MaxValue;
        foreach (var request in _requests)
        {
            bool isWaiting = _hasAnswered ? request.IsOpen(now) : request.MaySend;
            if (isWaiting && request.Next < Due && !IsHeldBack(request, now))
                Due = request.Next;
        }

        if (IsOver(now))
            Due = now;
    }
}
