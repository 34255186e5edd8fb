using System;

namespace IpmiPS;

/// <summary>What a controller sends to a DHCP server. DCMI 1.5 table 6-4, parameter 2.</summary>
[Flags]
public enum DhcpDiscovery
{
    /// <summary>Nothing of these.</summary>
    None = 0,

    /// <summary>Option 12, the host name, with the identifier of the controller.</summary>
    HostName = 0x01,

    /// <summary>Option 60 with option 43, the vendor class and its information.</summary>
    VendorClass = 0x02,

    /// <summary>Waits become longer at random.</summary>
    RandomBackOff = 0x80,
}
