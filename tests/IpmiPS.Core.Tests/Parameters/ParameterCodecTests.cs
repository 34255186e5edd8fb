using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using FsCheck.Fluent;
using IpmiPS.Commands.SensorEvent;
using IpmiPS.Parameters;
using IpmiPS.Tests.Properties;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Parameters;

/// <summary>Each parameter, from the bytes of the specification's tables to its value and back.</summary>
public sealed class ParameterCodecTests
{
    private static readonly PhysicalAddress s_mac = new([0x02, 0x00, 0x5E, 0x00, 0x00, 0x01]);
    private static readonly IPAddress s_ipv6 = IPAddress.Parse("2001:db8::1");
    private static readonly byte[] s_block = [.. Enumerable.Range(0, 16).Select(static number => (byte)number)];

    /// <summary>Bytes with selectors, set selector 1 and block selector 2.</summary>
    private static readonly ParameterVector[] s_vectors =
    [
        Of(LanParameters.SetInProgress, "01", SetInProgress.InProgress),
        Of(LanParameters.AuthenticationTypeSupport, "17", AuthenticationTypes.Unauthenticated | AuthenticationTypes.Md2 | AuthenticationTypes.Md5 | AuthenticationTypes.Password),
        Of(LanParameters.AuthenticationTypeEnables, "00 04 14 16 20", new(0, AuthenticationTypes.Md5, AuthenticationTypes.Md5 | AuthenticationTypes.Password, AuthenticationTypes.Md2 | AuthenticationTypes.Md5 | AuthenticationTypes.Password, AuthenticationTypes.Oem)),
        Of(LanParameters.IPAddress, "C0 00 02 0A", IPAddress.Parse("192.0.2.10")),
        Of(LanParameters.IPAddressSource, "02", AddressSource.Dhcp),
        Of(LanParameters.MacAddress, "02 00 5E 00 00 01", s_mac),
        Of(LanParameters.SubnetMask, "FF FF FF 00", IPAddress.Parse("255.255.255.0")),
        Of(LanParameters.Ipv4Header, "40 40 30", new(0x40, 2, 1, 8)),
        Of(LanParameters.PrimaryRmcpPort, "6F 02", 623),
        Of(LanParameters.SecondaryRmcpPort, "98 02", 664),
        Of(LanParameters.ArpControl, "03", ArpControl.Gratuitous | ArpControl.Responses),
        Of(LanParameters.GratuitousArpInterval, "03", TimeSpan.FromSeconds(2)),
        Of(LanParameters.DefaultGateway, "C0 00 02 01", IPAddress.Parse("192.0.2.1")),
        Of(LanParameters.DefaultGatewayMac, "02 00 5E 00 00 01", s_mac),
        Of(LanParameters.BackupGateway, "C0 00 02 02", IPAddress.Parse("192.0.2.2")),
        Of(LanParameters.BackupGatewayMac, "02 00 5E 00 00 01", s_mac),
        Of(LanParameters.CommunityString, "70 75 62 6C 69 63 00 00 00 00 00 00 00 00 00 00 00 00", "public"),
        Of(LanParameters.DestinationCount, "04", (byte)4),
        Of(LanParameters.DestinationType, "01 80 05 03", new(true, 0, 5, 3)),
        Of(LanParameters.DestinationAddress, "01 00 01 C0 00 02 14 02 00 5E 00 00 01", new(IPAddress.Parse("192.0.2.20"), true, s_mac)),
        Of(LanParameters.DestinationAddress, "01 10 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01", new(s_ipv6, false, new PhysicalAddress(new byte[6]))),
        Of(LanParameters.VlanId, "0A 80", new(true, 10)),
        Of(LanParameters.VlanPriority, "05", (byte)5),
        Of(LanParameters.CipherSuiteCount, "02", (byte)2),
        Of(LanParameters.CipherSuiteEntries, "00 03 11 00 00 00 00 00 00 00 00 00 00 00 00 00 00", [3, 17, .. new byte[14]]),
        Of(LanParameters.CipherSuitePrivileges, "00 4F 03 00 00 00 00 00 00", [15, 4, 3, .. new byte[13]]),
        Of(LanParameters.DestinationVlan, "01 10 0A 60", new(true, 0x600A)),
        Of(LanParameters.BadPasswordThreshold, "01 05 1E 00 3C 00", new(true, 5, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10))),
        Of(LanIpv6Parameters.Support, "06", Ipv6Support.Both | Ipv6Support.AlertDestinations),
        Of(LanIpv6Parameters.Enables, "02", IpVersions.Both),
        Of(LanIpv6Parameters.StaticTrafficClass, "08", (byte)8),
        Of(LanIpv6Parameters.StaticHopLimit, "40", (byte)64),
        Of(LanIpv6Parameters.FlowLabel, "01 23 45", 0x12345),
        Of(LanIpv6Parameters.Status, "01 05 03", new(1, 5, true, true)),
        Of(LanIpv6Parameters.StaticAddress, "01 80 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01 40 00", new(true, Ipv6AddressSource.Static, s_ipv6, 64, Ipv6AddressState.Active)),
        Of(LanIpv6Parameters.StaticDuidLength, "08", (byte)8),
        Of(LanIpv6Parameters.StaticDuid, "01 02 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", s_block),
        Of(LanIpv6Parameters.DynamicAddress, "01 02 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01 80 04", new(false, Ipv6AddressSource.Dhcp, s_ipv6, 128, Ipv6AddressState.Deprecated)),
        Of(LanIpv6Parameters.DynamicDuidLength, "08", (byte)8),
        Of(LanIpv6Parameters.DynamicDuid, "01 02 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", s_block),
        Of(LanIpv6Parameters.DhcpTimingSupport, "01", Ipv6TimingSupport.Global),
        Of(LanIpv6Parameters.DhcpTiming, "01 02 01 02 03 04 05 06", [1, 2, 3, 4, 5, 6]),
        Of(LanIpv6Parameters.RouterControl, "02", Ipv6RouterControl.Dynamic),
        Of(LanIpv6Parameters.StaticRouter1Address, "20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01", s_ipv6),
        Of(LanIpv6Parameters.StaticRouter1Mac, "02 00 5E 00 00 01", s_mac),
        Of(LanIpv6Parameters.StaticRouter1PrefixLength, "40", (byte)64),
        Of(LanIpv6Parameters.StaticRouter1Prefix, "20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01", s_ipv6),
        Of(LanIpv6Parameters.StaticRouter2Address, "20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01", s_ipv6),
        Of(LanIpv6Parameters.StaticRouter2Mac, "02 00 5E 00 00 01", s_mac),
        Of(LanIpv6Parameters.StaticRouter2PrefixLength, "40", (byte)64),
        Of(LanIpv6Parameters.StaticRouter2Prefix, "20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01", s_ipv6),
        Of(LanIpv6Parameters.DynamicRouterCount, "02", (byte)2),
        Of(LanIpv6Parameters.DynamicRouterAddress, "01 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01", s_ipv6),
        Of(LanIpv6Parameters.DynamicRouterMac, "01 02 00 5E 00 00 01", s_mac),
        Of(LanIpv6Parameters.DynamicRouterPrefixLength, "01 40", (byte)64),
        Of(LanIpv6Parameters.DynamicRouterPrefix, "01 20 01 0D B8 00 00 00 00 00 00 00 00 00 00 00 01", s_ipv6),
        Of(LanIpv6Parameters.DynamicHopLimit, "40", (byte)64),
        Of(LanIpv6Parameters.NeighborTimingSupport, "02", Ipv6TimingSupport.PerInterface),
        Of(LanIpv6Parameters.NeighborTiming, "01 02 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", s_block),
        Of(SolParameters.SetInProgress, "02", SetInProgress.Commit),
        Of(SolParameters.Enable, "01", true),
        Of(SolParameters.Authentication, "84", new(true, false, PrivilegeLevel.Administrator)),
        Of(SolParameters.Authentication, "42", new(false, true, PrivilegeLevel.User)),
        Of(SolParameters.Accumulation, "0C 60", new(TimeSpan.FromMilliseconds(60), 96)),
        Of(SolParameters.Retry, "07 32", new(7, TimeSpan.FromMilliseconds(500))),
        Of(SolParameters.NonVolatileBitRate, "0A", SolBitRate.Bps115200),
        Of(SolParameters.VolatileBitRate, "06", SolBitRate.Bps9600),
        Of(SolParameters.PayloadChannel, "01", (byte)1),
        Of(SolParameters.PayloadPort, "6F 02", 623),
        Of(BootOptionParameters.SetInProgress, "00", SetInProgress.Complete),
        Of(BootOptionParameters.ServicePartitionSelector, "01", (byte)1),
        Of(BootOptionParameters.ServicePartitionScan, "03", ServicePartitionScan.Discovered | ServicePartitionScan.Requested),
        Of(BootOptionParameters.ValidBitClearing, "1F", BootFlagValidBitClearing.KeepAlways),
        Of(BootOptionParameters.InfoAcknowledge, "1F FF", BootInfoAcknowledge.Pending),
        Of(BootOptionParameters.Flags, "E0 18 00 00 00", new(0xE0, 0x18)),
        Of(BootOptionParameters.InitiatorInfo, "01 78 56 34 12 00 00 00 5F", new(1, 0x12345678, 0x5F000000)),
        Of(BootOptionParameters.InitiatorMailbox, "01 A2 02 00", [0xA2, 2, 0]),
        Of(SystemInfoParameters.SetInProgress, "01", SetInProgress.InProgress),
        .. SystemInfoParameters.Texts.Select(static text => Of(text, "01 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", s_block)),
        Of(PefParameters.SetInProgress, "01", SetInProgress.InProgress),
        Of(PefParameters.Control, "05", PefControl.Enabled | PefControl.StartupDelay),
        Of(PefParameters.ActionEnables, "23", PefActions.Alert | PefActions.PowerOff | PefActions.DiagnosticInterrupt),
        Of(PefParameters.StartupDelay, "3C", TimeSpan.FromMinutes(1)),
        Of(PefParameters.AlertStartupDelay, "05", TimeSpan.FromSeconds(5)),
        Of(PefParameters.FilterCount, "28", (byte)40),
        Of(PefParameters.Filter, "01 C0 09 21 10 20 FF 01 30 01 00 08 00 00 00 0F FF 03 00 00 00", new PefFilter
        {
            State = new(true, true),
            Actions = PefActions.Alert | PefActions.PowerCycle,
            PolicyNumber = 1,
            GroupSelector = 2,
            Severity = PefSeverity.Critical,
            GeneratorId = 0x20,
            SensorType = 0x01,
            SensorNumber = 0x30,
            EventType = 0x01,
            Offsets = 0x0800,
            Data2 = new(0x0F, 0xFF, 0x03),
        }),
        Of(PefParameters.FilterState, "01 80", new(true, false)),
        Of(PefParameters.PolicyCount, "3C", (byte)60),
        Of(PefParameters.Policy, "01 18 12 83", new(1, true, PefPolicyRule.Always, 1, 2, 0x83)),
        Of(PefParameters.SystemGuid, "01 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", new(true, s_block)),
        Of(PefParameters.StringCount, "08", (byte)8),
        Of(PefParameters.StringKey, "01 05 02", new(5, 2)),
        Of(PefParameters.AlertString, "01 02 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F", s_block),
        Of(PefParameters.GroupControlCount, "04", (byte)4),
        Of(PefParameters.GroupControl, "01 00 01 02 03 04 05 06 07 08 09", [.. s_block.Take(10)]),
    ];

    public static TheoryData<string, string> Vectors
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var vector in s_vectors)
                cases.Add(vector.Parameter.ToString(), vector.Hex);
            return cases;
        }
    }

    public static TheoryData<string> Names => [.. AllParameters().Select(static parameter => parameter.ToString())];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void A_parameter_is_read_and_written_as_the_specification_has_it(string name, string hex) =>
        s_vectors.Single(vector => vector.Parameter.ToString() == name && vector.Hex == hex).Check();

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_written_reads_back(string name)
    {
        var vector = s_vectors.First(vector => vector.Parameter.ToString() == name);
        Hold.For(Hold.Byte.ArrayOf(vector.Parameter.Length), vector.ReadsBack);
    }

    [Theory]
    [InlineData("05", "")]
    [InlineData("61 62", "ab")]
    [InlineData("61 62 00 63", "ab")]
    public void A_community_of_another_length_is_read_up_to_its_end(string hex, string text)
    {
        Assert.Equal(text.Length == 0 ? "\u0005" : text, LanParameters.CommunityString.Decode(Hex.Parse(hex)));
        Assert.False(LanParameters.CommunityString.TryDecode([], out _));
    }

    [Fact]
    public void Fields_that_BMCs_leave_out_are_read_as_zero()
    {
        Assert.Equal(default, LanParameters.AuthenticationTypeEnables.Decode([1, 2, 4, 16]).Oem);
        var address = LanIpv6Parameters.StaticAddress.Decode([0, 0x80, .. s_ipv6.GetAddressBytes()]);
        Assert.Equal((true, 0, Ipv6AddressState.Active), (address.IsEnabled, address.PrefixLength, address.State));
        Assert.Equal(new BootFlags(0x80, 4), BootOptionParameters.Flags.Decode([0x80, 4]));
    }

    /// <summary>IPMI 2.0 section 17.8: bits with compare 1 have to be equal, of the others one.</summary>
    [Theory]
    [InlineData("00 00 00", 0x5A, true)]
    [InlineData("0F FF 03", 0xF3, true)]
    [InlineData("0F FF 03", 0x02, false)]
    [InlineData("03 FC 03", 0x01, true)]
    [InlineData("03 FC 03", 0x00, false)]
    public void Event_data_is_compared_bit_by_bit(string match, byte data, bool matches) =>
        Assert.Equal(matches, PefDataMatch.Read(new ByteReader(Hex.Parse(match))).Matches(data));

    [Fact]
    public void A_value_that_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => LanParameters.IPAddress.Encode(s_ipv6));
        Assert.Throws<ArgumentException>(() => LanIpv6Parameters.StaticRouter1Address.Encode(IPAddress.Loopback));
        Assert.Throws<ArgumentException>(() => LanParameters.MacAddress.Encode(new PhysicalAddress([1, 2])));
        Assert.Throws<ArgumentException>(() => LanParameters.CommunityString.Encode(new string('x', 19)));
    }

    [Fact]
    public void Every_parameter_is_listed_once_and_has_a_vector()
    {
        Assert.Equal([.. Enumerable.Range(0, 27), .. Enumerable.Range(50, 31)], LanParameters.Family.All.Select(static parameter => (int)parameter.Number));
        Assert.Equal(Enumerable.Range(0, 8), SystemInfoParameters.Family.All.Select(static parameter => (int)parameter.Number));
        Assert.Equal(Enumerable.Range(0, 9), SolParameters.Family.All.Select(static parameter => (int)parameter.Number));
        Assert.Equal(Enumerable.Range(0, 8), BootOptionParameters.Family.All.Select(static parameter => (int)parameter.Number));
        Assert.Equal(Enumerable.Range(0, 16), PefParameters.Family.All.Select(static parameter => (int)parameter.Number));
        Assert.All(AllParameters(), static parameter =>
        {
            Assert.Contains(s_vectors, vector => vector.Parameter == parameter);
            Assert.Same(parameter, parameter.Family.Find(parameter.Number));
            Assert.Same(parameter.Family.SetInProgress, parameter.Family.Find(0));
        });
        Assert.Null(LanParameters.Family.Find(27));
    }

    private static IEnumerable<Parameter> AllParameters() =>
        new[] { BootOptionParameters.Family, LanParameters.Family, PefParameters.Family, SolParameters.Family, SystemInfoParameters.Family }.SelectMany(static family => family.All);

    private static ParameterVector<T> Of<T>(Parameter<T> parameter, string hex, T value) => new(parameter, hex, value);

    private abstract record ParameterVector(Parameter Parameter, string Hex)
    {
        public abstract void Check();

        public abstract bool ReadsBack(byte[] data);
    }

    private sealed record ParameterVector<T>(Parameter<T> Typed, string Bytes, T Value) : ParameterVector(Typed, Bytes)
    {
        public override void Check()
        {
            byte[] data = IpmiPS.Wire.Hex.Parse(Bytes);
            Assert.Equal(Value, Typed.Decode(data));
            Assert.Equal(data, Typed.Encode(Value, set: 1, block: 2));
            Assert.InRange(data.Length, Typed.MinimumLength, Typed.Length);
            if (Value is byte[])
                return;
            Assert.Equal(Value, Typed.Decode([.. data, 0xDE, 0xAD]));
            Assert.False(Typed.TryDecode([], out _));
        }

        public override bool ReadsBack(byte[] data)
        {
            var value = Typed.Decode(data);
            byte[] written = Typed.Encode(value, data[0], data.Length > 1 ? data[1] : (byte)0);
            Assert.InRange(written.Length, Typed.MinimumLength, Typed.Length);
            Assert.Equal(value, Typed.Decode(written));
            return true;
        }
    }
}
