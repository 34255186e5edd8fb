using System;
using IpmiPS.Cache;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>
/// What is kept on disk of what was learnt of a BMC, so that the next process need not find it out again. Who logs in, and with which
/// privilege, is not among it.
/// </summary>
/// <param name="Suite">Cipher suite; null where none is known.</param>
/// <param name="SuiteSince">Since when that was so, in seconds since 1970.</param>
/// <param name="LogInTime">Milliseconds that the steps of a log-in took.</param>
/// <param name="CommandTime">Milliseconds that commands took.</param>
/// <param name="Window">Requests in flight; 0 where nothing is known.</param>
/// <param name="SdrReadSize">Bytes of an SDR at once; 0 where nothing is known.</param>
/// <param name="FruReadSize">Bytes of FRU data at once; 0 where nothing is known.</param>
/// <param name="ProvenSuite">The best secure cipher suite that ever worked; null where none is known.</param>
internal readonly record struct BmcProfileFile(
    byte? Suite, uint SuiteSince, (ushort Smoothed, ushort Variation) LogInTime, (ushort Smoothed, ushort Variation) CommandTime, byte Window, byte SdrReadSize, byte FruReadSize, byte? ProvenSuite)
{
    private const byte Version = 2;
    private const byte NoSuite = 0xFF;

    /// <summary>Whether this is like something else that was kept, so that it is not worth a file: times and windows vary from day to day.</summary>
    public bool IsLike(BmcProfileFile other) =>
        (Suite, SuiteSince, SdrReadSize, FruReadSize, ProvenSuite) == (other.Suite, other.SuiteSince, other.SdrReadSize, other.FruReadSize, other.ProvenSuite)
        && IsNear(Window, other.Window) && IsNear(LogInTime.Smoothed, other.LogInTime.Smoothed) && IsNear(CommandTime.Smoothed, other.CommandTime.Smoothed);

    /// <summary>Gives what was kept; null where there is nothing.</summary>
    public static BmcProfileFile? TryLoad(string name) =>
        CacheFolder.Current.Read(name, CacheFolder.Bmc) is { } content ? Decode(content) : null;

    /// <summary>Keeps it. That the disk has no place for it is no failure.</summary>
    public void Save(string name) => CacheFolder.Current.Write(name, CacheFolder.Bmc, Encode());

    // 1 version; 2 cipher suite, FFh for none; 3:6 since when; 7:10 log-in, 11:14 commands: milliseconds, variation; 15 window;
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
