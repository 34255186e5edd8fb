namespace IpmiPS.Sel;

/// <summary>
/// The records of ipmitool's sel writeraw. In OEM records with a time (C0h to DFh), ipmitool has the manufacturer's three bytes in reverse order, and sel readraw
/// expects them so; all else is as the BMC returned it.
/// </summary>
internal static class IpmiToolRecord
{
    private const int TypeAt = 2, FirstAt = 7, LastAt = 9;

    /// <summary>IANA enterprise numbers are below 131072, so the order of the bytes can be seen in nearly all of them.</summary>
    private const byte MaximumHighByte = 1;

    /// <summary>A record in the order of the specification, from a file in either order.</summary>
    public static byte[] Read(byte[] record) =>
        HasManufacturer(record) && record[LastAt] > MaximumHighByte && record[FirstAt] <= MaximumHighByte ? Swap(record) : record;

    /// <summary>A record in the order of ipmitool.</summary>
    public static byte[] Write(byte[] record) => HasManufacturer(record) ? Swap(record) : record;

    private static bool HasManufacturer(byte[] record) =>
        record.Length == SelRecord.Length && record[TypeAt] is >= SelRecord.FirstTimestampedOemType and < SelRecord.FirstUntimestampedOemType;

    private static byte[] Swap(byte[] record)
    {
        byte[] swapped = (byte[])record.Clone();
        (swapped[FirstAt], swapped[LastAt]) = (record[LastAt], record[FirstAt]);
        return swapped;
    }
}
