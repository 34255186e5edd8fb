using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Client;

/// <summary>A BMC that says that it is busy (C0h) has not begun the command: it may be asked again, whatever the command does.</summary>
internal static class BusyBmc
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the BMC is not busy, after waits that double, and <paramref name="repetitions"/> times more at most; the last answer, or null where none came.</summary>
    public static async Task<byte[]?> AskAsync(Func<Task<byte[]?>> ask, int repetitions, Clock clock, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (int attempt = 0; ; attempt++)
        {
            byte[]? answer = await ask().ConfigureAwait(false);
            if (answer is null || answer[0] != (byte)CompletionCode.NodeBusy || attempt == repetitions)
                return answer;
            await clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            wait += wait;
        }
    }
}
