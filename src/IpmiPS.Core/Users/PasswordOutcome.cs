namespace IpmiPS.Users;

/// <summary>The outcome of a change of password.</summary>
/// <param name="State">Which password is valid.</param>
/// <param name="Verified">Whether a new log-in with the valid password succeeded.</param>
/// <param name="Failure">Why the new password is not valid, or not certain to be; null if it is valid.</param>
public sealed record PasswordOutcome(PasswordState State, bool Verified, IpmiException? Failure = null)
{
    /// <summary>Whether a password of at most 16 bytes might be accepted, where this longer one was not.</summary>
    public bool MayBeTooLong { get; init; }

    /// <summary>A warning for the administrator, although nothing failed; null if there is none.</summary>
    public string? Remark { get; init; }
}
