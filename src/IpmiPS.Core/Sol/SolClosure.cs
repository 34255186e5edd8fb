namespace IpmiPS.Sol;

/// <summary>How a console was closed.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Error">The error for the user; null if the caller closed the console.</param>
public sealed record SolClosure(SolCloseReason Reason, IpmiException? Error);

/// <summary>Why a console was closed.</summary>
public enum SolCloseReason
{
    /// <summary>The caller closed it.</summary>
    Closed,

    /// <summary>The BMC deactivated it, or another user took it over.</summary>
    Deactivated,

    /// <summary>The BMC stopped responding or dropped the session, for example because it restarts. A new session may work.</summary>
    Lost,
}
