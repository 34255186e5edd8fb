using System;
using System.Collections.Generic;
using System.Linq;
using IpmiPS.Wire;

namespace IpmiPS.Inventory;

/// <summary>The areas with fields. The value is the index of the area's offset in the common header.</summary>
internal enum FruAreaKind
{
    Chassis = 2,
    Board = 3,
    Product = 4,
}

/// <summary>A text field of an area that every FRU device may have. FRU 1.0 tables 10-1, 11-1 and 12-1.</summary>
/// <param name="Name">The name of the property of <see cref="Fru"/>.</param>
/// <param name="Area">The area.</param>
/// <param name="Index">Position among the area's fields, from 0.</param>
/// <param name="IsAlwaysEnglish">For serial numbers and file IDs, which have no language.</param>
/// <param name="Read">Reads the property.</param>
internal sealed record FruField(string Name, FruAreaKind Area, int Index, bool IsAlwaysEnglish, Func<Fru, string?> Read)
{
    /// <summary>The fields in the order of the areas.</summary>
    public static IReadOnlyList<FruField> All { get; } =
    [
        new(nameof(Fru.ChassisPartNumber), FruAreaKind.Chassis, 0, true, static fru => fru.ChassisPartNumber),
        new(nameof(Fru.ChassisSerial), FruAreaKind.Chassis, 1, true, static fru => fru.ChassisSerial),
        new(nameof(Fru.BoardManufacturer), FruAreaKind.Board, 0, false, static fru => fru.BoardManufacturer),
        new(nameof(Fru.BoardProductName), FruAreaKind.Board, 1, false, static fru => fru.BoardProductName),
        new(nameof(Fru.BoardSerial), FruAreaKind.Board, 2, true, static fru => fru.BoardSerial),
        new(nameof(Fru.BoardPartNumber), FruAreaKind.Board, 3, false, static fru => fru.BoardPartNumber),
        new(nameof(Fru.BoardFruFileId), FruAreaKind.Board, 4, true, static fru => fru.BoardFruFileId),
        new(nameof(Fru.ProductManufacturer), FruAreaKind.Product, 0, false, static fru => fru.ProductManufacturer),
        new(nameof(Fru.ProductName), FruAreaKind.Product, 1, false, static fru => fru.ProductName),
        new(nameof(Fru.ProductPartNumber), FruAreaKind.Product, 2, false, static fru => fru.ProductPartNumber),
        new(nameof(Fru.ProductVersion), FruAreaKind.Product, 3, false, static fru => fru.ProductVersion),
        new(nameof(Fru.ProductSerial), FruAreaKind.Product, 4, true, static fru => fru.ProductSerial),
        new(nameof(Fru.ProductAssetTag), FruAreaKind.Product, 5, false, static fru => fru.ProductAssetTag),
        new(nameof(Fru.ProductFruFileId), FruAreaKind.Product, 6, true, static fru => fru.ProductFruFileId),
    ];

    /// <summary>The field with a name, without regard to case; null if there is none.</summary>
    public static FruField? Find(string name) => All.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The number of fields that an area has before its custom fields.</summary>
    public static int CountIn(FruAreaKind area) => All.Count(field => field.Area == area);

    /// <summary>The area's name in messages, such as "product".</summary>
    public static string NameOf(FruAreaKind area) => area.ToString().ToLowerInvariant();
}

/// <summary>What to change in a FRU device. What is not named stays.</summary>
public sealed record FruSettings
{
    /// <summary>Texts by the name of the field, such as "ProductAssetTag"; an empty text empties the field.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Custom fields of the chassis area, all of them; null if they stay.</summary>
    public IReadOnlyList<string>? ChassisCustom { get; init; }

    /// <summary>Custom fields of the board area, all of them; null if they stay.</summary>
    public IReadOnlyList<string>? BoardCustom { get; init; }

    /// <summary>Custom fields of the product area, all of them; null if they stay.</summary>
    public IReadOnlyList<string>? ProductCustom { get; init; }

    /// <summary>Chassis type, 0 to 127 (SMBIOS 7.4.1); null if it stays.</summary>
    public byte? ChassisType { get; init; }

    /// <summary>Manufacturing date of the board, from 1996 to 2027-11-24, in minutes; null if it stays.</summary>
    public DateTimeOffset? BoardManufactureDate { get; init; }

    /// <summary>Whether there is nothing to change.</summary>
    public bool IsEmpty => Fields.Count == 0 && this is { ChassisCustom: null, BoardCustom: null, ProductCustom: null, ChassisType: null, BoardManufactureDate: null };

    internal IReadOnlyList<string>? CustomOf(FruAreaKind area) => area switch
    {
        FruAreaKind.Chassis => ChassisCustom,
        FruAreaKind.Board => BoardCustom,
        _ => ProductCustom,
    };
}
