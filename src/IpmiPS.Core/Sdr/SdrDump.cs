using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Sdr;

/// <summary>Reads files with sensor data records one after the other, each with its header, as ipmitool sdr dump makes them.</summary>
public static class SdrDump
{
    /// <summary>No records.</summary>
    public static SdrRepository None { get; } = new([]);

    /// <summary>Reads the records. Bytes after the last complete record are named in <see cref="SdrRepository.Problem"/>.</summary>
    /// <exception cref="IpmiException">InvalidParameter: the bytes are no sensor data records.</exception>
    public static SdrRepository Read(byte[] content)
    {
        var records = new List<byte[]>();
        int at = 0;
        while (at + SdrRecord.HeaderLength <= content.Length && at + SdrRecord.HeaderLength + content[at + SdrRecord.HeaderLength - 1] is var end && end <= content.Length)
        {
            records.Add(new ByteReader(content, at, end - at).ReadRest());
            at = end;
        }

        // The version is 51h, or 01h and 02h on some old BMCs; text and pictures have other bytes there.
        if (content.Length > 0 && !records.Exists(static record => record[2] is 0x51 or 0x01 or 0x02))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "The file has no sensor data records.", "Give a file of ipmitool sdr dump or of Export-IpmiSdr.");
        return From(records, at == content.Length ? null : $"The last record is incomplete: {content.Length - at} bytes were not read.");
    }

    /// <summary>A repository of records that were saved.</summary>
    internal static SdrRepository From(IEnumerable<byte[]> records, string? problem = null) => new(records.Select(SdrRecord.ReadOrUnknown), null, problem);
}
