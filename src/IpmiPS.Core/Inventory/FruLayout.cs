using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>A part of an image that may move: an info area, or the MultiRecord area.</summary>
/// <param name="Index">Index of its offset in the common header, 2 to 5.</param>
/// <param name="Offset">Its present offset; null for a new area.</param>
/// <param name="Length">Its present length.</param>
/// <param name="Bytes">Its new bytes.</param>
internal sealed record FruPart(int Index, int? Offset, int Length, byte[] Bytes)
{
    public string Name => Index == FruLayout.MultiRecordIndex ? "MultiRecord" : FruField.NameOf((FruAreaKind)Index);
}

/// <summary>
/// Places the areas of an image. An area stays where it is if that is possible. One that has no room any more moves back, in the old order. The Internal
/// Use area never moves, because its owner addresses it by offset; bytes outside of all areas are kept. FRU 1.0 sections 8 and 17.
/// </summary>
internal static class FruLayout
{
    /// <summary>Index of the offset of the MultiRecord area in the common header.</summary>
    public const int MultiRecordIndex = 5;

    private const int MaximumOffset = 255 * FruHeader.Unit;

    /// <summary>Places the parts into the device's bytes.</summary>
    /// <param name="image">The whole device as it is.</param>
    /// <param name="header">Its header; null if it has none yet.</param>
    /// <param name="parts">All parts that the device is to have.</param>
    /// <returns>The new bytes, and what moved, in words.</returns>
    /// <exception cref="IpmiException">CommandFailed: there is no room.</exception>
    public static (byte[] Image, IReadOnlyList<string> Moves) Place(byte[] image, FruHeader? header, IEnumerable<FruPart> parts)
    {
        FruPart[] ordered = [.. parts.OrderBy(static part => part.Offset ?? int.MaxValue)];
        var (start, end) = InternalUse(image, header, ordered);
        byte[] placed = (byte[])image.Clone();
        var moves = new List<string>();
        byte[] head = header is null ? [1, 0, 0, 0, 0, 0, 0, 0] : [.. image.Take(FruHeader.Length)];
        int cursor = FruHeader.Length;
        foreach (var part in ordered)
            if (part.Offset is { } old)
                for (int i = old; i < Math.Min(old + part.Length, placed.Length); i++)
                    placed[i] = 0;
        byte[] free = (byte[])placed.Clone();
        foreach (var part in ordered)
        {
            int offset = Math.Max(part.Offset ?? 0, RoundUp(cursor));
            if (start < offset + part.Bytes.Length && offset < end)
                offset = RoundUp(end);
            cursor = offset + part.Bytes.Length;
            if (cursor > image.Length || offset > MaximumOffset)
                throw new IpmiException(IpmiErrorKind.CommandFailed, $"The device has no room: its {part.Name} area would end at byte {cursor}, the device ends at {image.Length}. Nothing was sent.",
                    "Use shorter texts, or empty a field with -Clear.");
            ProtectUnknown(free, part, offset);
            Buffer.BlockCopy(part.Bytes, 0, placed, offset, part.Bytes.Length);
            head[part.Index] = (byte)(offset / FruHeader.Unit);
            if (part.Offset != offset)
                moves.Add(part.Offset is { } from ? $"{part.Name} area {from:X}h -> {offset:X}h" : $"new {part.Name} area at {offset:X}h");
        }

        if (moves.Count > 0)
        {
            head[FruHeader.Length - 1] = Checksum.Of(head, 0, FruHeader.Length - 1);
            Buffer.BlockCopy(head, 0, placed, 0, head.Length);
        }

        return (placed, moves);
    }

    /// <summary>The Internal Use area has no length: it ends where the next area begins.</summary>
    private static (int Start, int End) InternalUse(byte[] image, FruHeader? header, IEnumerable<FruPart> parts) =>
        header is not { InternalUse: > 0 and var start } ? (0, 0)
        : (start, parts.Select(static part => part.Offset).OfType<int>().Where(offset => offset > start).DefaultIfEmpty(image.Length).Min());

    /// <summary>Bytes that no area has may be a vendor's: only unused memory is taken.</summary>
    private static void ProtectUnknown(byte[] free, FruPart part, int offset)
    {
        for (int i = offset; i < offset + part.Bytes.Length; i++)
            if (free[i] is not 0 and not 0xFF)
                throw new IpmiException(IpmiErrorKind.CommandFailed, $"The {part.Name} area needs more room, and there are data of unknown meaning at byte {i} ({i:X}h), where it would go. Nothing was sent.",
                    "Use shorter texts. Export-IpmiFru writes the content of the device to a file.");
    }

    private static int RoundUp(int offset) => (offset + FruHeader.Unit - 1) / FruHeader.Unit * FruHeader.Unit;
}
