using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Client;

/// <summary>Opens sessions over LAN.</summary>
internal sealed class LanConnector : IBmcConnector
{
    public bool Supports(BmcEndpoint endpoint) => endpoint is LanEndpoint;

    public async Task<IBmcSession> ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken) =>
        await IpmiClient.ConnectAsync(options, cancellationToken).ConfigureAwait(false);
}
