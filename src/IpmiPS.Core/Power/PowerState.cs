namespace IpmiPS;

/// <summary>Whether a machine has power.</summary>
public enum PowerState
{
    /// <summary>Off: soft-off (S4, S5) or mechanically off.</summary>
    Off,

    /// <summary>On.</summary>
    On,

    /// <summary>The BMC did not report it.</summary>
    Unknown,
}
