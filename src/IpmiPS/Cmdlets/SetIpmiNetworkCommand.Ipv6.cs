using System.Management.Automation;
using IpmiPS.Parameters;

namespace IpmiPS.Cmdlets;

/// <summary>The parameters of IPv6.</summary>
public sealed partial class SetIpmiNetworkCommand
{
    /// <summary>Which of IPv4 and IPv6 are enabled: Ipv4Only, Ipv6Only or Both.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("IPVersion", typeof(IpVersions), IsNullable = true)]
    public IpVersions? IPVersion
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>All static IPv6 addresses with their prefix lengths, such as 2001:db8::5/64; others are disabled. None disables all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyCollection]
    [PrefixListCell("IPv6StaticAddress")]
    public string[]? IPv6StaticAddress
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Which IPv6 routers are used: Static, Dynamic, both, or None.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [EnumCell("IPv6RouterControl", typeof(Ipv6RouterControl), IsNullable = true)]
    public Ipv6RouterControl? IPv6RouterControl
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Address of static IPv6 router 1.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Ipv6Cell("IPv6Router1")]
    public string? IPv6Router1
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>MAC address of static IPv6 router 1.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [MacCell("IPv6Router1Mac")]
    public string? IPv6Router1Mac
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Prefix of static IPv6 router 1 with its length, such as 2001:db8::/64.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [PrefixCell("IPv6Router1Prefix")]
    public string? IPv6Router1Prefix
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Address of static IPv6 router 2.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [Ipv6Cell("IPv6Router2")]
    public string? IPv6Router2
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>MAC address of static IPv6 router 2.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [MacCell("IPv6Router2Mac")]
    public string? IPv6Router2Mac
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Prefix of static IPv6 router 2 with its length, such as 2001:db8::/64.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [PrefixCell("IPv6Router2Prefix")]
    public string? IPv6Router2Prefix
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv6 header: traffic class of packets from static addresses.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("IPv6TrafficClass", 0, 255)]
    public int? IPv6TrafficClass
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv6 header: hop limit of packets from static addresses.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("IPv6HopLimit", 0, 255)]
    public int? IPv6HopLimit
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>IPv6 header: flow label, 0 to 1048575.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OptionalNumberCell("IPv6FlowLabel", 0, 1048575)]
    public int? IPv6FlowLabel
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>DHCPv6 unique identifier, as hexadecimal bytes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [HexCell("IPv6StaticDuid")]
    public string? IPv6StaticDuid
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Timing of DHCPv6, 16 or 22 hexadecimal bytes in the order of IPMI 2.0 table 23-4, parameter 63.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [HexCell("Dhcpv6Timing")]
    public string? Dhcpv6Timing
    {
        get;
        set => field = TakeCell(value);
    }

    /// <summary>Timing of neighbor discovery and SLAAC, at most 16 hexadecimal bytes.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [HexCell("NeighborTiming")]
    public string? NeighborTiming
    {
        get;
        set => field = TakeCell(value);
    }
}
