namespace IpmiPS;

/// <summary>Access settings of a channel after a change, as read back.</summary>
public sealed record ChannelUpdate : ISettingsUpdate
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The channel.</summary>
    public int Channel { get; init; }

    /// <summary>When the channel can be used, at present; null if the BMC does not report it.</summary>
    public ChannelAccessMode? ActiveAccessMode { get; init; }

    /// <summary>When the channel can be used, as stored.</summary>
    public ChannelAccessMode? StoredAccessMode { get; init; }

    /// <summary>The highest privilege on the channel, at present.</summary>
    public PrivilegeLevel? ActivePrivilegeLimit { get; init; }

    /// <summary>The highest privilege on the channel, as stored.</summary>
    public PrivilegeLevel? StoredPrivilegeLimit { get; init; }

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; init; }

    /// <summary>Whether all settings were read back as requested.</summary>
    public bool Verified { get; init; }

    /// <summary>What was read back otherwise than requested; null if nothing was.</summary>
    internal IpmiException? Difference { get; init; }

    IpmiException? ISettingsUpdate.Difference => Difference;
}
