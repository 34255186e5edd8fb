namespace IpmiPS;

/// <summary>State of the identify light. Bits 5:4 of byte 4 of IPMI 2.0 section 28.2.</summary>
public enum IdentifyState : byte
{
    /// <summary>Off.</summary>
    Off = 0,

    /// <summary>On for a time.</summary>
    Timed = 1,

    /// <summary>On until it is turned off.</summary>
    Indefinite = 2,
}
