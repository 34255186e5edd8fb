using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS;

/// <summary>
/// The connection for one piece of work that takes as many requests as the BMC makes it take: a repository, a log, an inventory, a sweep over
/// sensors. A BMC may stretch each of them, by ever more records, smaller pieces and later answers; here it comes to an end.
/// </summary>
/// <param name="connection">The BMC.</param>
/// <param name="clock">Tells how long it takes.</param>
/// <param name="needsAll">
/// Whether the work is lost where one answer is. Then a question that was given up is asked once more, if the BMC has answered others meanwhile:
/// the more questions, the more likely it is that a bad link swallows all the repetitions of one.
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
    /// <exception cref="IpmiException">Kind Timeout, also where the work as a whole took too long.</exception>
    public Task<TResponse> SendAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        if (clock.Now > _end)
            return Task.FromException<TResponse>(TooMuch($"{MaximumWork.TotalMinutes:0} minutes"));
        if (Interlocked.Increment(ref _requests) > MaximumRequests)
            return Task.FromException<TResponse>(TooMuch($"{MaximumRequests} requests"));
        return needsAll && command.IsIdempotent ? AskAsync(command, target, cancellationToken) : connection.SendAsync(command, target, cancellationToken);
    }

    private async Task<TResponse> AskAsync<TResponse>(IpmiCommand<TResponse> command, IpmbTarget target, CancellationToken cancellationToken)
    {
        for (bool isRepetition = false; ; isRepetition = true)
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
            catch (IpmiException silence) when (silence.Kind == IpmiErrorKind.Timeout && _hasResponded && !isRepetition)
            {
                // Asked once more.
            }
        }
    }

    private static IpmiException TooMuch(string bound) => new(
        IpmiErrorKind.Timeout, $"The BMC did not come to an end with its data within {bound}.", "Reset the BMC; what it tells of itself does not add up.");
}
