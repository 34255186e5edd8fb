using System;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Device;

/// <summary>
/// Determines the byte order of a BMC's GUID. The version (1 to 8) and the variant (10b) have fixed positions in
/// a GUID, so usually only the correct order has both.
/// </summary>
public static class GuidOrder
{
    /// <summary>Interprets 16 bytes. Null for an unset GUID: all zeros or all ones.</summary>
    public static Guid? Interpret(byte[] bytes, out GuidEncoding encoding)
    {
        if (bytes.Length != GuidBytes.Length)
            throw new MalformedDataException($"A GUID has {GuidBytes.Length} bytes, not {bytes.Length}.", bytes);
        encoding = GuidEncoding.Unknown;
        if (Array.TrueForAll(bytes, b => b == 0) || Array.TrueForAll(bytes, b => b == 0xFF))
            return null;

        // If several orders have the same score, the one that more BMCs use wins.
        int best = 0;
        foreach (var candidate in (GuidEncoding[])[GuidEncoding.Smbios, GuidEncoding.Ipmi, GuidEncoding.Rfc4122])
        {
            int score = Score(ToRfc4122(bytes, candidate));
            if (score > best)
                (best, encoding) = (score, candidate);
        }

        return FromRfc4122(ToRfc4122(bytes, encoding));
    }

    /// <summary>Returns the GUID with the most significant byte first.</summary>
    private static byte[] ToRfc4122(byte[] bytes, GuidEncoding encoding)
    {
        var ordered = (byte[])bytes.Clone();
        switch (encoding)
        {
            case GuidEncoding.Ipmi:
                Array.Reverse(ordered);
                break;
            case GuidEncoding.Smbios:
                Array.Reverse(ordered, 0, 4);
                Array.Reverse(ordered, 4, 2);
                Array.Reverse(ordered, 6, 2);
                break;
        }

        return ordered;
    }

    /// <summary>0 if the version is invalid; higher for a correct variant, and for a time-based GUID with a plausible date.</summary>
    private static int Score(byte[] rfc)
    {
        int version = rfc[6] >> 4;
        if (version is < 1 or > 8)
            return 0;
        bool variant = (rfc[8] & 0xC0) == 0x80;
        return 1 + (variant ? 2 : 0) + (version == 1 && IsPlausibleTime(rfc) ? 1 : 0);
    }

    /// <summary>Version 1 has units of 100 ns since 15 October 1582. RFC 4122 section 4.1.4.</summary>
    private static bool IsPlausibleTime(byte[] rfc)
    {
        long ticks = (long)(rfc[6] & 0x0F) << 56 | (long)rfc[7] << 48 | (long)rfc[4] << 40 | (long)rfc[5] << 32
            | (long)rfc[0] << 24 | (long)rfc[1] << 16 | (long)rfc[2] << 8 | rfc[3];
        long years = ticks / TimeSpan.TicksPerDay / 365;
        return years is >= 1990 - 1582 and <= 2100 - 1582;
    }

    private static Guid FromRfc4122(byte[] rfc) => new(
        rfc[0] << 24 | rfc[1] << 16 | rfc[2] << 8 | rfc[3],
        (short)(rfc[4] << 8 | rfc[5]),
        (short)(rfc[6] << 8 | rfc[7]),
        rfc[8], rfc[9], rfc[10], rfc[11], rfc[12], rfc[13], rfc[14], rfc[15]);
}
