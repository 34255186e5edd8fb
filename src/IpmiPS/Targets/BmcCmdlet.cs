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
    /// Calls ShouldProcess from a worker, for a cmdlet that has to read before it can say what would change. The session is kept alive, and the time
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
            await output.RunOnPipelineAsync(() => isConfirmed = ShouldProcess(target.ComputerName, action), cancellationToken).ConfigureAwait(false);
            return isConfirmed;
        }
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
