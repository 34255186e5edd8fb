using System;
using System.Net;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>What a BMC can do with IPv6. IPMI 2.0 table 23-4, parameter 50.</summary>
[Flags]
public enum Ipv6Support : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>IPv6 can be used without IPv4.</summary>
    Ipv6Only = 0x01,

    /// <summary>IPv4 and IPv6 can be used together.</summary>
    Both = 0x02,

    /// <summary>Alert destinations can have IPv6 addresses.</summary>
    AlertDestinations = 0x04,
}

/// <summary>Which of IPv4 and IPv6 a BMC uses. IPMI 2.0 table 23-4, parameter 51.</summary>
public enum IpVersions : byte
{
    /// <summary>IPv4 alone.</summary>
    Ipv4Only = 0,

    /// <summary>IPv6 alone.</summary>
    Ipv6Only = 1,

    /// <summary>Both.</summary>
    Both = 2,
}

/// <summary>Room for IPv6 addresses. IPMI 2.0 table 23-4, parameter 55.</summary>
/// <param name="StaticAddresses">Static addresses that the BMC has room for.</param>
/// <param name="DynamicAddresses">Dynamic addresses that the BMC has room for.</param>
/// <param name="SupportsDhcp">Whether it can have addresses from DHCPv6.</param>
/// <param name="SupportsSlaac">Whether it can have addresses from stateless autoconfiguration.</param>
public readonly record struct Ipv6Status(byte StaticAddresses, byte DynamicAddresses, bool SupportsDhcp, bool SupportsSlaac)
{
    /// <summary>Reads the data: static, dynamic; [0] DHCPv6, [1] SLAAC.</summary>
    public static Ipv6Status Read(ByteReader reader)
    {
        byte fixedCount = reader.ReadByte(), dynamicCount = reader.ReadByte(), flags = reader.ReadByte();
        return new(fixedCount, dynamicCount, (flags & 0x01) != 0, (flags & 0x02) != 0);
    }

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(StaticAddresses);
        writer.WriteByte(DynamicAddresses);
        writer.WriteByte((byte)((SupportsDhcp ? 0x01 : 0) | (SupportsSlaac ? 0x02 : 0)));
    }
}

/// <summary>Where an IPv6 address comes from. IPMI 2.0 table 23-4, parameters 56 and 59.</summary>
public enum Ipv6AddressSource : byte
{
    /// <summary>Set by hand.</summary>
    Static = 0,

    /// <summary>Stateless autoconfiguration.</summary>
    Slaac = 1,

    /// <summary>DHCPv6.</summary>
    Dhcp = 2,
}

/// <summary>State of an IPv6 address. IPMI 2.0 table 23-4, parameters 56 and 59. It is read-only; 0 is written.</summary>
public enum Ipv6AddressState : byte
{
    /// <summary>In use.</summary>
    Active = 0,

    /// <summary>Disabled.</summary>
    Disabled = 1,

    /// <summary>Being tested for duplicates.</summary>
    Pending = 2,

    /// <summary>A duplicate, or refused otherwise.</summary>
    Failed = 3,

    /// <summary>Its preferred lifetime is over.</summary>
    Deprecated = 4,

    /// <summary>Its valid lifetime is over.</summary>
    Invalid = 5,
}

/// <summary>An IPv6 address of a BMC. IPMI 2.0 table 23-4, parameters 56 and 59.</summary>
/// <param name="IsEnabled">Whether a static address is enabled.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Address">The address; zeros where there is none.</param>
/// <param name="PrefixLength">Length of the prefix in bits.</param>
/// <param name="State">Its state.</param>
public sealed record Ipv6AddressEntry(bool IsEnabled, Ipv6AddressSource Source, IPAddress Address, byte PrefixLength, Ipv6AddressState State)
{
    /// <summary>Reads the data: [7] enabled, [3:0] source; address; prefix length; state. Some BMCs leave out the last two.</summary>
    public static Ipv6AddressEntry Read(ByteReader reader)
    {
        byte flags = reader.ReadByte();
        return new((flags & 0x80) != 0, (Ipv6AddressSource)(flags & 0x0F), LanCodecs.ReadIpv6(reader), reader.ReadByteOr(0), (Ipv6AddressState)reader.ReadByteOr(0));
    }

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)((IsEnabled ? 0x80 : 0) | (byte)Source & 0x0F));
        LanCodecs.WriteIpv6(writer, Address);
        writer.WriteByte(PrefixLength);
        writer.WriteByte((byte)State);
    }
}

/// <summary>How far the timing of DHCPv6 or of neighbor discovery can be set. IPMI 2.0 table 23-4, parameters 62 and 79.</summary>
public enum Ipv6TimingSupport : byte
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>For all interfaces together.</summary>
    Global = 1,

    /// <summary>For each interface.</summary>
    PerInterface = 2,
}

/// <summary>Which routers a BMC uses. IPMI 2.0 table 23-4, parameter 64.</summary>
[Flags]
public enum Ipv6RouterControl : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Those of parameters 65 to 72.</summary>
    Static = 0x01,

    /// <summary>Those that announce themselves.</summary>
    Dynamic = 0x02,
}
