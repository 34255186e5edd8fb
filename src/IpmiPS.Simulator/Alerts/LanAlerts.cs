using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using IpmiPS.Commands.App;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>
/// Sends alerts to the destinations of the LAN channel: SNMP traps, repeated as the destination says until they are acknowledged. They leave from the
/// BMC's own address and port, so a receiver can tell BMCs apart. Runs under the BMC's lock. IPMI 2.0 table 23-4, parameters 16 to 19, and section 17.16.
/// </summary>
internal sealed class LanAlerts(SimulatorOptions options, LanConfiguration lan, PefConfiguration pef, BmcIdentity identity, MachineDefinition machine, SimulatorTime time)
{
    private const byte PetType = 0;
    private const double TicksPerSecond = 100;

    private static readonly DateTimeOffset PetEpoch = new(1998, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] NoAddress = new byte[4];

    private readonly List<Delivery> _deliveries = [];
    private ushort _sequence;
    private uint _requestId;

    /// <summary>Sends a packet.</summary>
    public Action<byte[], IPEndPoint>? SendPacket { get; set; }

    /// <summary>The type of a destination, 0 for traps.</summary>
    public int TypeOf(byte destination) => lan.Value(LanParameters.DestinationType, destination).Type;

    /// <summary>Sends an alert to a destination.</summary>
    /// <param name="destination">Destination selector; 0 is the volatile one.</param>
    /// <param name="content">What to send.</param>
    /// <param name="completed">Called with true once the alert is delivered, and with false if that failed: no such destination, or no acknowledgement.</param>
    public void Send(byte destination, Content content, Action<bool> completed)
    {
        if (destination > LanConfiguration.AlertDestinations || lan.Value(LanParameters.DestinationType, destination) is not { Type: PetType } type || EndPointOf(destination) is not { } to)
        {
            completed(false);
            return;
        }

        var delivery = new Delivery(this, PetOf(content), ++_requestId, to, type, content.IsImmediate, completed);
        _deliveries.Add(delivery);
        delivery.Send();
    }

    /// <summary>Ends the alert that a PET Acknowledge is about. IPMI 2.0 section 30.8.</summary>
    public void Acknowledge(PetAcknowledge acknowledge)
    {
        var key = (acknowledge.SequenceNumber, acknowledge.LocalTimestamp, acknowledge.EventSourceType, acknowledge.SensorDevice, acknowledge.SensorNumber, acknowledge.EventData1, acknowledge.EventData2, acknowledge.EventData3);
        _deliveries.Find(delivery => delivery.IsAcknowledgedBy(key))?.Complete(true);
    }

    /// <summary>Ends the alert that the response to an inform is about.</summary>
    public void Receive(byte[] datagram, IPEndPoint from)
    {
        if (TrapPacket.ReadResponse(datagram) is { } request)
            _deliveries.Find(delivery => delivery.IsAnsweredBy(request, from))?.Complete(true);
    }

    /// <summary>Stops all alerts that PEF has started.</summary>
    public void CancelFiltered() => _deliveries.RemoveAll(static delivery => !delivery.IsImmediate);

    /// <summary>
    /// Where alerts for a destination go; null for nowhere. Only loopback, unless the rack may use the network: whoever tries a configuration for real
    /// receivers does not send them alerts.
    /// </summary>
    private IPEndPoint? EndPointOf(byte destination)
    {
        var address = lan.Value(LanParameters.DestinationAddress, destination).Address;
        bool isOwnFamily = IPAddress.TryParse(identity.Address, out var own) && own.AddressFamily == address.AddressFamily;
        return isOwnFamily && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && (options.AllowNetwork || IPAddress.IsLoopback(address))
            ? new IPEndPoint(address, options.AlertPort)
            : null;
    }

    private PlatformEventTrap PetOf(Content content)
    {
        var bmc = machine.Bmc;
        var guid = pef.Value(PefParameters.SystemGuid);
        return new PlatformEventTrap
        {
            Guid = guid.IsUsed ? guid.Bytes : SystemGuid(),
            Sequence = ++_sequence,
            Seconds = (uint)Math.Max(0, content.Time - PetEpoch.ToUnixTimeSeconds()),
            UtcOffset = content.UtcOffset,
            Severity = content.Severity,
            Event = content.Event,
            Entity = content.Event is { } e ? EntityOf(e) : default,
            ManufacturerId = bmc.ManufacturerId,
            ProductId = bmc.ProductId,
            Text = content.Text,
        };
    }

    /// <summary>The GUID of the machine in network order, or as the BMC has it from SMBIOS.</summary>
    private byte[] SystemGuid() => machine.HasSmbiosGuid || machine.Guid is not null ? identity.Guid : [.. identity.Guid.Reverse()];

    /// <summary>The entity of a sensor, from its SDR: types 01h to 03h have owner, LUN, number, entity and instance in bytes 6 to 10.</summary>
    private (byte Id, byte Instance) EntityOf(EventMessage e)
    {
        byte[]? sdr = machine.Bmc.MainSdrs.Find(record =>
            record.Length > 9 && record[3] is 0x01 or 0x02 or 0x03 && record[5] == e.Generator && (record[6] & 0x03) == (e.GeneratorChannel & 0x03) && record[7] == e.SensorNumber);
        return sdr is null ? default : (sdr[8], sdr[9]);
    }

    /// <summary>What an alert is about.</summary>
    /// <param name="Event">The event; null for an alert without one.</param>
    /// <param name="Time">When it happened by the BMC's clock, in seconds since 1970.</param>
    /// <param name="UtcOffset">UTC offset of that clock in minutes; null if the BMC has none.</param>
    /// <param name="Severity">Severity; 0 unspecified.</param>
    /// <param name="Text">The alert string; empty for none.</param>
    /// <param name="IsImmediate">Whether it was requested by Alert Immediate, and not by PEF.</param>
    internal sealed record Content(EventMessage? Event, uint Time, int? UtcOffset, byte Severity, string Text, bool IsImmediate);

    /// <summary>An alert on its way to one destination. An unacknowledged one is delivered once it is sent; it is repeated all the same.</summary>
    private sealed class Delivery(LanAlerts alerts, PlatformEventTrap trap, uint requestId, IPEndPoint to, AlertDestinationType type, bool isImmediate, Action<bool> completed)
    {
        private readonly AlertFormat _format = alerts.Options.AlertFormat;
        private int _sent;
        private bool _isCompleted;

        public bool IsImmediate => isImmediate;

        private bool WaitsForAnswer => type.IsAcknowledged || _format == AlertFormat.Inform;

        public bool IsAcknowledgedBy((ushort, uint, byte, byte, byte, byte, byte, byte) key) => type.IsAcknowledged && trap.Key == key;

        public bool IsAnsweredBy(uint request, IPEndPoint from) => _format == AlertFormat.Inform && requestId == request && from.Equals(to);

        public void Send()
        {
            if (!alerts._deliveries.Contains(this))
                return;
            if (_sent > type.Retries)
            {
                Complete(false);
                return;
            }

            _sent++;
            alerts.SendPacket?.Invoke(alerts.Packet(trap, requestId), to);

            // The interval counts from 0, for one second.
            alerts.Time.Schedule(alerts.Time.Now + TimeSpan.FromSeconds(type.TimeoutSeconds + 1), Send);
            if (!WaitsForAnswer)
                Report(true);
        }

        public void Complete(bool isDelivered)
        {
            alerts._deliveries.Remove(this);
            Report(isDelivered);
        }

        private void Report(bool isDelivered)
        {
            if (_isCompleted)
                return;
            _isCompleted = true;
            completed(isDelivered);
        }
    }

    private SimulatorOptions Options => options;

    private SimulatorTime Time => time;

    private byte[] Packet(PlatformEventTrap trap, uint requestId)
    {
        string community = lan.Get(LanParameters.CommunityString.Number) is null ? "public" : lan.Value(LanParameters.CommunityString);
        byte[] agent = IPAddress.TryParse(identity.Address, out var own) && own.AddressFamily == AddressFamily.InterNetwork ? own.GetAddressBytes() : NoAddress;
        return TrapPacket.Write(options.AlertFormat, community, agent, (uint)(time.Now.TotalSeconds * TicksPerSecond), requestId, trap);
    }
}
