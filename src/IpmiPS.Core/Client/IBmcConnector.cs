using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS;

/// <summary>Opens sessions over one transport. There is one connector for each class derived from <see cref="BmcEndpoint"/>.</summary>
public interface IBmcConnector
{
    /// <summary>Whether the connector serves this kind of endpoint.</summary>
    bool Supports(BmcEndpoint endpoint);

    /// <summary>Opens a session with the BMC at <see cref="IpmiConnectOptions.Endpoint"/>.</summary>
    /// <exception cref="IpmiException">The endpoint cannot be reached, or the log-in failed. A refused log-in is not retried.</exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled.</exception>
    Task<IBmcSession> ConnectAsync(IpmiConnectOptions options, CancellationToken cancellationToken);
}
