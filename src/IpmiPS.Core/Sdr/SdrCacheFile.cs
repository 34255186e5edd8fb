using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpmiPS.Cache;
using IpmiPS.Commands.Storage;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>
/// The repositories on disk, so that the next process need not read the records again. The file has the records' bytes as the BMC returned them,
/// for the same parser, so a newer version of the module gets the same result as from the BMC.
/// </summary>
internal static class SdrCacheFile
{
    private const byte Version = 1;

    /// <summary>Returns what an earlier process read; null if there is nothing. The caller has to check whether it is current.</summary>
    public static SdrCache.Entry? TryLoad(string name) =>
        CacheFolder.Current.Read(name, CacheFolder.Sdr) is { } content ? Decode(name, content) : null;

    /// <summary>Writes what was just read. Errors of the disk are ignored.</summary>
    public static void Save(SdrCache.Entry entry)
    {
        if (Encode(entry) is { } content)
            CacheFolder.Current.Write(entry.Name, CacheFolder.Sdr, content);
    }

    /// <summary>Deletes the BMC's file.</summary>
    public static void Delete(string name) => CacheFolder.Current.Remove(name, CacheFolder.Sdr);

    // 1 version; 2:3 length of the device identification, identification (UTF-8); 14 bytes of the response to Get SDR Repository Info; 2 bytes number of
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
                records.Add(SdrRecord.ReadOrUnknown(reader.ReadBytes(reader.ReadUInt16())));
            return reader.IsAtEnd ? new SdrCache.Entry(name, device, new SdrRepository(records, info)) : null;
        }
        catch (MalformedDataException)
        {
            return null;
        }
    }
}
