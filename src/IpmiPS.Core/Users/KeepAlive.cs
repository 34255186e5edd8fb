using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>Keeps a session from running into the BMC's idle limit while something else is waited for, as a vault or a person.</summary>
internal static class KeepAlive
{
    /// <summary>BMCs drop sessions after 30 to 60 seconds of silence.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>Waits, and asks the BMC something harmless now and then. What becomes of that is for the next command to find out.</summary>
    public static async Task<T> WhileAsync<T>(IIpmiConnection connection, Task<T> waiting, Clock clock)
    {
        using var over = new CancellationTokenSource();
        while (!waiting.IsCompleted && await Task.WhenAny(waiting, clock.DelayAsync(Beat, over.Token)).ConfigureAwait(false) != waiting)
            AskAsync(connection, over.Token).Forget();
        over.Cancel();
        return await waiting.ConfigureAwait(false);
    }

    private static async Task AskAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        await connection.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
}
