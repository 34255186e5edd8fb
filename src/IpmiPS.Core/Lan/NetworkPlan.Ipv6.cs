using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpmiPS.Parameters;
using IpmiPS.Wire;

namespace IpmiPS.Lan;

/// <summary>The part for IPv6.</summary>
internal sealed partial class NetworkPlan
{
    private const int BlockLength = 16, MaximumSets = 16;

    private void AddIpv6()
    {
        var s = _settings;
        Change(LanIpv6Parameters.StaticTrafficClass, "IPv6 traffic class", s.IPv6TrafficClass is not null, _ => s.IPv6TrafficClass!.Value, static value => $"{value}");
        Change(LanIpv6Parameters.StaticHopLimit, "IPv6 hop limit", s.IPv6HopLimit is not null, _ => s.IPv6HopLimit!.Value, static value => $"{value}");
        Change(LanIpv6Parameters.FlowLabel, "IPv6 flow label", s.IPv6FlowLabel is not null, _ => s.IPv6FlowLabel!.Value, static value => $"{value}");
        AddBlocks(LanIpv6Parameters.StaticDuid, "DHCPv6 static DUID", s.IPv6StaticDuid is { } duid ? [(byte)duid.Length, .. duid] : null, isPadded: true);
        AddBlocks(LanIpv6Parameters.DhcpTiming, "DHCPv6 timing", s.Dhcpv6Timing, isPadded: false);
        AddBlocks(LanIpv6Parameters.NeighborTiming, "neighbor discovery timing", s.NeighborTiming, isPadded: false);
        AddRouter(1, s.IPv6Router1, LanIpv6Parameters.StaticRouter1Address, LanIpv6Parameters.StaticRouter1Mac, LanIpv6Parameters.StaticRouter1PrefixLength, LanIpv6Parameters.StaticRouter1Prefix);
        AddRouter(2, s.IPv6Router2, LanIpv6Parameters.StaticRouter2Address, LanIpv6Parameters.StaticRouter2Mac, LanIpv6Parameters.StaticRouter2PrefixLength, LanIpv6Parameters.StaticRouter2Prefix);
        Change(LanIpv6Parameters.RouterControl, "IPv6 routers", s.IPv6RouterControl is not null, _ => s.IPv6RouterControl!.Value, static value => $"{value}");
        AddStaticAddresses();
        bool excludesPath = s.IPVersion == (IsIpv6Path ? IpVersions.Ipv4Only : IpVersions.Ipv6Only);
        Change(LanIpv6Parameters.Enables, "IP version", s.IPVersion is not null, _ => s.IPVersion!.Value, static value => $"{value}", cutsOff: excludesPath);
    }

    private void AddRouter(
        int number, NetworkRouterSettings router, Parameter<IPAddress> address, Parameter<System.Net.NetworkInformation.PhysicalAddress> mac, Parameter<byte> length, Parameter<IPAddress> prefix)
    {
        Change(address, $"IPv6 router {number}", router.Address is not null, _ => router.Address!, static value => $"{value}");
        Change(mac, $"IPv6 router {number} MAC address", router.MacAddress is not null, _ => router.MacAddress!, LanText.Of);
        Change(length, $"IPv6 router {number} prefix length", router.Prefix is not null, _ => router.Prefix!.Value.Length, static value => $"{value}");
        Change(prefix, $"IPv6 router {number} prefix", router.Prefix is not null, _ => router.Prefix!.Value.Address, static value => $"{value}");
    }

    /// <summary>The addresses from the first place on; what is enabled behind them is disabled. Nothing is written if the same addresses are enabled in this order already.</summary>
    private void AddStaticAddresses()
    {
        if (_settings.IPv6StaticAddress is not { } wanted)
            return;
        _needed.Add(new(LanIpv6Parameters.Status));
        _needed.AddRange(Enumerable.Range(0, MaximumSets).Select(static set => new LanKey(LanIpv6Parameters.StaticAddress, (byte)set)));
        if (_reading is null)
            return;
        var present = new List<Ipv6AddressEntry>();
        while (present.Count < MaximumSets && _reading.TryGet(LanIpv6Parameters.StaticAddress, out var entry, (byte)present.Count))
            present.Add(entry);
        int room = _reading.TryGet(LanIpv6Parameters.Status, out var status) ? System.Math.Min(status.StaticAddresses, present.Count) : present.Count;
        if (present.Count == 0)
            throw Missing("IPv6 static addresses", new(LanIpv6Parameters.StaticAddress));
        if (wanted.Count > room)
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"The BMC has room for {room} static IPv6 addresses, and {wanted.Count} were given.", "Give fewer addresses. Nothing was changed.");
        if (present.Take(room).Where(static entry => entry.IsEnabled).Select(static entry => (entry.Address, entry.PrefixLength)).SequenceEqual(wanted))
            return;
        for (byte set = 0; set < room; set++)
            AddStaticAddress(set, present[set], set < wanted.Count ? wanted[set] : null);
    }

    private void AddStaticAddress(byte set, Ipv6AddressEntry present, (IPAddress Address, byte PrefixLength)? wanted)
    {
        var entry = wanted is { } address
            ? new Ipv6AddressEntry(true, Ipv6AddressSource.Static, address.Address, address.PrefixLength, Ipv6AddressState.Active)
            : present with { IsEnabled = false, State = Ipv6AddressState.Active };
        if (entry == present with { State = Ipv6AddressState.Active })
            return;
        bool cutsOff = _isOwn && present.IsEnabled && present.Address.Equals(_path);
        var write = ParameterWrite.Of(LanIpv6Parameters.StaticAddress, entry, set) with { CutsOff = cutsOff };
        Add(new(write, $"IPv6 address {set}", Text(present), Text(entry)));
        if (cutsOff && wanted is not null)
            NewAddress = entry.Address;

        static string Text(Ipv6AddressEntry value) => value.IsEnabled ? $"{value.Address}/{value.PrefixLength}" : "off";
    }

    /// <summary>Data in blocks of 16 bytes; the last one is filled with zeros where the parameter needs that.</summary>
    private void AddBlocks(Parameter<byte[]> parameter, string name, byte[]? wanted, bool isPadded)
    {
        if (wanted is null)
            return;
        int blocks = (wanted.Length + BlockLength - 1) / BlockLength;
        for (byte block = 0; block < blocks; block++)
        {
            var key = new LanKey(parameter, 0, block);
            _needed.Add(key);
            if (_reading is null)
                continue;
            if (!_reading.TryGet(parameter, out byte[]? present, 0, block))
                throw Missing(name, key);
            byte[] part = [.. wanted.Skip(block * BlockLength).Take(BlockLength)];
            if (isPadded)
                System.Array.Resize(ref part, BlockLength);
            if (!present.Take(part.Length).SequenceEqual(part))
                Add(new(ParameterWrite.Of(parameter, part, 0, block), blocks > 1 ? $"{name} block {block}" : name, Hex.Format(present, " "), Hex.Format(part, " ")));
        }
    }
}
