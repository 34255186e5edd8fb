namespace IpmiPS;

/// <summary>How much an event matters. Ordered by gravity: <c>-ge Warning</c> finds what needs attention.</summary>
public enum SelSeverity
{
    /// <summary>Not known: an OEM record or event that only the vendor can explain.</summary>
    Unknown,

    /// <summary>Normal operation, or the end of a problem.</summary>
    Information,

    /// <summary>Outside the normal, or redundancy reduced; the machine still does its work.</summary>
    Warning,

    /// <summary>Something failed, or is about to.</summary>
    Critical,

    /// <summary>A limit was crossed that the hardware can't stand.</summary>
    NonRecoverable,
}
