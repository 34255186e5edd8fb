using System;
using IpmiPS.Wire;

namespace IpmiPS.Simulator;

/// <summary>Recodes the names in SDRs: 6-bit packed ASCII, or padded with NUL. IPMI 2.0 section 43.15.</summary>
internal static class SdrNames
{
    private const int PackedSixBit = 0x80, Ascii = 0xC0;

    /// <summary>Returns the record with its name in another coding, <c>packed</c> or <c>nul</c>; unchanged for others.</summary>
    public static byte[] Recode(byte[] record, string coding)
    {
        int at = record[3] switch { 0x01 => 47, 0x02 => 31, 0x03 => 16, 0x10 or 0x11 or 0x12 => 15, _ => 0 };
        if (at == 0 || coding is not ("packed" or "nul"))
            return record;
        byte[] text = new ByteReader(record, at + 1, record[at] & 0x1F).ReadRest();
        byte[] name = coding == "packed" ? Packed(text) : text;
        var writer = new ByteWriter(64);
        writer.WriteBytes(record, 0, at);
        writer.WriteByte((byte)(coding == "packed" ? PackedSixBit | name.Length : Ascii | 16));
        writer.WriteBytes(name);
        if (coding == "nul")
            writer.WriteRepeated(0, 16 - name.Length);
        writer[4] = (byte)(writer.Length - 5);
        return writer.ToArray();
    }

    /// <summary>Four characters of 20h to 5Fh in three bytes, the first in the lowest bits; the last group may be shorter.</summary>
    private static byte[] Packed(byte[] text)
    {
        var packed = new byte[(text.Length * 6 + 7) / 8];
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is < 0x20 or > 0x5F)
                throw new FormatException("Names in packed ASCII can't have lower-case letters.");
            int bits = (text[i] - 0x20) << i * 6 % 8, first = i * 6 / 8;
            packed[first] |= (byte)bits;
            if (bits > 0xFF)
                packed[first + 1] |= (byte)(bits >> 8);
        }

        return packed;
    }
}
