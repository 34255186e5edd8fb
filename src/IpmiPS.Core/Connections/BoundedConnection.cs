using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>
/// Limits the time and the number of requests of one piece of work whose length the BMC determines: reading a repository, a log, an inventory or all
/// sensors. A faulty BMC could extend it without end, by more records, smaller pieces and later responses.
/// </summary>
/// <param name="connection">The BMC.</param>
/// <param name="clock">The time.</param>
/// <param name="needsAll">
/// Whether the work fails if one response is missing. Then a request that timed out is sent once more, if the BMC has responded to others: the more
/// requests, the more likely a bad link loses all retries of one.
/// </param>
internal sealed class BoundedConnection(IIpmiConnection connection, Clock clock, bool needsAll = true) : IIpmiConnection
{
    /// <summary>Several times what the slowest BMC takes for the longest log.</summary>
    public static readonly TimeSpan MaximumWork = TimeSpan.FromMinutes(30);

    /// <summary>The longest log there can be, 65,534 entries, read in pieces of 4 bytes, and nearly as much again.</summary>
    public const int MaximumRequests = 500_000;

    private readonly TimeSpan _end = clock.Now + MaximumWork;
    private int _requests;
    private volatile bool _hasResponded;

    /// <inheritdoc/>
    public string ComputerName => connection.ComputerName;

    /// <inheritdoc/>
    public BmcProfile Profile => connection.Profile;

    /// <inheritdoc/>
    /// <exception cref="IpmiException">Kind Timeout, also if the work as a whole took too long.</exception>
    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (clock.Now > _end)
            return Task.FromException<TResponse>(LimitExceeded($"{MaximumWork.TotalMinutes:0} minutes"));
        if (Interlocked.Increment(ref _requests) > MaximumRequests)
            return Task.FromException<TResponse>(LimitExceeded($"{MaximumRequests} requests"));
        return needsAll && command.IsIdempotent ? SendAndRetryAsync(command, target, cancellationToken) : connection.SendAsync(command, target, cancellationToken);
    }

    private async Task<TResponse> SendAndRetryAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        for (bool isRetry = false; ; isRetry = true)
        {
            try
            {
                var response = await connection.SendAsync(command, target, cancellationToken).ConfigureAwait(false);
                _hasResponded = true;
                return response;
            }
            catch (IpmiCommandException)
            {
                _hasResponded = true;
                throw;
            }
            catch (IpmiException timeout) when (timeout.Kind == IpmiErrorKind.Timeout && _hasResponded && !isRetry)
            {
                // Sent once more.
            }
        }
    }

    private static IpmiException LimitExceeded(string limit) => new(
        IpmiErrorKind.Timeout, $"The BMC did not come to an end with its data within {limit}.", "Reset the BMC: its data is inconsistent.");
}
