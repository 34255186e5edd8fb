using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Parameters;

namespace IpmiPS.Lan;

/// <summary>
/// Follows a BMC after a change that ends the connection: logs in at the new address, makes sure that it is the same BMC, and reads the settings there. What
/// the change could not write any more is written there.
/// </summary>
/// <param name="logIn">Opens a session at an address.</param>
/// <param name="present">Where the BMC was before.</param>
/// <param name="patience">How long to look for the BMC.</param>
internal sealed class NetworkFollower(Func<LanEndpoint, CancellationToken, Task<IBmcSession>> logIn, LanEndpoint present, TimeSpan patience)
{
    private const int MaximumRepeats = 3;

    private static readonly TimeSpan FirstAttempt = TimeSpan.FromSeconds(2), LongestAttempt = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromSeconds(0.25), LongestPause = TimeSpan.FromSeconds(3);

    private TimeSpan _attempt = FirstAttempt;

    private IpmiException? _last;

    public Clock Clock { get; init; } = Clock.System;

    /// <summary>Follows the BMC.</summary>
    /// <param name="change">The change.</param>
    /// <param name="state">How far its last write has got.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IpmiException">CommandFailed: another BMC is at the new address, or the BMC keeps other settings. OutcomeUnknown: the BMC could not be found.</exception>
    public async Task<NetworkUpdate> FollowAsync(NetworkChange change, ChangeState state, CancellationToken cancellationToken)
    {
        var moved = new LanEndpoint(change.NewAddress?.ToString() ?? present.Host, change.NewPort ?? present.Port);
        TimeSpan end = Clock.Now + patience, pause = Pause;
        try
        {
            for (int repeats = 0; ; pause = Twice(pause, LongestPause), _attempt = Twice(_attempt, LongestAttempt))
            {
                await Clock.DelayAsync(pause, cancellationToken).ConfigureAwait(false);

                // The old address says whether the BMC has not moved: then the write was lost, and is sent again.
                LanEndpoint[] places = moved == present ? [moved] : [moved, present];
                foreach (var place in places)
                {
                    bool repeat = repeats < MaximumRepeats && (place == moved || state == ChangeState.Unanswered);
                    var (update, hasRepeated) = await TryAsync(change, place, isMoved: place == moved, repeat, cancellationToken).ConfigureAwait(false);
                    if (update is not null)
                        return update;
                    repeats += hasRepeated ? 1 : 0;
                }

                if (Clock.Now >= end)
                    throw change.Unknown($"The BMC could not be reached at {moved} within {patience.TotalSeconds:0} s. {_last?.Message}", _last);
            }
        }
        catch (OperationCanceledException cancelled)
        {
            throw change.Unknown($"The command ended before the BMC was reached at {moved}.", cancelled);
        }
    }

    private static TimeSpan Twice(TimeSpan time, TimeSpan longest) => time + time > longest ? longest : time + time;

    /// <summary>Looks for the BMC at one place. Returns the result if it is there with all settings, and whether something was written again.</summary>
    private async Task<(NetworkUpdate? Update, bool HasRepeated)> TryAsync(NetworkChange change, LanEndpoint place, bool isMoved, bool repeat, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_attempt);
        bool hasRepeated = false;
        try
        {
            using IBmcSession session = await logIn(place, limit.Token).ConfigureAwait(false);
            var again = await NetworkChange.PrepareAsync(session, change.Settings, () => place, limit.Token).ConfigureAwait(false);
            if (change.Identity.IsSame(again.Identity) == false && isMoved)
                throw new IpmiException(IpmiErrorKind.CommandFailed, $"Another BMC responds at {place}: its GUID or MAC address is not that of the BMC that was changed.", change.Unknown("").RecommendedAction);
            if (again.Description is null)
            {
                if (isMoved)
                    await again.WithdrawAsync(limit.Token).ConfigureAwait(false);
                await session.CloseAsync().ConfigureAwait(false);
                return (isMoved ? again.Present() with { Changed = true, Verified = true, ReachedAt = place.ToString() } : null, false);
            }

            _last = new(IpmiErrorKind.CommandFailed, $"At {place} it still has: {again.Description}.");
            if (repeat && change.Identity.IsSame(again.Identity) != false)
            {
                hasRepeated = true;
                await again.RunAsync(limit.Token).ConfigureAwait(false);
            }

            await session.CloseAsync().ConfigureAwait(false);
        }
        catch (IpmiException error) when (error.Kind is not (IpmiErrorKind.CommandFailed or IpmiErrorKind.BadCredential) || !isMoved)
        {
            _last = error;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The attempt took too long.
        }

        return (null, hasRepeated);
    }
}
