using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using IpmiPS.Alerts;

namespace IpmiPS.Simulator;

/// <summary>Writes the part of ASN.1 BER that SNMP uses; the counterpart of <see cref="BerReader"/>. ITU-T X.690 section 8.</summary>
internal static class BerWriter
{
    private const int ShortForm = 0x80, ArcBits = 7;

    /// <summary>An element: tag, length, and its parts one after another.</summary>
    public static byte[] Element(byte tag, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(static part => part)];
        return [tag, .. Length(content.Length), .. content];
    }

    /// <summary>A number without sign: most significant byte first, with a zero byte before it if it would look negative.</summary>
    public static byte[] Unsigned(byte tag, uint value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Insert(0, (byte)value);
            value >>= 8;
        }
        while (value != 0);
        if (bytes[0] >= ShortForm)
            bytes.Insert(0, 0);
        return Element(tag, [.. bytes]);
    }

    /// <summary>An object identifier in dotted form. The first two numbers share one.</summary>
    public static byte[] ObjectIdentifier(string dotted)
    {
        uint[] arcs = [.. dotted.Split('.').Select(static arc => uint.Parse(arc, CultureInfo.InvariantCulture))];
        return Element(BerReader.ObjectIdentifier, [.. arcs.Skip(2).Prepend(arcs[0] * 40 + arcs[1]).SelectMany(Arc)]);
    }

    private static IEnumerable<byte> Arc(uint arc)
    {
        var bytes = new List<byte> { (byte)(arc & 0x7F) };
        while ((arc >>= ArcBits) != 0)
            bytes.Insert(0, (byte)(0x80 | arc & 0x7F));
        return bytes;
    }

    private static byte[] Length(int length) =>
        length < ShortForm ? [(byte)length] : length <= byte.MaxValue ? [ShortForm + 1, (byte)length] : [ShortForm + 2, (byte)(length >> 8), (byte)length];
}
