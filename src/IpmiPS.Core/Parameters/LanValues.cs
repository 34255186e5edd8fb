using System;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Authentication types of IPMI 1.5 as a set. IPMI 2.0 table 23-4, parameters 1 and 2.</summary>
[Flags]
public enum AuthenticationTypes : byte
{
    /// <summary>No type at all.</summary>
    None = 0,

    /// <summary>The type "none": no authentication.</summary>
    Unauthenticated = 0x01,

    /// <summary>MD2.</summary>
    Md2 = 0x02,

    /// <summary>MD5.</summary>
    Md5 = 0x04,

    /// <summary>Straight password or key.</summary>
    Password = 0x10,

    /// <summary>A type of the vendor's.</summary>
    Oem = 0x20,
}

/// <summary>Authentication types that are enabled for each privilege level. IPMI 2.0 table 23-4, parameter 2.</summary>
public readonly record struct AuthenticationTypeEnables(AuthenticationTypes Callback, AuthenticationTypes User, AuthenticationTypes Operator, AuthenticationTypes Administrator, AuthenticationTypes Oem)
{
    /// <summary>Reads the data: a byte for each level. Some BMCs leave out the last.</summary>
    public static AuthenticationTypeEnables Read(ByteReader reader) => new(
        (AuthenticationTypes)reader.ReadByte(), (AuthenticationTypes)reader.ReadByte(), (AuthenticationTypes)reader.ReadByte(), (AuthenticationTypes)reader.ReadByte(), (AuthenticationTypes)reader.ReadByteOr(0));

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        foreach (var types in ToArray())
            writer.WriteByte((byte)types);
    }

    /// <summary>The same, without the types that are not in a set.</summary>
    public AuthenticationTypeEnables Limit(AuthenticationTypes types) => new(Callback & types, User & types, Operator & types, Administrator & types, Oem & types);

    /// <summary>The types by level, callback first.</summary>
    public AuthenticationTypes[] ToArray() => [Callback, User, Operator, Administrator, Oem];
}

/// <summary>Where a BMC has its IPv4 address from. IPMI 2.0 table 23-4, parameter 4.</summary>
public enum AddressSource : byte
{
    /// <summary>Not specified.</summary>
    Unspecified = 0,

    /// <summary>Set by hand.</summary>
    Static = 1,

    /// <summary>DHCP run by the BMC.</summary>
    Dhcp = 2,

    /// <summary>Loaded by the BIOS or system software.</summary>
    Bios = 3,

    /// <summary>Another protocol run by the BMC.</summary>
    Other = 4,
}

/// <summary>Fields of the IPv4 header of packets that the BMC sends. IPMI 2.0 table 23-4, parameter 7.</summary>
/// <param name="TimeToLive">Time to live, 40h by default.</param>
/// <param name="Flags">Flags, 0 to 7; 2, "do not fragment", by default.</param>
/// <param name="Precedence">Precedence, 0 to 7.</param>
/// <param name="TypeOfService">Type of service, 0 to 15; 8, "minimize delay", by default.</param>
public readonly record struct Ipv4HeaderParameters(byte TimeToLive, byte Flags, byte Precedence, byte TypeOfService)
{
    /// <summary>Reads the data: time to live; [7:5] flags; [7:5] precedence, [4:1] type of service.</summary>
    public static Ipv4HeaderParameters Read(ByteReader reader)
    {
        byte timeToLive = reader.ReadByte(), flags = reader.ReadByte(), service = reader.ReadByte();
        return new(timeToLive, (byte)(flags >> 5), (byte)(service >> 5), (byte)(service >> 1 & 0x0F));
    }

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(TimeToLive);
        writer.WriteByte((byte)(Flags << 5));
        writer.WriteByte((byte)((Precedence & 0x07) << 5 | (TypeOfService & 0x0F) << 1));
    }
}

/// <summary>What a BMC does with ARP by itself. IPMI 2.0 table 23-4, parameter 10.</summary>
[Flags]
public enum ArpControl : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It announces its address with gratuitous ARPs.</summary>
    Gratuitous = 0x01,

    /// <summary>It answers ARP requests.</summary>
    Responses = 0x02,
}

/// <summary>Type of an alert destination. IPMI 2.0 table 23-4, parameter 18.</summary>
/// <param name="IsAcknowledged">Whether alerts are acknowledged; else one is delivered once it is sent.</param>
/// <param name="Type">0 PET trap; 6 and 7 the vendor's.</param>
/// <param name="TimeoutSeconds">Seconds to wait for an acknowledge, or between retries.</param>
/// <param name="Retries">How often an alert is repeated, 0 to 7.</param>
public readonly record struct AlertDestinationType(bool IsAcknowledged, byte Type, byte TimeoutSeconds, byte Retries)
{
    /// <summary>Reads the data: [7] acknowledged, [2:0] type; time-out; [2:0] retries.</summary>
    public static AlertDestinationType Read(ByteReader reader)
    {
        byte type = reader.ReadByte();
        return new((type & 0x80) != 0, (byte)(type & 0x07), reader.ReadByte(), (byte)(reader.ReadByte() & 0x07));
    }

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)((IsAcknowledged ? 0x80 : 0) | Type & 0x07));
        writer.WriteByte(TimeoutSeconds);
        writer.WriteByte((byte)(Retries & 0x07));
    }
}

/// <summary>Address of an alert destination. IPMI 2.0 table 23-4, parameter 19.</summary>
/// <param name="Address">IPv4 or IPv6 address.</param>
/// <param name="UseBackupGateway">Whether alerts go by the backup gateway. IPv4 only.</param>
/// <param name="MacAddress">MAC address; zeros let the BMC find it. IPv4 only.</param>
public sealed record AlertDestinationAddress(IPAddress Address, bool UseBackupGateway, PhysicalAddress MacAddress)
{
    private const byte Ipv6Format = 0x10, FormatBits = 0xF0;

    /// <summary>Reads the data: [7:4] format; for IPv4 [0] gateway, address, MAC address; for IPv6 the address.</summary>
    public static AlertDestinationAddress Read(ByteReader reader) => (reader.ReadByte() & FormatBits) == Ipv6Format
        ? new(LanCodecs.ReadIpv6(reader), false, LanCodecs.NoMac)
        : ReadIpv4(reader);

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        bool isIpv6 = Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        writer.WriteByte(isIpv6 ? Ipv6Format : (byte)0);
        if (!isIpv6)
            writer.WriteByte((byte)(UseBackupGateway ? 1 : 0));
        writer.WriteBytes(Address.GetAddressBytes());
        if (!isIpv6)
            LanCodecs.WriteMac(writer, MacAddress);
    }

    private static AlertDestinationAddress ReadIpv4(ByteReader reader)
    {
        bool usesBackup = (reader.ReadByte() & 0x01) != 0;
        return new(LanCodecs.ReadIpv4(reader), usesBackup, LanCodecs.ReadMac(reader));
    }
}

/// <summary>VLAN of the LAN channel. IPMI 2.0 table 23-4, parameter 20.</summary>
/// <param name="IsEnabled">Whether packets carry the VLAN's tag.</param>
/// <param name="Id">VLAN number, 0 to 4095.</param>
public readonly record struct VlanId(bool IsEnabled, int Id)
{
    private const int IdBits = 0x0FFF, EnabledBit = 0x8000;

    /// <summary>Reads the data: [15] enabled, [11:0] number, least significant byte first.</summary>
    public static VlanId Read(ByteReader reader)
    {
        int value = reader.ReadUInt16();
        return new((value & EnabledBit) != 0, value & IdBits);
    }

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer) => writer.WriteUInt16(Id & IdBits | (IsEnabled ? EnabledBit : 0));
}

/// <summary>VLAN tag of alerts to one destination. IPMI 2.0 table 23-4, parameter 25.</summary>
/// <param name="IsEnabled">Whether alerts carry the tag.</param>
/// <param name="Tag">[15:13] priority, [12] CFI, [11:0] VLAN number.</param>
public readonly record struct AlertDestinationVlan(bool IsEnabled, int Tag)
{
    private const byte VlanFormat = 0x10, FormatBits = 0xF0;

    /// <summary>Reads the data: [7:4] format, 1 with a tag; the tag, least significant byte first.</summary>
    public static AlertDestinationVlan Read(ByteReader reader) => new((reader.ReadByte() & FormatBits) == VlanFormat, reader.ReadUInt16());

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte(IsEnabled ? VlanFormat : (byte)0);
        writer.WriteUInt16(Tag);
    }
}

/// <summary>What happens after bad passwords. IPMI 2.0 table 23-4, parameter 26.</summary>
/// <param name="RaisesEvent">Whether disabling a user is logged as an event.</param>
/// <param name="Threshold">Bad passwords in a row after which the user is disabled; 0 for never.</param>
/// <param name="ResetInterval">Time after which the count starts again, in steps of 10 seconds; zero for never.</param>
/// <param name="LockOutInterval">Time after which the user is enabled again, in steps of 10 seconds; zero until an administrator does so.</param>
public readonly record struct BadPasswordThreshold(bool RaisesEvent, byte Threshold, TimeSpan ResetInterval, TimeSpan LockOutInterval)
{
    private const int SecondsPerUnit = 10;

    /// <summary>Reads the data: [0] event; threshold; the intervals in tens of seconds, least significant byte first.</summary>
    public static BadPasswordThreshold Read(ByteReader reader) =>
        new((reader.ReadByte() & 0x01) != 0, reader.ReadByte(), TimeSpan.FromSeconds(reader.ReadUInt16() * SecondsPerUnit), TimeSpan.FromSeconds(reader.ReadUInt16() * SecondsPerUnit));

    /// <summary>Writes the data.</summary>
    public void Write(ByteWriter writer)
    {
        writer.WriteByte((byte)(RaisesEvent ? 1 : 0));
        writer.WriteByte(Threshold);
        writer.WriteUInt16((int)ResetInterval.TotalSeconds / SecondsPerUnit);
        writer.WriteUInt16((int)LockOutInterval.TotalSeconds / SecondsPerUnit);
    }
}
