using System.Threading;
using System.Threading.Tasks;
using IpmiPS.Users;

namespace IpmiPS.Cmdlets;

/// <summary>
/// A cmdlet that logs in to BMCs and does its work there. A derived class is its own parameters, what it needs, and one method for one BMC,
/// <see cref="RunAsync"/>.
/// </summary>
public abstract class BmcCmdlet : TargetCmdlet
{
    /// <summary>Does the cmdlet's work on one BMC. Not on the pipeline thread: output goes to <paramref name="output"/>.</summary>
    private protected abstract Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken);

    /// <summary>
    /// Calls ShouldProcess from a worker (-Force answers it, where the needs say so), for a cmdlet that has to read before it can say what would change. The session is kept alive, and the time
    /// limit does not run, while the user thinks.
    /// </summary>
    /// <returns>False if the change is not to be made.</returns>
    private protected async Task<bool> ConfirmAsync(BmcTarget target, IPayloadConnection bmc, string action, TargetOutput output, CancellationToken cancellationToken)
    {
        bool isConfirmed = false;
        using (Opener.PauseTimeLimit())
            await KeepAlive.WhileAsync(bmc, AskAsync(), Clock.System).ConfigureAwait(false);
        return isConfirmed;

        async Task<bool> AskAsync()
        {
            await output.RunOnPipelineAsync(() => isConfirmed = ShouldProcess(target.ComputerName, target.Needs with { Action = action }), cancellationToken).ConfigureAwait(false);
            return isConfirmed;
        }
    }

    /// <summary>Shows a prepared change with old and new values, makes it if the user agrees, and returns what was read back. Equal already = no question, nothing sent.</summary>
    /// <param name="target">The BMC.</param>
    /// <param name="bmc">Its connection.</param>
    /// <param name="action">What the change does, without the values, such as "Set the chassis".</param>
    /// <param name="change">The change.</param>
    /// <param name="output">Gets the result.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IpmiException">The change failed, or something else was read back.</exception>
    private protected async Task ApplyAsync<T>(BmcTarget target, IPayloadConnection bmc, string action, IPreparedChange<T> change, TargetOutput output, CancellationToken cancellationToken)
        where T : ISettingsUpdate
    {
        if (change.Description is { } description && !await ConfirmAsync(target, bmc, $"{action}: {description}", output, cancellationToken).ConfigureAwait(false))
            return;
        T update = await change.RunAsync(cancellationToken).ConfigureAwait(false);
        output.Write(update);
        if (update.Difference is { } difference)
            throw difference;
    }

    /// <summary>Logs in, does the work and logs out. A target that is a session stays logged in.</summary>
    private protected override async Task WorkAsync(BmcTarget target, TargetOutput output, CancellationToken cancellationToken)
    {
        using ConnectionScope scope = Eager && !target.Needs.RequiresPayloads
            ? ConnectionScope.OpenEagerly(target, output, Opener.LogInAsync)
            : await ConnectionScope.OpenAsync(target, output, Opener.LogInAsync, cancellationToken).ConfigureAwait(false);
        await RunAsync(target, new ChangeWatch(scope.Connection, output), output, cancellationToken).ConfigureAwait(false);
    }
}
