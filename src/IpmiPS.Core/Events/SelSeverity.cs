namespace IpmiPS;

/// <summary>How serious an event is. Ordered: <c>-ge Warning</c> finds what needs attention.</summary>
public enum SelSeverity
{
    /// <summary>Not known: an OEM record or event that only the vendor can explain.</summary>
    Unknown,

    /// <summary>Normal operation, or the end of a problem.</summary>
    Information,

    /// <summary>Outside the normal range, or redundancy is reduced; the server still works.</summary>
    Warning,

    /// <summary>Something failed, or is about to.</summary>
    Critical,

    /// <summary>A limit was exceeded beyond which the hardware may be damaged.</summary>
    NonRecoverable,
}
