using System;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Wire;

namespace IpmiPS.Parameters;

/// <summary>Codecs of values that only LAN parameters have.</summary>
internal static class LanCodecs
{
    public const int Ipv4Length = 4, Ipv6Length = 16, MacLength = 6, CommunityLength = 18, MaximumSuites = 16;

    private const int ArpIntervalUnit = 500;

    /// <summary>Six zeros, which stand for no MAC address.</summary>
    public static PhysicalAddress NoMac { get; } = new(new byte[MacLength]);

    public static IPAddress ReadIpv4(ByteReader reader) => new(reader.ReadBytes(Ipv4Length));

    public static void WriteIpv4(ByteWriter writer, IPAddress value) => WriteAddress(writer, value, Ipv4Length);

    public static IPAddress ReadIpv6(ByteReader reader) => new(reader.ReadBytes(Ipv6Length));

    public static void WriteIpv6(ByteWriter writer, IPAddress value) => WriteAddress(writer, value, Ipv6Length);

    public static PhysicalAddress ReadMac(ByteReader reader) => new(reader.ReadBytes(MacLength));

    public static void WriteMac(ByteWriter writer, PhysicalAddress value)
    {
        byte[] bytes = value.GetAddressBytes();
        writer.WriteBytes(bytes.Length == MacLength ? bytes : throw new ArgumentException($"A MAC address has {MacLength} bytes.", nameof(value)));
    }

    /// <summary>Half seconds, where 0 is the first.</summary>
    public static TimeSpan ReadArpInterval(ByteReader reader) => TimeSpan.FromMilliseconds((reader.ReadByte() + 1) * ArpIntervalUnit);

    public static void WriteArpInterval(ByteWriter writer, TimeSpan value) => writer.WriteByte((byte)Math.Max(0, value.TotalMilliseconds / ArpIntervalUnit - 1));

    /// <summary>Text up to the first NUL. Some BMCs return fewer than 18 bytes.</summary>
    public static string ReadCommunity(ByteReader reader)
    {
        string text = reader.ReadLatin1(Math.Max(1, reader.Remaining));
        int end = text.IndexOf('\0');
        return end < 0 ? text : text.Substring(0, end);
    }

    public static void WriteCommunity(ByteWriter writer, string value)
    {
        if (value.Length > CommunityLength)
            throw new ArgumentException($"An SNMP community has at most {CommunityLength} characters.", nameof(value));
        writer.WriteLatin1(value, CommunityLength);
    }

    /// <summary>A reserved byte, and the numbers of the cipher suites.</summary>
    public static byte[] ReadSuites(ByteReader reader)
    {
        reader.Skip(1);
        return reader.ReadBytes(Math.Max(1, reader.Remaining));
    }

    public static void WriteSuites(ByteWriter writer, byte[] value)
    {
        writer.WriteByte(0);
        writer.WriteBytes(value);
        writer.WriteRepeated(0, Math.Max(0, MaximumSuites - value.Length));
    }

    /// <summary>A reserved byte, and two entries a byte, the first in the lower half.</summary>
    public static byte[] ReadSuitePrivileges(ByteReader reader) =>
        [.. ReadSuites(reader).SelectMany(static pair => new[] { (byte)(pair & 0x0F), (byte)(pair >> 4) })];

    public static void WriteSuitePrivileges(ByteWriter writer, byte[] value)
    {
        writer.WriteByte(0);
        for (int i = 0; i < value.Length; i += 2)
            writer.WriteByte((byte)(value[i] & 0x0F | (i + 1 < value.Length ? value[i + 1] << 4 : 0)));
    }

    /// <summary>20 bits, most significant byte first.</summary>
    public static int ReadFlowLabel(ByteReader reader) => (reader.ReadByte() << 16 | reader.ReadUInt16BigEndian()) & 0x0FFFFF;

    public static void WriteFlowLabel(ByteWriter writer, int value)
    {
        writer.WriteByte((byte)(value >> 16 & 0x0F));
        writer.WriteByte((byte)(value >> 8));
        writer.WriteByte((byte)value);
    }

    private static void WriteAddress(ByteWriter writer, IPAddress value, int length)
    {
        byte[] bytes = value.GetAddressBytes();
        writer.WriteBytes(bytes.Length == length ? bytes : throw new ArgumentException($"{value} is no IPv{(length == Ipv4Length ? 4 : 6)} address.", nameof(value)));
    }
}
