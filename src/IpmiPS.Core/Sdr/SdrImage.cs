using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>The records of a BMC as bytes, and the file that holds them: one record after the other, each with its header. IPMI 2.0 section 43.</summary>
internal sealed class SdrImage
{
    private const int LengthAt = SdrRecord.HeaderLength - 1;

    /// <param name="records">The records with their headers.</param>
    /// <param name="problem">Why records may be missing; null if none should be.</param>
    public SdrImage(IReadOnlyList<byte[]> records, string? problem = null) => (Records, Problem) = (records, problem);

    /// <summary>The records with their headers.</summary>
    public IReadOnlyList<byte[]> Records { get; }

    /// <summary>Why records may be missing; null if none should be.</summary>
    public string? Problem { get; }

    /// <summary>Whether the records are those of a repository; otherwise they are device SDRs.</summary>
    public bool IsRepository { get; private init; }

    /// <summary>Reads the records of a BMC: those of the repository or, if there is none, the device SDRs.</summary>
    /// <exception cref="IpmiException">As for <see cref="SdrRepository.ReadAsync"/>.</exception>
    public static async Task<SdrImage> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        var records = new List<byte[]>();
        SdrRepository repository = await new SdrReader(connection) { OnBytes = records.Add }.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new SdrImage(records, repository.Problem) { IsRepository = repository.Info is not null };
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the file does not end with the end of a record, or has none.</exception>
    public static SdrImage Parse(byte[] file)
    {
        var records = new List<byte[]>();
        var reader = new ByteReader(file);
        while (!reader.IsAtEnd)
        {
            int position = file.Length - reader.Remaining;
            if (reader.Remaining < SdrRecord.HeaderLength || reader.Remaining < SdrRecord.HeaderLength + file[position + LengthAt])
                throw Malformed($"The record at offset {position} is longer than the file.");
            records.Add(reader.ReadBytes(SdrRecord.HeaderLength + file[position + LengthAt]));
        }

        return records.Count > 0 ? new SdrImage(records) : throw Malformed("There are no records.");
    }

    private static IpmiException Malformed(string what) => new(
        IpmiErrorKind.InvalidParameter, $"The file is no file of sensor data records: {what} Nothing was sent.", "Name a file that Export-IpmiSdr or ipmitool's 'sdr dump' has written.");

    /// <summary>The bytes of the file. A record that is shorter than its header says gets a header that fits.</summary>
    public byte[] ToBytes()
    {
        var writer = new ByteWriter(Records.Sum(static record => record.Length));
        foreach (byte[] record in Records)
            writer.WriteBytes(Whole(record));
        return writer.ToArray();
    }

    /// <summary>Whether two images have the same records in the same order; record IDs, which the BMC assigns, do not count.</summary>
    public bool HasSameRecords(SdrImage other) =>
        Records.Count == other.Records.Count && Records.Zip(other.Records, static (one, another) => Whole(one).Skip(2).SequenceEqual(Whole(another).Skip(2))).All(static same => same);

    /// <summary>A record whose header has the length of its bytes.</summary>
    public static byte[] Whole(byte[] record)
    {
        int length = Math.Min(record.Length, SdrRecord.HeaderLength + record[LengthAt]);
        byte[] whole = new byte[length];
        Array.Copy(record, whole, length);
        whole[LengthAt] = (byte)(length - SdrRecord.HeaderLength);
        return whole;
    }
}
