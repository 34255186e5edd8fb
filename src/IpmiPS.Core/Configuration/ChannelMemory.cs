using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.App;

namespace IpmiPS.Configuration;

/// <summary>A connection that asks for each channel once: most sections want to know which channels there are, and channels do not come and go. A section that is cancelled does not take the answer away from the others.</summary>
/// <param name="connection">The BMC.</param>
internal sealed class ChannelMemory(IIpmiConnection connection) : IIpmiConnection
{
    private readonly ConcurrentDictionary<byte, object> _channels = [];

    /// <inheritdoc/>
    public string ComputerName => connection.ComputerName;

    /// <inheritdoc/>
    public BmcProfile Profile => connection.Profile;

    /// <inheritdoc/>
    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken) => command is GetChannelInfo channel && target == IpmbTarget.Bmc
        ? ((Task<TResponse>)_channels.GetOrAdd(channel.Channel, _ => connection.SendAsync(command, target, CancellationToken.None))).WaitAsync(cancellationToken)
        : connection.SendAsync(command, target, cancellationToken);
}
