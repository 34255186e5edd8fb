using System.Collections.Generic;
using IpmiPS.Parameters;

namespace IpmiPS;

/// <summary>The network settings of one LAN channel of a BMC. What the BMC does not report is null. IPMI 2.0 section 23.2, table 23-4.</summary>
public sealed record Network
{
    /// <summary>The BMC.</summary>
    public string ComputerName { get; init; } = "";

    /// <summary>The channel, 1 to 11.</summary>
    public int Channel { get; init; }

    /// <summary>Where the IPv4 address comes from; null if the BMC does not report it.</summary>
    public AddressSource? AddressSource { get; init; }

    /// <summary>IPv4 address; null if the BMC does not report it.</summary>
    public string? IPv4Address { get; init; }

    /// <summary>IPv4 subnet mask.</summary>
    public string? SubnetMask { get; init; }

    /// <summary>IPv4 address of the default gateway; 0.0.0.0 for none.</summary>
    public string? DefaultGateway { get; init; }

    /// <summary>MAC address of the default gateway.</summary>
    public string? DefaultGatewayMac { get; init; }

    /// <summary>IPv4 address of the backup gateway; 0.0.0.0 for none.</summary>
    public string? BackupGateway { get; init; }

    /// <summary>MAC address of the backup gateway.</summary>
    public string? BackupGatewayMac { get; init; }

    /// <summary>The BMC's own MAC address.</summary>
    public string? MacAddress { get; init; }

    /// <summary>VLAN, 1 to 4094; 0 if packets carry no tag.</summary>
    public int? VlanId { get; init; }

    /// <summary>Priority in the VLAN tag, 0 to 7.</summary>
    public int? VlanPriority { get; init; }

    /// <summary>Whether the BMC itself responds to ARP requests.</summary>
    public bool? ArpResponses { get; init; }

    /// <summary>Whether the BMC announces its address by gratuitous ARPs.</summary>
    public bool? GratuitousArp { get; init; }

    /// <summary>Seconds between gratuitous ARPs, 0.5 to 128.</summary>
    public double? GratuitousArpInterval { get; init; }

    /// <summary>IPv4 header: time to live.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>IPv4 header: flags, 0 to 7; 2 is "do not fragment".</summary>
    public int? IPv4Flags { get; init; }

    /// <summary>IPv4 header: precedence, 0 to 7.</summary>
    public int? Precedence { get; init; }

    /// <summary>IPv4 header: type of service, 0 to 15.</summary>
    public int? TypeOfService { get; init; }

    /// <summary>UDP port of RMCP; 623 by default.</summary>
    public int? RmcpPort { get; init; }

    /// <summary>UDP port of secure RMCP; 664 by default.</summary>
    public int? SecureRmcpPort { get; init; }

    /// <summary>SNMP community of traps; null unless it was asked for.</summary>
    public string? Community { get; init; }

    /// <summary>Bad passwords in a row after which a user is disabled; 0 for never.</summary>
    public int? BadPasswordThreshold { get; init; }

    /// <summary>Whether disabling a user is recorded as an event.</summary>
    public bool? BadPasswordEvent { get; init; }

    /// <summary>Seconds after which the count of bad passwords starts again; 0 for never.</summary>
    public int? BadPasswordResetInterval { get; init; }

    /// <summary>Seconds after which a disabled user is enabled again; 0 until an administrator does so.</summary>
    public int? LockOutInterval { get; init; }

    /// <summary>Authentication types of IPMI 1.5 that the channel supports.</summary>
    public AuthenticationTypes? AuthenticationSupport { get; init; }

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

    /// <summary>What the BMC can do with IPv6; null if it has no IPv6 parameters.</summary>
    public Ipv6Support? IPv6Support { get; init; }

    /// <summary>Which of IPv4 and IPv6 are enabled.</summary>
    public IpVersions? IPVersion { get; init; }

    /// <summary>IPv6 header: traffic class of packets from static addresses.</summary>
    public int? IPv6TrafficClass { get; init; }

    /// <summary>IPv6 header: hop limit of packets from static addresses.</summary>
    public int? IPv6HopLimit { get; init; }

    /// <summary>IPv6 header: flow label, 0 to 1048575.</summary>
    public int? IPv6FlowLabel { get; init; }

    /// <summary>Static IPv6 addresses that the BMC has room for.</summary>
    public int? IPv6StaticLimit { get; init; }

    /// <summary>Dynamic IPv6 addresses that the BMC has room for.</summary>
    public int? IPv6DynamicLimit { get; init; }

    /// <summary>Whether the BMC can get addresses from DHCPv6.</summary>
    public bool? SupportsDhcpv6 { get; init; }

    /// <summary>Whether the BMC can get addresses by stateless autoconfiguration.</summary>
    public bool? SupportsSlaac { get; init; }

    /// <summary>The enabled static IPv6 addresses with their prefix lengths, separated by blanks, in the form that Set-IpmiNetwork takes; "None" if there are none.</summary>
    public string? IPv6StaticAddress { get; init; }

    /// <summary>Which IPv6 routers are used.</summary>
    public Ipv6RouterControl? IPv6RouterControl { get; init; }

    /// <summary>Address of static IPv6 router 1.</summary>
    public string? IPv6Router1 { get; init; }

    /// <summary>MAC address of static IPv6 router 1.</summary>
    public string? IPv6Router1Mac { get; init; }

    /// <summary>Prefix of static IPv6 router 1, with its length.</summary>
    public string? IPv6Router1Prefix { get; init; }

    /// <summary>Address of static IPv6 router 2.</summary>
    public string? IPv6Router2 { get; init; }

    /// <summary>MAC address of static IPv6 router 2.</summary>
    public string? IPv6Router2Mac { get; init; }

    /// <summary>Prefix of static IPv6 router 2, with its length.</summary>
    public string? IPv6Router2Prefix { get; init; }

    /// <summary>Hop limit that a router announced.</summary>
    public int? IPv6ReceivedHopLimit { get; init; }

    /// <summary>DHCPv6 unique identifier that was set, as hexadecimal bytes.</summary>
    public string? IPv6StaticDuid { get; init; }

    /// <summary>DHCPv6 unique identifier that the BMC made, as hexadecimal bytes.</summary>
    public string? IPv6DynamicDuid { get; init; }

    /// <summary>How far the timing of DHCPv6 can be set.</summary>
    public Ipv6TimingSupport? Dhcpv6TimingSupport { get; init; }

    /// <summary>Timing of DHCPv6 as hexadecimal bytes in the order of IPMI 2.0 table 23-4, parameter 63: SOL_MAX_DELAY first.</summary>
    public string? Dhcpv6Timing { get; init; }

    /// <summary>How far the timing of neighbor discovery and SLAAC can be set.</summary>
    public Ipv6TimingSupport? NeighborTimingSupport { get; init; }

    /// <summary>Timing of neighbor discovery and SLAAC, as hexadecimal bytes.</summary>
    public string? NeighborTiming { get; init; }

    /// <summary>All IPv6 addresses that are not empty: static, from DHCPv6 and from stateless autoconfiguration, each with its state.</summary>
    public IReadOnlyList<NetworkIpv6Address> IPv6Address { get; init; } = [];

    /// <summary>IPv6 routers that announced themselves.</summary>
    public IReadOnlyList<NetworkIpv6Router> IPv6DynamicRouter { get; init; } = [];

    /// <summary>Packet counters; null unless they were asked for.</summary>
    public NetworkStatistics? Statistics { get; init; }

    /// <summary>Why properties are null, one line for each reason.</summary>
    public string[] Notes { get; init; } = [];

    /// <summary>Computer, channel and address.</summary>
    public override string ToString() => $"{ComputerName} channel {Channel}: {IPv4Address}";
}
