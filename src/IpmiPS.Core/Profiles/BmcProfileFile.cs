using System;
using IpmiPS.Cache;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>
/// The part of a profile that is saved on disk for later processes. It does not contain users or their privileges.
/// </summary>
/// <param name="Suite">Cipher suite; null if unknown.</param>
/// <param name="SuiteSince">When the suite was recorded, in seconds since 1970.</param>
/// <param name="LogInTime">Round-trip time of log-in steps in milliseconds.</param>
/// <param name="CommandTime">Round-trip time of commands in milliseconds.</param>
/// <param name="Window">Requests in flight; 0 if unknown.</param>
/// <param name="SdrReadSize">Bytes of an SDR at once; 0 if unknown.</param>
/// <param name="FruReadSize">Bytes of FRU data at once; 0 if unknown.</param>
/// <param name="ProvenSuite">The best secure cipher suite that ever worked; null if none is known.</param>
internal readonly record struct BmcProfileFile(
    byte? Suite, uint SuiteSince, (ushort Smoothed, ushort Variation) LogInTime, (ushort Smoothed, ushort Variation) CommandTime, byte Window, byte SdrReadSize, byte FruReadSize, byte? ProvenSuite)
{
    private const byte Version = 2;
    private const byte NoSuite = 0xFF;

    /// <summary>Whether the difference to another one is not worth a file: times and windows vary from day to day.</summary>
    public bool IsSimilarTo(BmcProfileFile other) =>
        (Suite, SuiteSince, SdrReadSize, FruReadSize, ProvenSuite) == (other.Suite, other.SuiteSince, other.SdrReadSize, other.FruReadSize, other.ProvenSuite)
        && IsNear(Window, other.Window) && IsNear(LogInTime.Smoothed, other.LogInTime.Smoothed) && IsNear(CommandTime.Smoothed, other.CommandTime.Smoothed);

    /// <summary>Returns what was saved; null if there is nothing.</summary>
    public static BmcProfileFile? TryLoad(string name) =>
        CacheFolder.Current.Read(name, CacheFolder.Bmc) is { } content ? Decode(content) : null;

    /// <summary>Saves it. A full disk is not a failure.</summary>
    public void Save(string name) => CacheFolder.Current.Write(name, CacheFolder.Bmc, Encode());

    // 1 version; 2 cipher suite, FFh for none; 3:6 when recorded; 7:10 log-in, 11:14 commands: milliseconds, variation; 15 window;
    // 16 SDR read size; 17 FRU read size; 18 proven cipher suite, FFh for none
    internal byte[] Encode()
    {
        var writer = new ByteWriter(18);
        writer.WriteByte(Version);
        writer.WriteByte(Suite ?? NoSuite);
        writer.WriteUInt32(SuiteSince);
        foreach (int time in (int[])[LogInTime.Smoothed, LogInTime.Variation, CommandTime.Smoothed, CommandTime.Variation])
            writer.WriteUInt16(time);
        writer.WriteByte(Window);
        writer.WriteByte(SdrReadSize);
        writer.WriteByte(FruReadSize);
        writer.WriteByte(ProvenSuite ?? NoSuite);
        return writer.ToArray();
    }

    internal static BmcProfileFile? Decode(byte[] content)
    {
        try
        {
            var reader = new ByteReader(content);
            if (reader.ReadByte() != Version)
                return null;
            return new BmcProfileFile(
                ReadSuite(reader), reader.ReadUInt32(), (reader.ReadUInt16(), reader.ReadUInt16()), (reader.ReadUInt16(), reader.ReadUInt16()),
                reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), ReadSuite(reader));
        }
        catch (MalformedDataException)
        {
            return null;
        }
    }

    private static byte? ReadSuite(ByteReader reader) => reader.ReadByte() is var suite and not NoSuite ? suite : null;

    private static bool IsNear(int a, int b) => Math.Min(a, b) * 2 >= Math.Max(a, b);
}
