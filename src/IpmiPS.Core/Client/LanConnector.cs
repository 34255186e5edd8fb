using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Authentication;
using IpmiPS.Channels;
using IpmiPS.Transport;

namespace IpmiPS.Client;

/// <summary>Opens sessions over LAN: resolves the name, chooses protocol and cipher suite, logs in.</summary>
internal sealed class LanConnector : IBmcConnector
{
    /// <inheritdoc/>
    public bool Supports(BmcEndpoint endpoint) => endpoint is LanEndpoint;

    /// <inheritdoc/>
    async Task<IBmcSession> IBmcConnector.ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken) =>
        await ConnectAsync(options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc cref="IpmiClient.ConnectAsync"/>
    public static async Task<IpmiClient> ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken)
    {
        LogInErrors.CheckOptions(options);
        using var secrets = new LogInSecrets(options);
        SessionlessChannel? channel = null;
        return await LanDialer.WithTimeoutAsync(options, async limit =>
        {
            var trace = new PacketTrace(options.Trace);
            using var attempt = options.Guard?.Begin(options, limit);
            try
            {
                return await LanDialer.TryAddressesAsync(options, trace, async (transport, endpoint) =>
                {
                    if (attempt is not null)
                        await attempt.WaitForBmcAsync(endpoint, limit.Token).ConfigureAwait(false);
                    channel = new SessionlessChannel(transport, trace, options.Channel);
                    transport.Start();
                    var logIn = await new LogInProcedure(channel, options, secrets, trace, attempt).RunAsync(limit.Token).ConfigureAwait(false);
                    attempt?.Proved();
                    return new IpmiClient(OptionsOfSession(options), endpoint, transport, logIn, OpenChannel(logIn, transport, trace, channel, options));
                }, limit.Token).ConfigureAwait(false);
            }
            catch (IpmiException error)
            {
                attempt?.Failed(error);
                throw;
            }
        }, () => channel?.InvalidPackets, cancellationToken).ConfigureAwait(false);
    }

    private static SessionChannel OpenChannel(LogInResult logIn, IDatagramTransport transport, PacketTrace trace, SessionlessChannel channel, IpmiConnectOptions options)
    {
        var session = new SessionChannel(logIn.Session, transport, trace, channel.Timer, options.Channel);
        if (logIn.EarlyRequest is { } request)
            session.TakeOver(request);
        channel.HandOver(session);
        return session;
    }

    /// <summary>A session may outlast the run that opened it, so it must not keep what belongs to the run.</summary>
    private static IpmiConnectOptions OptionsOfSession(IpmiConnectOptions options) => options with { Guard = null, Claims = null, HoldBack = null, Within = null };
}
