namespace IpmiPS.Users;

/// <summary>What came of setting a password.</summary>
/// <param name="State">Which password is valid.</param>
/// <param name="Verified">Whether a new log-in with the valid password succeeded.</param>
/// <param name="Failure">Why the new password is not the valid one, or not certain to be; null where it is.</param>
public sealed record PasswordOutcome(PasswordState State, bool Verified, IpmiException? Failure = null)
{
    /// <summary>Whether a password of 16 bytes may do where this one, which is longer, did not.</summary>
    public bool MayBeTooLong { get; init; }

    /// <summary>What the administrator ought to know although nothing failed; else null.</summary>
    public string? Remark { get; init; }
}
