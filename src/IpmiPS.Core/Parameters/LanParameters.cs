using System;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Commands.Transport;

namespace IpmiPS.Parameters;

/// <summary>The LAN configuration parameters. IPMI 2.0 section 23.2, table 23-4; those of IPv6 are in <see cref="LanIpv6Parameters"/>. 192 to 255 are the vendor's.</summary>
public static class LanParameters
{
    /// <summary>Announces a change.</summary>
    public static Parameter<SetInProgress> SetInProgress { get; } = ParameterCodecs.SetInProgress(Owner);

    /// <summary>Authentication types of IPMI 1.5 that the channel supports.</summary>
    public static Parameter<AuthenticationTypes> AuthenticationTypeSupport { get; } =
        new(Owner, 1, "Authentication Type Support", 1, static reader => (AuthenticationTypes)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value)) { Access = ParameterAccess.ReadOnly };

    /// <summary>Authentication types that are enabled for each level.</summary>
    public static Parameter<AuthenticationTypeEnables> AuthenticationTypeEnables { get; } =
        new(Owner, 2, "Authentication Type Enables", 5, Parameters.AuthenticationTypeEnables.Read, static (writer, value) => value.Write(writer));

    /// <summary>IPv4 address.</summary>
    public static Parameter<IPAddress> IPAddress { get; } = Ipv4(3, "IP Address");

    /// <summary>Where the IPv4 address comes from.</summary>
    public static Parameter<AddressSource> IPAddressSource { get; } =
        new(Owner, 4, "IP Address Source", 1, static reader => (AddressSource)(reader.ReadByte() & 0x0F), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>MAC address. Some BMCs let it be written.</summary>
    public static Parameter<PhysicalAddress> MacAddress { get; } = Mac(5, "MAC Address");

    /// <summary>IPv4 subnet mask.</summary>
    public static Parameter<IPAddress> SubnetMask { get; } = Ipv4(6, "Subnet Mask");

    /// <summary>Fields of the IPv4 header.</summary>
    public static Parameter<Ipv4HeaderParameters> Ipv4Header { get; } =
        new(Owner, 7, "IPv4 Header Parameters", 3, Ipv4HeaderParameters.Read, static (writer, value) => value.Write(writer));

    /// <summary>UDP port of RMCP, 623 by default.</summary>
    public static Parameter<int> PrimaryRmcpPort { get; } = Number(8, "Primary RMCP Port Number");

    /// <summary>UDP port of secure RMCP, 664 by default.</summary>
    public static Parameter<int> SecondaryRmcpPort { get; } = Number(9, "Secondary RMCP Port Number");

    /// <summary>What the BMC does with ARP.</summary>
    public static Parameter<ArpControl> ArpControl { get; } =
        new(Owner, 10, "BMC-generated ARP Control", 1, static reader => (ArpControl)reader.ReadByte(), static (writer, value) => writer.WriteByte((byte)value));

    /// <summary>Time between gratuitous ARPs, half a second to 128 s in steps of half a second.</summary>
    public static Parameter<TimeSpan> GratuitousArpInterval { get; } = new(Owner, 11, "Gratuitous ARP Interval", 1, LanCodecs.ReadArpInterval, LanCodecs.WriteArpInterval);

    /// <summary>IPv4 address of the default gateway.</summary>
    public static Parameter<IPAddress> DefaultGateway { get; } = Ipv4(12, "Default Gateway Address");

    /// <summary>MAC address of the default gateway.</summary>
    public static Parameter<PhysicalAddress> DefaultGatewayMac { get; } = Mac(13, "Default Gateway MAC Address");

    /// <summary>IPv4 address of the backup gateway.</summary>
    public static Parameter<IPAddress> BackupGateway { get; } = Ipv4(14, "Backup Gateway Address");

    /// <summary>MAC address of the backup gateway.</summary>
    public static Parameter<PhysicalAddress> BackupGatewayMac { get; } = Mac(15, "Backup Gateway MAC Address");

    /// <summary>SNMP community of traps, at most 18 characters.</summary>
    public static Parameter<string> CommunityString { get; } = new(Owner, 16, "Community String", LanCodecs.CommunityLength, LanCodecs.ReadCommunity, LanCodecs.WriteCommunity);

    /// <summary>Number of alert destinations, 0 to 15, without the volatile destination 0.</summary>
    public static Parameter<byte> DestinationCount { get; } =
        new(Owner, 17, "Number of Destinations", 1, static reader => (byte)(reader.ReadByte() & 0x0F), ParameterCodecs.WriteByte) { Access = ParameterAccess.ReadOnly };

    /// <summary>Type of each alert destination. Set selector: the destination.</summary>
    public static Parameter<AlertDestinationType> DestinationType { get; } =
        new(Owner, 18, "Destination Type", 4, AlertDestinationType.Read, static (writer, value) => value.Write(writer)) { Selectors = ParameterSelectors.Set };

    /// <summary>Address of each alert destination. Set selector: the destination.</summary>
    public static Parameter<AlertDestinationAddress> DestinationAddress { get; } =
        new(Owner, 19, "Destination Addresses", 18, AlertDestinationAddress.Read, static (writer, value) => value.Write(writer)) { MinimumLength = 13, Selectors = ParameterSelectors.Set };

    /// <summary>VLAN.</summary>
    public static Parameter<VlanId> VlanId { get; } = new(Owner, 20, "802.1q VLAN ID", 2, Parameters.VlanId.Read, static (writer, value) => value.Write(writer));

    /// <summary>VLAN priority, 0 to 7.</summary>
    public static Parameter<byte> VlanPriority { get; } = new(Owner, 21, "802.1q VLAN Priority", 1, static reader => (byte)(reader.ReadByte() & 0x07), ParameterCodecs.WriteByte);

    /// <summary>Number of cipher suite entries, 0 to 16.</summary>
    public static Parameter<byte> CipherSuiteCount { get; } =
        new(Owner, 22, "RMCP+ Messaging Cipher Suite Entry Support", 1, static reader => (byte)(reader.ReadByte() & 0x1F), ParameterCodecs.WriteByte) { Access = ParameterAccess.ReadOnly };

    /// <summary>Numbers of the cipher suites; as many are meant as <see cref="CipherSuiteCount"/> says.</summary>
    public static Parameter<byte[]> CipherSuiteEntries { get; } =
        new(Owner, 23, "RMCP+ Messaging Cipher Suite Entries", 17, LanCodecs.ReadSuites, LanCodecs.WriteSuites) { Access = ParameterAccess.ReadOnly };

    /// <summary>Privilege limits in the order of <see cref="CipherSuiteEntries"/>: 0 not used, 1 callback to 5 OEM. All 16 have to be written.</summary>
    public static Parameter<byte[]> CipherSuitePrivileges { get; } =
        new(Owner, 24, "RMCP+ Messaging Cipher Suite Privilege Levels", 9, LanCodecs.ReadSuitePrivileges, LanCodecs.WriteSuitePrivileges);

    /// <summary>VLAN tag of each alert destination. Set selector: the destination.</summary>
    public static Parameter<AlertDestinationVlan> DestinationVlan { get; } =
        new(Owner, 25, "Destination Address VLAN Tags", 4, AlertDestinationVlan.Read, static (writer, value) => value.Write(writer)) { Selectors = ParameterSelectors.Set };

    /// <summary>What happens after bad passwords. Optional.</summary>
    public static Parameter<BadPasswordThreshold> BadPasswordThreshold { get; } =
        new(Owner, 26, "Bad Password Threshold", 6, Parameters.BadPasswordThreshold.Read, static (writer, value) => value.Write(writer));

    /// <summary>The family.</summary>
    public static ParameterFamily Family { get; } = new("LAN",
    [
        SetInProgress, AuthenticationTypeSupport, AuthenticationTypeEnables, IPAddress, IPAddressSource, MacAddress, SubnetMask, Ipv4Header, PrimaryRmcpPort, SecondaryRmcpPort,
        ArpControl, GratuitousArpInterval, DefaultGateway, DefaultGatewayMac, BackupGateway, BackupGatewayMac, CommunityString, DestinationCount, DestinationType, DestinationAddress,
        VlanId, VlanPriority, CipherSuiteCount, CipherSuiteEntries, CipherSuitePrivileges, DestinationVlan, BadPasswordThreshold,
        .. LanIpv6Parameters.All,
    ])
    {
        HasChannels = true,
        SetInProgress = SetInProgress,
        IsCommitted = true,
        GetAsync = static async (connection, address, cancellationToken) =>
        {
            // The community is not in the trace. Each trap has it in clear text, so it is also read over a session without encryption, with a warning.
            var request = new GetLanConfigurationParameters(address.Channel, address.Number, address.Set, address.Block) { MayGoUnprotected = true };
            var response = await connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return new ParameterData(response.Revision, response.Data);
        },
        Set = static (address, data) => new SetLanConfigurationParameters(address.Channel, address.Number, data),
    };

    private static ParameterFamily Owner() => Family;

    private static Parameter<IPAddress> Ipv4(byte number, string name) => new(Owner, number, name, LanCodecs.Ipv4Length, LanCodecs.ReadIpv4, LanCodecs.WriteIpv4);

    private static Parameter<PhysicalAddress> Mac(byte number, string name) => new(Owner, number, name, LanCodecs.MacLength, LanCodecs.ReadMac, LanCodecs.WriteMac);

    private static Parameter<int> Number(byte number, string name) => new(Owner, number, name, 2, ParameterCodecs.ReadUInt16, ParameterCodecs.WriteUInt16);
}
