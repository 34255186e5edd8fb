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
        Add(LanParameters.DestinationCount, (byte)1);
        Add(LanParameters.DestinationType, new AlertDestinationType(IsAcknowledged: false, Type: 0, TimeoutSeconds: 3, Retries: 3));
        Add(LanParameters.DestinationAddress, new AlertDestinationAddress(IPAddress.Any, UseBackupGateway: false, NoMac));
        Add(LanParameters.VlanId, default(VlanId));
        Add(LanParameters.VlanPriority, (byte)0);
        Add(LanParameters.CipherSuiteCount, (byte)Math.Min(MaximumSuites, suites.Length));
        Add(LanParameters.CipherSuiteEntries, [.. suites.Take(MaximumSuites)]);
        Add(LanParameters.CipherSuitePrivileges, [.. Enumerable.Repeat((byte)PrivilegeLevel.Administrator, MaximumSuites)]);
        Add(LanParameters.BadPasswordThreshold, new BadPasswordThreshold(RaisesEvent: false, (byte)options.LockOutThreshold, TimeSpan.Zero, options.LockOutTime));
    }

    /// <summary>The lock-out after bad passwords; none if the BMC does not have the parameter.</summary>
    public LockOut LockOut => Get(LanParameters.BadPasswordThreshold.Number) is { } data && LanParameters.BadPasswordThreshold.TryDecode(data, out var value)
        ? new LockOut(value.Threshold, value.LockOutInterval)
        : default;

    private static IPAddress Ipv4Of(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetwork ? parsed : IPAddress.Any;
}
