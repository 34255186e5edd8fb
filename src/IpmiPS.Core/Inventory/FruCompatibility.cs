using System.Collections.Generic;
using IpmiPS.Sdr;
using IpmiPS.Inventory;
using IpmiPS.Wire;

namespace IpmiPS;

/// <summary>Base and Extended Compatibility: which parts may replace this one. FRU 1.0 sections 18.5 and 18.6.</summary>
public sealed class FruCompatibility : FruMultiRecord
{
    internal FruCompatibility(FruRecordHeader header, ByteReader reader)
        : base(header)
    {
        // 0 manufacturer ID; 3 entity ID; 4 base; 5 [6:0] first code; 6: masks, bit 0 of the first is the code after the first
        ManufacturerId = reader.ReadUInt24();
        Entity = EntityIds.Describe(reader.ReadByte());
        CompatibilityBase = reader.ReadByte();
        int code = reader.ReadByte() & 0x7F;
        var codes = new List<int> { code };
        while (!reader.IsAtEnd)
        {
            byte mask = reader.ReadByte();
            for (int bit = 0; bit < 8; bit++)
            {
                code++;
                if ((mask >> bit & 1) != 0)
                    codes.Add(code);
            }
        }

        CompatibleCodes = codes.ToArray();
    }

    /// <summary>IANA number of the organisation that defined the codes.</summary>
    public int ManufacturerId { get; }

    /// <summary>The kind of part.</summary>
    public string Entity { get; }

    /// <summary>Compatibility base; parts with another base are incompatible.</summary>
    public int CompatibilityBase { get; }

    /// <summary>The compatible codes.</summary>
    public int[] CompatibleCodes { get; }
}
