namespace IpmiPS;

/// <summary>The keys of a channel. IPMI 2.0 section 22.25.</summary>
public enum BmcKeyKind
{
    /// <summary>None is named.</summary>
    Unknown = 0,

    /// <summary>Kg, the BMC key, which log-ins need besides the password.</summary>
    Kg = 1,

    /// <summary>Kr, the random number key.</summary>
    Kr = 2,
}

/// <summary>Whether a key can be changed. IPMI 2.0 section 22.25.</summary>
public enum BmcKeyLockState
{
    /// <summary>The BMC does not report it.</summary>
    Unknown = 0,

    /// <summary>The key can be changed, and locked.</summary>
    Unlocked = 1,

    /// <summary>The key can be changed. It cannot be locked.</summary>
    NotLockable = 2,

    /// <summary>The key can no longer be changed.</summary>
    Locked = 3,
}

/// <summary>A key of a BMC after a change. The key itself is never shown.</summary>
public sealed class BmcKeyUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The channel.</summary>
    public byte Channel { get; init; }

    /// <summary>Which key.</summary>
    public BmcKeyKind Key { get; init; }

    /// <summary>Whether the key can be changed.</summary>
    public BmcKeyLockState LockState { get; init; }

    /// <summary>Whether something was changed.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether a new log-in with the key succeeded.</summary>
    public bool Verified { get; init; }

    /// <summary>What could not be verified, and why.</summary>
    public string[] Notes { get; init; } = [];
}
