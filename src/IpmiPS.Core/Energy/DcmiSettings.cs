namespace IpmiPS.Energy;

/// <summary>DCMI settings; null for those that are to stay.</summary>
public sealed record DcmiSettings
{
    /// <summary>What the BMC sends to a DHCP server.</summary>
    public DhcpDiscovery? DhcpDiscovery { get; init; }

    /// <summary>Seconds until the first retry of a DHCP request.</summary>
    public int? DhcpInitialTimeoutSeconds { get; init; }

    /// <summary>Seconds for which the BMC tries to reach a DHCP server.</summary>
    public int? DhcpContactTimeoutSeconds { get; init; }

    /// <summary>Seconds until it tries again after that.</summary>
    public int? DhcpRetrySeconds { get; init; }

    /// <summary>Temperature of the inlet, in degrees Celsius, that must not be exceeded.</summary>
    public int? InletLimitCelsius { get; init; }

    /// <summary>Seconds for which it may be exceeded.</summary>
    public int? InletLimitSeconds { get; init; }

    /// <summary>What the BMC does then.</summary>
    public ThermalLimitActions? InletLimitAction { get; init; }

    /// <summary>Whether to start DHCP afterwards, with the new settings.</summary>
    public bool ActivateDhcp { get; init; }

    /// <summary>Whether a limit of the inlet's temperature is to be set.</summary>
    public bool HasInletLimit => InletLimitCelsius is not null || InletLimitSeconds is not null || InletLimitAction is not null;

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this == new DcmiSettings();
}
