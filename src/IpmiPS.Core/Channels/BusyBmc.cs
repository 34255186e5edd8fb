using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;

namespace IpmiPS.Channels;

/// <summary>
/// Retries for a busy BMC. A BMC that reports "node busy" (C0h) has not started the command, so any command may be sent again. After DFh (not ready)
/// only idempotent commands are, because no specification defines that code.
/// </summary>
internal static class BusyBmc
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Sends a command until the BMC is not busy, with waits that double, and with <paramref name="retryCount"/> retries at most. Returns the last response, or null if none came.</summary>
    public static async Task<byte[]?> SendAsync(IpmiCommand command, Func<Task<byte[]?>> send, int retryCount, Clock clock, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (int attempt = 0; ; attempt++)
        {
            byte[]? response = await send().ConfigureAwait(false);
            if (response is null || attempt == retryCount || !MayRetry(command, (CompletionCode)response[0]))
                return response;
            await clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            wait += wait;
        }
    }

    private static bool MayRetry(IpmiCommand command, CompletionCode code) =>
        code == CompletionCode.NodeBusy || code == CompletionCode.NotReady && command.IsIdempotent;
}
