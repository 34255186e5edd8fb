using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Tests.Users;

/// <summary>A connection to a virtual BMC that refuses some commands, or loses their responses.</summary>
/// <param name="inner">The connection.</param>
/// <param name="fate">What happens to a command: a completion code that it is refused with, without being carried out; null if nothing happens.</param>
internal sealed class RefusingConnection(IIpmiConnection inner, Func<IpmiCommand, CompletionCode?> fate) : IIpmiConnection
{
    public string ComputerName => inner.ComputerName;

    public BmcProfile Profile => inner.Profile;

    /// <summary>Number of commands that were sent.</summary>
    public int Count { get; private set; }

    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        Count++;
        return fate(command) is { } code ? throw new IpmiCommandException(command, code) : inner.SendAsync(command, target, cancellationToken);
    }
}
