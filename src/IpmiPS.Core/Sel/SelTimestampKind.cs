namespace IpmiPS;

/// <summary>What the time of a SEL entry is worth. IPMI 2.0 section 37.</summary>
public enum SelTimestampKind
{
    /// <summary>
    /// Date and time by the BMC's clock, with the UTC offset that the BMC names. Most BMCs name none; then the clock is taken
    /// to run on UTC.
    /// </summary>
    Clock,

    /// <summary>The BMC's clock was not set yet: there is only the time since the BMC started, and no date.</summary>
    PreInit,

    /// <summary>The BMC gave no time, or records of this type have none.</summary>
    Unspecified,
}
