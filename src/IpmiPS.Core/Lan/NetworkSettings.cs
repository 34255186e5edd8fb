using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>Network settings of one LAN channel; null for those that are to stay. IPMI 2.0 table 23-4.</summary>
public sealed record NetworkSettings
{
    /// <summary>The channel, 1 to 11; null for the one that the session uses.</summary>
    public int? Channel { get; init; }

    /// <summary>Where the IPv4 address comes from. An address, mask or gateway that is to change implies Static.</summary>
    public AddressSource? AddressSource { get; init; }

    /// <summary>IPv4 address.</summary>
    public IPAddress? IPv4Address { get; init; }

    /// <summary>IPv4 subnet mask.</summary>
    public IPAddress? SubnetMask { get; init; }

    /// <summary>IPv4 address of the default gateway; 0.0.0.0 for none.</summary>
    public IPAddress? DefaultGateway { get; init; }

    /// <summary>MAC address of the default gateway.</summary>
    public PhysicalAddress? DefaultGatewayMac { get; init; }

    /// <summary>IPv4 address of the backup gateway; 0.0.0.0 for none.</summary>
    public IPAddress? BackupGateway { get; init; }

    /// <summary>MAC address of the backup gateway.</summary>
    public PhysicalAddress? BackupGatewayMac { get; init; }

    /// <summary>The BMC's own MAC address, which few BMCs let be written.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>VLAN, 1 to 4094; 0 for none.</summary>
    public int? VlanId { get; init; }

    /// <summary>VLAN priority, 0 to 7.</summary>
    public byte? VlanPriority { get; init; }

    /// <summary>Whether the BMC itself responds to ARP requests.</summary>
    public bool? ArpResponses { get; init; }

    /// <summary>Whether the BMC announces its address by gratuitous ARPs.</summary>
    public bool? GratuitousArp { get; init; }

    /// <summary>Seconds between gratuitous ARPs, 0.5 to 128 in steps of 0.5.</summary>
    public double? GratuitousArpInterval { get; init; }

    /// <summary>IPv4 header: time to live, 1 to 255.</summary>
    public byte? TimeToLive { get; init; }

    /// <summary>IPv4 header: flags, 0 to 7.</summary>
    public byte? IPv4Flags { get; init; }

    /// <summary>IPv4 header: precedence, 0 to 7.</summary>
    public byte? Precedence { get; init; }

    /// <summary>IPv4 header: type of service, 0 to 15.</summary>
    public byte? TypeOfService { get; init; }

    /// <summary>UDP port of RMCP, 1 to 65535.</summary>
    public int? RmcpPort { get; init; }

    /// <summary>UDP port of secure RMCP, 1 to 65535.</summary>
    public int? SecureRmcpPort { get; init; }

    /// <summary>SNMP community of traps, at most 18 characters. It serves as a password.</summary>
    public string? Community { get; init; }

    /// <summary>Bad passwords in a row after which a user is disabled; 0 for never.</summary>
    public byte? BadPasswordThreshold { get; init; }

    /// <summary>Whether disabling a user is recorded as an event.</summary>
    public bool? BadPasswordEvent { get; init; }

    /// <summary>Seconds after which the count of bad passwords starts again, 0 to 655350 in steps of 10; 0 for never.</summary>
    public int? BadPasswordResetInterval { get; init; }

    /// <summary>Seconds after which a disabled user is enabled again, 0 to 655350 in steps of 10; 0 until an administrator does so.</summary>
    public int? LockOutInterval { get; init; }

    /// <summary>Authentication types of IPMI 1.5 for the level Callback.</summary>
    public AuthenticationTypes? CallbackAuthentication { get; init; }

    /// <summary>Authentication types of IPMI 1.5 for the level User.</summary>
    public AuthenticationTypes? UserAuthentication { get; init; }

    /// <summary>Authentication types of IPMI 1.5 for the level Operator.</summary>
    public AuthenticationTypes? OperatorAuthentication { get; init; }

    /// <summary>Authentication types of IPMI 1.5 for the level Administrator.</summary>
    public AuthenticationTypes? AdministratorAuthentication { get; init; }

    /// <summary>Authentication types of IPMI 1.5 for the level OEM.</summary>
    public AuthenticationTypes? OemAuthentication { get; init; }

    /// <summary>Which of IPv4 and IPv6 are enabled.</summary>
    public IpVersions? IPVersion { get; init; }

    /// <summary>IPv6 header: traffic class.</summary>
    public byte? IPv6TrafficClass { get; init; }

    /// <summary>IPv6 header: hop limit.</summary>
    public byte? IPv6HopLimit { get; init; }

    /// <summary>IPv6 header: flow label, 0 to 1048575.</summary>
    public int? IPv6FlowLabel { get; init; }

    /// <summary>All static IPv6 addresses with their prefix lengths, from the first on; others are disabled.</summary>
    public IReadOnlyList<(IPAddress Address, byte PrefixLength)>? IPv6StaticAddress { get; init; }

    /// <summary>Which IPv6 routers are used.</summary>
    public Ipv6RouterControl? IPv6RouterControl { get; init; }

    /// <summary>Static IPv6 router 1.</summary>
    public NetworkRouterSettings IPv6Router1 { get; init; } = new();

    /// <summary>Static IPv6 router 2.</summary>
    public NetworkRouterSettings IPv6Router2 { get; init; } = new();

    /// <summary>DHCPv6 unique identifier.</summary>
    public byte[]? IPv6StaticDuid { get; init; }

    /// <summary>Timing of DHCPv6, 16 or 22 bytes in the order of parameter 63.</summary>
    public byte[]? Dhcpv6Timing { get; init; }

    /// <summary>Timing of neighbor discovery and SLAAC, at most 16 bytes in the order of parameter 80.</summary>
    public byte[]? NeighborTiming { get; init; }

    /// <summary>Without the values, because one of them is a secret.</summary>
    public override string ToString() => "Network settings";

    /// <summary>Whether there is nothing to set.</summary>
    public bool IsEmpty => this with { Channel = null } == new NetworkSettings();
}

/// <summary>A static IPv6 router; null for what is to stay.</summary>
public sealed record NetworkRouterSettings
{
    /// <summary>Its address.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Its MAC address.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>Its prefix and the length in bits.</summary>
    public (IPAddress Address, byte Length)? Prefix { get; init; }
}
