using System;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using IpmiPS.Parameters;

namespace IpmiPS.Simulator;

/// <summary>LAN configuration parameters. IPMI 2.0 section 23.2, table 23-4. Except for the lock-out, a write changes only what is read back.</summary>
internal sealed class LanConfiguration : ParameterStore
{
    /// <summary>Destinations of alerts, besides the volatile destination 0.</summary>
    public const byte AlertDestinations = 4;

    private const int SecureRmcpPort = 664, MaximumSuites = 16;

    private static readonly PhysicalAddress NoMac = new(new byte[6]);

    public LanConfiguration(SimulatorOptions options, BmcIdentity identity, byte authTypes, byte[] suites)
        : base(LanParameters.Family, options.LanParameters)
    {
        var types = (AuthenticationTypes)authTypes;
        Add(LanParameters.SetInProgress, SetInProgress.Complete);
        Add(LanParameters.AuthenticationTypeSupport, types);
        Add(LanParameters.AuthenticationTypeEnables, new AuthenticationTypeEnables(types, types, types, types, AuthenticationTypes.None));
        Add(LanParameters.IPAddress, () => Ipv4Of(identity.Address));
        Add(LanParameters.IPAddressSource, AddressSource.Static);
        Add(LanParameters.MacAddress, () => new PhysicalAddress([0x02, 0x00, 0x5E, (byte)(identity.Number >> 16), (byte)(identity.Number >> 8), (byte)identity.Number]));
        Add(LanParameters.SubnetMask, new IPAddress([255, 0, 0, 0]));
        Add(LanParameters.Ipv4Header, new Ipv4HeaderParameters(TimeToLive: 64, Flags: 2, Precedence: 0, TypeOfService: 8));
        Add(LanParameters.PrimaryRmcpPort, () => identity.Port);
        Add(LanParameters.SecondaryRmcpPort, SecureRmcpPort);
        Add(LanParameters.ArpControl, ArpControl.Responses);
        Add(LanParameters.GratuitousArpInterval, TimeSpan.FromSeconds(2));
        Add(LanParameters.DefaultGateway, IPAddress.Any);
        Add(LanParameters.DefaultGatewayMac, NoMac);
        Add(LanParameters.BackupGateway, IPAddress.Any);
        Add(LanParameters.BackupGatewayMac, NoMac);
        Add(LanParameters.CommunityString, "public");
        Add(LanParameters.DestinationCount, AlertDestinations);
        AddSets(LanParameters.DestinationType, 1 + AlertDestinations, static _ => new AlertDestinationType(IsAcknowledged: false, Type: 0, TimeoutSeconds: 3, Retries: 3));
        AddSets(LanParameters.DestinationAddress, 1 + AlertDestinations, static _ => new AlertDestinationAddress(IPAddress.Any, UseBackupGateway: false, NoMac));
        AddSets(LanParameters.DestinationVlan, 1 + AlertDestinations, static _ => default(AlertDestinationVlan));
        Add(LanParameters.VlanId, default(VlanId));
        Add(LanParameters.VlanPriority, (byte)0);
        Add(LanParameters.CipherSuiteCount, (byte)Math.Min(MaximumSuites, suites.Length));
        Add(LanParameters.CipherSuiteEntries, Entries(suites));
        Add(LanParameters.CipherSuitePrivileges, [.. Enumerable.Repeat((byte)PrivilegeLevel.Administrator, MaximumSuites)]);
        Add(LanParameters.BadPasswordThreshold, new BadPasswordThreshold(RaisesEvent: false, (byte)options.LockOutThreshold, TimeSpan.Zero, options.LockOutTime));
        AddIpv6(identity);
    }

    /// <summary>Two static addresses, and a link-local one. IPMI 2.0 table 23-4, parameters 50 to 80.</summary>
    private void AddIpv6(BmcIdentity identity)
    {
        const int StaticAddresses = 2, DynamicAddresses = 2, DefaultHopLimit = 64, HardwareType = 1;
        var none = new Ipv6AddressEntry(false, Ipv6AddressSource.Static, IPAddress.IPv6Any, 0, Ipv6AddressState.Disabled);
        byte[] mac = Value(LanParameters.MacAddress).GetAddressBytes();
        Add(LanIpv6Parameters.Support, Ipv6Support.Both | Ipv6Support.AlertDestinations);
        Add(LanIpv6Parameters.Enables, IpVersions.Both);
        Add(LanIpv6Parameters.StaticTrafficClass, (byte)0);
        Add(LanIpv6Parameters.StaticHopLimit, (byte)DefaultHopLimit);
        Add(LanIpv6Parameters.FlowLabel, 0);
        Add(LanIpv6Parameters.Status, new Ipv6Status(StaticAddresses, DynamicAddresses, SupportsDhcp: true, SupportsSlaac: true));
        AddSets(LanIpv6Parameters.StaticAddress, StaticAddresses, _ => none);
        Add(LanIpv6Parameters.StaticDuidLength, (byte)1);
        AddBlocks(LanIpv6Parameters.StaticDuid, new byte[16]);
        AddSets(LanIpv6Parameters.DynamicAddress, DynamicAddresses, set => set > 0 ? none with { Source = Ipv6AddressSource.Dhcp } : new(false, Ipv6AddressSource.Slaac, LinkLocal(mac), 64, Ipv6AddressState.Active));
        Add(LanIpv6Parameters.DynamicDuidLength, (byte)1);

        // Length, then a DUID of the type LL: type 3, hardware type, MAC address.
        AddBlocks(LanIpv6Parameters.DynamicDuid, [10, 0, 3, 0, HardwareType, .. mac, .. new byte[5]]);
        Add(LanIpv6Parameters.DhcpTimingSupport, Ipv6TimingSupport.Global);
        AddBlocks(LanIpv6Parameters.DhcpTiming, [1, 1, 120, 1, 30, 10, 1, 1, 4, 10, 10, 60, 10, 60, 1, 1, 120, 1, 5, 1, 5, 32]);
        Add(LanIpv6Parameters.RouterControl, Ipv6RouterControl.Dynamic);
        Add(LanIpv6Parameters.StaticRouter1Address, IPAddress.IPv6Any);
        Add(LanIpv6Parameters.StaticRouter1Mac, NoMac);
        Add(LanIpv6Parameters.StaticRouter1PrefixLength, (byte)0);
        Add(LanIpv6Parameters.StaticRouter1Prefix, IPAddress.IPv6Any);
        Add(LanIpv6Parameters.StaticRouter2Address, IPAddress.IPv6Any);
        Add(LanIpv6Parameters.StaticRouter2Mac, NoMac);
        Add(LanIpv6Parameters.StaticRouter2PrefixLength, (byte)0);
        Add(LanIpv6Parameters.StaticRouter2Prefix, IPAddress.IPv6Any);
        Add(LanIpv6Parameters.DynamicRouterCount, (byte)1);
        AddSets(LanIpv6Parameters.DynamicRouterAddress, 1, static _ => IPAddress.Parse("fe80::1"));
        AddSets(LanIpv6Parameters.DynamicRouterMac, 1, static _ => new PhysicalAddress([0x02, 0x00, 0x5E, 0xFF, 0xFF, 0x01]));
        AddSets(LanIpv6Parameters.DynamicRouterPrefixLength, 1, static _ => (byte)64);
        AddSets(LanIpv6Parameters.DynamicRouterPrefix, 1, static _ => IPAddress.Parse("2001:db8:1::"));
        Add(LanIpv6Parameters.DynamicHopLimit, (byte)DefaultHopLimit);
        Add(LanIpv6Parameters.NeighborTimingSupport, Ipv6TimingSupport.None);
    }

    /// <summary>fe80::/64 with the interface identifier of a MAC address. RFC 4291, appendix A.</summary>
    private static IPAddress LinkLocal(byte[] mac) =>
        new([0xFE, 0x80, 0, 0, 0, 0, 0, 0, (byte)(mac[0] ^ 0x02), mac[1], mac[2], 0xFF, 0xFE, mac[3], mac[4], mac[5]]);

    /// <summary>The highest privilege of a log-in with a suite; 0 if the suite is not to be used. A suite without an entry has no limit.</summary>
    /// <param name="suite">The suite.</param>
    public byte LimitOf(byte suite)
    {
        int index = Array.IndexOf(Get(LanParameters.CipherSuiteEntries.Number) is { } entries ? LanParameters.CipherSuiteEntries.Decode(entries) : [], suite);
        byte[] limits = Get(LanParameters.CipherSuitePrivileges.Number) is { } data ? LanParameters.CipherSuitePrivileges.Decode(data) : [];
        byte limit = index < 0 || index >= limits.Length ? (byte)PrivilegeLevel.Oem : limits[index];
        return limit > (byte)PrivilegeLevel.Oem ? (byte)0 : limit;
    }

    /// <summary>The lock-out after bad passwords; none if the BMC does not have the parameter.</summary>
    public LockOut LockOut => Get(LanParameters.BadPasswordThreshold.Number) is { } data && LanParameters.BadPasswordThreshold.TryDecode(data, out var value)
        ? new LockOut(value.Threshold, value.LockOutInterval)
        : default;

    /// <summary>Up to 16 suites; without the least useful ones if there are more.</summary>
    private static byte[] Entries(byte[] suites) =>
        [.. (suites.Length <= MaximumSuites ? suites : suites.Where(static suite => suite is not (13 or 14 or 18 or 19))).Take(MaximumSuites)];

    private static IPAddress Ipv4Of(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork ? parsed : IPAddress.Any;
}
