namespace IpmiPS;

/// <summary>The order in which a BMC sends the bytes of its GUID.</summary>
public enum GuidEncoding
{
    /// <summary>None of the known orders gives a valid GUID; the bytes are shown as they came.</summary>
    Unknown,

    /// <summary>As IPMI specifies: all of it reversed. IPMI 2.0 section 20.8, table 20-10.</summary>
    Ipmi,

    /// <summary>As SMBIOS, Windows and <c>dmidecode</c> have it: the first three fields reversed. SMBIOS 3.0 section 7.2.1.</summary>
    Smbios,

    /// <summary>As RFC 4122 writes it: most significant byte first throughout.</summary>
    Rfc4122,
}
