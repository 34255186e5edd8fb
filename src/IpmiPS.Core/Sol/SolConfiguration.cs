using System;

namespace IpmiPS;

/// <summary>The configuration of serial over LAN on a channel. What the BMC does not report is null, with the reason in <see cref="Notes"/>. IPMI 2.0 section 26.3.</summary>
public class SolConfiguration
{
    /// <summary>Name of the BMC, as specified by the caller.</summary>
    public string ComputerName { get; internal set; } = "";

    /// <summary>The channel, 0 to 15.</summary>
    public int Channel { get; internal set; }

    /// <summary>Whether the console can be opened.</summary>
    public bool? Enabled { get; internal set; }

    /// <summary>Whether the console is always encrypted, whatever the client wants.</summary>
    public bool? ForceEncryption { get; internal set; }

    /// <summary>Whether the console is always authenticated.</summary>
    public bool? ForceAuthentication { get; internal set; }

    /// <summary>The lowest privilege that may open the console.</summary>
    public PrivilegeLevel? Privilege { get; internal set; }

    /// <summary>How long the BMC gathers characters before it sends them, in milliseconds.</summary>
    public int? AccumulateInterval { get; internal set; }

    /// <summary>Number of characters that are sent at once; 0 for as many as fit into a packet.</summary>
    public int? SendThreshold { get; internal set; }

    /// <summary>How often the BMC repeats a packet, 0 to 7.</summary>
    public int? PacketRetryCount { get; internal set; }

    /// <summary>Time between repetitions in milliseconds.</summary>
    public int? PacketRetryInterval { get; internal set; }

    /// <summary>The bit rate that is stored.</summary>
    public SolBitRate? BitRate { get; internal set; }

    /// <summary>The bit rate in use until the BMC restarts.</summary>
    public SolBitRate? VolatileBitRate { get; internal set; }

    /// <summary>The channel whose parameters SOL uses.</summary>
    public int? PayloadChannel { get; internal set; }

    /// <summary>UDP port of SOL.</summary>
    public int? PayloadPort { get; internal set; }

    /// <summary>Why properties are null.</summary>
    public string[] Notes { get; internal set; } = [];
}

/// <summary>The configuration of serial over LAN after a change, as read back.</summary>
public sealed class SolConfigurationUpdate : SolConfiguration, ISettingsUpdate
{
    /// <summary>The settings that were changed, with old and new values.</summary>
    public string[] Changes { get; internal set; } = [];

    /// <summary>Whether something was changed; false if everything was as requested already.</summary>
    public bool Changed { get; internal set; }

    /// <summary>Whether all settings were read back as requested.</summary>
    public bool Verified { get; internal set; }

    IpmiException? ISettingsUpdate.Difference => null;
}
