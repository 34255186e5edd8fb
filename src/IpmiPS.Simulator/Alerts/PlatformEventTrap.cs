using System;
using System.Text;
using IpmiPS.Alerts;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>A platform event trap (PET) as a BMC sends it. IPMI 2.0 section 17.16; IPMI Platform Event Trap Format Specification 1.0, tables 2 and 3. Numbers are in network order.</summary>
internal sealed record PlatformEventTrap
{
    /// <summary>Name of its one variable.</summary>
    public const string Variable = AlertDecoder.PetEnterprise + ".1";

    /// <summary>What there is for manufacturer's fields, with the byte that ends them.</summary>
    private const int MaximumFields = 64;

    private const byte FromBmc = 0x20, Unspecified = 0xFF, NoFields = 0xC1, MultiRecord = 0x80, Ascii = 0x40, AlertString = 0x01;
    private const int EventDataSpace = 8, MultiRecordHeader = 3;

    /// <summary>The system's GUID, 16 bytes.</summary>
    public byte[] Guid { get; init; } = [];

    /// <summary>Sequence number: the same in each repetition.</summary>
    public ushort Sequence { get; init; }

    /// <summary>Seconds since 1998 by the BMC's clock; 0 unspecified.</summary>
    public uint Seconds { get; init; }

    /// <summary>UTC offset of the clock in minutes; null if the BMC has none.</summary>
    public int? UtcOffset { get; init; }

    /// <summary>Severity of the filters that matched; 0 unspecified.</summary>
    public byte Severity { get; init; }

    /// <summary>The event; null for an alert without one.</summary>
    public EventMessage? Event { get; init; }

    /// <summary>Entity of the sensor and its instance; 0 unspecified.</summary>
    public (byte Id, byte Instance) Entity { get; init; }

    public int ManufacturerId { get; init; }

    public int ProductId { get; init; }

    /// <summary>The alert string; empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>The specific trap number: [23:16] sensor type, [15:8] event type, [7] deassertion, [3:0] offset; 0 without an event.</summary>
    public uint Specific => Event is { } e ? (uint)(e.SensorType << 16 | e.EventType << 8 | (e.Type & 0x80) | e.Offset) : 0;

    /// <summary>What PET Acknowledge repeats of the trap.</summary>
    public (ushort Sequence, uint Seconds, byte Source, byte Device, byte Sensor, byte Data1, byte Data2, byte Data3) Key =>
        (Sequence, Seconds, FromBmc, Shown.Generator, Shown.SensorNumber, Shown.Data1, Shown.Data2, Shown.Data3);

    /// <summary>The event, or what stands for it.</summary>
    private EventMessage Shown => Event ?? new(FromBmc, 0, 0, Unspecified, 0, 0, 0, 0);

    /// <summary>The value of the variable.</summary>
    public byte[] ToBytes()
    {
        var shown = Shown;
        var writer = new ByteWriter(110);
        writer.WriteBytes(Guid);
        WriteUInt16(writer, Sequence);
        writer.WriteUInt32BigEndian(Seconds);
        WriteUInt16(writer, UtcOffset ?? 0xFFFF);
        writer.WriteBytes([FromBmc, FromBmc, Severity, shown.Generator, shown.SensorNumber, Entity.Id, Entity.Instance, shown.Data1, shown.Data2, shown.Data3]);
        writer.WriteRepeated(0, EventDataSpace - 3);
        writer.WriteByte(Unspecified); // the language of the string, which the BMC does not know
        writer.WriteUInt32BigEndian((uint)ManufacturerId);
        WriteUInt16(writer, ProductId);
        WriteText(writer);
        writer.WriteByte(NoFields);
        return writer.ToArray();
    }

    /// <summary>A field that starts with 80h: encoding and length, type, data. IPMI 2.0 table 17-8.</summary>
    private void WriteText(ByteWriter writer)
    {
        if (Text.Length == 0)
            return;
        byte[] data = Encoding.ASCII.GetBytes(Text);
        int length = Math.Min(data.Length, MaximumFields - MultiRecordHeader - 1);
        writer.WriteBytes([MultiRecord, (byte)(Ascii | length), AlertString]);
        writer.WriteBytes(data, 0, length);
    }

    private static void WriteUInt16(ByteWriter writer, int value)
    {
        writer.WriteByte((byte)(value >> 8));
        writer.WriteByte((byte)value);
    }
}
