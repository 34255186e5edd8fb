using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS;

/// <summary>One IPv6 address of a BMC. IPMI 2.0 table 23-4, parameters 56 and 59.</summary>
/// <param name="Index">Which one of its kind, from 0.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Length of the prefix in bits, 0 to 128.</param>
/// <param name="IsEnabled">Whether a static address is enabled; true for dynamic ones.</param>
/// <param name="State">Its state.</param>
public sealed record NetworkIpv6Address(int Index, Ipv6AddressSource Source, string Address, int PrefixLength, bool IsEnabled, Ipv6AddressState State)
{
    /// <summary>Address, prefix length, source and state.</summary>
    public override string ToString() => $"{Address}/{PrefixLength} ({Source}, {(IsEnabled ? State : Ipv6AddressState.Disabled)})";
}

/// <summary>An IPv6 router that announced itself. IPMI 2.0 table 23-4, parameters 74 to 77.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Address">Its address.</param>
/// <param name="MacAddress">Its MAC address.</param>
/// <param name="Prefix">Its prefix with the length, such as 2001:db8::/64.</param>
public sealed record NetworkIpv6Router(int Index, string? Address, string? MacAddress, string? Prefix)
{
    /// <summary>Address and prefix.</summary>
    public override string ToString() => $"{Address} ({Prefix})";
}

/// <summary>Packet counters of a LAN channel, each of which stops at 65535. IPMI 2.0 section 23.4.</summary>
public sealed record NetworkStatistics
{
    /// <summary>IP packets received.</summary>
    public int IPReceived { get; init; }

    /// <summary>IP packets received with errors in the header.</summary>
    public int IPHeaderErrors { get; init; }

    /// <summary>IP packets received with errors in the address.</summary>
    public int IPAddressErrors { get; init; }

    /// <summary>Fragmented IP packets received.</summary>
    public int IPFragmentsReceived { get; init; }

    /// <summary>IP packets sent.</summary>
    public int IPSent { get; init; }

    /// <summary>UDP packets received.</summary>
    public int UdpReceived { get; init; }

    /// <summary>Valid RMCP packets received.</summary>
    public int RmcpReceived { get; init; }

    /// <summary>UDP proxy packets received.</summary>
    public int ProxyReceived { get; init; }

    /// <summary>UDP proxy packets dropped.</summary>
    public int ProxyDropped { get; init; }

    /// <summary>Whether the BMC set the counters back after they were read.</summary>
    public bool Cleared { get; init; }

    /// <summary>The counters that matter most.</summary>
    public override string ToString() => $"IP {IPReceived} received, {IPSent} sent; RMCP {RmcpReceived} received";

    internal static NetworkStatistics From(IpUdpRmcpStatistics read, bool cleared) => new()
    {
        IPReceived = read.IpReceived,
        IPHeaderErrors = read.IpHeaderErrors,
        IPAddressErrors = read.IpAddressErrors,
        IPFragmentsReceived = read.IpFragmentsReceived,
        IPSent = read.IpSent,
        UdpReceived = read.UdpReceived,
        RmcpReceived = read.RmcpReceived,
        ProxyReceived = read.ProxyReceived,
        ProxyDropped = read.ProxyDropped,
        Cleared = cleared,
    };
}
