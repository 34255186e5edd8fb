using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Cache;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// What <see cref="SdrCache"/> keeps on disk, so that the next process need not read the records again. The records are kept as the
/// BMC gave them and read by the same parser, so a newer version makes of them what it would make of the BMC's answers.
/// </summary>
internal static class SdrCacheFile
{
    private const byte Version = 1;

    /// <summary>Gives what an earlier process read; null where there is nothing. Whether it is still so, the BMC has to say.</summary>
    public static SdrCache.Entry? TryLoad(string name) =>
        CacheFolder.Current.Read(name, CacheFolder.Sdr) is { } content ? Decode(name, content) : null;

    /// <summary>Keeps what was read from the BMC just now. That the disk has no place for it is no failure.</summary>
    public static void Save(SdrCache.Entry entry)
    {
        if (Encode(entry) is { } content)
            CacheFolder.Current.Write(entry.Name, CacheFolder.Sdr, content);
    }

    /// <summary>Forgets what is kept of the BMC.</summary>
    public static void Delete(string name) => CacheFolder.Current.Remove(name, CacheFolder.Sdr);

    // 1 version; 2:3 length of the device's text, text (UTF-8); 14 bytes as Get SDR Repository Info answers; 2 bytes number of
    // records; each record: 2 bytes length, record with its header
    internal static byte[]? Encode(SdrCache.Entry entry)
    {
        if (entry.Repository is not { Info: { } info, Problem: null } || entry.Repository.TakeRecordBytes() is not { } records)
            return null;
        var writer = new ByteWriter(64 + records.Sum(static record => record.Length + 2));
        writer.WriteByte(Version);
        byte[] device = Encoding.UTF8.GetBytes(entry.Device);
        writer.WriteUInt16(device.Length);
        writer.WriteBytes(device);
        info.Write(writer);
        writer.WriteUInt16(records.Count);
        foreach (byte[] record in records)
        {
            writer.WriteUInt16(record.Length);
            writer.WriteBytes(record);
        }

        return writer.ToArray();
    }

    internal static SdrCache.Entry? Decode(string name, byte[] content)
    {
        try
        {
            var reader = new ByteReader(content);
            if (reader.ReadByte() != Version)
                return null;
            string device = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadUInt16()));
            SdrRepositoryInfo info = SdrRepositoryInfo.Read(reader);
            var records = new List<SdrRecord>();
            for (int left = reader.ReadUInt16(); left > 0; left--)
                records.Add(SdrRecord.ReadOrKeep(reader.ReadBytes(reader.ReadUInt16())));
            return reader.IsAtEnd ? new SdrCache.Entry(name, device, new SdrRepository(records, info)) : null;
        }
        catch (MalformedDataException)
        {
            return null;
        }
    }
}
