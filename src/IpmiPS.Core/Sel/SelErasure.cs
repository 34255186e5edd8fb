using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands;
using IpmiPS.Commands.Storage;

namespace IpmiPS.Sel;

/// <summary>While the log is being erased, a BMC refuses the SEL commands for some seconds. IPMI 2.0 section 31.</summary>
internal static class SelErasure
{
    /// <summary>The maximum wait for an erasure.</summary>
    public static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether a refusal means that an erasure is in progress.</summary>
    public static bool IsInProgress(IpmiCommandException error) => (byte)error.CompletionCode == SelCompletionCode.EraseInProgress;

    /// <summary>Sends a command, and retries it while it is refused because of an erasure.</summary>
    public static async Task<T> SendWhenErasedAsync<T>(this IIpmiConnection connection, IpmiCommand<T> command, Clock clock, CancellationToken cancellationToken)
    {
        var end = clock.Now + MaximumTime;
        while (true)
        {
            try
            {
                return await connection.SendAsync(command, cancellationToken).ConfigureAwait(false);
            }
            catch (IpmiCommandException error) when (IsInProgress(error) && clock.Now < end)
            {
                await clock.DelayAsync(Wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
