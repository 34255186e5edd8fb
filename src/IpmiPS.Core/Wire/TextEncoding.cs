namespace IpmiPS.Wire;

/// <summary>How a text of the SDR or FRU format is encoded: bits 7:6 of its type/length byte. IPMI 2.0 section 43.15, FRU 1.0 section 13.</summary>
public enum TextEncoding : byte
{
    /// <summary>Unicode, two bytes a character, in an SDR; binary or unspecified in a FRU.</summary>
    BinaryOrUnicode = 0,

    /// <summary>Two characters a byte, out of digits and <c> -.:,_</c>.</summary>
    BcdPlus = 1,

    /// <summary>Four characters in three bytes, out of the 64 from space to underscore.</summary>
    PackedAscii = 2,

    /// <summary>ASCII and Latin-1, one byte a character.</summary>
    Latin1 = 3,
}
