namespace IpmiPS;

/// <summary>How grave it is that a setting differs.</summary>
public enum ConfigurationSeverity
{
    /// <summary>A name or a remark.</summary>
    Information,

    /// <summary>The server or its BMC behaves otherwise.</summary>
    Warning,

    /// <summary>Who has access, and how it is protected.</summary>
    Critical,
}
