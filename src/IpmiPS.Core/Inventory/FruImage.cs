using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Inventory;

/// <summary>
/// A FRU device's content, read from its beginning as far as its areas reach. Says how far that is, and takes it apart.
/// FRU 1.0 section 17.
/// </summary>
internal static class FruImage
{
    /// <summary>How much of a device in no known format is kept.</summary>
    public const int MaximumUnknown = 512;

    /// <summary>
    /// Records of a MultiRecord area tell their lengths one after the other; so much is read at once to save round trips.
    /// </summary>
    private const int ReadAhead = 96;

    private const int FirstYear = 2000;

    private static readonly DateTimeOffset DateEpoch = new(1996, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many bytes of the device are needed, by what was read of it. Grows while area after area tells its length.</summary>
    /// <param name="image">What was read so far.</param>
    /// <param name="size">The device's size.</param>
    public static int LengthNeeded(byte[] image, int size)
    {
        if (image.Length < FruHeader.Length)
            return Math.Min(FruHeader.Length, size);
        var header = FruHeader.Read(image);
        if (!IsReadable(header, size))
            return Math.Min(MaximumUnknown, size);

        int needed = FruHeader.Length;
        foreach (int offset in InfoAreas(header))
            needed = Math.Max(needed, offset + (offset <= image.Length - FruArea.PrefixLength ? FruArea.LengthAt(image, offset) : FruArea.PrefixLength));
        if (header.MultiRecord > 0)
        {
            FruMultiRecordArea.Read(image, header.MultiRecord, out int end);
            needed = Math.Max(needed, end > image.Length ? end + ReadAhead : end);
        }

        return Math.Min(needed, size);
    }

    /// <summary>Takes the content apart.</summary>
    /// <param name="device">What the result says of the device itself.</param>
    /// <param name="image">The content.</param>
    public static Fru Decode(FruDescription device, byte[] image)
    {
        var header = image.Length >= FruHeader.Length ? FruHeader.Read(image) : null;
        if (header is null || !IsReadable(header, device.Size))
            return device.ToFru(image, new FruContent(), DescribeUnknown(header, image, device));

        var problems = new List<string>();
        var content = new FruContent
        {
            Chassis = Area(image, header.Chassis, "chassis", problems),
            Board = Area(image, header.Board, "board", problems),
            Product = Area(image, header.Product, "product", problems),
            IsHeaderValid = header.IsChecksumValid,
        };
        if (header.MultiRecord > 0)
        {
            content.Records = FruMultiRecordArea.Read(image, header.MultiRecord, out int end);
            content.AreRecordsValid = end <= image.Length && content.Records.Length > 0 && content.Records.All(record => record.ChecksumValid);
            if (end > image.Length)
                problems.Add("its MultiRecord area is cut off");
        }

        return device.ToFru(image, content, problems.Count == 0 ? null : "The device ends too early: " + string.Join(", ", problems) + ".");
    }

    /// <summary>The date of a board: minutes since 1996; 0 is unspecified, FFFFFFh is erased memory, and what lies before any BMC is noise.</summary>
    public static DateTimeOffset? ToDate(int minutes)
    {
        var date = DateEpoch.AddMinutes(minutes);
        return minutes == 0xFFFFFF || date.Year < FirstYear ? null : date;
    }

    /// <summary>A wrong checksum alone is no reason not to read what can be read, where the offsets make sense.</summary>
    private static bool IsReadable(FruHeader header, int size) =>
        header.IsKnownFormat && (header.IsChecksumValid || InfoAreas(header).Append(header.MultiRecord).All(offset => offset < size));

    private static IEnumerable<int> InfoAreas(FruHeader header) =>
        new[] { header.Chassis, header.Board, header.Product }.Where(offset => offset > 0);

    private static FruArea? Area(byte[] image, int offset, string name, List<string> problems)
    {
        if (offset == 0)
            return null;
        if (offset > image.Length - FruArea.PrefixLength)
        {
            problems.Add($"its {name} area is missing");
            return null;
        }

        var area = new FruArea(image, offset);
        if (!area.IsWhole)
            problems.Add($"its {name} area is cut off");
        return area;
    }

    private static string DescribeUnknown(FruHeader? header, byte[] image, FruDescription device) =>
        device.Size == 0 ? "The device gives its size as 0 bytes. It may be closed, or without power."
        : image.Length > 0 && (image.All(value => value == 0xFF) || image.All(value => value == 0)) ? "The device is empty."
        : header is null ? $"The device ends after {image.Length} bytes, within its header."
        : device.TypeName is { } type ? $"The content is not in FRU format; the SDR calls it {type}."
        : !header.IsKnownFormat ? $"The content is not in FRU format (version byte {header.Version:X2}h)."
        : "The header's checksum is wrong, and its offsets lead out of the device.";
}

/// <summary>The parts of a device's content.</summary>
internal sealed class FruContent
{
    public bool? IsHeaderValid { get; init; }

    public FruArea? Chassis { get; init; }

    public FruArea? Board { get; init; }

    public FruArea? Product { get; init; }

    public FruMultiRecord[] Records { get; set; } = [];

    public bool? AreRecordsValid { get; set; }
}
