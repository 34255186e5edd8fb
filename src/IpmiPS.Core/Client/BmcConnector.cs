using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Client;

namespace IpmiPS;

/// <summary>Opens a session with a BMC at any kind of endpoint.</summary>
public static class BmcConnector
{
    private static readonly IBmcConnector[] Connectors = [new LanConnector()];

    /// <summary>Opens a session with the BMC at <see cref="IpmiConnectOptions.Endpoint"/>.</summary>
    /// <exception cref="IpmiException">Kinds NameResolution, Unreachable, Timeout, BadCredential, CipherSuiteRefused, InsecureRefused,
    /// InsufficientPrivilege, NoSessionSlot, InvalidParameter, ProtocolError. A refused log-in is not retried.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<IBmcSession> ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Endpoint is not { } endpoint)
            throw new ArgumentException("The options have no endpoint.", nameof(options));
        var connector = Array.Find(Connectors, connector => connector.Supports(endpoint))
            ?? throw new ArgumentException($"There is no connector for {endpoint.GetType().Name}.", nameof(options));
        return connector.ConnectAsync(options, cancellationToken);
    }
}
