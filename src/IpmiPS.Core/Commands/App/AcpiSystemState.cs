namespace IpmiPS;

/// <summary>ACPI system power states. IPMI 2.0 section 20.6, table 20-7.</summary>
public enum AcpiSystemState : byte
{
    /// <summary>S0: working.</summary>
    S0 = 0x00,

    /// <summary>S1: hardware context kept.</summary>
    S1 = 0x01,

    /// <summary>S2: clocks stopped, processor context lost.</summary>
    S2 = 0x02,

    /// <summary>S3: suspended to memory.</summary>
    S3 = 0x03,

    /// <summary>S4: suspended to disk.</summary>
    S4 = 0x04,

    /// <summary>S5: soft off.</summary>
    S5 = 0x05,

    /// <summary>S4 or S5.</summary>
    S4OrS5 = 0x06,

    /// <summary>G3: mechanical off.</summary>
    G3 = 0x07,

    /// <summary>Sleeping, one of S1 to S3.</summary>
    Sleeping = 0x08,

    /// <summary>Sleeping, one of S1 to S4.</summary>
    G1 = 0x09,

    /// <summary>S5 by override.</summary>
    Override = 0x0A,

    /// <summary>On, on a system without ACPI.</summary>
    LegacyOn = 0x20,

    /// <summary>Off, on a system without ACPI.</summary>
    LegacyOff = 0x21,

    /// <summary>Not known.</summary>
    Unknown = 0x2A,

    /// <summary>In a set request: no change.</summary>
    NoChange = 0x7F,
}
