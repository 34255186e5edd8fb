namespace IpmiPS;

/// <summary>What a machine does when AC returns. IPMI 2.0 sections 28.2 and 28.8.</summary>
public enum PowerRestorePolicy : byte
{
    /// <summary>Stay off.</summary>
    AlwaysOff = 0,

    /// <summary>Return to the state that it had when AC was lost.</summary>
    Previous = 1,

    /// <summary>Power on.</summary>
    AlwaysOn = 2,

    /// <summary>Not known.</summary>
    Unknown = 3,
}
