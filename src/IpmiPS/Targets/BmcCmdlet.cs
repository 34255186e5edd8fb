using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
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
    private bool _isYesToAll, _isNoToAll;

    /// <summary>Whether the input is a session, which has a name and an ID of its own.</summary>
    private protected bool IsSession => Session is not null || ComputerName?.Any(InputAsNameAttribute.IsStandIn) == true;

    /// <summary>Whether the input is the virtual BMC with this ID, which is then not the ID of something on the BMC.</summary>
    private protected bool IsSimulator(int id) =>
        SimulatorRegistry.All.Any(simulator => simulator.Id == id && simulator.Port == Port && ComputerName?.FirstOrDefault() == simulator.ComputerName);

    /// <summary>Does the cmdlet's work on one BMC. Not on the pipeline thread: output goes to <paramref name="output"/>.</summary>
    private protected abstract Task RunAsync(BmcTarget target, IPayloadConnection bmc, TargetOutput output, CancellationToken cancellationToken);

    /// <summary>
    /// Calls ShouldProcess from a worker, for a cmdlet that has to read before it can say what would change. The session is kept alive, and the time
    /// limit does not run, while the user thinks.
    /// </summary>
    /// <param name="target">The BMC. Its needs say whether -Force answers the question.</param>
    /// <param name="bmc">Its connection.</param>
    /// <param name="action">What would change, with old and new values.</param>
    /// <param name="output">Reaches the pipeline.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="danger">
    /// What this change can do besides, such as cutting off the caller, in a sentence without its full stop; null if nothing. Then the question is asked even if the cmdlet asks
    /// about nothing else, and only -Force or -Confirm:$false answers it.
    /// </param>
    /// <returns>False if the change is not to be made.</returns>
    /// <exception cref="IpmiException">There is a danger, and no one can be asked (kind InvalidParameter).</exception>
    private protected async Task<bool> ConfirmAsync(
        BmcTarget target, IPayloadConnection bmc, string action, TargetOutput output, CancellationToken cancellationToken, string? danger = null)
    {
        bool isConfirmed = false;
        IpmiException? failure = null;
        using (Opener.PauseTimeLimit())
            await KeepAlive.WhileAsync(bmc, AskAsync(), Clock.System).ConfigureAwait(false);
        return failure is null ? isConfirmed : throw failure;

        async Task<bool> AskAsync()
        {
            await output.RunOnPipelineAsync(
                () =>
                {
                    try
                    {
                        isConfirmed = Ask(target, action, danger);
                    }
                    catch (IpmiException error)
                    {
                        failure = error;
                    }
                },
                cancellationToken).ConfigureAwait(false);
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
    /// <param name="danger">As for <see cref="ConfirmAsync"/>.</param>
    /// <exception cref="IpmiException">The change failed, or something else was read back.</exception>
    private protected async Task ApplyAsync<T>(
        BmcTarget target, IPayloadConnection bmc, string action, IPreparedChange<T> change, TargetOutput output, CancellationToken cancellationToken, string? danger = null)
        where T : ISettingsUpdate
    {
        if (change.Description is { } description && !await ConfirmAsync(target, bmc, $"{action}: {description}", output, cancellationToken, danger).ConfigureAwait(false))
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
        var watch = new ChangeWatch(scope.Connection, output);
        await RunAsync(target, target.Needs.Controller.IsBmc ? watch : new BridgedConnection(watch, target.Needs.Controller), output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>On the pipeline thread.</summary>
    private bool Ask(BmcTarget target, string action, string? danger)
    {
        BmcNeeds needs = target.Needs with { Action = danger is null ? action : $"{action}. {danger}" };
        if (!ShouldProcess(target.ComputerName, needs))
            return false;
        if (danger is null || needs.Force || MyInvocation.BoundParameters.ContainsKey("Confirm") || HasShouldProcessAsked())
            return true;
        try
        {
            // Where standard input has ended, the host of PowerShell fails with a NullReferenceException.
            return ShouldContinue($"{danger}. {action}?", NameOf(target.ComputerName, needs), ref _isYesToAll, ref _isNoToAll);
        }
        catch (Exception error) when (error is InvalidOperationException or HostException or NotImplementedException or NullReferenceException)
        {
            throw new IpmiException(IpmiErrorKind.InvalidParameter, $"{danger}, and this host cannot ask. Nothing was changed.", "Give -Force, if the cmdlet has it, or -Confirm:$false, if that is intended.", error);
        }
    }

    private bool HasShouldProcessAsked() =>
        LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact preference) && preference != ConfirmImpact.None
        && Attribute.GetCustomAttribute(GetType(), typeof(CmdletAttribute)) is CmdletAttribute { ConfirmImpact: var impact } && impact >= preference;
}
