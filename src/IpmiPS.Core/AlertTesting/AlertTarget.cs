using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using IpmiPS.Parameters;
using IpmiPS.Pef;

namespace IpmiPS.AlertTesting;

/// <summary>The destination that is tested.</summary>
/// <param name="Channel">Number of the LAN channel.</param>
/// <param name="Destination">Number of the destination on the channel.</param>
/// <param name="Address">Its address.</param>
/// <param name="IsLocal">Whether that is an address of this computer.</param>
/// <param name="Type">How alerts are sent to it; null if not known.</param>
internal sealed record AlertTarget(byte Channel, byte Destination, IPAddress Address, bool IsLocal, AlertDestinationType? Type)
{
    /// <summary>Whether the BMC waits for an acknowledgement.</summary>
    public bool IsAcknowledged => Type?.IsAcknowledged == true;

    /// <summary>Whether traps are sent to it, and not something of the vendor.</summary>
    public bool GetsTraps => Type is null or { Type: (byte)AlertDestinationKind.Pet };

    /// <summary>
    /// Chooses the destination: the one that the options name, or else one of this computer, or else any. One that an enabled policy entry has comes before others. Null if the BMC has no destination with an address.
    /// </summary>
    public static AlertTarget? Choose(AlertTables tables, AlertTestOptions options, IReadOnlyCollection<IPAddress> own) =>
        tables.Channels.Where(channel => options.Channel is null || options.Channel == channel.Channel)
            .SelectMany(channel => channel.Addresses.Keys.Where(static number => number != 0).Select(number => (Channel: channel, Number: number)))
            .Where(entry => options.Destination is null || options.Destination == entry.Number)
            .Select(entry => entry.Channel.AddressOf(entry.Number) is { } address
                ? new AlertTarget(entry.Channel.Channel, entry.Number, address, IsOwn(address, own), entry.Channel.Types.TryGetValue(entry.Number, out var type) ? type : null)
                : null)
            .OfType<AlertTarget>()
            .Where(target => options.Receiver is null || options.Receiver.Equals(target.Address))
            .OrderByDescending(static target => target.IsLocal)
            .ThenByDescending(target => tables.Policies.Values.Any(entry => entry.IsEnabled && target.IsOf(entry)))
            .FirstOrDefault();

    /// <summary>Whether a policy entry sends to this destination.</summary>
    public bool IsOf(PefPolicy entry) => entry.PolicyNumber != 0 && entry.Channel == Channel && entry.Destination == Destination;

    /// <summary>The addresses of this computer.</summary>
    public static IReadOnlyCollection<IPAddress> OwnAddresses() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(static adapter => adapter.GetIPProperties().UnicastAddresses).Select(static own => own.Address)];

    private static bool IsOwn(IPAddress address, IReadOnlyCollection<IPAddress> own) =>
        IPAddress.IsLoopback(address) || own.Any(one => one.GetAddressBytes().SequenceEqual(address.GetAddressBytes()));
}
