using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>The addresses of a BMC on the channel that the caller is connected to. What could not be read is null.</summary>
internal sealed record LanAddresses
{
    private const byte UsualChannel = 1;
    private const int MaximumSets = 16;

    private static readonly LanKey[] Keys =
    [
        new(LanParameters.IPAddress), new(LanParameters.SubnetMask), new(LanParameters.MacAddress), new(LanIpv6Parameters.Status),
    ];

    /// <summary>The channel.</summary>
    public int Channel { get; private init; }

    public string? MacAddress { get; private init; }

    public string? IPv4Address { get; private init; }

    public string? SubnetMask { get; private init; }

    /// <summary>All enabled IPv6 addresses with their prefix lengths, separated by blanks; null if there is none.</summary>
    public string? IPv6Address { get; private init; }

    /// <summary>What could not be read, and why.</summary>
    public IReadOnlyList<(string Property, string Reason)> Missing { get; private init; } = [];

    /// <summary>Reads them. Two rounds, one more if the channel is not 1.</summary>
    public static async Task<LanAddresses> ReadAsync(IIpmiConnection connection, CancellationToken cancellationToken)
    {
        // Most BMCs have their LAN on channel 1, so it is read before that is known.
        var finding = connection.TrySendAsync(new GetChannelInfo(GetChannelInfo.PresentChannel), cancellationToken);
        var guessed = await ReadAsync(connection, UsualChannel, cancellationToken).ConfigureAwait(false);
        var found = await finding.ConfigureAwait(false);
        return found.Succeeded && LanChannels.IsLan(found.Value) && found.Value.Channel != UsualChannel
            ? await ReadAsync(connection, found.Value.Channel, cancellationToken).ConfigureAwait(false)
            : guessed;
    }

    private static async Task<LanAddresses> ReadAsync(IIpmiConnection connection, byte channel, CancellationToken cancellationToken)
    {
        var reading = new NetworkReading(channel);
        await reading.ReadAsync(connection, Keys, cancellationToken).ConfigureAwait(false);
        if (reading.TryGet(LanIpv6Parameters.Status, out var status))
            await reading.ReadAsync(connection, Sets(LanIpv6Parameters.StaticAddress, status.StaticAddresses).Concat(Sets(LanIpv6Parameters.DynamicAddress, status.DynamicAddresses)), cancellationToken).ConfigureAwait(false);
        var missing = new List<(string Property, string Reason)>();
        return new LanAddresses
        {
            Channel = channel,
            MacAddress = TryTake(LanParameters.MacAddress, nameof(MacAddress), out var mac) ? LanText.Of(mac) : null,
            IPv4Address = TryTake(LanParameters.IPAddress, nameof(IPv4Address), out var address) ? address.ToString() : null,
            SubnetMask = TryTake(LanParameters.SubnetMask, nameof(SubnetMask), out var mask) ? mask.ToString() : null,
            IPv6Address = TryTake(LanIpv6Parameters.Status, nameof(IPv6Address), out _) ? Ipv6Of(reading) : null,
            Missing = missing,
        };

        bool TryTake<T>(Parameter<T> parameter, string property, [NotNullWhen(true)] out T? value)
        {
            if (reading.TryGet(parameter, out value))
                return true;
            missing.Add((property, reading.ReasonFor(new(parameter))!));
            return false;
        }
    }

    private static string? Ipv6Of(NetworkReading reading)
    {
        string[] addresses = [.. EntriesOf(LanIpv6Parameters.StaticAddress).Where(static entry => entry.IsEnabled).Concat(EntriesOf(LanIpv6Parameters.DynamicAddress))
            .Where(static entry => !entry.Address.Equals(IPAddress.IPv6Any)).Select(static entry => $"{entry.Address}/{entry.PrefixLength}")];
        return addresses.Length > 0 ? string.Join(" ", addresses) : null;

        IEnumerable<Ipv6AddressEntry> EntriesOf(Parameter<Ipv6AddressEntry> parameter)
        {
            for (byte set = 0; reading.TryGet(parameter, out var entry, set); set++)
                yield return entry;
        }
    }

    private static IEnumerable<LanKey> Sets(Parameter parameter, int count) => Enumerable.Range(0, System.Math.Min(count, MaximumSets)).Select(set => new LanKey(parameter, (byte)set));
}
