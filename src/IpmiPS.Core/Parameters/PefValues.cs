using System;
using System.Linq;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Switches of platform event filtering. IPMI 2.0 table 30-6, parameter 1.</summary>
[Flags]
public enum PefControl : byte
{
    /// <summary>PEF is off.</summary>
    None = 0,

    /// <summary>PEF is on.</summary>
    Enabled = 0x01,

    /// <summary>Actions are logged as events.</summary>
    EventMessages = 0x02,

    /// <summary>PEF waits after power-up and reset.</summary>
    StartupDelay = 0x04,

    /// <summary>Alerts wait after power-up and reset.</summary>
    AlertStartupDelay = 0x08,
}

/// <summary>Severity that a trap has. IPMI 2.0 table 17-2, byte 4.</summary>
public enum PefSeverity : byte
{
    /// <summary>Not specified.</summary>
    Unspecified = 0x00,

    /// <summary>To be watched.</summary>
    Monitor = 0x01,

    /// <summary>Information.</summary>
    Information = 0x02,

    /// <summary>Back to normal.</summary>
    Ok = 0x04,

    /// <summary>Non-critical.</summary>
    NonCritical = 0x08,

    /// <summary>Critical.</summary>
    Critical = 0x10,

    /// <summary>Non-recoverable.</summary>
    NonRecoverable = 0x20,
}

/// <summary>First byte of an event filter. IPMI 2.0 table 17-2.</summary>
/// <param name="IsEnabled">Whether the filter is on.</param>
/// <param name="IsPreset">Whether the vendor has set it, so that it can only be switched on and off.</param>
public readonly record struct PefFilterState(bool IsEnabled, bool IsPreset)
{
    private const byte EnabledBit = 0x80, PresetBit = 0x40;

    /// <summary>Reads the byte: [7] enabled, [6:5] 10b set by the vendor.</summary>
    public static PefFilterState Read(ByteReader reader)
    {
        byte value = reader.ReadByte();
        return new((value & EnabledBit) != 0, (value & PresetBit) != 0);
    }

    /// <summary>Writes the byte.</summary>
    public void Write(ByteWriter writer) => writer.WriteByte((byte)((IsEnabled ? EnabledBit : 0) | (IsPreset ? PresetBit : 0)));
}

/// <summary>How one byte of event data is compared. IPMI 2.0 section 17.8. All zeros: any value matches.</summary>
/// <param name="AndMask">Bits that are looked at; the others count as 0.</param>
/// <param name="Compare1">1: the bit has to be as in <paramref name="Compare2"/>; 0: one of these bits has to be.</param>
/// <param name="Compare2">The values of the bits.</param>
public readonly record struct PefDataMatch(byte AndMask, byte Compare1, byte Compare2)
{
    /// <summary>Reads mask, compare 1, compare 2.</summary>
    public static PefDataMatch Read(ByteReader reader) => new(reader.ReadByte(), reader.ReadByte(), reader.ReadByte());

    /// <summary>Writes the same three bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(AndMask);
        writer.WriteByte(Compare1);
        writer.WriteByte(Compare2);
    }

    /// <summary>Whether a byte of event data matches.</summary>
    public bool Matches(byte data)
    {
        int differing = (data & AndMask) ^ Compare2;
        bool hasAll = (differing & Compare1) == 0;
        int oneOf = ~Compare1 & 0xFF;
        return hasAll && (oneOf == 0 || (differing & oneOf) != oneOf);
    }
}

/// <summary>An event filter: which events, and what to do. IPMI 2.0 section 17.7, table 17-2.</summary>
public sealed record PefFilter
{
    /// <summary>Bytes of a filter.</summary>
    internal const int Length = 20;

    /// <summary>Any generator, sensor type, sensor number or event type.</summary>
    public const byte Any = 0xFF;

    /// <summary>Any offset.</summary>
    public const ushort AnyOffset = 0xFFFF;

    /// <summary>Whether the filter is on, and who has set it.</summary>
    public PefFilterState State { get; init; }

    /// <summary>What to do.</summary>
    public PefActions Actions { get; init; }

    /// <summary>Alert policy, 1 to 15; 0 for none.</summary>
    public byte PolicyNumber { get; init; }

    /// <summary>Group control selector, 0 to 7.</summary>
    public byte GroupSelector { get; init; }

    /// <summary>Severity of the trap.</summary>
    public PefSeverity Severity { get; init; }

    /// <summary>Generator: slave address or software ID; FFh for any.</summary>
    public byte GeneratorId { get; init; } = Any;

    /// <summary>Generator: [7:4] channel, [1:0] LUN; FFh for any.</summary>
    public byte GeneratorChannel { get; init; } = Any;

    /// <summary>Sensor type; FFh for any.</summary>
    public byte SensorType { get; init; } = Any;

    /// <summary>Sensor number; FFh for any.</summary>
    public byte SensorNumber { get; init; } = Any;

    /// <summary>Event/reading type; FFh for any.</summary>
    public byte EventType { get; init; } = Any;

    /// <summary>Offsets that match, a bit for each; FFFFh for any.</summary>
    public ushort Offsets { get; init; } = AnyOffset;

    /// <summary>Event data 1.</summary>
    public PefDataMatch Data1 { get; init; }

    /// <summary>Event data 2.</summary>
    public PefDataMatch Data2 { get; init; }

    /// <summary>Event data 3.</summary>
    public PefDataMatch Data3 { get; init; }

    /// <summary>Whether the filter starts an alert policy, if it is on.</summary>
    internal bool Alerts => Actions.HasFlag(PefActions.Alert) && PolicyNumber != 0;

    /// <summary>Whether an event matches all fields of the filter, on or off.</summary>
    /// <param name="generatorId">Slave address or software ID of the event's generator.</param>
    /// <param name="generatorChannel">[7:4] channel, [1:0] LUN of the generator.</param>
    /// <param name="message">The event.</param>
    public bool Matches(byte generatorId, byte generatorChannel, PlatformEvent message) =>
        IsEqual(GeneratorId, generatorId) && IsEqual(GeneratorChannel, generatorChannel)
        && IsEqual(SensorType, message.SensorType) && IsEqual(SensorNumber, message.SensorNumber) && IsEqual(EventType, message.EventType)
        && (Offsets & 1 << (message.EventData1 & 0x0F)) != 0
        && Data1.Matches(message.EventData1) && Data2.Matches(message.EventData2) && Data3.Matches(message.EventData3);

    /// <summary>Reads the 20 bytes.</summary>
    public static PefFilter Read(ByteReader reader)
    {
        var state = PefFilterState.Read(reader);
        var actions = (PefActions)(reader.ReadByte() & 0x7F);
        byte policy = reader.ReadByte();
        return new PefFilter
        {
            State = state,
            Actions = actions,
            PolicyNumber = (byte)(policy & 0x0F),
            GroupSelector = (byte)(policy >> 4 & 0x07),
            Severity = (PefSeverity)reader.ReadByte(),
            GeneratorId = reader.ReadByte(),
            GeneratorChannel = reader.ReadByte(),
            SensorType = reader.ReadByte(),
            SensorNumber = reader.ReadByte(),
            EventType = reader.ReadByte(),
            Offsets = reader.ReadUInt16(),
            Data1 = PefDataMatch.Read(reader),
            Data2 = PefDataMatch.Read(reader),
            Data3 = PefDataMatch.Read(reader),
        };
    }

    /// <summary>Writes the 20 bytes.</summary>
    public void Write(ByteWriter writer)
    {
        State.Write(writer);
        writer.WriteByte((byte)Actions);
        writer.WriteByte((byte)(PolicyNumber & 0x0F | (GroupSelector & 0x07) << 4));
        writer.WriteByte((byte)Severity);
        writer.WriteByte(GeneratorId);
        writer.WriteByte(GeneratorChannel);
        writer.WriteByte(SensorType);
        writer.WriteByte(SensorNumber);
        writer.WriteByte(EventType);
        writer.WriteUInt16(Offsets);
        Data1.Write(writer);
        Data2.Write(writer);
        Data3.Write(writer);
    }

    private static bool IsEqual(byte wanted, byte value) => wanted == Any || wanted == value;
}

/// <summary>When an alert policy entry applies. IPMI 2.0 table 17-4.</summary>
public enum PefPolicyRule : byte
{
    /// <summary>Always.</summary>
    Always = 0,

    /// <summary>If the previous alert succeeded, skip this one and go on.</summary>
    SkipAfterSuccess = 1,

    /// <summary>If the previous alert succeeded, stop.</summary>
    StopAfterSuccess = 2,

    /// <summary>If the previous alert succeeded, go on with the next entry on another channel.</summary>
    OtherChannelAfterSuccess = 3,

    /// <summary>If the previous alert succeeded, go on with the next entry of another destination type.</summary>
    OtherTypeAfterSuccess = 4,
}

/// <summary>An alert policy entry: to which destination an alert goes. IPMI 2.0 section 17.11, table 17-4.</summary>
/// <param name="PolicyNumber">Policy that the entry belongs to, 1 to 15; 0 for an unused entry.</param>
/// <param name="IsEnabled">Whether the entry is on.</param>
/// <param name="Rule">When it applies.</param>
/// <param name="Channel">Channel, 0 to 15.</param>
/// <param name="Destination">Destination selector on the channel, 0 to 15.</param>
/// <param name="StringKey">Alert string: 0 for none; [7] the set of the event's filter, [6:0] set or string.</param>
public readonly record struct PefPolicy(byte PolicyNumber, bool IsEnabled, PefPolicyRule Rule, byte Channel, byte Destination, byte StringKey)
{
    /// <summary>Bytes of an entry.</summary>
    internal const int Length = 3;

    private const byte EnabledBit = 0x08;

    /// <summary>Whether the entry is on, and belongs to a policy.</summary>
    internal bool IsInUse => IsEnabled && PolicyNumber != 0;

    /// <summary>Reads [7:4] policy number, [3] enabled, [2:0] rule; [7:4] channel, [3:0] destination; string key.</summary>
    public static PefPolicy Read(ByteReader reader)
    {
        byte first = reader.ReadByte(), second = reader.ReadByte();
        return new((byte)(first >> 4), (first & EnabledBit) != 0, (PefPolicyRule)(first & 0x07), (byte)(second >> 4), (byte)(second & 0x0F), reader.ReadByte());
    }

    /// <summary>Writes the three bytes.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(PolicyNumber << 4 | (IsEnabled ? EnabledBit : 0) | (byte)Rule & 0x07));
        writer.WriteByte((byte)(Channel << 4 | Destination & 0x0F));
        writer.WriteByte(StringKey);
    }
}

/// <summary>The GUID that traps have. IPMI 2.0 table 30-6, parameter 10.</summary>
/// <param name="IsUsed">Whether traps have this GUID; otherwise that of Get System GUID.</param>
/// <param name="Bytes">The GUID, 16 bytes.</param>
public sealed record PefSystemGuid(bool IsUsed, byte[] Bytes)
{
    /// <summary>Bytes of the GUID.</summary>
    internal const int GuidLength = 16;

    /// <summary>Reads [0] used, GUID.</summary>
    public static PefSystemGuid Read(ByteReader reader) => new((reader.ReadByte() & 1) != 0, reader.ReadBytes(GuidLength));

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(IsUsed ? (byte)1 : (byte)0);
        writer.WriteBytes(Bytes);
    }

    /// <inheritdoc/>
    public bool Equals(PefSystemGuid? other) => other is not null && IsUsed == other.IsUsed && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override int GetHashCode() => (IsUsed, Bytes.Length).GetHashCode();
}

/// <summary>To which filter and set an alert string belongs. IPMI 2.0 table 30-6, parameter 12.</summary>
/// <param name="FilterNumber">Event filter, 0 to 127; 0 for none.</param>
/// <param name="StringSet">String set, 0 to 127; 0 for none.</param>
public readonly record struct PefStringKey(byte FilterNumber, byte StringSet)
{
    /// <summary>Reads [6:0] filter, [6:0] set.</summary>
    public static PefStringKey Read(ByteReader reader) => new((byte)(reader.ReadByte() & 0x7F), (byte)(reader.ReadByte() & 0x7F));

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(FilterNumber & 0x7F));
        writer.WriteByte((byte)(StringSet & 0x7F));
    }
}
