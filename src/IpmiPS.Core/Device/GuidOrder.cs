using System;
using IpmiPS.Commands.App;
using IpmiPS.Wire;

namespace IpmiPS.Device;

/// <summary>
/// Finds out in which order a BMC sent its GUID. The version (a number from 1 to 8) and the variant (10b) have fixed places in
/// a GUID, so only the right order is likely to show both.
/// </summary>
public static class GuidOrder
{
    /// <summary>Interprets 16 bytes. Null for a GUID that is not set, all zero or all ones.</summary>
    public static Guid? Interpret(byte[] bytes, out GuidEncoding encoding)
    {
        if (bytes.Length != GuidBytes.Length)
            throw new MalformedDataException($"A GUID has {GuidBytes.Length} bytes, not {bytes.Length}.", bytes);
        encoding = GuidEncoding.Unknown;
        if (Array.TrueForAll(bytes, b => b == 0) || Array.TrueForAll(bytes, b => b == 0xFF))
            return null;

        // Where several orders look the same, the one that more BMCs use comes first.
        int best = 0;
        foreach (var candidate in (GuidEncoding[])[GuidEncoding.Smbios, GuidEncoding.Ipmi, GuidEncoding.Rfc4122])
        {
            int score = Score(ToRfc4122(bytes, candidate));
            if (score > best)
                (best, encoding) = (score, candidate);
        }

        return FromRfc4122(ToRfc4122(bytes, encoding));
    }

    /// <summary>The same GUID with the most significant byte first.</summary>
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

    /// <summary>0 where the version is none; more for the right variant, and for a time-based GUID of a time that BMCs existed in.</summary>
    private static int Score(byte[] rfc)
    {
        int version = rfc[6] >> 4;
        if (version is < 1 or > 8)
            return 0;
        bool variant = (rfc[8] & 0xC0) == 0x80;
        return 1 + (variant ? 2 : 0) + (version == 1 && IsPlausibleTime(rfc) ? 1 : 0);
    }

    /// <summary>Version 1 counts units of 100 ns from the 15th of October 1582. RFC 4122 section 4.1.4.</summary>
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
