namespace IpmiPS;

/// <summary>Which password is valid after a change.</summary>
public enum PasswordState
{
    /// <summary>It is not known whether the new or the previous password is valid.</summary>
    Unknown,

    /// <summary>The new password is valid.</summary>
    Changed,

    /// <summary>The new password was refused, or could not be sent; the previous one is valid.</summary>
    Unchanged,

    /// <summary>The new password did not prove itself, or could not be given out; the previous one was restored and is valid.</summary>
    RolledBack,
}
