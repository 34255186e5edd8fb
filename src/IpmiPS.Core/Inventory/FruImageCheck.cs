using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>Finds what is wrong with the content of a FRU device. FRU 1.0 section 17.</summary>
internal static class FruImageCheck
{
    /// <summary>What is wrong, in words; empty for an image that keeps all rules.</summary>
    public static IReadOnlyList<string> Problems(byte[] image)
    {
        if (image.Length < FruHeader.Length)
            return [$"it has {image.Length} bytes, fewer than a header"];
        var header = FruHeader.Read(image);
        if (!header.IsKnownFormat)
            return [$"it is not in FRU format (version byte {header.Version:X2}h)"];
        var problems = new List<string>();
        if (!header.IsChecksumValid)
            problems.Add("the checksum of its header is wrong");
        var ranges = new List<(string Name, int Start, int End)>();
        foreach (var (kind, offset) in InfoAreas(header))
            AddArea(image, kind, offset, problems, ranges);
        if (header.MultiRecord > 0)
            AddRecords(image, header.MultiRecord, problems, ranges);
        if (header.InternalUse >= image.Length)
            problems.Add("its internal use area is beyond the end");
        var ordered = ranges.OrderBy(static range => range.Start).ToList();
        problems.AddRange(ordered.Zip(ordered.Skip(1), static (first, second) => (first, second)).Where(static pair => pair.second.Start < pair.first.End)
            .Select(static pair => $"its {pair.first.Name} and {pair.second.Name} areas overlap"));
        return problems;
    }

    /// <summary>The info areas that a header names.</summary>
    public static IEnumerable<(FruAreaKind Kind, int Offset)> InfoAreas(FruHeader header) =>
        new[] { (FruAreaKind.Chassis, header.Chassis), (FruAreaKind.Board, header.Board), (FruAreaKind.Product, header.Product) }.Where(static area => area.Item2 > 0);

    private static void AddArea(byte[] image, FruAreaKind kind, int offset, List<string> problems, List<(string Name, int Start, int End)> ranges)
    {
        string name = FruField.NameOf(kind);
        if (offset > image.Length - FruArea.PrefixLength)
        {
            problems.Add($"its {name} area is beyond the end");
            return;
        }

        int length = FruArea.LengthAt(image, offset);
        ranges.Add((name, offset, offset + length));
        if (length == 0 || offset + length > image.Length)
            problems.Add(length == 0 ? $"its {name} area has the length 0" : $"its {name} area is longer than the device");
        else if (!Checksum.IsZero(image, offset, length))
            problems.Add($"the checksum of its {name} area is wrong");
        else if (!HasEndMark(kind, image, offset))
            problems.Add($"the fields of its {name} area have no end");
    }

    private static bool HasEndMark(FruAreaKind kind, byte[] image, int offset)
    {
        try
        {
            return new FruInfoArea(kind, image, offset).HasEndMark;
        }
        catch (MalformedDataException)
        {
            return false;
        }
    }

    private static void AddRecords(byte[] image, int offset, List<string> problems, List<(string Name, int Start, int End)> ranges)
    {
        var records = FruMultiRecordArea.Read(image, offset, out int end);
        ranges.Add(("MultiRecord", offset, end));
        if (end > image.Length || records.Length == 0 || !FruMultiRecordArea.IsEnded(image, offset))
            problems.Add("the chain of its MultiRecord area is broken");
        else if (records.Any(static record => !record.ChecksumValid))
            problems.Add("a checksum of its MultiRecord area is wrong");
    }
}
