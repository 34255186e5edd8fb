using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Device;
using IpmiPS.Events;
using IpmiPS.Oem;
using IpmiPS.Parameters;
using IpmiPS.Sdr;
using IpmiPS.Sel;
using IpmiPS.Wire;

namespace IpmiPS.Alerts;

/// <summary>
/// Decodes platform event traps, and tells other traps as such. Events have the same texts as in the event log. IPMI Platform Event Trap Format
/// Specification 1.0, tables 2 and 3; multi-byte fields are in network order, except where BMCs do otherwise.
/// </summary>
public static class AlertDecoder
{
    internal const string PetEnterprise = "1.3.6.1.4.1.3183.1.1";
    private const int MinimumPetLength = 46;
    private const int EventDataSpace = 8;
    private const ushort UnspecifiedOffset = 0xFFFF;
    private const byte Unspecified = 0xFF, EndOfFields = 0xC1;
    private const int DeassertionBit = 0x80;
    private const int MaximumIana = 0xFFFFF; // IPMI has 20 bits for it
    private const byte Ipmi20 = 0x02;
    private const int MaximumVariables = 16;

    private static readonly DateTime PetEpoch = new(1998, 1, 1);
    private static readonly DateTime UnixEpoch = new(1970, 1, 1);

    private static readonly string[] StandardTraps = ["coldStart", "warmStart", "linkDown", "linkUp", "authenticationFailure", "egpNeighborLoss"];

    /// <summary>Decodes a packet.</summary>
    /// <param name="packet">The packet: the content of a UDP datagram.</param>
    /// <param name="now">The present time. BMCs that send Unix time are recognised because their time would otherwise be in the future.</param>
    /// <param name="received">When the packet was received; null if not known.</param>
    /// <param name="sender">The address from which it came; null if not known.</param>
    /// <exception cref="IpmiException">ProtocolError: it is not a trap or inform of SNMP version 1 or 2c, or has no valid form.</exception>
    public static Alert Decode(byte[] packet, DateTimeOffset now, DateTimeOffset? received = null, string? sender = null) =>
        Decode(SnmpTrap.Read(packet), packet, now, received, sender, null);

    /// <summary>Decodes a packet whose SNMP part was read. An inventory says which computer it is.</summary>
    internal static Alert Decode(SnmpTrap trap, byte[] packet, DateTimeOffset now, DateTimeOffset? received, string? sender, AlertInventory? inventory)
    {
        byte[]? data = DataOf(trap);
        var pet = data is null ? null : PetData.Read(data);
        var computer = inventory?.Find(sender, trap.AgentAddress, pet?.SystemGuid);
        string name = computer?.ComputerName ?? trap.AgentAddress ?? sender ?? "";
        bool? isKnown = inventory is null ? null : computer is not null;
        var raw = new ByteString(packet);
        string version = trap.IsVersion1 ? "1" : "2c";
        if (trap.Specific is not { } specific || (data is null && !IsPet(trap.Enterprise)))
            return new Alert
            {
                ComputerName = name,
                Received = received,
                Sender = sender,
                IsKnown = isKnown,
                Event = DescribeForeign(trap),
                Details = DescribeVariables(trap.Variables),
                Enterprise = trap.Enterprise,
                TrapOid = trap.TrapOid,
                SnmpVersion = version,
                IsInform = trap.IsInform,
                Raw = raw,
            };

        var code = new PetCode(specific);
        var entry = code.SensorType == 0 ? null : DecodeEvent(code, pet);
        return new Alert
        {
            ComputerName = name,
            Timestamp = ToDate(pet, received ?? now, out var offset),
            UtcOffset = offset,
            Received = received,
            Sender = sender,
            IsKnown = isKnown,
            Severity = ToSeverity(pet?.Severity) ?? entry?.Severity ?? SelSeverity.Unknown,
            IsPet = true,
            Sensor = entry is null ? null : pet?.Sensor is null ? entry.SensorType : entry.Sensor,
            SensorType = entry?.SensorType,
            SensorTypeCode = entry?.SensorTypeCode,
            SensorNumber = entry is null ? null : pet?.Sensor,
            EventType = entry is null ? null : code.EventType,
            Offset = entry is null ? null : code.Offset,
            Event = entry is null ? "Alert without an event, as for a test" : code.Offset is null ? $"Event type {code.EventType:X2}h, offset not specified" : entry.Event,
            Direction = entry?.Direction,
            Details = EventDetails.Join(entry?.Details, pet is null ? "The trap has no data beside its number" : null),
            EventData = entry is null || pet is null ? null : new ByteString(pet.EventData),
            GeneratorId = pet?.Device,
            Entity = pet?.Entity,
            SystemGuid = pet?.SystemGuid,
            Sequence = pet?.Sequence,
            ManufacturerId = pet?.ManufacturerId,
            Manufacturer = pet is null ? null : Manufacturers.Describe(pet.ManufacturerId),
            ProductId = pet?.ProductId,
            OemData = pet?.OemData is { Length: > 0 } oem ? new ByteString(oem) : null,
            Enterprise = trap.Enterprise,
            TrapOid = trap.TrapOid,
            SnmpVersion = version,
            IsInform = trap.IsInform,
            Raw = raw,
        };
    }

    /// <summary>The variable of a platform event trap; null for other traps, and for one without data.</summary>
    internal static byte[]? DataOf(SnmpTrap trap) =>
        trap.Variables.FirstOrDefault(static variable => IsPet(variable.Name) && variable.Octets is { Length: >= MinimumPetLength })?.Octets;

    /// <summary>The request that tells the BMC that this trap has arrived. Table 2 of the trap's format, and IPMI 2.0 section 30.8.</summary>
    internal static PetAcknowledge Acknowledgement(byte[] data)
    {
        var reader = new ByteReader(data);
        reader.Skip(16); // GUID
        ushort sequence = reader.ReadUInt16BigEndian();
        uint timestamp = reader.ReadUInt32BigEndian();
        reader.Skip(3); // UTC offset, trap source
        byte source = reader.ReadByte();
        reader.Skip(1); // severity
        byte device = reader.ReadByte(), sensor = reader.ReadByte();
        reader.Skip(2); // entity
        return new PetAcknowledge
        {
            SequenceNumber = sequence,
            LocalTimestamp = timestamp,
            EventSourceType = source,
            SensorDevice = device,
            SensorNumber = sensor,
            EventData1 = reader.ReadByte(),
            EventData2 = reader.ReadByte(),
            EventData3 = reader.ReadByte(),
        };
    }

    /// <summary>The identifier of platform event traps, or one below it: some senders name the variable like the enterprise.</summary>
    private static bool IsPet(string identifier) => identifier == PetEnterprise || identifier.StartsWith(PetEnterprise + ".", StringComparison.Ordinal);

    /// <summary>The event as the event log would have it.</summary>
    private static SelEntry DecodeEvent(PetCode code, PetData? pet)
    {
        byte[] data = pet?.EventData ?? [0, Unspecified, Unspecified];
        var writer = new ByteWriter(SelRecord.Length);
        new SelRecord
        {
            Timestamp = SelClock.Unspecified,
            Event = new SelEvent
            {
                GeneratorId = (ushort)(pet?.Device ?? 0),
                Revision = 0x04,
                SensorType = code.SensorType,
                SensorNumber = (byte)(pet?.Sensor ?? 0),
                EventType = (byte)(code.EventType & ~DeassertionBit),
                IsDeassertion = code.IsDeassertion,
                Data1 = (byte)((data[0] & 0xF0) | (code.Offset ?? 0xF)),
                Data2 = data[1],
                Data3 = data[2],
            },
        }.Write(writer);
        var source = pet is null ? null : new SelSource(Manufacturers.Canonical(pet.ManufacturerId), pet.ProductId, Ipmi20);
        return new SelEntryDecoder("", new SelClock(), static _ => null, source).Decode(0, writer.ToArray());
    }

    /// <summary>
    /// The time is in seconds since 1998 by the BMC's clock. Some BMCs send Unix time, which then is more than a day in the future.
    /// </summary>
    private static DateTimeOffset? ToDate(PetData? pet, DateTimeOffset present, out TimeSpan? utcOffset)
    {
        utcOffset = pet?.UtcOffset is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
        if (pet is null || pet.Seconds == 0)
            return null;
        var time = new DateTimeOffset(PetEpoch.AddSeconds(pet.Seconds), utcOffset ?? TimeSpan.Zero);
        var limit = present.AddDays(1);
        if (time > limit && new DateTimeOffset(UnixEpoch.AddSeconds(pet.Seconds), TimeSpan.Zero) is var unix && unix <= limit)
            return unix.ToOffset(utcOffset ?? TimeSpan.Zero);
        return time;
    }

    private static SelSeverity? ToSeverity(byte? severity) => (PefSeverity?)severity switch
    {
        PefSeverity.Monitor or PefSeverity.Information or PefSeverity.Ok => SelSeverity.Information,
        PefSeverity.NonCritical => SelSeverity.Warning,
        PefSeverity.Critical => SelSeverity.Critical,
        PefSeverity.NonRecoverable => SelSeverity.NonRecoverable,
        _ => null,
    };

    private static string DescribeForeign(SnmpTrap trap)
    {
        int dot = trap.TrapOid.LastIndexOf('.');
        string? standard = trap.Specific is null && int.TryParse(trap.TrapOid.Substring(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= StandardTraps.Length
            ? StandardTraps[number - 1]
            : null;
        return $"Not a platform event trap: {standard ?? trap.TrapOid}";
    }

    private static string? DescribeVariables(IReadOnlyList<SnmpVariable> variables)
    {
        var parts = variables.Take(MaximumVariables).Select(static variable => $"{variable.Name} = {variable.Text}").ToList();
        if (variables.Count > MaximumVariables)
            parts.Add($"and {variables.Count - MaximumVariables} more");
        return EventDetails.Join([.. parts]);
    }

    /// <summary>The specific trap number: [23:16] sensor type, [15:8] event type, [7] deassertion, [3:0] offset, Fh unspecified.</summary>
    private readonly struct PetCode(uint specific)
    {
        public byte SensorType => (byte)(specific >> 16);

        public byte EventType => (byte)(specific >> 8);

        public bool IsDeassertion => (specific & DeassertionBit) != 0;

        public int? Offset => (specific & 0xF) is var offset && offset == 0xF ? null : (int)offset;
    }

    /// <summary>The variable of a platform event trap.</summary>
    private sealed class PetData
    {
        public Guid? SystemGuid { get; private set; }

        public int Sequence { get; private set; }

        public uint Seconds { get; private set; }

        public int? UtcOffset { get; private set; }

        public byte Severity { get; private set; }

        public int? Device { get; private set; }

        public int? Sensor { get; private set; }

        public string? Entity { get; private set; }

        public byte[] EventData { get; private set; } = [];

        public int ManufacturerId { get; private set; }

        public int ProductId { get; private set; }

        public byte[] OemData { get; private set; } = [];

        public static PetData Read(byte[] bytes)
        {
            var reader = new ByteReader(bytes);
            var pet = new PetData { SystemGuid = GuidOrder.Interpret(reader.ReadBytes(16), out _), Sequence = reader.ReadUInt16BigEndian(), Seconds = reader.ReadUInt32BigEndian() };
            ushort offset = reader.ReadUInt16BigEndian();
            pet.UtcOffset = offset == UnspecifiedOffset || Math.Abs((int)(short)offset) > 14 * 60 ? null : (short)offset;
            reader.Skip(2); // trap source and event source
            pet.Severity = reader.ReadByte();
            byte device = reader.ReadByte(), sensor = reader.ReadByte(), entity = reader.ReadByte(), instance = reader.ReadByte();
            pet.Device = device is 0 or Unspecified ? null : device;
            pet.Sensor = sensor == 0 && pet.Device is null ? null : sensor;
            pet.Entity = entity == 0 ? null : EntityIds.Describe(entity) + (instance is 0 or Unspecified ? "" : " " + instance.ToString(CultureInfo.InvariantCulture));
            var data = reader.Slice(EventDataSpace);
            pet.EventData = data.ReadBytes(3);
            reader.Skip(1); // language
            byte[] numbers = reader.ReadBytes(6);
            uint manufacturer = new ByteReader(numbers).ReadUInt32BigEndian();

            // Some BMCs send both numbers with the least significant byte first: then the first is too large in network order.
            bool isReversed = manufacturer > MaximumIana;
            if (isReversed)
                manufacturer = new ByteReader(numbers).ReadUInt32();
            pet.ManufacturerId = (int)Math.Min(manufacturer, int.MaxValue);
            pet.ProductId = isReversed ? numbers[5] << 8 | numbers[4] : numbers[4] << 8 | numbers[5];
            byte[] rest = reader.ReadRest();
            pet.OemData = rest.Length > 0 && rest[rest.Length - 1] == EndOfFields ? [.. rest.Take(rest.Length - 1)] : rest;
            return pet;
        }
    }
}
