using System.Collections.Generic;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>The MultiRecord area: a chain of records, the last of which is marked. FRU 1.0 section 16.</summary>
internal static class FruMultiRecordArea
{
    /// <summary>A longer chain is not a MultiRecord area.</summary>
    private const int MaximumCount = 128;

    /// <summary>Reads the records from an offset.</summary>
    /// <param name="image">The device's content, or the beginning of it.</param>
    /// <param name="offset">Offset of the area.</param>
    /// <param name="end">The offset after the last record; beyond the image if more of it is needed.</param>
    /// <returns>The complete records.</returns>
    public static FruMultiRecord[] Read(byte[] image, int offset, out int end)
    {
        var records = new List<FruMultiRecord>();
        for (end = offset; records.Count < MaximumCount;)
        {
            int at = end;
            if (at > image.Length - FruRecordHeader.Length)
            {
                end = at + FruRecordHeader.Length;
                break;
            }

            if (!FruRecordHeader.IsPlausibleAt(image, at))
                break;
            end = at + FruRecordHeader.RecordLengthAt(image, at);
            if (end > image.Length)
                break;
            records.Add(ReadRecord(FruRecordHeader.ReadAt(image, at)));
            if (FruRecordHeader.IsLastAt(image, at))
                break;
        }

        return records.ToArray();
    }

    /// <summary>Whether the chain from an offset ends with a record that is marked as the last.</summary>
    public static bool IsEnded(byte[] image, int offset)
    {
        for (int count = 0; count < MaximumCount && offset <= image.Length - FruRecordHeader.Length && FruRecordHeader.IsPlausibleAt(image, offset); count++)
        {
            if (FruRecordHeader.IsLastAt(image, offset))
                return true;
            offset += FruRecordHeader.RecordLengthAt(image, offset);
        }

        return false;
    }

    private static FruMultiRecord ReadRecord(FruRecordHeader header)
    {
        var reader = new ByteReader(header.Data);
        try
        {
            return header.TypeId switch
            {
                0x00 => new FruPowerSupply(header, reader),
                0x01 or 0x09 => new FruDCOutput(header, reader),
                0x02 or 0x0A => new FruDCLoad(header, reader),
                0x03 => new FruManagementAccess(header, reader),
                0x04 or 0x05 => new FruCompatibility(header, reader),
                >= 0xC0 when IsPicmg(header.Data) => new FruPicmgRecord(header, reader),
                >= 0xC0 => new FruOemRecord(header, reader),
                _ => new FruMultiRecord(header),
            };
        }
        catch (MalformedDataException)
        {
            return new FruMultiRecord(header); // too short for its type
        }
    }

    /// <summary>Manufacturer, record ID and version of the record are there.</summary>
    private static bool IsPicmg(byte[] data) => data.Length >= 5 && (data[0] | data[1] << 8 | data[2] << 16) == FruPicmgRecord.Picmg;
}
