namespace IpmiPS;

/// <summary>ACPI device power states. IPMI 2.0 section 20.6, table 20-7.</summary>
public enum AcpiDeviceState : byte
{
    /// <summary>D0: fully on.</summary>
    D0 = 0x00,

    /// <summary>D1.</summary>
    D1 = 0x01,

    /// <summary>D2.</summary>
    D2 = 0x02,

    /// <summary>D3: off.</summary>
    D3 = 0x03,

    /// <summary>Not known.</summary>
    Unknown = 0x2A,

    /// <summary>In a set request: no change.</summary>
    NoChange = 0x7F,
}
