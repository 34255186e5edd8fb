using System;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Commands.App;

namespace IpmiPS.Users;

/// <summary>Keeps a session alive while something else is awaited, such as a vault or a person.</summary>
internal static class KeepAlive
{
    /// <summary>BMCs close sessions after 30 to 60 seconds without a request.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Awaits a task, and sends a harmless request now and then. Its failure is left to the next command.</summary>
    public static async Task<T> WhileAsync<T>(IIpmiConnection connection, Task<T> task, Clock clock)
    {
        using var stop = new CancellationTokenSource();
        while (!task.IsCompleted && await Task.WhenAny(task, clock.DelayAsync(Interval, stop.Token)).ConfigureAwait(false) != task)
            SendAsync(connection, stop.Token).Forget();
        stop.Cancel();
        return await task.ConfigureAwait(false);
    }

    private static async Task SendAsync(IIpmiConnection connection, CancellationToken cancellationToken) =>
        await connection.SendAsync(new GetDeviceId(), cancellationToken).ConfigureAwait(false);
}
