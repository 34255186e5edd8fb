using System;
using System.Globalization;
using System.Text;
using IpmiPS.Wire;

namespace IpmiPS.Alerts;

/// <summary>
/// Reads the part of ASN.1 BER that SNMP uses: tags of one byte, and definite lengths. ITU-T X.690 section 8; RFC 1157; RFC 3416.
/// Whatever does not have this form is a <see cref="MalformedDataException"/>.
/// </summary>
internal sealed class BerReader(ByteReader reader)
{
    public const byte Integer = 0x02;
    public const byte OctetString = 0x04;
    public const byte Null = 0x05;
    public const byte ObjectIdentifier = 0x06;
    public const byte Sequence = 0x30;
    public const byte IPAddress = 0x40;
    public const byte Counter32 = 0x41;
    public const byte Gauge32 = 0x42;
    public const byte TimeTicks = 0x43;
    public const byte Counter64 = 0x46;

    private const byte LongForm = 0x80;
    private const int MaximumLengthBytes = 4; // a datagram needs 2; some encoders always write 4
    private const int MaximumArcs = 128; // RFC 2578 section 3.5

    public BerReader(byte[] data)
        : this(new ByteReader(data))
    {
    }

    public bool IsAtEnd => reader.IsAtEnd;

    /// <summary>Bytes not yet read.</summary>
    public int Remaining => reader.Remaining;

    /// <summary>The tag of the next element.</summary>
    public byte PeekTag() => reader.PeekByte();

    /// <summary>Reads any element: its tag and its content.</summary>
    public byte ReadElement(out ByteReader content)
    {
        byte tag = reader.ReadByte();
        uint length = reader.ReadByte();
        if (length >= LongForm)
        {
            uint count = length - LongForm;
            if (count is 0 or > MaximumLengthBytes)
                throw new MalformedDataException($"The length of an element with tag {tag:X2}h has {count} bytes; 1 to {MaximumLengthBytes} are valid.");
            length = 0;
            for (int i = 0; i < count; i++)
                length = length << 8 | reader.ReadByte();
        }

        content = reader.Slice((int)Math.Min(length, int.MaxValue));
        return tag;
    }

    /// <summary>Reads the content of an element that must have this tag.</summary>
    public ByteReader Read(byte expected)
    {
        byte tag = ReadElement(out var content);
        return tag == expected ? content : throw new MalformedDataException($"An element with tag {expected:X2}h was expected, not {tag:X2}h.");
    }

    public BerReader ReadNested(byte tag) => new(Read(tag));

    public long ReadInteger() => ToInteger(Read(Integer));

    public byte[] ReadOctets() => Read(OctetString).ReadRest();

    public string ReadObjectIdentifier() => ToObjectIdentifier(Read(ObjectIdentifier));

    /// <summary>A signed number of 1 to 8 bytes, most significant byte first.</summary>
    public static long ToInteger(ByteReader content)
    {
        if (content.Remaining is 0 or > sizeof(long))
            throw new MalformedDataException($"A number has {content.Remaining} bytes; 1 to {sizeof(long)} are valid.");
        long value = (sbyte)content.ReadByte();
        while (!content.IsAtEnd)
            value = value << 8 | content.ReadByte();
        return value;
    }

    /// <summary>A number without sign of at most 64 bits; a leading zero byte is permitted.</summary>
    public static ulong ToUnsigned(ByteReader content)
    {
        if (content.Remaining is 0 or > sizeof(ulong) + 1)
            throw new MalformedDataException($"A number has {content.Remaining} bytes; 1 to {sizeof(ulong) + 1} are valid.");
        ulong value = 0;
        while (!content.IsAtEnd)
            value = value << 8 | content.ReadByte();
        return value;
    }

    /// <summary>An object identifier in dotted form.</summary>
    public static string ToObjectIdentifier(ByteReader content)
    {
        if (content.IsAtEnd)
            throw new MalformedDataException("An object identifier is empty.");
        var text = new StringBuilder();
        for (int arcs = 0; !content.IsAtEnd; arcs++)
        {
            if (arcs == MaximumArcs)
                throw new MalformedDataException($"An object identifier has more than {MaximumArcs} numbers.");
            ulong arc = 0;
            byte part;
            do
            {
                part = content.ReadByte();
                arc = arc << 7 | (byte)(part & 0x7F);
                if (arc > uint.MaxValue)
                    throw new MalformedDataException("A number of an object identifier has more than 32 bits.");
            }
            while ((part & 0x80) != 0);

            if (arcs == 0)
            {
                // The first two numbers share one.
                ulong first = arc < 80 ? arc / 40 : 2;
                text.Append(first.ToString(CultureInfo.InvariantCulture));
                arc -= first * 40;
            }

            text.Append('.').Append(arc.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>An IPv4 address in dotted form.</summary>
    public static string ToAddress(ByteReader content) => content.Remaining == 4
        ? string.Join(".", content.ReadBytes(4))
        : throw new MalformedDataException($"An IPv4 address has {content.Remaining} bytes instead of 4.");
}
