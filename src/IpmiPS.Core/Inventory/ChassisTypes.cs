using System;
using System.Collections.Generic;
using System.Globalization;

namespace IpmiPS.Inventory;

/// <summary>Chassis types. FRU 1.0 section 14, which takes them from SMBIOS 3 section 7.4.1.</summary>
public static class ChassisTypes
{
    private static readonly string[] Names =
    [
        "Unspecified", "Other", "Unknown", "Desktop", "Low Profile Desktop", "Pizza Box", "Mini Tower", "Tower", "Portable", "Laptop", "Notebook",
        "Hand Held", "Docking Station", "All in One", "Sub Notebook", "Space-saving", "Lunch Box", "Main Server Chassis", "Expansion Chassis",
        "SubChassis", "Bus Expansion Chassis", "Peripheral Chassis", "RAID Chassis", "Rack Mount Chassis", "Sealed-case PC", "Multi-system Chassis",
        "Compact PCI", "Advanced TCA", "Blade", "Blade Enclosure", "Tablet", "Convertible", "Detachable", "IoT Gateway", "Embedded PC", "Mini PC",
        "Stick PC",
    ];

    /// <summary>The name of a chassis type; bit 7 (the chassis has a lock) is ignored.</summary>
    public static string Describe(byte type) => (type & 0x7F) < Names.Length ? Names[type & 0x7F] : $"Reserved ({type:X2}h)";

    /// <summary>The names of all types, by their number.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The type with a name, without regard to case, or with a number from 0 to 127; null if there is none.</summary>
    public static byte? Find(string text)
    {
        int type = Array.FindIndex(Names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (type < 0 && text.StartsWith("Reserved (", StringComparison.Ordinal))
            return byte.TryParse(text.Substring(10).TrimEnd(')', 'h'), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte reserved) ? reserved : null;
        return type >= 0 ? (byte)type : byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out byte number) && number < 0x80 ? number : null;
    }
}
