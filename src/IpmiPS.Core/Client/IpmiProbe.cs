using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Channels;
using IpmiPS.Client;
using IpmiPS.Commands.App;
using IpmiPS.Crypto;
using IpmiPS.Packets;

namespace IpmiPS;

/// <summary>What a BMC reveals without a log-in.</summary>
public sealed record IpmiProbe
{
    /// <summary>The endpoint that was probed, with the address that the host name resolved to.</summary>
    public BmcEndpoint? Endpoint { get; init; }

    /// <summary>Whether it answered the ASF presence ping. Many BMCs do not, though they speak IPMI.</summary>
    public bool Pong { get; init; }

    /// <summary>The log-in methods that the BMC reports; null if it did not respond.</summary>
    public ChannelAuthenticationCapabilities? Capabilities { get; init; }

    /// <summary>The cipher suites that the BMC lists; null if it does not respond to that request. It may list suites that cannot log in.</summary>
    public IReadOnlyList<CipherSuite>? CipherSuites { get; init; }

    /// <summary>Round-trip time of the first response; null without one.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Whether anything responded.</summary>
    public bool IsPresent => Pong || Capabilities is not null;

    /// <summary>Sends presence ping, Get Channel Authentication Capabilities and Get Channel Cipher Suites. Needs no user.</summary>
    /// <exception cref="IpmiException">Kinds NameResolution, Unreachable, Timeout, ProtocolError, InvalidParameter.</exception>
    public static Task<IpmiProbe> RunAsync(IpmiConnectOptions options, CancellationToken cancellationToken = default) => RunAsync(options, ping: true, cancellationToken);

    /// <summary>The same, with the ping only if wanted: some BMCs stop responding for a while after one.</summary>
    /// <exception cref="IpmiException">Kinds NameResolution, Unreachable, Timeout, ProtocolError, InvalidParameter.</exception>
    public static Task<IpmiProbe> RunAsync(IpmiConnectOptions options, bool ping, CancellationToken cancellationToken = default)
    {
        SessionlessChannel? channel = null;
        return LanDialer.WithTimeoutAsync(options, limit =>
        {
            var trace = new PacketTrace(options.Trace);
            return LanDialer.TryAddressesAsync(options, trace, async (transport, endpoint) =>
            {
                using (transport)
                {
                    channel = new SessionlessChannel(transport, trace, options.Channel);
                    transport.Start();
                    return await ProbeAsync(channel, endpoint, ping, options.RetryCount, limit.Token).ConfigureAwait(false);
                }
            }, limit.Token);
        }, () => channel?.InvalidPackets, cancellationToken);
    }

    private static async Task<IpmiProbe> ProbeAsync(SessionlessChannel channel, LanEndpoint endpoint, bool withPing, int retryCount, CancellationToken cancellationToken)
    {
        var ping = withPing ? PingAsync(channel, cancellationToken) : Task.FromResult<object?>(null);
        var capabilities = await SessionlessRequests.CapabilitiesAsync(channel, PrivilegeLevel.User, retryCount, cancellationToken).ConfigureAwait(false);
        var suites = capabilities is { SupportsIpmi20: true }
            ? await SessionlessRequests.CipherSuitesAsync(channel, cancellationToken).ConfigureAwait(false)
            : null;
        bool pong = await ping.ConfigureAwait(false) is not null;
        if (capabilities is null && !pong)
            throw channel.InvalidPackets.NoResponse(withPing
                ? "The BMC answered neither a presence ping nor Get Channel Authentication Capabilities."
                : "The BMC did not answer Get Channel Authentication Capabilities.");
        return new IpmiProbe
        {
            Endpoint = endpoint,
            Pong = pong,
            Capabilities = capabilities,
            CipherSuites = suites?.Select(CipherSuite.Find).OfType<CipherSuite>().ToArray(),
            RoundTrip = channel.Timer.RoundTrip?.Smoothed,
        };
    }

    /// <summary>The pong is optional, so the ping is sent twice at most.</summary>
    private static Task<object?> PingAsync(SessionlessChannel channel, CancellationToken cancellationToken)
    {
        byte tag = channel.NextSequence();
        return channel.ExchangeAsync<object>(AsfPing.WritePing(tag), (reader, _) =>
            Rmcp.ReadHeader(reader) == Rmcp.AsfClass && AsfPing.Read(reader) is { Type: AsfPing.PongType } pong && pong.Tag == tag ? pong : null,
            1, cancellationToken);
    }
}
