namespace IpmiPS.Sol;

/// <summary>How a console ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Error">What to tell the user; null where the caller closed it.</param>
public sealed record SolClosure(SolCloseReason Reason, IpmiException? Error);

/// <summary>Why a console ended.</summary>
public enum SolCloseReason
{
    /// <summary>The caller closed it.</summary>
    Closed,

    /// <summary>The BMC deactivated it, or somebody took it over.</summary>
    Deactivated,

    /// <summary>The BMC fell silent or dropped the session, as when it restarts. Opening a new session may bring it back.</summary>
    Lost,
}
