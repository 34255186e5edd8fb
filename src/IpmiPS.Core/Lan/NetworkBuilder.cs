using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Commands.Transport;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Lan;

/// <summary>Makes the object that users see of the parameters that were read.</summary>
internal sealed class NetworkBuilder
{
    private readonly NetworkReading _reading;
    private readonly List<(string Property, string Reason)> _missing = [];

    private NetworkBuilder(NetworkReading reading) => _reading = reading;

    /// <summary>Makes it.</summary>
    public static Network Build(string computerName, NetworkReading reading, OptionalResponse<IpUdpRmcpStatistics>? statistics = null)
    {
        var builder = new NetworkBuilder(reading);
        var network = builder.AddIpv4(new Network { ComputerName = computerName, Channel = reading.Channel });
        network = builder.AddIpv6(builder.AddOthers(network));
        if (statistics is { } response)
        {
            network = network with { Statistics = response.Succeeded ? NetworkStatistics.From(response.Value, cleared: false) : null };
            if (!response.Succeeded)
                builder._missing.Add((nameof(Network.Statistics), response.Error?.Message ?? "there was no response."));
        }

        return network with { Notes = [.. builder._missing.GroupBy(static item => item.Reason).Select(static group => $"{string.Join(", ", group.Select(static item => item.Property))}: {group.Key}")] };
    }

    private Network AddIpv4(Network network)
    {
        var vlan = Value(LanParameters.VlanId, nameof(Network.VlanId));
        return network with
        {
            IPv4Address = Text(LanParameters.IPAddress, nameof(Network.IPv4Address)),
            AddressSource = Value(LanParameters.IPAddressSource, nameof(Network.AddressSource)),
            SubnetMask = Text(LanParameters.SubnetMask, nameof(Network.SubnetMask)),
            DefaultGateway = Text(LanParameters.DefaultGateway, nameof(Network.DefaultGateway)),
            DefaultGatewayMac = Text(LanParameters.DefaultGatewayMac, nameof(Network.DefaultGatewayMac)),
            BackupGateway = Text(LanParameters.BackupGateway, nameof(Network.BackupGateway)),
            BackupGatewayMac = Text(LanParameters.BackupGatewayMac, nameof(Network.BackupGatewayMac)),
            MacAddress = Text(LanParameters.MacAddress, nameof(Network.MacAddress)),
            VlanId = vlan is { } id ? id.IsEnabled ? id.Id : 0 : null,
            VlanPriority = Value(LanParameters.VlanPriority, nameof(Network.VlanPriority)),
        };
    }

    private Network AddOthers(Network network)
    {
        var arp = Value(LanParameters.ArpControl, nameof(Network.ArpResponses), nameof(Network.GratuitousArp));
        var interval = Value(LanParameters.GratuitousArpInterval, nameof(Network.GratuitousArpInterval));
        var header = Value(LanParameters.Ipv4Header, nameof(Network.TimeToLive), nameof(Network.IPv4Flags), nameof(Network.Precedence), nameof(Network.TypeOfService));
        var threshold = Value(LanParameters.BadPasswordThreshold, nameof(Network.BadPasswordThreshold), nameof(Network.BadPasswordEvent), nameof(Network.BadPasswordResetInterval), nameof(Network.LockOutInterval));
        var enables = Value(LanParameters.AuthenticationTypeEnables, nameof(Network.CallbackAuthentication), nameof(Network.UserAuthentication), nameof(Network.OperatorAuthentication), nameof(Network.AdministratorAuthentication), nameof(Network.OemAuthentication));
        return network with
        {
            ArpResponses = arp is null ? null : (arp & ArpControl.Responses) != 0,
            GratuitousArp = arp is null ? null : (arp & ArpControl.Gratuitous) != 0,
            GratuitousArpInterval = interval?.TotalSeconds,
            TimeToLive = header?.TimeToLive,
            IPv4Flags = header?.Flags,
            Precedence = header?.Precedence,
            TypeOfService = header?.TypeOfService,
            RmcpPort = Value(LanParameters.PrimaryRmcpPort, nameof(Network.RmcpPort)),
            SecureRmcpPort = Value(LanParameters.SecondaryRmcpPort, nameof(Network.SecureRmcpPort)),
            Community = Take(LanParameters.CommunityString, 0, nameof(Network.Community), out var community) ? SafeText.Of(community) : null,
            BadPasswordThreshold = threshold?.Threshold,
            BadPasswordEvent = threshold?.RaisesEvent,
            BadPasswordResetInterval = (int?)threshold?.ResetInterval.TotalSeconds,
            LockOutInterval = (int?)threshold?.LockOutInterval.TotalSeconds,
            AuthenticationSupport = Value(LanParameters.AuthenticationTypeSupport, nameof(Network.AuthenticationSupport)),
            CallbackAuthentication = enables?.Callback,
            UserAuthentication = enables?.User,
            OperatorAuthentication = enables?.Operator,
            AdministratorAuthentication = enables?.Administrator,
            OemAuthentication = enables?.Oem,
        };
    }

    private Network AddIpv6(Network network)
    {
        var status = Value(LanIpv6Parameters.Status, nameof(Network.IPv6StaticLimit), nameof(Network.IPv6DynamicLimit), nameof(Network.SupportsDhcpv6), nameof(Network.SupportsSlaac));
        NetworkIpv6Address[] addresses = [.. Addresses(LanIpv6Parameters.StaticAddress), .. Addresses(LanIpv6Parameters.DynamicAddress)];
        return network with
        {
            IPv6Support = Value(LanIpv6Parameters.Support, nameof(Network.IPv6Support)),
            IPVersion = Value(LanIpv6Parameters.Enables, nameof(Network.IPVersion)),
            IPv6TrafficClass = Value(LanIpv6Parameters.StaticTrafficClass, nameof(Network.IPv6TrafficClass)),
            IPv6HopLimit = Value(LanIpv6Parameters.StaticHopLimit, nameof(Network.IPv6HopLimit)),
            IPv6FlowLabel = Value(LanIpv6Parameters.FlowLabel, nameof(Network.IPv6FlowLabel)),
            IPv6StaticLimit = status?.StaticAddresses,
            IPv6DynamicLimit = status?.DynamicAddresses,
            SupportsDhcpv6 = status?.SupportsDhcp,
            SupportsSlaac = status?.SupportsSlaac,
            IPv6Address = addresses,
            IPv6StaticAddress = _reading[new(LanIpv6Parameters.StaticAddress)] is null ? null : StaticAddresses(addresses),
            IPv6RouterControl = Value(LanIpv6Parameters.RouterControl, nameof(Network.IPv6RouterControl)),
            IPv6Router1 = Text(LanIpv6Parameters.StaticRouter1Address, nameof(Network.IPv6Router1)),
            IPv6Router1Mac = Text(LanIpv6Parameters.StaticRouter1Mac, nameof(Network.IPv6Router1Mac)),
            IPv6Router1Prefix = Prefix(LanIpv6Parameters.StaticRouter1Prefix, LanIpv6Parameters.StaticRouter1PrefixLength, 0, nameof(Network.IPv6Router1Prefix)),
            IPv6Router2 = Text(LanIpv6Parameters.StaticRouter2Address, nameof(Network.IPv6Router2)),
            IPv6Router2Mac = Text(LanIpv6Parameters.StaticRouter2Mac, nameof(Network.IPv6Router2Mac)),
            IPv6Router2Prefix = Prefix(LanIpv6Parameters.StaticRouter2Prefix, LanIpv6Parameters.StaticRouter2PrefixLength, 0, nameof(Network.IPv6Router2Prefix)),
            IPv6DynamicRouter = [.. Routers()],
            IPv6ReceivedHopLimit = Value(LanIpv6Parameters.DynamicHopLimit, nameof(Network.IPv6ReceivedHopLimit)),
            IPv6StaticDuid = Duid(LanIpv6Parameters.StaticDuid),
            IPv6DynamicDuid = Duid(LanIpv6Parameters.DynamicDuid),
            Dhcpv6TimingSupport = Value(LanIpv6Parameters.DhcpTimingSupport, nameof(Network.Dhcpv6TimingSupport)),
            Dhcpv6Timing = Bytes(LanIpv6Parameters.DhcpTiming),
            NeighborTimingSupport = Value(LanIpv6Parameters.NeighborTimingSupport, nameof(Network.NeighborTimingSupport)),
            NeighborTiming = Bytes(LanIpv6Parameters.NeighborTiming),
        };
    }

    private static string StaticAddresses(NetworkIpv6Address[] addresses)
    {
        string[] enabled = [.. addresses.Where(static entry => entry.Source == Ipv6AddressSource.Static && entry.IsEnabled).Select(static entry => $"{entry.Address}/{entry.PrefixLength}")];
        return enabled.Length == 0 ? LanText.NoAddress : string.Join(" ", enabled);
    }

    private IEnumerable<NetworkIpv6Address> Addresses(Parameter<Ipv6AddressEntry> parameter)
    {
        for (byte set = 0; _reading.TryGet(parameter, out var entry, set); set++)
            if (!entry.Address.Equals(IPAddress.IPv6Any))
                yield return new(set, entry.Source, entry.Address.ToString(), entry.PrefixLength, entry.IsEnabled || parameter == LanIpv6Parameters.DynamicAddress, entry.State);
    }

    private IEnumerable<NetworkIpv6Router> Routers()
    {
        for (byte set = 0; _reading.TryGet(LanIpv6Parameters.DynamicRouterAddress, out var address, set); set++)
            yield return new(
                set, address.ToString(),
                _reading.TryGet(LanIpv6Parameters.DynamicRouterMac, out var mac, set) ? LanText.Of(mac) : null,
                Prefix(LanIpv6Parameters.DynamicRouterPrefix, LanIpv6Parameters.DynamicRouterPrefixLength, set, nameof(Network.IPv6DynamicRouter)));
    }

    private string? Prefix(Parameter<IPAddress> prefix, Parameter<byte> length, byte set, string property) =>
        Take(prefix, set, property, out var address) && _reading.TryGet(length, out byte bits, set) ? $"{address}/{bits}" : null;

    /// <summary>Block 0 begins with the number of bytes in use.</summary>
    private string? Duid(Parameter<byte[]> parameter)
    {
        byte[] bytes = AllBlocks(parameter);
        return bytes.Length == 0 ? null : Hex.Format([.. bytes.Skip(1).Take(bytes[0])], " ");
    }

    private string? Bytes(Parameter<byte[]> parameter) => AllBlocks(parameter) is { Length: > 0 } bytes ? Hex.Format(bytes, " ") : null;

    private byte[] AllBlocks(Parameter<byte[]> parameter)
    {
        var all = new List<byte>();
        for (byte block = 0; _reading.TryGet(parameter, out byte[]? part, 0, block); block++)
            all.AddRange(part);
        return [.. all];
    }

    private T? Value<T>(Parameter<T> parameter, params string[] properties)
        where T : struct => Take(parameter, 0, string.Join(", ", properties), out var value) ? value : null;

    private string? Text(Parameter<IPAddress> parameter, string property) => Take(parameter, 0, property, out var value) ? value.ToString() : null;

    private string? Text(Parameter<PhysicalAddress> parameter, string property) => Take(parameter, 0, property, out var value) ? LanText.Of(value) : null;

    private bool Take<T>(Parameter<T> parameter, byte set, string property, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
    {
        if (_reading.TryGet(parameter, out value, set))
            return true;
        if (_reading.ReasonFor(new(parameter, set)) is { } reason)
            _missing.Add((property, reason));
        return false;
    }
}
