namespace IpmiPS;

/// <summary>Kind of the time of a SEL entry. IPMI 2.0 section 37.</summary>
public enum SelTimestampKind
{
    /// <summary>
    /// Date and time of the BMC's clock, with the UTC offset that the BMC reports. Most BMCs report none; then the clock is
    /// assumed to be in UTC.
    /// </summary>
    Clock,

    /// <summary>The BMC's clock was not set yet: only the time since the BMC started is known.</summary>
    PreInit,

    /// <summary>No time, or a record type without one.</summary>
    Unspecified,
}
