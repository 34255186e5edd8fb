using IpmiPS.Wire;

namespace IpmiPS.Commands.Transport;

/// <summary>Get LAN Configuration Parameters. IPMI 2.0 section 23.2.</summary>
public sealed class GetLanConfigurationParameters(byte channel, LanParameter parameter, byte setSelector = 0, byte blockSelector = 0) : IpmiCommand<ConfigurationParameter>(Definition)
{
    /// <summary>The command's definition.</summary>
    public static CommandDefinition<GetLanConfigurationParameters, ConfigurationParameter> Definition { get; } =
        new(NetFn.Transport, 0x02, "Get LAN Configuration Parameters", PrivilegeLevel.Operator, ReadRequest, static (writer, response) => response.Write(writer));

    /// <summary>Channel, 0 to 15; Eh is the one that this goes over.</summary>
    public byte Channel { get; } = channel;

    /// <summary>Which parameter.</summary>
    public LanParameter Parameter { get; } = parameter;

    /// <summary>Which set of it, such as an alert destination; 0 where it has none.</summary>
    public byte SetSelector { get; } = setSelector;

    /// <summary>Which block of it; 0 where it has none.</summary>
    public byte BlockSelector { get; } = blockSelector;

    /// <summary>Requests only the parameter's revision.</summary>
    public bool RevisionOnly { get; init; }

    /// <inheritdoc/>
    public override string? DescribeCompletionCode(byte code) => code == 0x80 ? "parameter not supported" : null;

    /// <inheritdoc/>
    public override void WriteRequest(ByteWriter writer)
    {
        // 1 [7] revision only, [3:0] channel, 2 parameter selector, 3 set selector, 4 block selector.
        writer.WriteByte((byte)(Channel & 0x0F | (RevisionOnly ? 0x80 : 0)));
        writer.WriteByte((byte)Parameter);
        writer.WriteByte(SetSelector);
        writer.WriteByte(BlockSelector);
    }

    /// <summary>Reads the request, as a BMC does.</summary>
    public static GetLanConfigurationParameters ReadRequest(ByteReader reader)
    {
        byte channel = reader.ReadByte();
        return new((byte)(channel & 0x0F), (LanParameter)reader.ReadByte(), reader.ReadByte(), reader.ReadByte()) { RevisionOnly = (channel & 0x80) != 0 };
    }

    /// <inheritdoc/>
    public override ConfigurationParameter ReadResponse(ByteReader reader) => ConfigurationParameter.Read(reader);
}

/// <summary>The LAN configuration parameters that the client asks for. IPMI 2.0 section 23.2, table 23-4. 192 to 255 are the vendor's.</summary>
public enum LanParameter : byte
{
    /// <summary>Bits of the IPMI 1.5 authentication types that the channel knows. Read-only.</summary>
    AuthenticationTypeSupport = 1,

    /// <summary>Authentication types that are enabled, one byte each for callback, user, operator, administrator, OEM: [5] OEM, [4] straight password, [2] MD5, [1] MD2, [0] none.</summary>
    AuthenticationTypeEnables = 2,

    /// <summary>IPv4 address.</summary>
    IpAddress = 3,

    /// <summary>[3:0] 1 static, 2 DHCP, 3 BIOS, 4 other.</summary>
    IpAddressSource = 4,

    /// <summary>MAC address.</summary>
    MacAddress = 5,

    /// <summary>IPv4 subnet mask.</summary>
    SubnetMask = 6,

    /// <summary>[1] gratuitous ARP enabled, [0] answers to ARP enabled.</summary>
    ArpControl = 10,

    /// <summary>IPv4 address of the default gateway.</summary>
    DefaultGateway = 12,

    /// <summary>SNMP community of traps. 18 bytes of text.</summary>
    CommunityString = 16,

    /// <summary>[15] VLAN enabled, [11:0] VLAN.</summary>
    VlanId = 20,

    /// <summary>Number of cipher suite entries, 0 to 16. Read-only.</summary>
    CipherSuiteCount = 22,

    /// <summary>A reserved byte, and the numbers of the cipher suites. Read-only.</summary>
    CipherSuiteEntries = 23,

    /// <summary>A reserved byte, and four bits for each entry of <see cref="CipherSuiteEntries"/>: 0 unspecified, 1 callback to 5 OEM, Fh suite not to be used.</summary>
    CipherSuitePrivileges = 24,

    /// <summary>
    /// Bad password threshold: [0] generate an event when a user is disabled; bad passwords after which the user is disabled, 0 for never;
    /// attempt count reset interval and user lock-out interval in tens of seconds, two bytes each, least significant first. Optional.
    /// </summary>
    BadPasswordThreshold = 26,

    /// <summary>A static IPv6 address, one for each set selector from 0 on: set, [7] enabled, address (16), prefix length, status.</summary>
    Ipv6StaticAddress = 56,

    /// <summary>An IPv6 address that the BMC was given, by SLAAC or DHCPv6; one for each set selector from 0 on: set, [3:0] source, address (16), prefix length, status. Read-only.</summary>
    Ipv6DynamicAddress = 59,
}
