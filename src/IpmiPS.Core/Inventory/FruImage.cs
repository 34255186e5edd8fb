using System;
using System.Collections.Generic;
using System.Linq;

namespace IpmiPS.Inventory;

/// <summary>
/// The content of a FRU device up to the end of its last area. Determines that end, and decodes the content.
/// FRU 1.0 section 17.
/// </summary>
internal static class FruImage
{
    /// <summary>The number of bytes that are kept of a device in an unknown format.</summary>
    public const int MaximumUnknown = 512;

    /// <summary>
    /// The length of a MultiRecord area is only known from its records, one after the other; this much is read at once to save round trips.
    /// </summary>
    private const int ReadAhead = 96;

    private const int FirstYear = 2000;

    private static readonly DateTimeOffset DateEpoch = new(1996, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The number of bytes that are needed, as far as known. It grows as the lengths of the areas become known.</summary>
    /// <param name="image">The bytes read so far.</param>
    /// <param name="size">The device's size.</param>
    public static int LengthNeeded(byte[] image, int size)
    {
        if (image.Length < FruHeader.Length)
            return Math.Min(FruHeader.Length, size);
        var header = FruHeader.Read(image);
        if (SpdReader.IsPossible(image) && !(header.IsKnownFormat && header.IsChecksumValid))
            return Math.Min(Math.Max(SpdReader.LengthOf(image), MaximumUnknown), size);
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

    /// <summary>Decodes the content.</summary>
    /// <param name="device">Description of the device.</param>
    /// <param name="image">The content.</param>
    public static Fru Decode(FruDescription device, byte[] image)
    {
        var header = image.Length >= FruHeader.Length ? FruHeader.Read(image) : null;
        if (header is not { IsKnownFormat: true, IsChecksumValid: true } && SpdReader.Read(image, device.IsSpd) is { } spd)
            return device.ToFru(image, new FruContent { Spd = spd }, null);
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
                problems.Add("its MultiRecord area is truncated");
        }

        return device.ToFru(image, content, problems.Count == 0 ? null : "The device ends too early: " + string.Join(", ", problems) + ".");
    }

    /// <summary>The date of a board: minutes since 1996. 0 is unspecified, FFFFFFh is erased memory, and dates before the first BMCs are invalid.</summary>
    public static DateTimeOffset? ToDate(int minutes)
    {
        var date = DateEpoch.AddMinutes(minutes);
        return minutes == 0xFFFFFF || date.Year < FirstYear ? null : date;
    }

    /// <summary>With a wrong checksum, the content is still read if the offsets are plausible.</summary>
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
            problems.Add($"its {name} area is truncated");
        return area;
    }

    private static string DescribeUnknown(FruHeader? header, byte[] image, FruDescription device) =>
        device.Size == 0 ? "The device reports a size of 0 bytes. It may be locked, or without power."
        : image.Length > 0 && (image.All(value => value == 0xFF) || image.All(value => value == 0)) ? "The device is empty."
        : header is null ? $"The device ends after {image.Length} bytes, within its header."
        : device.TypeName is { } type ? $"The content is not in FRU format; the SDR calls it {type}."
        : !header.IsKnownFormat ? $"The content is not in FRU format (version byte {header.Version:X2}h)."
        : "The header's checksum is wrong, and its offsets are beyond the end of the device.";
}

/// <summary>The areas of a device.</summary>
internal sealed class FruContent
{
    public bool? IsHeaderValid { get; init; }

    public FruSpd? Spd { get; init; }

    public FruArea? Chassis { get; init; }

    public FruArea? Board { get; init; }

    public FruArea? Product { get; init; }

    public FruMultiRecord[] Records { get; set; } = [];

    public bool? AreRecordsValid { get; set; }

    public FruChecksums ToChecksums() => new()
    {
        Header = IsHeaderValid,
        Chassis = Chassis?.IsChecksumValid,
        Board = Board?.IsChecksumValid,
        Product = Product?.IsChecksumValid,
        MultiRecord = AreRecordsValid,
    };
}
