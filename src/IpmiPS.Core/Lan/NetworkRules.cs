using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;

namespace IpmiPS.Lan;

/// <summary>What network settings have to fulfil. Checked before anything is sent.</summary>
public static class NetworkRules
{
    private const int LastVlan = 4094, CommunityLength = 18, LongestSeconds = 655350, SecondsUnit = 10, DuidLength = 255, TimingLength = 22, NeighborTimingLength = 16, LastPort = 65535, LastFlowLabel = 0xFFFFF;
    private const double ShortestArpInterval = 0.5, LongestArpInterval = 128;

    /// <summary>Checks settings by themselves.</summary>
    /// <exception cref="IpmiException">InvalidParameter: a value is out of range, or values contradict each other.</exception>
    public static void Check(NetworkSettings settings)
    {
        if (settings.SubnetMask is { } mask && !IsMask(mask))
            throw Invalid($"The subnet mask {mask} is not valid: its one bits are not all at the beginning.");
        if (settings.IPv4Address is { } address && !IsHost(address))
            throw Invalid($"{address} is not the address of a host.");
        if (settings.VlanId is < 0 or > LastVlan)
            throw Invalid($"A VLAN is 1 to {LastVlan}, or 0 for none, not {settings.VlanId}.");
        CheckHeader(settings);
        if (settings.Community is { Length: > CommunityLength })
            throw Invalid($"An SNMP community has at most {CommunityLength} characters.");
        if (settings.Community?.Any(static c => c is < ' ' or > '~') == true)
            throw Invalid("An SNMP community has only printable ASCII characters.");
        CheckSeconds(settings.BadPasswordResetInterval, nameof(settings.BadPasswordResetInterval));
        CheckSeconds(settings.LockOutInterval, nameof(settings.LockOutInterval));
        if (settings.GratuitousArpInterval is { } interval && (!(interval is >= ShortestArpInterval and <= LongestArpInterval) || interval * 2 % 1 != 0))
            throw Invalid($"The gratuitous ARP interval is {ShortestArpInterval} to {LongestArpInterval} seconds in steps of 0.5.");
        CheckBytes(settings);
        CheckFinal(settings.IPv4Address, settings.SubnetMask, settings.DefaultGateway);
    }

    /// <summary>Checks that an address and a gateway fit to a mask. Unknown values are null.</summary>
    /// <exception cref="IpmiException">InvalidParameter: they do not fit.</exception>
    internal static void CheckFinal(IPAddress? address, IPAddress? mask, IPAddress? gateway)
    {
        if (address is null || mask is null || address.Equals(IPAddress.Any) || !IsMask(mask))
            return;
        uint bits = LanText.Number(mask), host = LanText.Number(address) & ~bits;
        if (~bits > 1 && (host == 0 || host == ~bits))
            throw Invalid($"{address} is the {(host == 0 ? "network" : "broadcast")} address of its subnet (mask {mask}), not the address of a host.");
        if (gateway is null || gateway.Equals(IPAddress.Any))
            return;
        if (gateway.Equals(address))
            throw Invalid($"The default gateway and the BMC cannot both have the address {address}.");
        if ((LanText.Number(gateway) & bits) != (LanText.Number(address) & bits))
            throw Invalid($"The default gateway {gateway} is not in the subnet of {address} (mask {mask}).");
    }

    /// <summary>Checks the settings of a fleet: no two BMCs may get the same address.</summary>
    /// <param name="rows">The BMCs and their settings.</param>
    /// <exception cref="IpmiException">InvalidParameter: an address occurs twice.</exception>
    public static void CheckFleet(IEnumerable<(string ComputerName, NetworkSettings Settings)> rows)
    {
        var addresses = rows.SelectMany(static row => AddressesOf(row.Settings).Select(address => (row.ComputerName, Address: address)));
        foreach (var group in addresses.GroupBy(static pair => pair.Address, static pair => pair.ComputerName))
        {
            string[] names = [.. group.Distinct(StringComparer.OrdinalIgnoreCase)];
            if (names.Length > 1)
                throw new IpmiException(
                    IpmiErrorKind.InvalidParameter, $"The address {group.Key} is given to more than one BMC: {string.Join(", ", names.Take(NearestNames.MaximumListed))}{(names.Length > NearestNames.MaximumListed ? ", …" : "")}.",
                    "Correct the input: each BMC needs an address of its own. Nothing was sent to any BMC.");
        }
    }

    private static IEnumerable<IPAddress> AddressesOf(NetworkSettings settings)
    {
        if (settings.IPv4Address is { } address && settings.AddressSource is null or Parameters.AddressSource.Static)
            yield return settings.IPv4Address!;
        foreach (var entry in settings.IPv6StaticAddress ?? [])
            yield return entry.Address;
    }

    private static void CheckHeader(NetworkSettings settings)
    {
        CheckRange(settings.VlanPriority, 0, 7, nameof(settings.VlanPriority));
        CheckRange(settings.TimeToLive, 1, 255, nameof(settings.TimeToLive));
        CheckRange(settings.IPv4Flags, 0, 7, nameof(settings.IPv4Flags));
        CheckRange(settings.Precedence, 0, 7, nameof(settings.Precedence));
        CheckRange(settings.TypeOfService, 0, 15, nameof(settings.TypeOfService));
        CheckRange(settings.RmcpPort, 1, LastPort, nameof(settings.RmcpPort));
        CheckRange(settings.SecureRmcpPort, 1, LastPort, nameof(settings.SecureRmcpPort));
        CheckRange(settings.IPv6FlowLabel, 0, LastFlowLabel, nameof(settings.IPv6FlowLabel));
    }

    private static void CheckBytes(NetworkSettings settings)
    {
        if (settings.IPv6StaticDuid is { Length: 0 or > DuidLength })
            throw Invalid($"A DUID has 1 to {DuidLength} bytes.");
        if (settings.Dhcpv6Timing is { Length: not (16 or TimingLength) })
            throw Invalid($"The timing of DHCPv6 has 16 or {TimingLength} bytes.");
        if (settings.NeighborTiming is { Length: 0 or > NeighborTimingLength })
            throw Invalid($"The timing of neighbor discovery has at most {NeighborTimingLength} bytes.");
        foreach (var (address, length) in settings.IPv6StaticAddress ?? [])
            if (length > LanText.Ipv6Bits || address.IsIPv6Multicast || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.IPv6Loopback))
                throw Invalid($"{address}/{length} is not the IPv6 address of a host with its prefix length.");
    }

    private static void CheckRange(int? value, int minimum, int maximum, string name)
    {
        if (value < minimum || value > maximum)
            throw Invalid($"{name} is {minimum} to {maximum}, not {value}.");
    }

    private static void CheckSeconds(int? seconds, string name)
    {
        if (seconds is { } given && (given is < 0 or > LongestSeconds || given % SecondsUnit != 0))
            throw Invalid($"{name} is 0 to {LongestSeconds} seconds in steps of {SecondsUnit}.");
    }

    private static bool IsMask(IPAddress mask)
    {
        uint hostBits = ~LanText.Number(mask);
        return (hostBits & hostBits + 1) == 0 && hostBits != uint.MaxValue;
    }

    /// <summary>Not 0.x, multicast or higher.</summary>
    private static bool IsHost(IPAddress address) => address.GetAddressBytes()[0] is > 0 and < 224;

    private static IpmiException Invalid(string what) => new(IpmiErrorKind.InvalidParameter, what, "Correct the value. Nothing was changed.");
}
