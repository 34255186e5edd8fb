using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Channels;

/// <summary>
/// A BMC that says that it is busy (C0h) has not begun the command: it may be asked again, whatever the command does. The same is done with one
/// that is not ready (DFh), but only for questions, because no specification says what that code means.
/// </summary>
internal static class BusyBmc
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the BMC is not busy, after waits that double, and <paramref name="repetitions"/> times more at most; the last answer, or null where none came.</summary>
    public static async Task<byte[]?> AskAsync(IpmiCommand command, Func<Task<byte[]?>> ask, int repetitions, Clock clock, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (int attempt = 0; ; attempt++)
        {
            byte[]? response = await ask().ConfigureAwait(false);
            if (response is null || attempt == repetitions || !MayAskAgain(command, (CompletionCode)response[0]))
                return response;
            await clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            wait += wait;
        }
    }

    private static bool MayAskAgain(IpmiCommand command, CompletionCode code) =>
        code == CompletionCode.NodeBusy || code == CompletionCode.NotReady && command.IsIdempotent;
}
