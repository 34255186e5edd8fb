namespace IpmiPS;

/// <summary>Byte order of a BMC's GUID.</summary>
public enum GuidEncoding
{
    /// <summary>No known order gives a valid GUID; the bytes are shown as received.</summary>
    Unknown,

    /// <summary>IPMI: all bytes reversed. IPMI 2.0 section 20.8, table 20-10.</summary>
    Ipmi,

    /// <summary>SMBIOS, Windows and <c>dmidecode</c>: the first three fields reversed. SMBIOS 3.0 section 7.2.1.</summary>
    Smbios,

    /// <summary>RFC 4122: most significant byte first.</summary>
    Rfc4122,
}
