using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Lan;
using IpmiPS.Wire;

namespace IpmiPS.Cmdlets;

/// <summary>Changes network settings of BMCs: IPv4, IPv6, VLAN, and everything else that a LAN channel has.</summary>
[Cmdlet(VerbsCommon.Set, "IpmiNetwork", DefaultParameterSetName = ByName, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(NetworkUpdate))]
public sealed partial class SetIpmiNetworkCommand : GroupingCmdlet
{
    /// <summary>How long a BMC is looked for at its new address, without -TimeoutSeconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Follow the BMC to its new address, and read the settings back there.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Set the packet counters of the channel to zero.</summary>
    [Parameter]
    public SwitchParameter ClearStatistics { get; set; }

    private protected override BmcNeeds Needs => new(IpmiPS.PrivilegeLevel.Administrator) { OncePerBmc = true, Force = Force, Settings = ReadSettings() };

    private protected override void CheckRows(IReadOnlyList<BmcTarget> rows)
    {
        foreach (BmcTarget row in rows)
            NetworkRules.Check((NetworkSettings)row.Needs.Settings!);
        NetworkRules.CheckFleet(rows.Select(static row => (row.ComputerName, (NetworkSettings)row.Needs.Settings!)));
    }

    /// <summary>Channels that the session does not go through come first.</summary>
    private protected override async Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken)
    {
        var rows = SettingsOf<NetworkSettings>(target).Distinct().ToList();
        if (!ClearStatistics && rows.Any(static row => row.IsEmpty))
            throw new IpmiException(IpmiErrorKind.InvalidParameter, "There is nothing to set.", "Give settings, on the command line or as columns of the input.");
        var changes = new List<NetworkChange>();
        foreach (var settings in rows)
            changes.Add(await NetworkChange.PrepareAsync(bmc, settings, () => bmc.Endpoint, cancellationToken).ConfigureAwait(false));
        if (changes.GroupBy(static change => change.Channel).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The input has channel {twice.Key} of this BMC more than once. Nothing was changed.", "Leave one of the rows out.");
        foreach (var change in changes.OrderBy(static change => change.CutsOff))
        {
            if (ClearStatistics)
                await ClearAsync(target, bmc, change.Channel, output, cancellationToken).ConfigureAwait(false);
            if (ClearStatistics && change.Settings.IsEmpty)
                continue;
            if (Wait && bmc.Endpoint is LanEndpoint present)
                change.Follower = new NetworkFollower((place, limit) => LogInAsync(target, place, limit), present, target.TimeLimit ?? Patience);
            await ApplyAsync(target, bmc, "Set the network", change, output, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<IBmcSession> LogInAsync(BmcTarget target, LanEndpoint place, CancellationToken cancellationToken)
    {
        var options = target.Session?.CopyOptions() ?? target.Options!;
        return Opener.LogInAtNewAddressAsync(options with { Endpoint = place, ComputerName = target.ComputerName, MinimumPrivilege = IpmiPS.PrivilegeLevel.Administrator }, cancellationToken);
    }

    private async Task ClearAsync(BmcTarget target, IPayloadConnection bmc, int channel, TargetOutput output, CancellationToken cancellationToken)
    {
        if (await ConfirmAsync(target, bmc, $"Send Get IP/UDP/RMCP Statistics: set the packet counters of channel {channel} to zero", output, cancellationToken).ConfigureAwait(false))
            output.Note($"The packet counters of channel {channel} were cleared: {await NetworkReader.ClearStatisticsAsync(bmc, channel, cancellationToken).ConfigureAwait(false)}");
    }

    /// <summary>Copies the parameters: the next row changes them. They were checked when they were bound.</summary>
    private NetworkSettings ReadSettings() => ReadIpv6(new NetworkSettings
    {
        Channel = Channel,
        AddressSource = AddressSource,
        IPv4Address = Ipv4(IPv4Address),
        SubnetMask = Ipv4(SubnetMask),
        DefaultGateway = Ipv4(DefaultGateway),
        DefaultGatewayMac = Text(DefaultGatewayMac) is { } mac ? LanText.ReadMac(mac) : null,
        BackupGateway = Ipv4(BackupGateway),
        BackupGatewayMac = Text(BackupGatewayMac) is { } backupMac ? LanText.ReadMac(backupMac) : null,
        MacAddress = Text(MacAddress) is { } own ? LanText.ReadMac(own) : null,
        VlanId = VlanId,
        VlanPriority = (byte?)VlanPriority,
        ArpResponses = ArpResponses,
        GratuitousArp = GratuitousArp,
        GratuitousArpInterval = GratuitousArpInterval,
        TimeToLive = (byte?)TimeToLive,
        IPv4Flags = (byte?)IPv4Flags,
        Precedence = (byte?)Precedence,
        TypeOfService = (byte?)TypeOfService,
        RmcpPort = RmcpPort,
        SecureRmcpPort = SecureRmcpPort,
        Community = Community is null ? null : Secrets.Reveal(Community),
        BadPasswordThreshold = (byte?)BadPasswordThreshold,
        BadPasswordEvent = BadPasswordEvent,
        BadPasswordResetInterval = BadPasswordResetInterval,
        LockOutInterval = LockOutInterval,
        CallbackAuthentication = CallbackAuthentication,
        UserAuthentication = UserAuthentication,
        OperatorAuthentication = OperatorAuthentication,
        AdministratorAuthentication = AdministratorAuthentication,
        OemAuthentication = OemAuthentication,
    });

    private NetworkSettings ReadIpv6(NetworkSettings settings) => settings with
    {
        IPVersion = IPVersion,
        IPv6StaticAddress = IPv6StaticAddress is null ? null : [.. IPv6StaticAddress.Where(static word => !word.Equals(LanText.NoAddress, StringComparison.OrdinalIgnoreCase)).Select(static word => LanText.ReadPrefix(word)!.Value)],
        IPv6RouterControl = IPv6RouterControl,
        IPv6Router1 = Router(IPv6Router1, IPv6Router1Mac, IPv6Router1Prefix),
        IPv6Router2 = Router(IPv6Router2, IPv6Router2Mac, IPv6Router2Prefix),
        IPv6TrafficClass = (byte?)IPv6TrafficClass,
        IPv6HopLimit = (byte?)IPv6HopLimit,
        IPv6FlowLabel = IPv6FlowLabel,
        IPv6StaticDuid = Bytes(IPv6StaticDuid),
        Dhcpv6Timing = Bytes(Dhcpv6Timing),
        NeighborTiming = Bytes(NeighborTiming),
    };

    private static NetworkRouterSettings Router(string? address, string? mac, string? prefix) => new()
    {
        Address = Text(address) is { } text ? LanText.ReadIpv6(text) : null,
        MacAddress = Text(mac) is { } macText ? LanText.ReadMac(macText) : null,
        Prefix = Text(prefix) is { } prefixText ? LanText.ReadPrefix(prefixText) : null,
    };

    /// <summary>PowerShell makes empty text of the null that stands for an empty cell.</summary>
    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static IPAddress? Ipv4(string? value) => Text(value) is { } text ? LanText.ReadIpv4(text) : null;

    private static byte[]? Bytes(string? value) => Text(value) is { } text ? Hex.Parse(text) : null;
}
