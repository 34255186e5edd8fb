using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>What to read of the network settings.</summary>
public sealed record NetworkReadOptions
{
    /// <summary>The channel, 1 to 11; null for all LAN channels.</summary>
    public int? Channel { get; init; }

    /// <summary>Whether to read the SNMP community, which serves as a password.</summary>
    public bool IncludeCommunity { get; init; }

    /// <summary>Whether to read packet counters.</summary>
    public bool IncludeStatistics { get; init; }
}

/// <summary>
/// Reads the network settings of a BMC's LAN channels. Usually three rounds: channels and IPv4 together, IPv6, and what depends on its counts. IPMI 2.0 sections
/// 22.24, 23.2 and 23.4.
/// </summary>
public static class NetworkReader
{
    /// <summary>Most BMCs have their LAN on channel 1, so it is read before that is known.</summary>
    private const byte UsualChannel = 1;

    private const int MaximumSets = 16;

    private static readonly Parameter[] Basic =
    [
        LanParameters.IPAddress, LanParameters.IPAddressSource, LanParameters.SubnetMask, LanParameters.MacAddress,
        LanParameters.DefaultGateway, LanParameters.DefaultGatewayMac, LanParameters.BackupGateway, LanParameters.BackupGatewayMac, LanParameters.VlanId, LanParameters.VlanPriority,
        LanParameters.ArpControl, LanParameters.GratuitousArpInterval, LanParameters.Ipv4Header, LanParameters.PrimaryRmcpPort, LanParameters.SecondaryRmcpPort,
        LanParameters.BadPasswordThreshold, LanParameters.AuthenticationTypeSupport, LanParameters.AuthenticationTypeEnables,
    ];

    private static readonly Parameter[] Ipv6 =
    [
        LanIpv6Parameters.DynamicRouterCount, LanIpv6Parameters.StaticDuidLength, LanIpv6Parameters.DynamicDuidLength, LanIpv6Parameters.DhcpTimingSupport,
        LanIpv6Parameters.NeighborTimingSupport, LanIpv6Parameters.Enables, LanIpv6Parameters.StaticTrafficClass, LanIpv6Parameters.StaticHopLimit, LanIpv6Parameters.FlowLabel,
        LanIpv6Parameters.RouterControl, LanIpv6Parameters.StaticRouter1Address, LanIpv6Parameters.StaticRouter1Mac, LanIpv6Parameters.StaticRouter1PrefixLength,
        LanIpv6Parameters.StaticRouter1Prefix, LanIpv6Parameters.StaticRouter2Address, LanIpv6Parameters.StaticRouter2Mac, LanIpv6Parameters.StaticRouter2PrefixLength,
        LanIpv6Parameters.StaticRouter2Prefix, LanIpv6Parameters.DynamicHopLimit,
    ];

    /// <summary>Reads the settings of each LAN channel, or of one.</summary>
    /// <exception cref="IpmiException">NotPresent: the BMC has no such LAN channel. Other kinds: the BMC does not respond.</exception>
    public static async Task<IReadOnlyList<Network>> GetAsync(IIpmiConnection connection, NetworkReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        using var work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        byte guess = (byte)(options.Channel ?? UsualChannel);
        var finding = LanChannels.FindAsync(connection, work.Token);
        var guessed = ReadAsync(connection, guess, options, work.Token);
        try
        {
            var found = await finding.ConfigureAwait(false);
            byte[] wanted = options.Channel is null ? [.. found.All] : [found.Select(options.Channel)];
            var others = Task.WhenAll(wanted.Where(channel => channel != guess).Select(channel => ReadAsync(connection, channel, options, work.Token)));
            Network[] read = [.. await others.ConfigureAwait(false), .. wanted.Contains(guess) ? new[] { await guessed.ConfigureAwait(false) } : []];
            return [.. read.OrderBy(static network => network.Channel)];
        }
        finally
        {
            work.Cancel();
            await Task.WhenAny(guessed).ConfigureAwait(false);
            _ = guessed.Exception;
        }
    }

    /// <summary>Sets the packet counters of a channel back. Returns them as they were.</summary>
    /// <exception cref="IpmiException">The BMC refused the command or does not have it. OutcomeUnknown: there was no response.</exception>
    public static async Task<NetworkStatistics> ClearStatisticsAsync(IIpmiConnection connection, int channel, CancellationToken cancellationToken = default) =>
        NetworkStatistics.From(await connection.SendAsync(new GetIpUdpRmcpStatistics((byte)channel, clear: true), cancellationToken).ConfigureAwait(false), cleared: true);

    private static async Task<Network> ReadAsync(IIpmiConnection connection, byte channel, NetworkReadOptions options, CancellationToken cancellationToken)
    {
        var reading = new NetworkReading(channel);
        Parameter[] community = options.IncludeCommunity ? [LanParameters.CommunityString] : [];
        var statistics = options.IncludeStatistics ? connection.TrySendAsync(new GetIpUdpRmcpStatistics(channel), cancellationToken) : null;
        var ipv6 = ReadIpv6Async(connection, reading, cancellationToken);
        await reading.ReadAsync(connection, [.. Basic.Concat(community).Select(static parameter => new LanKey(parameter))], cancellationToken).ConfigureAwait(false);
        await ipv6.ConfigureAwait(false);
        return NetworkBuilder.Build(connection.ComputerName, reading, statistics is null ? null : await statistics.ConfigureAwait(false));
    }

    /// <summary>Many BMCs have none of the IPv6 parameters, so two of them are read first.</summary>
    private static async Task ReadIpv6Async(IIpmiConnection connection, NetworkReading reading, CancellationToken cancellationToken)
    {
        await reading.ReadAsync(connection, [new(LanIpv6Parameters.Support), new(LanIpv6Parameters.Status)], cancellationToken).ConfigureAwait(false);
        if (reading[new(LanIpv6Parameters.Support)] is null && reading[new(LanIpv6Parameters.Status)] is null)
            return;
        await reading.ReadAsync(connection, Ipv6Keys(reading), cancellationToken).ConfigureAwait(false);
        await reading.ReadAsync(connection, DependentKeys(reading), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The IPv6 parameters, and all addresses that the BMC has room for.</summary>
    private static IEnumerable<LanKey> Ipv6Keys(NetworkReading reading)
    {
        var status = reading.TryGet(LanIpv6Parameters.Status, out var found) ? found : new Ipv6Status(1, 1, false, false);
        return Ipv6.Select(static parameter => new LanKey(parameter))
            .Concat(Sets(LanIpv6Parameters.StaticAddress, status.StaticAddresses))
            .Concat(Sets(LanIpv6Parameters.DynamicAddress, status.DynamicAddresses));
    }

    /// <summary>What depends on counts and on what can be set.</summary>
    private static IEnumerable<LanKey> DependentKeys(NetworkReading reading)
    {
        int routers = Count(reading, LanIpv6Parameters.DynamicRouterCount);
        IEnumerable<LanKey> keys =
        [
            .. Blocks(LanIpv6Parameters.StaticDuid, Count(reading, LanIpv6Parameters.StaticDuidLength)),
            .. Blocks(LanIpv6Parameters.DynamicDuid, Count(reading, LanIpv6Parameters.DynamicDuidLength)),
            .. Sets(LanIpv6Parameters.DynamicRouterAddress, routers), .. Sets(LanIpv6Parameters.DynamicRouterMac, routers),
            .. Sets(LanIpv6Parameters.DynamicRouterPrefixLength, routers), .. Sets(LanIpv6Parameters.DynamicRouterPrefix, routers),
        ];
        if (reading.TryGet(LanIpv6Parameters.DhcpTimingSupport, out var dhcp) && dhcp != Ipv6TimingSupport.None)
            keys = keys.Concat(Blocks(LanIpv6Parameters.DhcpTiming, 2));
        if (reading.TryGet(LanIpv6Parameters.NeighborTimingSupport, out var neighbor) && neighbor != Ipv6TimingSupport.None)
            keys = keys.Concat(Blocks(LanIpv6Parameters.NeighborTiming, 1));
        return keys;
    }

    private static int Count(NetworkReading reading, Parameter<byte> parameter) => reading.TryGet(parameter, out byte count) ? count : 0;

    private static IEnumerable<LanKey> Sets(Parameter parameter, int count) => Enumerable.Range(0, Math.Min(count, MaximumSets)).Select(set => new LanKey(parameter, (byte)set));

    private static IEnumerable<LanKey> Blocks(Parameter parameter, int count) => Enumerable.Range(0, Math.Min(count, MaximumSets)).Select(block => new LanKey(parameter, 0, (byte)block));
}
