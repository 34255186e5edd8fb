using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Cache;

namespace IpmiPS.Cmdlets;

/// <summary>
/// Marks a BMC whose password is being changed, for this process and others of the user on this computer: a log-in in between could be refused, and
/// count against the account. The mark is a lock on a file, which ends with the process that has it.
/// </summary>
internal static class PasswordHold
{
    private static readonly TimeSpan MaximumWait = TimeSpan.FromSeconds(8), Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Marks a BMC; null if the user has no folder for such files.</summary>
    /// <exception cref="IpmiException">Another command is changing a password of this BMC (kind Busy).</exception>
    public static IDisposable? Take(BmcEndpoint endpoint)
    {
        if (PathOf(endpoint) is not { } path)
            return null;
        try
        {
            Disk.CreateFolder(Path.GetDirectoryName(path)!);
            return FileLock.TryTake(path) ?? throw IsBusy(endpoint);
        }
        catch (Exception error) when (Disk.IsFailure(error))
        {
            return null; // The mark spares others a refused log-in; the change does not depend on it.
        }
    }

    /// <summary>What to do before a log-in: wait while the BMC is marked.</summary>
    public static Func<BmcEndpoint, CancellationToken, Task> For(IpmiConnectOptions options) => (endpoint, cancellationToken) => WaitAsync(endpoint, options, cancellationToken);

    private static async Task WaitAsync(BmcEndpoint endpoint, IpmiConnectOptions options, CancellationToken cancellationToken)
    {
        if (PathOf(endpoint) is not { } path || !FileLock.IsHeld(path))
            return;
        options.Trace?.Note("A password of this BMC is being changed; waiting before the log-in.");

        // The time counts for the log-in, so half of it is left.
        TimeSpan half = TimeSpan.FromTicks(options.Timeout.Ticks / 2), limit = half < MaximumWait ? half : MaximumWait;
        for (TimeSpan begin = options.Clock.Now; FileLock.IsHeld(path);)
        {
            if (options.Clock.Now - begin >= limit)
                throw IsBusy(endpoint);
            await options.Clock.DelayAsync(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IpmiException IsBusy(BmcEndpoint endpoint) => new(
        IpmiErrorKind.Busy, $"Another command is changing a password of the BMC at {endpoint}. Nothing was sent.", "Try again when the change is done, with the credential that is valid then.");

    private static string? PathOf(BmcEndpoint endpoint) => StateLocation.Find() is { } folder
        ? Path.Combine(folder, "changing", string.Concat(endpoint.ToString().Select(static c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '.' or '-' ? c : '_')) + ".lock")
        : null;
}
