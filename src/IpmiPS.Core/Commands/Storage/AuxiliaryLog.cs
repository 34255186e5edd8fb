namespace IpmiPS.Commands.Storage;

/// <summary>Logs that a BMC may have besides the SEL. IPMI 2.0 section 31.12.</summary>
public enum AuxiliaryLog : byte
{
    /// <summary>Machine check log.</summary>
    Mca = 0,

    /// <summary>The first log of the vendor.</summary>
    Oem1 = 1,

    /// <summary>The second log of the vendor.</summary>
    Oem2 = 2,
}
