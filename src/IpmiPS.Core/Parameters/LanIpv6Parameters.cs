using System.Collections.Generic;
using System.Net;
using System.Net.NetworkInformation;

namespace IpmiPS.Parameters;

/// <summary>The LAN configuration parameters of IPv6, which came with errata of IPMI 2.0. Revision 1.1, section 23.2, table 23-4, parameters 50 to 80.</summary>
public static class LanIpv6Parameters
{
    private const int DuidBlock = 16;

    /// <summary>What the BMC can do with IPv6.</summary>
    public static Parameter<Ipv6Support> Support { get; } =
        new(Owner, 50, "IPv6/IPv4 Support", 1, static reader => (Ipv6Support)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value)) { Access = ParameterAccess.ReadOnly };

    /// <summary>Which of IPv4 and IPv6 are enabled.</summary>
    public static Parameter<IpVersions> Enables { get; } =
        new(Owner, 51, "IPv6/IPv4 Addressing Enables", 1, static reader => (IpVersions)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>Traffic class of packets from static addresses.</summary>
    public static Parameter<byte> StaticTrafficClass { get; } = Byte(52, "IPv6 Header Static Traffic Class");

    /// <summary>Hop limit of packets from static addresses.</summary>
    public static Parameter<byte> StaticHopLimit { get; } = Byte(53, "IPv6 Header Static Hop Limit");

    /// <summary>Flow label, 20 bits.</summary>
    public static Parameter<int> FlowLabel { get; } = new(Owner, 54, "IPv6 Header Flow Label", 3, LanCodecs.ReadFlowLabel, LanCodecs.WriteFlowLabel);

    /// <summary>Room for addresses.</summary>
    public static Parameter<Ipv6Status> Status { get; } =
        new(Owner, 55, "IPv6 Status", 3, Ipv6Status.Read, static (writer, value) => value.Write(writer)) { Access = ParameterAccess.ReadOnly };

    /// <summary>Static addresses. Set selector: the address, from 0.</summary>
    public static Parameter<Ipv6AddressEntry> StaticAddress { get; } =
        new(Owner, 56, "IPv6 Static Addresses", 20, Ipv6AddressEntry.Read, static (writer, value) => value.Write(writer)) { Selectors = ParameterSelectors.Set };

    /// <summary>Number of blocks of each static DUID.</summary>
    public static Parameter<byte> StaticDuidLength { get; } = Count(57, "IPv6 DHCPv6 Static DUID Storage Length");

    /// <summary>Static DUIDs in blocks of 16 bytes. Set selector: the DUID; block selector from 0.</summary>
    public static Parameter<byte[]> StaticDuid { get; } = Blocks(58, "IPv6 DHCPv6 Static DUIDs");

    /// <summary>Addresses from SLAAC or DHCPv6. Set selector: the address, from 0.</summary>
    public static Parameter<Ipv6AddressEntry> DynamicAddress { get; } =
        new(Owner, 59, "IPv6 Dynamic Address", 20, Ipv6AddressEntry.Read, static (writer, value) => value.Write(writer)) { Access = ParameterAccess.ReadOnly, Selectors = ParameterSelectors.Set };

    /// <summary>Number of blocks of each dynamic DUID.</summary>
    public static Parameter<byte> DynamicDuidLength { get; } = Count(60, "IPv6 DHCPv6 Dynamic DUID Storage Length");

    /// <summary>Dynamic DUIDs in blocks of 16 bytes. Set selector: the DUID; block selector from 0.</summary>
    public static Parameter<byte[]> DynamicDuid { get; } = Blocks(61, "IPv6 DHCPv6 Dynamic DUIDs");

    /// <summary>How far the timing of DHCPv6 can be set.</summary>
    public static Parameter<Ipv6TimingSupport> DhcpTimingSupport { get; } = Timing(62, "IPv6 DHCPv6 Timing Configuration Support");

    /// <summary>Timing of DHCPv6: 16 bytes in block 0, 6 in block 1. Set selector: the interface.</summary>
    public static Parameter<byte[]> DhcpTiming { get; } = Blocks(63, "IPv6 DHCPv6 Timing Configuration", minimum: 6);

    /// <summary>Which routers are used.</summary>
    public static Parameter<Ipv6RouterControl> RouterControl { get; } =
        new(Owner, 64, "IPv6 Router Address Configuration Control", 1, static reader => (Ipv6RouterControl)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>Address of static router 1.</summary>
    public static Parameter<IPAddress> StaticRouter1Address { get; } = Address(65, "IPv6 Static Router 1 IP Address");

    /// <summary>MAC address of static router 1.</summary>
    public static Parameter<PhysicalAddress> StaticRouter1Mac { get; } = Mac(66, "IPv6 Static Router 1 MAC Address");

    /// <summary>Prefix length of static router 1, in bits.</summary>
    public static Parameter<byte> StaticRouter1PrefixLength { get; } = Byte(67, "IPv6 Static Router 1 Prefix Length");

    /// <summary>Prefix of static router 1.</summary>
    public static Parameter<IPAddress> StaticRouter1Prefix { get; } = Address(68, "IPv6 Static Router 1 Prefix Value");

    /// <summary>Address of static router 2.</summary>
    public static Parameter<IPAddress> StaticRouter2Address { get; } = Address(69, "IPv6 Static Router 2 IP Address");

    /// <summary>MAC address of static router 2.</summary>
    public static Parameter<PhysicalAddress> StaticRouter2Mac { get; } = Mac(70, "IPv6 Static Router 2 MAC Address");

    /// <summary>Prefix length of static router 2, in bits.</summary>
    public static Parameter<byte> StaticRouter2PrefixLength { get; } = Byte(71, "IPv6 Static Router 2 Prefix Length");

    /// <summary>Prefix of static router 2.</summary>
    public static Parameter<IPAddress> StaticRouter2Prefix { get; } = Address(72, "IPv6 Static Router 2 Prefix Value");

    /// <summary>Number of sets of the parameters of dynamic routers.</summary>
    public static Parameter<byte> DynamicRouterCount { get; } = Count(73, "IPv6 Number of Dynamic Router Info Sets");

    /// <summary>Addresses of dynamic routers. Set selector: the router, from 0.</summary>
    public static Parameter<IPAddress> DynamicRouterAddress { get; } =
        new(Owner, 74, "IPv6 Dynamic Router Info IP Address", 17, LanCodecs.ReadIpv6, LanCodecs.WriteIpv6) { Access = ParameterAccess.ReadOnly, Selectors = ParameterSelectors.Set };

    /// <summary>MAC addresses of dynamic routers. Set selector: the router, from 0.</summary>
    public static Parameter<PhysicalAddress> DynamicRouterMac { get; } =
        new(Owner, 75, "IPv6 Dynamic Router Info MAC Address", 7, LanCodecs.ReadMac, LanCodecs.WriteMac) { Access = ParameterAccess.ReadOnly, Selectors = ParameterSelectors.Set };

    /// <summary>Prefix lengths of dynamic routers, in bits. Set selector: the router, from 0.</summary>
    public static Parameter<byte> DynamicRouterPrefixLength { get; } =
        new(Owner, 76, "IPv6 Dynamic Router Info Prefix Length", 2, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte) { Access = ParameterAccess.ReadOnly, Selectors = ParameterSelectors.Set };

    /// <summary>Prefixes of dynamic routers. Set selector: the router, from 0.</summary>
    public static Parameter<IPAddress> DynamicRouterPrefix { get; } =
        new(Owner, 77, "IPv6 Dynamic Router Info Prefix Value", 17, LanCodecs.ReadIpv6, LanCodecs.WriteIpv6) { Access = ParameterAccess.ReadOnly, Selectors = ParameterSelectors.Set };

    /// <summary>Hop limit that a router announced.</summary>
    public static Parameter<byte> DynamicHopLimit { get; } = Count(78, "IPv6 Dynamic Router Received Hop Limit");

    /// <summary>How far the timing of neighbor discovery and SLAAC can be set.</summary>
    public static Parameter<Ipv6TimingSupport> NeighborTimingSupport { get; } = Timing(79, "IPv6 Neighbor Discovery/SLAAC Timing Configuration Support");

    /// <summary>Timing of neighbor discovery and SLAAC. Set selector: the interface; block selector from 0.</summary>
    public static Parameter<byte[]> NeighborTiming { get; } = Blocks(80, "IPv6 Neighbor Discovery/SLAAC Timing Configuration", minimum: 1);

    internal static IReadOnlyList<Parameter> All { get; } =
    [
        Support, Enables, StaticTrafficClass, StaticHopLimit, FlowLabel, Status, StaticAddress, StaticDuidLength, StaticDuid, DynamicAddress, DynamicDuidLength, DynamicDuid,
        DhcpTimingSupport, DhcpTiming, RouterControl, StaticRouter1Address, StaticRouter1Mac, StaticRouter1PrefixLength, StaticRouter1Prefix, StaticRouter2Address, StaticRouter2Mac,
        StaticRouter2PrefixLength, StaticRouter2Prefix, DynamicRouterCount, DynamicRouterAddress, DynamicRouterMac, DynamicRouterPrefixLength, DynamicRouterPrefix, DynamicHopLimit,
        NeighborTimingSupport, NeighborTiming,
    ];

    private static ParameterFamily Owner() => LanParameters.Family;

    private static Parameter<byte> Byte(byte number, string name) => new(Owner, number, name, 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte);

    private static Parameter<byte> Count(byte number, string name) => new(Owner, number, name, 1, ParameterCodecs.ReadByte, ParameterCodecs.WriteByte) { Access = ParameterAccess.ReadOnly };

    private static Parameter<IPAddress> Address(byte number, string name) => new(Owner, number, name, LanCodecs.Ipv6Length, LanCodecs.ReadIpv6, LanCodecs.WriteIpv6);

    private static Parameter<PhysicalAddress> Mac(byte number, string name) => new(Owner, number, name, LanCodecs.MacLength, LanCodecs.ReadMac, LanCodecs.WriteMac);

    private static Parameter<Ipv6TimingSupport> Timing(byte number, string name) =>
        new(Owner, number, name, 1, static reader => (Ipv6TimingSupport)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value)) { Access = ParameterAccess.ReadOnly };

    private static Parameter<byte[]> Blocks(byte number, string name, int minimum = DuidBlock) =>
        new(Owner, number, name, 2 + DuidBlock, ParameterCodecs.ReadRest, ParameterCodecs.WriteBytes) { MinimumLength = 2 + minimum, Selectors = ParameterSelectors.SetAndBlock };
}
