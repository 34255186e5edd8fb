namespace IpmiPS;

/// <summary>What became of a password that was to be set.</summary>
public enum PasswordState
{
    /// <summary>It cannot be told which password the BMC has: the new one or the one before.</summary>
    Unknown,

    /// <summary>The new password is valid.</summary>
    Changed,

    /// <summary>The BMC refused the new password; the one before is valid.</summary>
    Unchanged,

    /// <summary>The new password did not prove itself, or nobody was left to be told; the one before was put back and is valid.</summary>
    RolledBack,
}
