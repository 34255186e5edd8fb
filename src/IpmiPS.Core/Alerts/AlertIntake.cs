using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Transport;

namespace IpmiPS.Alerts;

/// <summary>What is sent after a packet.</summary>
/// <param name="Response">The response to an inform, for where the packet came from; null for none.</param>
/// <param name="Acknowledgement">The acknowledgement of a platform event trap; null for none.</param>
/// <param name="AcknowledgementPort">UDP port of the BMC, at the address from which the packet came.</param>
internal readonly record struct AlertReply(byte[]? Response = null, PetAcknowledge? Acknowledgement = null, int AcknowledgementPort = 0);

/// <summary>
/// Decides what happens with each packet, without a socket or a clock: an alert for the queue, a repetition of one, or a notice. Only what is in the queue is answered and acknowledged, so
/// that a sender repeats what was dropped.
/// </summary>
internal sealed class AlertIntake(AlertReceiverOptions options, AlertQueue queue) : IDisposable
{
    private readonly AlertRepeats _repeats = new(options.RepeatTime);
    private readonly AlertNoticeLimiter _limiter = new();
    private readonly byte[][] _communities = [.. options.Communities.Select(Encoding.UTF8.GetBytes)];
    private long _packets, _alerts, _duplicates, _refused, _dropped, _responses, _acknowledged;

    /// <summary>What was received so far. Any thread: a number may be newer than another one.</summary>
    public AlertCounts Counts => new(_packets, _alerts, _duplicates, _refused, _dropped, _responses, _acknowledged);

    /// <summary>Takes a packet.</summary>
    /// <param name="packet">The packet, which is kept.</param>
    /// <param name="from">Address from which it came.</param>
    /// <param name="received">When it arrived.</param>
    /// <param name="now">The time of the clock that never goes back.</param>
    public AlertReply Receive(byte[] packet, IPAddress from, DateTimeOffset received, TimeSpan now)
    {
        // What is beyond the limit is not answered, so that its sender repeats it.
        if (_alerts >= options.Limit)
            return default;
        _packets++;
        string sender = HostResolver.Plain(from).ToString();
        SnmpTrap trap;
        Alert alert;
        try
        {
            trap = SnmpTrap.Read(packet);
            alert = AlertDecoder.Decode(trap, packet, received, received, sender, options.Inventory);
        }
        catch (IpmiException error)
        {
            bool isVersion3 = error is not Wire.MalformedDataException;
            Refuse(isVersion3 ? AlertNoticeKind.Version3 : AlertNoticeKind.Malformed, sender, now, isVersion3
                ? $"{sender} sends SNMP version 3, which is not supported: its alerts cannot be read. {error.RecommendedAction}"
                : $"A packet from {sender} is not an SNMP trap: {error.Description}");
            return default;
        }

        if (_communities.Length > 0 && !_communities.Any(trap.Community.SequenceEqual))
        {
            Refuse(AlertNoticeKind.WrongCommunity, sender, now, $"An alert from {sender} has another community than -Community, and was not accepted. Set the BMC's community, or correct the parameter.", alert);
            return default;
        }

        byte[]? data = AlertDecoder.DataOf(trap);
        var key = _repeats.KeyOf(trap, packet, data, sender);
        if (key is { } known && _repeats.Contains(known, now))
        {
            _duplicates++;
        }
        else if (queue.TryAdd(alert))
        {
            _alerts++;
            if (key is { } added)
                _repeats.Add(added, now);
        }
        else
        {
            _dropped++;
            Notice(AlertNoticeKind.Dropped, null, now, "Alerts were lost, because those before them are processed too slowly. Do less for each alert, or pass them on to a queue.");
            return default;
        }

        if (trap.Response is not null)
            _responses++;
        return AcknowledgementFor(data, sender, alert, now) is { } port
            ? new(trap.Response, AlertDecoder.Acknowledgement(data!), port)
            : new(trap.Response);
    }

    /// <summary>Counts an acknowledgement that was sent.</summary>
    public void Acknowledged() => _acknowledged++;

    /// <summary>Reports that an acknowledgement could not be sent.</summary>
    public void NotAcknowledged(IPAddress to, string reason, TimeSpan now) =>
        Notice(AlertNoticeKind.NotAcknowledged, HostResolver.Plain(to).ToString(), now, $"The alert cannot be acknowledged to {HostResolver.Plain(to)}: {reason}");

    /// <summary>Takes note of a packet that is too long for the socket's buffer.</summary>
    public void ReceiveTooLong(IPAddress from, TimeSpan now)
    {
        _packets++;
        string sender = HostResolver.Plain(from).ToString();
        Refuse(AlertNoticeKind.Malformed, sender, now, $"A packet from {sender} is longer than {UdpTransport.MaximumLength} bytes, and was not read.");
    }

    /// <summary>Takes note of an exception that nothing expected.</summary>
    public void Fault(Exception fault, TimeSpan now)
    {
        _refused++;
        Notice(AlertNoticeKind.InternalError, null, now, Callback.Error(fault).Message);
    }

    /// <inheritdoc/>
    public void Dispose() => _repeats.Dispose();

    /// <summary>The port to which a trap is acknowledged; null if it is not. With an inventory, only senders that it has are sent to.</summary>
    private int? AcknowledgementFor(byte[]? data, string sender, Alert alert, TimeSpan now)
    {
        if (!options.Acknowledge || data is null)
            return null;
        if (options.Inventory is not { } inventory)
            return options.AcknowledgementPort ?? LanEndpoint.DefaultPort;
        if (inventory.FindAddress(sender, alert.SystemGuid) is { } computer)
            return options.AcknowledgementPort ?? computer.Port;
        Notice(AlertNoticeKind.UnknownSender, sender, now, $"The alert from {sender} is not acknowledged, because the inventory has no computer with this address, or several.", alert);
        return null;
    }

    private void Refuse(AlertNoticeKind kind, string sender, TimeSpan now, string message, Alert? alert = null)
    {
        _refused++;
        Notice(kind, sender, now, message, alert);
    }

    private void Notice(AlertNoticeKind kind, string? sender, TimeSpan now, string message, Alert? alert = null)
    {
        if (_limiter.Count(kind, ref sender, now) is { } count)
            queue.Add(new AlertNotice(kind, sender, message + (count > 1 ? $" ({count} times since the last message of this kind)" : ""), count, alert));
    }
}
